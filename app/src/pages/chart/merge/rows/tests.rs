use model::{
    allergy::{Allergy, AllergyStatus, Severity},
    chart::Colleague,
    id::{AllergyId, PatientId, ProviderId},
    patient::DemographicsForm,
};
use uuid::Uuid;

use super::*;

fn record(first_name: &str, treated_by: &[&str]) -> ComparedRecord {
    let form = DemographicsForm {
        first_name: first_name.into(),
        last_name: "Kris".into(),
        date_of_birth: "1980-02-03".into(),
        ..DemographicsForm::default()
    };
    let provider =
        |name: &&str| Colleague { id: ProviderId(Uuid::nil()), display_name: (*name).into(), specialty: String::new() };
    ComparedRecord {
        patient: PatientId(Uuid::nil()),
        version: 1,
        demographics: form.parse("2026-01-05".parse().unwrap()).unwrap(),
        allergy_status: AllergyStatus::Unknown,
        allergies: Vec::new(),
        visits: 2,
        prescriptions: 0,
        documents: 0,
        treated_by: treated_by.iter().map(provider).collect(),
        covered_by: Vec::new(),
        has_account: false,
    }
}

#[test]
fn what_differs_is_known_and_what_neither_says_is_left_out() {
    let latex = Allergy {
        id: AllergyId(Uuid::nil()),
        substance: "Latex".into(),
        reaction: "hives".into(),
        severity: Severity::Severe,
    };
    let merged = ComparedRecord {
        allergies: vec![latex],
        allergy_status: AllergyStatus::Recorded,
        ..record("Frederica", &["Maya", "Tomas"])
    };
    let comparison = RecordComparison { survivor: record("Freda", &["Maya", "Ingrid"]), merged, obstacle: None };
    let rows = rows(&comparison);
    let different: Vec<_> = rows.iter().filter(|row| row.differs()).map(|row| row.label.as_str()).collect();
    assert_eq!(different, ["First name", "Allergies", "Treated by"]);
    let allergies = rows.iter().find(|row| row.label == "Allergies").unwrap();
    assert_eq!(
        (allergies.survivor.as_str(), allergies.merged.as_str()),
        ("Unknown: nobody has asked", "Latex (severe: hives)")
    );
    assert!(rows.iter().all(|row| row.label != "Blood type"));
    assert_eq!(who_sees_more(&comparison), ["Ingrid", "Tomas"]);
}

#[test]
fn whoever_covers_for_somebody_who_treats_one_of_the_records_sees_more_too() {
    let covered_by = record("Freda", &["Noor", "Maya"]).treated_by;
    let merged = ComparedRecord { covered_by, ..record("Freda", &["Tomas"]) };
    let comparison = RecordComparison { survivor: record("Freda", &["Maya"]), merged, obstacle: None };
    assert_eq!(who_sees_more(&comparison), ["Noor", "Tomas"]);
}
