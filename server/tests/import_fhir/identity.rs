//! Two people never share a record, whatever their files call them; nor do their practitioners.

use serde_json::{Value, json};

use crate::place::{Place, allergy, patient, row, said, visit};

/// Everything that one has is of one bundle: each has one visit and one allergy there.
const MIXED: &str = "
    select count(*) from patients p
     where array(select external_id from visits v where v.patient_id = p.id) <> array['of ' || p.last_name]
        or array(select external_id from patient_allergies a where a.patient_id = p.id) <> array['of ' || p.last_name]";

/// The most patients that one practitioner treats.
const MOST_PATIENTS: &str =
    "select max(count) from (select count(*) from care_relationships group by provider_id) as counted";

fn clinic(identifier: &Value, family: &str, birth_date: &str, practitioner: &Value) -> Vec<Value> {
    let of = format!("of {family}");
    vec![patient("1", identifier, family, birth_date), visit("1", &of, practitioner), allergy("1", &of)]
}

#[tokio::test]
async fn a_bare_id_or_number_of_two_clinics_is_two_people() {
    let smith = json!({ "display": "Dr. Smith" });
    for identifier in [json!(null), json!({ "value": "42" }), json!({ "system": "MRN", "value": "42" })] {
        let place = Place::new().await;
        let files = [
            place.write("one.json", &clinic(&identifier, "One", "1980-01-01", &smith)),
            place.write("two.json", &clinic(&identifier, "Two", "1980-01-01", &smith)),
        ];
        for imported in ["2", "0"] {
            let output = place.import(&files);
            assert_eq!(output.status.code(), Some(0), "{}", said(&output));
            assert_eq!((row(&output, "Patient")[0], row(&output, "Encounter")[0]), (imported, imported));
        }
        assert_eq!((place.number("select count(*) from patients").await, place.number(MIXED).await), (2, 0));
    }
}

#[tokio::test]
async fn an_identifier_that_another_person_has_is_refused() {
    let place = Place::new().await;
    let (identifier, smith) = (json!({ "system": "urn:clinic", "value": "42" }), json!({ "display": "Dr. Smith" }));
    let first = place.write("first.json", &clinic(&identifier, "One", "1980-01-01", &smith));
    assert_eq!(place.import(&[first]).status.code(), Some(0));
    let before = place.counts().await;
    let mut twin = clinic(&identifier, "One", "1980-01-01", &smith);
    twin[0]["name"][0]["given"] = json!(["Bea"]);
    for other in
        [clinic(&identifier, "One", "1980-01-02", &smith), clinic(&identifier, "Two", "1980-01-01", &smith), twin]
    {
        let path = place.write("other.json", &other);
        let output = place.import(&[&path]);
        assert_eq!(output.status.code(), Some(1));
        let reason =
            "patient 1 of 1 can't be stored: its identifier belongs to a patient of another name or birth date";
        assert!(said(&output).contains(&format!("refused: {}: {reason}", path.display())), "{}", said(&output));
        assert_eq!(place.counts().await, before);
    }
    // Another spelling is no other person.
    let mut same = clinic(&identifier, "ONE", "1980-01-01", &smith);
    same[0]["name"][0]["given"] = json!(["Ann", "Mary"]);
    let output = place.import(&[place.write("same.json", &same)]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert_eq!(row(&output, "Patient"), ["0", "1", "0"]);
}

#[tokio::test]
async fn an_account_of_a_practitioner_without_an_identifier_opens_no_record_of_the_next_bundle() {
    let place = Place::new().await;
    let display = json!({ "display": "Dr. Smith" });
    let resource = |identifier: &Value| {
        json!({
            "resourceType": "Practitioner", "id": "d", "identifier": [identifier], "name": [{ "text": "Dr. Smith" }],
        })
    };
    let reference = json!({ "reference": "Practitioner/d" });
    let cases = [
        (display, None),
        (reference.clone(), Some(resource(&json!(null)))),
        (reference.clone(), Some(resource(&json!({ "value": "7" })))),
    ];
    let mut files = Vec::new();
    for (number, (individual, practitioner)) in cases.iter().enumerate() {
        for family in ["One", "Two"] {
            let identifier = json!({ "system": "urn:clinic", "value": format!("{number}{family}") });
            let mut bundle = clinic(&identifier, family, "1980-01-01", individual);
            bundle.extend(practitioner.clone());
            files.push(place.write(&format!("{number}{family}.json"), &bundle));
        }
    }
    let output = place.import(&files);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert_eq!((place.number("select count(*) from providers").await, place.number(MOST_PATIENTS).await), (6, 1));
    sqlx::query(
        "with account as (insert into users (id, kind, email, password_hash)
                          values (gen_random_uuid(), 'provider', 'smith@example.org', '') returning id)
         update providers set user_id = (select id from account) where id = (select id from providers limit 1)",
    )
    .execute(&place.superuser)
    .await
    .unwrap();

    // Whom the same bundle gives an identifier that means the same everywhere is one person.
    let npi = resource(&json!({ "system": "http://hl7.org/fhir/sid/us-npi", "value": "7" }));
    for family in ["Three", "Four"] {
        let mut bundle = clinic(&json!(null), family, "1980-01-01", &reference);
        bundle.push(npi.clone());
        assert_eq!(place.import(&[place.write("npi.json", &bundle)]).status.code(), Some(0));
    }
    assert_eq!((place.number("select count(*) from providers").await, place.number(MOST_PATIENTS).await), (7, 2));
    let of_the_account = "
        select count(*) from care_relationships c join providers r on r.id = c.provider_id where r.user_id is not null";
    assert_eq!(place.number(of_the_account).await, 1);
}
