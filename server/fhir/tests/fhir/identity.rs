//! Who is whom: what must never make one person of two.

use fhir::Bundle;

use crate::{fixture, skipped};

/// A patient with a visit to somebody of whom only a name is known.
fn clinic(patient: &str, practitioner: &str) -> Bundle {
    fixture(&format!(
        r#"{{"resourceType": "Bundle", "type": "collection", "entry": [
            {{"resource": {{"resourceType": "Patient", "id": "1", {patient}}}}},
            {{"resource": {{"resourceType": "Practitioner", "id": "d", {practitioner}}}}},
            {{"resource": {{"resourceType": "Encounter", "id": "e", "subject": {{"reference": "Patient/1"}},
             "participant": [{{"individual": {{"reference": "Practitioner/d"}}}}],
             "period": {{"start": "2020-01-01T10:00:00Z"}}}}}},
            {{"resource": {{"resourceType": "Encounter", "id": "f", "subject": {{"reference": "Patient/1"}},
             "participant": [{{"individual": {{"display": "Dr. Smith"}}}}],
             "period": {{"start": "2020-01-02T10:00:00Z"}}}}}}]}}"#
    ))
}

fn patient(identifier: &str, family: &str, given: &str, birth_date: &str) -> String {
    format!(
        r#""identifier": [{identifier}], "birthDate": "{birth_date}",
        "name": [{{"family": "{family}", "given": ["{given}"]}}]"#
    )
}

/// The external ids of the patient and of both practitioners.
fn ids(patient: &str, practitioner: &str) -> (String, Vec<String>) {
    let record = clinic(patient, practitioner).records.remove(0);
    (record.external_id, record.visits.into_iter().map(|visit| visit.provider).collect())
}

#[test]
fn what_does_not_mean_the_same_everywhere_is_no_key_alone() {
    let smith = r#""name": [{"text": "Dr. Smith"}]"#;
    for identifier in ["", r#"{"value": "42"}"#, r#"{"system": "MRN", "value": "42"}"#] {
        let of =
            |family: &str, given: &str, birth_date: &str| ids(&patient(identifier, family, given, birth_date), smith);
        let first = of("Test", "Ann", "2001-01-01");
        assert_eq!(of("Test", "Ann", "2001-01-01"), first);
        for other in [of("Other", "Ann", "2001-01-01"), of("Test", "Bo", "2001-01-01"), of("Test", "Ann", "2002-01-01")]
        {
            assert_ne!(other.0, first.0);
            // Neither by its id nor by its name alone is a practitioner the same for another patient.
            assert!(first.1.iter().all(|provider| !other.1.contains(provider)), "{other:?}");
        }
    }
}

#[test]
fn an_identifier_with_a_system_is_a_key() {
    let of = |family: &str, practitioner: &str| {
        let identifiers = r#"{"value": "42"}, {"system": "urn:clinic", "value": "42"}"#;
        ids(&patient(identifiers, family, "Ann", "2001-01-01"), practitioner)
    };
    let smith = r#""identifier": [{"value": "7"}, {"system": "urn:staff", "value": "7"}], "name": [{"text": "Dr. S"}]"#;
    let (patient, providers) = of("Test", smith);
    assert_eq!((patient.as_str(), providers[0].as_str()), ("urn:clinic|42", "urn:staff|7|Dr. S"));
    assert_eq!(of("Other", smith).0, patient);
    let bare = r#""identifier": [{"value": "7"}], "name": [{"text": "Dr. S"}]"#;
    assert_eq!(of("Test", bare).1, ["|7|Dr. S|urn:clinic|42", "name|Dr. Smith|urn:clinic|42"]);
}

#[test]
fn a_name_of_two_patients_is_nobodys() {
    let patient = |url: &str, family: &str| {
        format!(
            r#"{{"fullUrl": "{url}", "resource": {{"resourceType": "Patient", "id": "1", "birthDate": "2001-01-01",
                "name": [{{"family": "{family}"}}]}}}}"#
        )
    };
    let allergy = |id: &str, reference: &str| {
        format!(
            r#"{{"resource": {{"resourceType": "AllergyIntolerance", "id": "{id}", "code": {{"text": "{id}"}},
                "patient": {{"reference": "{reference}"}}}}}}"#
        )
    };
    let bundle = fixture(&format!(
        r#"{{"resourceType": "Bundle", "type": "collection", "entry": [{}, {}, {}, {}, {}, {}]}}"#,
        patient("https://a.example/Patient/1", "One"),
        patient("https://b.example/Patient/1", "Two"),
        allergy("Whose", "Patient/1"),
        allergy("Nuts", "https://a.example/Patient/1"),
        allergy("Latex", "https://b.example/Patient/1/_history/3"),
        allergy("Dust", "https://c.example/Patient/1"),
    ));
    let allergies: Vec<Vec<&str>> = bundle
        .records
        .iter()
        .map(|record| record.allergies.iter().map(|allergy| allergy.substance.as_str()).collect())
        .collect();
    assert_eq!(allergies, [["Nuts"], ["Latex"]]);
    let reasons = ["several patients of the bundle have the name that it gives", "its patient isn't in the bundle"];
    assert_eq!(reasons.map(|reason| skipped(&bundle.report, "AllergyIntolerance", reason)), [1, 1]);
}

#[test]
fn another_person_with_the_same_identifier_is_not_merged() {
    let bundle = fixture(
        r#"{"resourceType": "Bundle", "type": "collection", "entry": [
            {"resource": {"resourceType": "Patient", "id": "1", "identifier": [{"system": "urn:x", "value": "1"}],
             "name": [{"family": "One"}], "birthDate": "2001-01-01"}},
            {"resource": {"resourceType": "Patient", "id": "2", "identifier": [{"system": "urn:x", "value": "1"}],
             "name": [{"family": "Two"}], "birthDate": "2001-01-01"}},
            {"resource": {"resourceType": "AllergyIntolerance", "id": "a", "patient": {"reference": "Patient/2"},
             "code": {"text": "Nuts"}}}]}"#,
    );
    assert_eq!((bundle.records.len(), bundle.records[0].allergies.len()), (1, 0));
    let reason = "another person with the same identifier came before it";
    assert_eq!(skipped(&bundle.report, "Patient", reason), 1);
    assert_eq!(skipped(&bundle.report, "AllergyIntolerance", "its patient was skipped"), 1);
}
