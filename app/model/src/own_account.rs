//! What somebody sees and changes of their own account.

use serde::{Deserialize, Serialize};

use crate::{
    account::check_password,
    clinic::ClinicTime,
    form::{Check, FieldError},
    id::{PasskeyId, SessionId},
};

/// One's own account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnAccount {
    pub email: String,
    pub second_factor: Option<SecondFactor>,
    /// The latest last.
    pub passkeys: Vec<OwnPasskey>,
    /// Whether the clinic asks for a second factor, of which a passkey is one.
    pub must_have_second_factor: bool,
    /// When the administrator removed the second factor, until the person says that they know.
    pub second_factor_removed_at: Option<ClinicTime>,
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

/// As many passkeys as an account may have.
pub const PASSKEYS_MOST: usize = 20;

/// A passkey that was added.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnPasskey {
    pub id: PasskeyId,
    pub name: String,
    pub added_at: ClinicTime,
    /// `None` until somebody signs in with it, or says by it who they are.
    pub last_used_at: Option<ClinicTime>,
}

/// A question to a browser about a passkey.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasskeyQuestion {
    /// Names the question in the answer, which comes within five minutes, and once.
    pub ceremony: String,
    /// What the browser is asked, as the JSON of Web Authentication.
    pub options: String,
}

/// What the browser answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasskeyAnswer {
    pub ceremony: String,
    /// The credential, as the JSON of Web Authentication.
    pub credential: String,
}

/// Checks the name of a passkey, by which its person knows it again.
///
/// # Errors
/// What is wrong, with the field `name`.
pub fn check_passkey_name(name: &str) -> Result<String, Vec<FieldError>> {
    let mut check = Check::default();
    let name = check.required("name", "The name", name, 60);
    check.finish(Some(name))
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
    fn a_passkey_has_a_name() {
        assert_eq!(check_passkey_name(" My phone "), Ok("My phone".to_owned()));
        for name in ["", "  ", &"a".repeat(61), "a\u{7}"] {
            assert!(check_passkey_name(name).is_err(), "{name:?}");
        }
    }

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
