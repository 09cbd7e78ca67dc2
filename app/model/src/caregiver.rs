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
    /// When the access ended because an account was closed, theirs or that of whoever let them in.
    pub ended_at: Option<ClinicTime>,
}

/// An access to the caller's own record that ended because an account was closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EndedCaregiver {
    pub id: CaregiverId,
    pub name: String,
    pub ended_at: ClinicTime,
    /// Whether it was the caregiver's account, and not that of whoever let them in.
    pub was_theirs: bool,
}

impl EndedCaregiver {
    /// What happened, for the patient.
    pub fn explanation(&self) -> String {
        let (name, date) = (&self.name, self.ended_at.display());
        let cause = if self.was_theirs {
            "the clinic closed their account"
        } else {
            "the account that let them in isn't your record's any more, and what it allowed ended with it"
        };
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
