//! Signing in, sessions and invitations: secrets, cookies, throttling. Who may see what is not decided here.

mod accounts;
mod cookie;
mod error;
mod own_path;
mod password;
mod sessions;
mod token;

pub use cookie::SessionCookie;
pub use error::Error;
pub use own_path::own_path;
pub use password::{PasswordError, Passwords};
pub use sessions::{NewSession, SessionSettings, Sessions};
pub use token::Token;
