//! Signing in and how providers' accounts begin. Passwords arrive here as hashes only.

mod application;
mod attempts;
mod sign_in;
mod turns;

pub(crate) use attempts::Attempt;
pub use sign_in::SignInAttempt;
pub(crate) use turns::Turns;
