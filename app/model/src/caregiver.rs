//! Who reads a record for the patient: a parent, a child, a partner.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    account::{check_email, check_password},
    clinic::ClinicTime,
    form::{Check, FieldError},
    id::CaregiverId,
    patient::PatientSummary,
};

/// Somebody whom the patient, or a provider for a child, let in; as whoever granted it sees them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Caregiver {
    pub id: CaregiverId,
    pub name: String,
    /// Whether they have accepted, and so read the record.
    pub is_accepted: bool,
    /// When the link stops working that they haven't used yet, or else when the access ends.
    pub until: ClinicTime,
    /// Whether a provider granted it.
    pub is_providers: bool,
    /// When the access ended without the patient's doing, and why.
    pub ended: Option<(ClinicTime, AccessEnd)>,
}

/// Why an access ended that nobody of the record took back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccessEnd {
    /// The caregiver's account was closed.
    TheirAccount,
    /// The account of whoever let them in was closed, or isn't the record's any more.
    GrantingAccount,
    /// The administrator ended it, who was told by a report.
    Administrator,
    /// The clinic's data was restored from a copy.
    Restore,
}

/// An access to the caller's own record that ended without their doing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EndedCaregiver {
    pub id: CaregiverId,
    pub name: String,
    pub ended_at: ClinicTime,
    pub cause: AccessEnd,
}

impl AccessEnd {
    /// As it is told: `the clinic closed their account`.
    pub fn words(self) -> &'static str {
        match self {
            Self::TheirAccount => "the clinic closed their account",
            Self::GrantingAccount => {
                "the account that let them in isn't the record's any more, and what it allowed ended with it"
            }
            Self::Administrator => "the clinic's administrator ended it after a report",
            Self::Restore => "the clinic restored its data from a copy, which ends every such access",
        }
    }
}

impl EndedCaregiver {
    /// What happened, for the patient.
    pub fn explanation(&self) -> String {
        let (name, date, cause) = (&self.name, self.ended_at.display(), self.cause.words());
        format!("{name} can't read your record any more: {cause} ({date}). If they should read it, let them in again.")
    }
}

/// A record that the caller reads as a caregiver.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaredFor {
    pub caregiver: CaregiverId,
    pub patient: PatientSummary,
    pub until: ClinicTime,
}

/// For how many months a caregiver may be let in, and the words for it.
pub const CAREGIVER_MONTHS: [(i32, &str); 4] = [(1, "1 month"), (6, "6 months"), (12, "1 year"), (24, "2 years")];

/// Whom to let in, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaregiverForm {
    pub name: String,
    pub months: String,
}

impl CaregiverForm {
    /// The name and for how many months.
    ///
    /// # Errors
    /// What is wrong, field by field.
    pub fn parse(&self) -> Result<(String, i32), Vec<FieldError>> {
        let mut check = Check::default();
        let name = check.required("name", "The name", &self.name, 120);
        let months: Option<i32> = self.months.parse().ok();
        let months = months.filter(|months| CAREGIVER_MONTHS.iter().any(|(known, _)| known == months));
        if months.is_none() {
            check.error("months", "Choose how long it lasts.");
        }
        check.finish(months.map(|months| (name, months)))
    }
}

/// An answer to a caregiver's link, as typed. Whoever is signed in needs neither address nor password.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AcceptCaregiverForm {
    /// The secret of the link.
    pub token: String,
    /// The patient's.
    pub date_of_birth: String,
    pub email: String,
    pub password: String,
}

/// An answer to a caregiver's link, checked.
#[derive(Clone, Debug)]
pub struct AcceptCaregiver {
    pub token: String,
    pub date_of_birth: NaiveDate,
    /// The address and the password of an account to be made.
    pub account: Option<(String, String)>,
}

impl AcceptCaregiverForm {
    /// # Arguments
    /// `makes_account`: nobody is signed in.
    ///
    /// # Errors
    /// What is wrong, field by field.
    pub fn parse(&self, makes_account: bool) -> Result<AcceptCaregiver, Vec<FieldError>> {
        let mut check = Check::default();
        let date = check.date("date_of_birth", "The date of birth", &self.date_of_birth);
        if self.date_of_birth.trim().is_empty() {
            check.error("date_of_birth", "Enter the date of birth of the person whose record it is.");
        }
        let account = makes_account.then(|| {
            let email = check_email(&mut check, "email", &self.email);
            check_password(&mut check, "password", &self.password);
            (email, self.password.clone())
        });
        let token = self.token.clone();
        check.finish(date.map(|date_of_birth| AcceptCaregiver { token, date_of_birth, account }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong<T>(parsed: Result<T, Vec<FieldError>>) -> Vec<String> {
        parsed.err().unwrap_or_default().into_iter().map(|error| error.field).collect()
    }

    #[test]
    fn a_caregiver_has_a_name_and_a_time() {
        let form = |name: &str, months: &str| CaregiverForm { name: name.into(), months: months.into() };
        assert_eq!(form(" Ana ", "6").parse(), Ok(("Ana".into(), 6)));
        assert_eq!(wrong(form("", "3").parse()), ["name", "months"]);
    }

    #[test]
    fn only_who_makes_an_account_gives_an_address() {
        let form = AcceptCaregiverForm { date_of_birth: "1980-02-03".into(), ..AcceptCaregiverForm::default() };
        assert!(form.parse(false).unwrap().account.is_none());
        assert_eq!(wrong(form.parse(true)), ["email", "password"]);
        assert_eq!(wrong(AcceptCaregiverForm::default().parse(false)), ["date_of_birth"]);
    }
}
