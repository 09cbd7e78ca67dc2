//! What people type, and what is made of it: at the borders, and with a message beside each wrong field.

#![allow(clippy::unwrap_used)]

use chrono::NaiveDate;
use model::{
    form::FieldError,
    patient::DemographicsForm,
    prescription::PrescriptionForm,
    visit::VisitForm,
    vitals::{MEASURES, Measure, VitalsForm, warning},
};

/// The names of the fields that are wrong, in order.
fn wrong<T>(parsed: Result<T, Vec<FieldError>>) -> Vec<String> {
    parsed.err().unwrap_or_default().into_iter().map(|error| error.field).collect()
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn vitals(values: &[(&str, &str)]) -> VitalsForm {
    VitalsForm { values: values.iter().map(|(key, text)| ((*key).into(), (*text).into())).collect() }
}

fn visit() -> VisitForm {
    VisitForm { visit_date: "2026-03-12T14:05".into(), chief_complaint: "Cough".into(), ..VisitForm::default() }
}

fn prescription() -> PrescriptionForm {
    PrescriptionForm { medication: "Metformin".into(), start_date: "2026-03-12".into(), ..PrescriptionForm::default() }
}

fn demographics() -> DemographicsForm {
    DemographicsForm {
        first_name: " Freda ".into(),
        last_name: "Kris".into(),
        date_of_birth: "1980-02-03".into(),
        ..DemographicsForm::default()
    }
}

#[test]
fn vitals_take_a_comma_and_keep_every_digit() {
    let parsed =
        vitals(&[("temperature", " 38,3 "), ("weight", "70.25"), ("pulse", ""), ("nothing", "1")]).parse().unwrap();
    assert_eq!(parsed.temperature, Some(38.3));
    assert_eq!(parsed.weight, Some(70.25));
    assert_eq!(parsed.pulse, None);
    assert!(vitals(&[]).parse().unwrap().is_empty());
}

#[test]
fn an_implausible_value_is_warned_of_and_stays() {
    assert_eq!(vitals(&[("temperature", "383")]).parse().unwrap().temperature, Some(383.0));
    assert!(warning(Measure::Temperature, 383.0).is_some());
    for facts in &MEASURES {
        let (low, high) = facts.plausible;
        assert!([low, high].iter().all(|value| warning(facts.measure, *value).is_none()), "{}", facts.key);
    }
}

#[test]
fn what_is_no_positive_number_is_refused() {
    for text in ["abc", "0", "-1", "100000", "NaN", "inf", "1,234.5", "120/80"] {
        assert_eq!(wrong(vitals(&[("pulse", text)]).parse()), ["pulse"], "{text}");
    }
    assert_eq!(vitals(&[("pulse", "99999")]).parse().unwrap().pulse, Some(99_999.0));
}

#[test]
fn a_visit_needs_a_time_and_a_complaint() {
    assert_eq!(wrong(VisitForm::default().parse()), ["visit_date", "chief_complaint"]);
    let content = visit().parse().unwrap();
    assert_eq!(content.local_time.to_string(), "2026-03-12 14:05:00");
    assert_eq!((content.chief_complaint.as_str(), content.allergy_override_reason), ("Cough", None));
    for time in ["2026-03-12T14:05:30", " 2026-03-12T14:05 "] {
        assert!(VisitForm { visit_date: time.into(), ..visit() }.parse().is_ok(), "{time}");
    }
    for time in ["2026-03-12", "2026-02-30T14:05", "12.03.2026 14:05"] {
        assert_eq!(wrong(VisitForm { visit_date: time.into(), ..visit() }.parse()), ["visit_date"], "{time}");
    }
}

#[test]
fn a_visits_texts_have_an_end() {
    let long = |length| VisitForm { chief_complaint: "é".repeat(length), notes: "n".repeat(20_000), ..visit() };
    assert!(long(500).parse().is_ok());
    assert_eq!(wrong(long(501).parse()), ["chief_complaint"]);
    let notes = VisitForm { notes: "n".repeat(20_001), ..visit() };
    assert_eq!(wrong(notes.parse()), ["notes"]);
    assert_eq!(wrong(VisitForm { notes: "\0".into(), ..visit() }.parse()), ["notes"]);
    assert!(VisitForm { notes: "one\ntwo\tthree".into(), ..visit() }.parse().is_ok());
}

#[test]
fn a_visits_parts_name_their_own_fields() {
    let started = PrescriptionForm { medication: "Metformin".into(), ..PrescriptionForm::default() };
    let dates_alone = PrescriptionForm { medication: String::new(), ..prescription() };
    let form = VisitForm {
        vitals: vitals(&[("pulse", "fast")]),
        prescriptions: vec![dates_alone.clone(), started],
        ..visit()
    };
    assert_eq!(wrong(form.parse()), ["pulse", "prescription-1.start_date"]);
    // A row with nothing but the date that the form filled in is no prescription.
    let form = VisitForm { prescriptions: vec![dates_alone, prescription()], ..visit() };
    let prescriptions = form.parse().unwrap().prescriptions;
    assert_eq!(prescriptions.iter().map(|one| one.medication.as_str()).collect::<Vec<_>>(), ["Metformin"]);
}

#[test]
fn a_prescription_needs_a_medication_and_a_start() {
    assert_eq!(wrong(PrescriptionForm::default().parse()), ["medication", "start_date"]);
    let parsed = prescription().parse().unwrap();
    assert_eq!((parsed.start_date, parsed.end_date), (date("2026-03-12"), None));
    assert_eq!(parsed.allergy_override_reason, None);
    let reason = PrescriptionForm { allergy_override_reason: " tolerated ".into(), ..prescription() };
    assert_eq!(reason.parse().unwrap().allergy_override_reason.as_deref(), Some("tolerated"));
    assert_eq!(wrong(PrescriptionForm { start_date: "soon".into(), ..prescription() }.parse()), ["start_date"]);
}

#[test]
fn a_prescription_may_end_on_the_day_it_starts_and_not_before() {
    let ending = |end: &str| PrescriptionForm { end_date: end.into(), ..prescription() }.parse();
    assert_eq!(ending("2026-03-12").unwrap().end_date, Some(date("2026-03-12")));
    assert_eq!(wrong(ending("2026-03-11")), ["end_date"]);
    assert_eq!(wrong(ending("2026-13-01")), ["end_date"]);
}

#[test]
fn a_patient_needs_a_name_and_a_date_of_birth() {
    let today = date("2026-03-12");
    assert_eq!(wrong(DemographicsForm::default().parse(today)), ["first_name", "last_name", "date_of_birth"]);
    let parsed = demographics().parse(today).unwrap();
    assert_eq!((parsed.full_name().as_str(), parsed.blood_type), ("Freda Kris", None));
}

#[test]
fn nobody_is_born_tomorrow_or_before_1890() {
    let today = date("2026-03-12");
    let born = |text: &str| DemographicsForm { date_of_birth: text.into(), ..demographics() }.parse(today);
    for good in ["2026-03-12", "1890-01-01", "2000-02-29"] {
        assert_eq!(born(good).unwrap().date_of_birth, date(good));
    }
    for bad in ["2026-03-13", "1889-12-31", "2001-02-29", "03/02/1980"] {
        assert_eq!(wrong(born(bad)), ["date_of_birth"], "{bad}");
    }
}

#[test]
fn demographics_name_the_field_of_a_group() {
    let today = date("2026-03-12");
    let mut form = DemographicsForm { blood_type: "C".into(), ..demographics() };
    form.address.city = "c".repeat(121);
    form.emergency_contact.phone = "5".repeat(121);
    form.insurance.company = "m".repeat(120);
    assert_eq!(wrong(form.parse(today)), ["blood_type", "emergency_contact.phone", "address.city"]);
}
