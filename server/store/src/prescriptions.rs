//! Prescriptions: listed, started (in a visit or on their own), stopped; never deleted.

mod list;
mod start;
mod stop;
