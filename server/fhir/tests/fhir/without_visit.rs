//! Conditions and vital signs that name no visit, as R4 permits, and texts that no database stores.

use fhir::Bundle;

use crate::{changed, fixture, skipped, taken};

fn read() -> Bundle {
    let condition = |id: &str, dates: &str| {
        format!(r#"{{"resource": {{"resourceType": "Condition", "id": "{id}", "code": {{"text": "{id}"}}{dates}}}}}"#)
    };
    let pulse = |id: &str, time: &str| {
        format!(
            r#"{{"resource": {{"resourceType": "Observation", "id": "{id}", "effectiveDateTime": "{time}",
                "code": {{"coding": [{{"system": "http://loinc.org", "code": "8867-4"}}]}},
                "valueQuantity": {{"value": 70, "code": "/min"}}}}}}"#
        )
    };
    let encounter = |id: &str, start: &str| {
        format!(r#"{{"resource": {{"resourceType": "Encounter", "id": "{id}", "period": {{"start": "{start}"}}}}}}"#)
    };
    let entries = [
        r#"{"resource": {"resourceType": "Patient", "id": "1", "birthDate": "2001-01-01",
            "name": [{"family": "Te\u0000st", "given": ["A\\u0000"]}]}}"#
            .to_owned(),
        // Late in the evening there, the next day in UTC.
        encounter("alone", "2020-01-01T23:00:00-05:00"),
        encounter("first", "2020-02-02T08:00:00Z"),
        encounter("second", "2020-02-02T15:00:00Z"),
        condition("Recorded", r#", "recordedDate": "2020-01-01", "onsetDateTime": "2020-02-02""#),
        condition("Begun", r#", "onsetPeriod": {"start": "2020-01-01T22:00:00-05:00"}"#),
        condition("Either", r#", "recordedDate": "2020-02-02""#),
        condition("Neither", r#", "recordedDate": "2020-03-03""#),
        condition("Timeless", r#", "recordedDate": "2020""#),
        condition("Elsewhere", r#", "recordedDate": "2020-01-01", "encounter": {"reference": "Encounter/other"}"#),
        pulse("one", "2020-01-01T23:10:00-05:00"),
        pulse("two", "2020-02-02T08:10:00Z"),
        pulse("three", "2020-03-03"),
    ];
    fixture(&format!(r#"{{"resourceType": "Bundle", "type": "collection", "entry": [{}]}}"#, entries.join(",")))
}

#[test]
fn the_only_visit_of_the_day_takes_them() {
    let bundle = read();
    let visits = &bundle.records[0].visits;
    assert_eq!((visits[0].diagnosis.as_str(), visits[0].vitals.pulse), ("Recorded; Begun", Some(70.0)));
    assert!(visits[1..].iter().all(|visit| visit.diagnosis.is_empty() && visit.vitals.pulse.is_none()));
    for (kind, count) in [("Condition", 2), ("Observation", 1)] {
        assert_eq!(taken(&bundle.report, kind), count);
        assert_eq!(changed(&bundle.report, kind, "named no visit: put into the only one of its day"), count);
        assert_eq!(skipped(&bundle.report, kind, "names no visit, and on its day there was none"), 1);
        assert_eq!(skipped(&bundle.report, kind, "names no visit, and on its day there were several"), 1);
    }
    assert_eq!(skipped(&bundle.report, "Condition", "names neither a visit nor a day"), 1);
    assert_eq!(skipped(&bundle.report, "Condition", "belongs to no visit of the bundle"), 1);
}

#[test]
fn a_nul_is_left_out_and_said() {
    let bundle = read();
    let who = &bundle.records[0].demographics;
    // An escaped backslash is none, and of a name the digits go.
    assert_eq!((who.last_name.as_str(), who.first_name.as_str()), ("Te st", r"A\u"));
    assert_eq!(changed(&bundle.report, "Patient", "a NUL character in a text: replaced by a space"), 1);
}
