//! What somebody sees and changes of their own account.

use serde::{Deserialize, Serialize};

use crate::{
    account::check_password,
    clinic::ClinicTime,
    form::{Check, FieldError},
    id::SessionId,
};

/// One's own account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnAccount {
    pub email: String,
    pub second_factor: Option<SecondFactor>,
    /// The latest first.
    pub sessions: Vec<OwnSession>,
}

/// A second factor that was set up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecondFactor {
    pub since: ClinicTime,
    /// How many recovery codes haven't been used.
    pub codes_left: u32,
}

/// A browser that is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnSession {
    pub id: SessionId,
    /// Such as `Firefox on Linux`; empty when the browser doesn't say.
    pub device: String,
    /// Where it signed in from; empty when that isn't known.
    pub address: String,
    pub began_at: ClinicTime,
    pub last_seen_at: ClinicTime,
    /// Whether it is the one that asks.
    pub is_current: bool,
}

/// What an authenticator needs to know, shown until the first code was right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecondFactorSetUp {
    /// The secret in base32, in groups of four, to be typed.
    pub secret: String,
    pub picture: QrCode,
}

/// A QR code as a picture: modules of 1 by 1 on a square, without the quiet zone around it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QrCode {
    pub size: u32,
    /// The path of an SVG, which fills the dark modules.
    pub path: String,
}

/// A new password for one's own account, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangePasswordForm {
    pub present: String,
    pub password: String,
}

impl ChangePasswordForm {
    /// # Errors
    /// What is wrong, field by field.
    pub fn check(&self) -> Result<(), Vec<FieldError>> {
        let mut check = Check::default();
        if self.present.is_empty() {
            check.error("present", "Your present password is missing.");
        }
        check_password(&mut check, "password", &self.password);
        if !self.present.is_empty() && self.present == self.password {
            check.error("password", "This is your present password. Choose another one.");
        }
        check.finish(Some(()))
    }
}

/// A new password by a link, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResetPasswordForm {
    /// The secret of the link.
    pub token: String,
    pub password: String,
}

impl ResetPasswordForm {
    /// # Errors
    /// What is wrong, field by field.
    pub fn check(&self) -> Result<(), Vec<FieldError>> {
        let mut check = Check::default();
        check_password(&mut check, "password", &self.password);
        check.finish(Some(()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_password_is_long_enough_and_new() {
        let change = |present: &str, password: &str| {
            let form = ChangePasswordForm { present: present.into(), password: password.into() };
            form.check().err().map(|errors| errors.into_iter().map(|error| error.field).collect::<Vec<_>>())
        };
        assert_eq!(change("the present one", "another long one"), None);
        assert_eq!(change("", "short"), Some(vec!["present".into(), "password".into()]));
        assert_eq!(change("the present one", "the present one"), Some(vec!["password".into()]));
    }
}
