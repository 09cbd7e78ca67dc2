//! Who signs in.

use serde::{Deserialize, Serialize};

use crate::{
    form::{Check, FieldError},
    id::{PatientId, ProviderId, UserId},
};

/// The three kinds of account. An account has one kind, and it never changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountKind {
    Provider,
    Patient,
    Administrator,
}

impl AccountKind {
    /// The page an account starts on.
    pub fn home(self) -> &'static str {
        match self {
            Self::Provider => "/patients",
            Self::Patient => "/my-records",
            Self::Administrator => "/admin/providers",
        }
    }

    /// As stored in `users.kind`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Provider => "provider",
            Self::Patient => "patient",
            Self::Administrator => "administrator",
        }
    }
}

/// The account behind the request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CurrentUser {
    pub id: UserId,
    pub kind: AccountKind,
    /// A provider's display name, a patient's own name, or the administrator's address.
    pub display_name: String,
    /// The provider behind the account, for providers.
    pub provider: Option<ProviderId>,
    /// Whether an administrator has verified the provider; false for everyone else.
    pub is_verified: bool,
    /// The linked record, for patients.
    pub patient: Option<PatientId>,
    /// Whether signing in takes a code or a passkey, too.
    pub has_second_factor: bool,
    /// Whether the clinic asks for a second factor that the provider or the administrator hasn't set up: they see no
    /// patient, or administer nothing, until then.
    pub is_second_factor_missing: bool,
    /// Whether the administrator removed the second factor, and the person hasn't said yet that they know.
    pub is_second_factor_removed: bool,
}

impl CurrentUser {
    /// The page to start on.
    pub fn home(&self) -> &'static str {
        if self.is_second_factor_missing { "/account" } else { self.kind.home() }
    }
}

/// Shortest password accepted, in characters (NIST SP 800-63B-4 asks for 15 where it is the only factor, and
/// permits 8 beside a second one; OWASP's ASVS 5.0 6.2.1 recommends 15 and requires 8).
pub const PASSWORD_LEAST: usize = 12;
/// Longest password accepted, in characters.
pub const PASSWORD_MOST: usize = 128;

/// Checks a new password: its length only, as NIST SP 800-63B advises against rules of composition.
pub fn check_password(check: &mut Check, field: &str, password: &str) {
    let length = password.chars().count();
    if length < PASSWORD_LEAST {
        check.error(field, format!("Choose a password of at least {PASSWORD_LEAST} characters."));
    } else if length > PASSWORD_MOST {
        check.error(field, format!("Choose a password of at most {PASSWORD_MOST} characters."));
    }
}

/// Checks an email address as far as it is useful: one `@`, something on both sides. Lower-cased.
pub fn check_email(check: &mut Check, field: &str, email: &str) -> String {
    let email = check.required(field, "The email address", email, 254).to_lowercase();
    let well_formed = email.split_once('@').is_some_and(|(local, domain)| {
        !local.is_empty() && !domain.is_empty() && !domain.contains('@') && !email.contains(char::is_whitespace)
    });
    if !email.is_empty() && !well_formed {
        check.error(field, "This isn't an email address: it needs a form such as name@example.org.");
    }
    email
}

/// A provider's application for an account, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProviderApplicationForm {
    pub display_name: String,
    pub email: String,
    pub password: String,
    pub license_number: String,
    pub specialty: String,
}

/// A provider's application, checked.
#[derive(Clone, Debug)]
pub struct ProviderApplication {
    pub display_name: String,
    pub email: String,
    pub password: String,
    pub license_number: String,
    pub specialty: String,
}

impl ProviderApplicationForm {
    /// # Errors
    /// What is wrong, field by field.
    pub fn parse(&self) -> Result<ProviderApplication, Vec<FieldError>> {
        let mut check = Check::default();
        let application = ProviderApplication {
            display_name: check.required("display_name", "Your name", &self.display_name, 120),
            email: check_email(&mut check, "email", &self.email),
            password: self.password.clone(),
            license_number: check.required("license_number", "The license number", &self.license_number, 60),
            specialty: check.required("specialty", "The specialty", &self.specialty, 80),
        };
        check_password(&mut check, "password", &self.password);
        check.finish(Some(application))
    }
}

/// A patient's answer to an invitation, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AcceptInvitationForm {
    /// The secret of the link.
    pub token: String,
    pub date_of_birth: String,
    pub email: String,
    pub password: String,
}

/// A patient's answer to an invitation, checked.
#[derive(Clone, Debug)]
pub struct AcceptInvitation {
    pub token: String,
    pub date_of_birth: chrono::NaiveDate,
    pub email: String,
    pub password: String,
}

impl AcceptInvitationForm {
    /// # Errors
    /// What is wrong, field by field.
    pub fn parse(&self) -> Result<AcceptInvitation, Vec<FieldError>> {
        let mut check = Check::default();
        let email = check_email(&mut check, "email", &self.email);
        check_password(&mut check, "password", &self.password);
        let date = check.date("date_of_birth", "The date of birth", &self.date_of_birth);
        if self.date_of_birth.trim().is_empty() {
            check.error("date_of_birth", "Enter your date of birth.");
        }
        let accepted = date.map(|date_of_birth| AcceptInvitation {
            token: self.token.clone(),
            date_of_birth,
            email,
            password: self.password.clone(),
        });
        check.finish(accepted)
    }
}
