//! Signing in and how providers' accounts begin. Passwords arrive here as hashes only.

mod application;
mod attempts;
mod sign_in;

pub use sign_in::{Account, SignInAttempt};
