//! Signing in, sessions and invitations: secrets, cookies, throttling. Who may see what is not decided here.

mod cookie;
mod own_path;
mod password;
mod token;

pub use cookie::SessionCookie;
pub use own_path::own_path;
pub use password::{PasswordError, Passwords};
pub use token::Token;
