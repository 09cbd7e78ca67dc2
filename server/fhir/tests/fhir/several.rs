//! Patients who come together, or not at all, and texts that are too long.

use model::allergy::AllergyStatus;

use crate::{changed, fixture, skipped, taken};

#[test]
fn several_patients_get_what_is_theirs() {
    let bundle = fixture(
        r#"{"resourceType": "Bundle", "type": "searchset", "entry": [
            {"resource": {"resourceType": "Patient", "id": "1", "name": [{"family": "One"}],
             "birthDate": "2001-01-01"}},
            {"resource": {"resourceType": "Patient", "id": "2", "name": [{"given": ["Two"]}],
             "birthDate": "2002-02-02"}},
            {"resource": {"resourceType": "Patient", "id": "3", "name": [{"family": "Three"}]}},
            {"resource": {"resourceType": "Patient", "id": "4", "name": [{"family": "Four"}], "birthDate": "2004"}},
            {"resource": {"resourceType": "Patient", "id": "5", "birthDate": "2005-05-05"}},
            {"resource": {"resourceType": "Patient", "id": "1", "name": [{"family": "One"}],
             "birthDate": "2001-01-01"}},
            {"resource": {"resourceType": "AllergyIntolerance", "id": "a", "patient": {"reference": "Patient/2"},
             "code": {"coding": [{"code": "716186003"}], "text": "No known allergy"}}},
            {"resource": {"resourceType": "AllergyIntolerance", "id": "a", "patient": {"reference": "Patient/1"},
             "code": {"text": "Nuts"}}},
            {"resource": {"resourceType": "AllergyIntolerance", "id": "b", "code": {"text": "Whose?"}}},
            {"resource": {"resourceType": "AllergyIntolerance", "id": "c", "patient": {"reference": "Patient/3"},
             "code": {"text": "Dust"}}}
        ]}"#,
    );
    let [one, two] = &bundle.records[..] else { panic!("two records") };
    let ids = (one.external_id.as_str(), two.external_id.as_str());
    assert_eq!(ids, ("Patient/1|2001-01-01|One|Unknown", "Patient/2|2002-02-02|Unknown|Two"));
    assert_eq!(
        (one.demographics.full_name(), two.demographics.full_name()),
        ("Unknown One".into(), "Two Unknown".into())
    );
    assert_eq!((one.allergy_status, one.allergies[0].substance.as_str()), (AllergyStatus::Recorded, "Nuts"));
    assert_eq!((two.allergy_status, two.allergies.len()), (AllergyStatus::NoneKnown, 0));
    for reason in ["no birth date", "the birth date has no day, or isn't a date", "no name"] {
        assert_eq!(skipped(&bundle.report, "Patient", reason), 1, "{reason}");
    }
    assert_eq!(changed(&bundle.report, "Patient", "comes several times: the first one was taken"), 1);
    assert_eq!(skipped(&bundle.report, "AllergyIntolerance", "it names no patient"), 1);
    assert_eq!(skipped(&bundle.report, "AllergyIntolerance", "its patient was skipped"), 1);
}

#[test]
fn a_bundle_without_patients_gives_no_record() {
    let bundle = fixture(
        r#"{"resourceType": "Bundle", "type": "batch", "entry": [
            {"resource": {"resourceType": "Practitioner", "id": "1", "name": [{"family": "One"}]}},
            {"resource": {"resourceType": "Organization", "id": "2"}}
        ]}"#,
    );
    assert!(bundle.records.is_empty());
    assert_eq!(skipped(&bundle.report, "Practitioner", "no visit and no prescription names them"), 1);
    assert!(fixture(r#"{"resourceType": "Bundle", "type": "collection"}"#).records.is_empty());
}

#[test]
fn what_is_too_long_is_cut_and_said() {
    let long = |count: usize| "ä".repeat(count);
    let json = format!(
        r#"{{"resourceType": "Bundle", "type": "collection", "entry": [
            {{"resource": {{"resourceType": "Patient", "id": "{}", "name": [{{"family": "{}", "given": ["A\u0000b"]}}],
             "birthDate": "2001-01-01"}}}},
            {{"resource": {{"resourceType": "Encounter", "id": "e", "period": {{"start": "2020-01-01T10:00:00Z"}},
             "type": [{{"text": "{}"}}]}}}},
            {{"resource": {{"resourceType": "MedicationRequest", "id": "m", "status": "active",
             "authoredOn": "2020-01-01", "medicationCodeableConcept": {{"text": "{}"}}}}}}
        ]}}"#,
        long(300),
        long(101),
        long(501),
        long(301)
    );
    let bundle = fixture(&json);
    let record = &bundle.records[0];
    assert_eq!((record.demographics.first_name.as_str(), record.demographics.last_name.clone()), ("A b", long(100)));
    assert_eq!(record.visits[0].chief_complaint, long(500));
    assert_eq!(record.prescriptions[0].medication, long(300));
    assert!(record.external_id.starts_with("sha256-") && record.external_id.len() == 71);
    assert_eq!(changed(&bundle.report, "Patient", "last name cut to 100 characters"), 1);
    assert_eq!(changed(&bundle.report, "Encounter", "chief complaint cut to 500 characters"), 1);
    assert_eq!(changed(&bundle.report, "MedicationRequest", "medication cut to 300 characters"), 1);
    assert_eq!(taken(&bundle.report, "MedicationRequest"), 1);
}

#[test]
fn a_resource_without_an_id_has_a_stable_one() {
    let json = r#"{"resourceType": "Bundle", "entry": [
        {"resource": {"resourceType": "Patient", "id": "p", "name": [{"family": "X"}], "birthDate": "2001-01-01"}},
        {"resource": {"resourceType": "Encounter", "period": {"start": "2020-01-01T10:00:00Z"}}},
        {"resource": {"resourceType": "Encounter", "period": {"start": "2020-01-02T10:00:00Z"}}},
        {"fullUrl": "urn:uuid:77", "resource": {"resourceType": "Encounter", "period": {"start": "2020-01-03"}}}]}"#;
    let ids = || fixture(json).records.remove(0).visits.into_iter().map(|visit| visit.external_id).collect::<Vec<_>>();
    let first = ids();
    assert_eq!((first.len(), first[2].as_str()), (3, "77"));
    assert_ne!(first[0], first[1]);
    assert_eq!(first, ids());
}
