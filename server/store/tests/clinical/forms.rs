//! What people type, checked.

use model::{
    allergy::{AllergiesForm, AllergyForm, AllergyStatus, Severity},
    patient::{Address, Demographics, EmergencyContact, Gender, Insurance},
    prescription::NewPrescription,
    visit::VisitContent,
    vitals::Vitals,
};

use crate::clinic::Clinic;

pub fn demographics(first: &str, last: &str) -> Demographics {
    Demographics {
        first_name: first.into(),
        last_name: last.into(),
        date_of_birth: "1980-02-03".parse().unwrap(),
        gender: Gender::Female,
        blood_type: Some("AB-".into()),
        emergency_contact: EmergencyContact { name: "Kim".into(), relationship: "Sister".into(), phone: "555".into() },
        address: Address { street: "1 Main St".into(), city: "Springfield".into(), ..Address::default() },
        insurance: Insurance { company: "Mutual".into(), policy_number: "P-1".into() },
    }
}

/// A list of allergies, with nothing said of the reactions.
pub fn recorded(allergies: &[(&str, Severity)]) -> AllergiesForm {
    let form = |(substance, severity): &(&str, Severity)| AllergyForm {
        substance: (*substance).into(),
        reaction: String::new(),
        severity: *severity,
    };
    AllergiesForm { status: AllergyStatus::Recorded, allergies: allergies.iter().map(form).collect() }
}

/// What an uneventful visit says, an hour ago.
pub fn content(clinic: &Clinic) -> VisitContent {
    VisitContent {
        local_time: clinic.an_hour_ago(),
        chief_complaint: "Headache".into(),
        diagnosis: "Hypertension".into(),
        notes: "Rest.".into(),
        vitals: Vitals::default(),
        prescriptions: Vec::new(),
        allergy_override_reason: None,
    }
}

/// A prescription from long ago on, without an end.
pub fn prescription(medication: &str) -> NewPrescription {
    NewPrescription {
        medication: medication.into(),
        dosage: "1 tablet".into(),
        frequency: "twice a day".into(),
        start_date: "2020-01-01".parse().unwrap(),
        end_date: None,
        allergy_override_reason: None,
    }
}
