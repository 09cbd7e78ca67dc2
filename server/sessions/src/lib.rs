//! Signing in, sessions and invitations: secrets, cookies, throttling. Who may see what is not decided here.

mod account_key;
mod accounts;
mod caregivers;
mod common_password;
mod cookie;
mod device;
mod error;
mod one_time;
mod own_account;
mod own_path;
mod passkeys;
mod password;
mod picture;
mod recovery_code;
mod second_factor;
mod sessions;
mod token;

pub use account_key::{AccountKey, NoKey};
pub use common_password::refuse_common_password;
pub use cookie::SessionCookie;
pub use device::device;
pub use error::Error;
pub use own_path::own_path;
pub use passkeys::RelyingParty;
pub use password::{PasswordError, Passwords};
pub use sessions::{Browser, NewSession, SessionSettings, Sessions, SignIn};
pub use token::Token;
