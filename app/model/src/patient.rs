//! A patient: who they are and how to reach them.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    form::{Check, FieldError},
    id::PatientId,
};

/// Administrative gender (FHIR R4 `administrative-gender`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Gender {
    Female,
    Male,
    Other,
    #[default]
    Unknown,
}

impl Gender {
    pub const ALL: [Self; 4] = [Self::Female, Self::Male, Self::Other, Self::Unknown];

    /// As stored in `patients.gender`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Female => "female",
            Self::Male => "male",
            Self::Other => "other",
            Self::Unknown => "unknown",
        }
    }

    /// As shown.
    pub fn label(self) -> &'static str {
        match self {
            Self::Female => "Female",
            Self::Male => "Male",
            Self::Other => "Other",
            Self::Unknown => "Unknown",
        }
    }

    /// The stored text back into the type.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|gender| gender.as_str() == text)
    }
}

/// The blood types a record can hold; a record may have none.
pub const BLOOD_TYPES: [&str; 8] = ["A+", "A-", "B+", "B-", "AB+", "AB-", "O+", "O-"];

/// Someone to call.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct EmergencyContact {
    pub name: String,
    pub relationship: String,
    pub phone: String,
}

/// Where a patient lives and how to reach them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Address {
    pub street: String,
    pub city: String,
    pub state: String,
    pub postal_code: String,
    pub country: String,
    pub phone: String,
}

/// Who pays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Insurance {
    pub company: String,
    pub policy_number: String,
}

/// What identifies and reaches a patient.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Demographics {
    pub first_name: String,
    pub last_name: String,
    pub date_of_birth: NaiveDate,
    pub gender: Gender,
    /// One of [`BLOOD_TYPES`], or `None` when it isn't known.
    pub blood_type: Option<String>,
    pub emergency_contact: EmergencyContact,
    pub address: Address,
    pub insurance: Insurance,
}

impl Demographics {
    /// The name as it is shown: `Freda O'Connell`.
    pub fn full_name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name)
    }
}

/// Demographics as typed; serves the new patient's dialog and the chart's form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DemographicsForm {
    pub first_name: String,
    pub last_name: String,
    pub date_of_birth: String,
    pub gender: Gender,
    /// Empty for unknown.
    pub blood_type: String,
    pub emergency_contact: EmergencyContact,
    pub address: Address,
    pub insurance: Insurance,
}

impl From<&Demographics> for DemographicsForm {
    fn from(demographics: &Demographics) -> Self {
        Self {
            first_name: demographics.first_name.clone(),
            last_name: demographics.last_name.clone(),
            date_of_birth: demographics.date_of_birth.to_string(),
            gender: demographics.gender,
            blood_type: demographics.blood_type.clone().unwrap_or_default(),
            emergency_contact: demographics.emergency_contact.clone(),
            address: demographics.address.clone(),
            insurance: demographics.insurance.clone(),
        }
    }
}

impl DemographicsForm {
    /// # Arguments
    /// `today` is the clinic's date: nobody is born after it.
    ///
    /// # Errors
    /// What is wrong, field by field; fields of a group are named `address.city` and so on.
    pub fn parse(&self, today: NaiveDate) -> Result<Demographics, Vec<FieldError>> {
        let mut check = Check::default();
        let first_name = check.required("first_name", "The first name", &self.first_name, 100);
        let last_name = check.required("last_name", "The last name", &self.last_name, 100);
        let date_of_birth = check.date("date_of_birth", "The date of birth", &self.date_of_birth);
        match date_of_birth {
            None if self.date_of_birth.trim().is_empty() => {
                check.error("date_of_birth", "The date of birth is missing.")
            }
            Some(date) if date > today => check.error("date_of_birth", "The date of birth is in the future."),
            Some(date) if chrono::Datelike::year(&date) < 1890 => {
                check.error("date_of_birth", "The date of birth is before 1890: check the year.");
            }
            _ => {}
        }
        let blood_type = Some(self.blood_type.trim().to_owned()).filter(|text| !text.is_empty());
        if blood_type.as_deref().is_some_and(|text| !BLOOD_TYPES.contains(&text)) {
            check.error("blood_type", "Choose a blood type from the list.");
        }
        let mut short = |group: &str, field: &str, label: &str, text: &str| {
            check.optional(&format!("{group}.{field}"), label, text, 120)
        };
        let contact = &self.emergency_contact;
        let emergency_contact = EmergencyContact {
            name: short("emergency_contact", "name", "The contact's name", &contact.name),
            relationship: short("emergency_contact", "relationship", "The relationship", &contact.relationship),
            phone: short("emergency_contact", "phone", "The contact's phone", &contact.phone),
        };
        let address = Address {
            street: short("address", "street", "The street", &self.address.street),
            city: short("address", "city", "The city", &self.address.city),
            state: short("address", "state", "The state", &self.address.state),
            postal_code: short("address", "postal_code", "The postal code", &self.address.postal_code),
            country: short("address", "country", "The country", &self.address.country),
            phone: short("address", "phone", "The phone", &self.address.phone),
        };
        let insurance = Insurance {
            company: short("insurance", "company", "The insurance company", &self.insurance.company),
            policy_number: short("insurance", "policy_number", "The policy number", &self.insurance.policy_number),
        };
        let demographics = date_of_birth.map(|date_of_birth| Demographics {
            first_name,
            last_name,
            date_of_birth,
            gender: self.gender,
            blood_type,
            emergency_contact,
            address,
            insurance,
        });
        check.finish(demographics)
    }
}

/// A patient in a word: enough to tell two apart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PatientSummary {
    pub id: PatientId,
    pub first_name: String,
    pub last_name: String,
    pub date_of_birth: NaiveDate,
}

impl PatientSummary {
    /// The name as it is shown.
    pub fn full_name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name)
    }
}

/// What became of a registration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Registration {
    Registered(PatientId),
    /// Nothing was written: these of the caller's own patients look like the same person.
    PossibleDuplicates(Vec<PatientSummary>),
}
