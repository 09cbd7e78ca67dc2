//! Emergency access: begun by a provider, read by the patient, reviewed by the administrator.

mod begin;
mod notices;
mod reviews;
