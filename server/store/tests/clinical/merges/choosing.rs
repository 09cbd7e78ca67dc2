use model::{id::PatientId, merge::MergeObstacle, patient::Registration};
use store::Error;
use uuid::Uuid;

use super::Twice;
use crate::forms::demographics;

#[tokio::test]
async fn the_other_record_is_found_among_ones_own_patients() {
    let twice = Twice::new().await;
    let other = twice.clinic.patient(&[&twice.ana], "Otis", "Toy").await;
    twice.clinic.patient(&[&twice.cleo], "Freda", "Kris").await;
    let mut tx = twice.clinic.begin(&twice.ana).await;
    for (search, expected) in [
        ("", &[(twice.merged, true)][..]),
        ("KRIS", &[(twice.merged, true)]),
        ("oti", &[(other, false)]),
        ("nobody", &[]),
    ] {
        let found = tx.find_merge_candidates(twice.survivor, search).await.unwrap();
        let found: Vec<_> = found.iter().map(|candidate| (candidate.patient.id, candidate.is_likely)).collect();
        assert_eq!(found, expected, "{search}");
    }
    tx.commit().await.unwrap();
    twice.merge().await;
    let found = twice.clinic.begin(&twice.ana).await.find_merge_candidates(twice.survivor, "").await.unwrap();
    assert_eq!(found, []);
    // Whose name was found is told of it; whose other record was looked for, of that.
    let told: Vec<_> =
        twice.clinic.audit_events().await.into_iter().filter(|(action, ..)| action.contains("find")).collect();
    let looked = ("patient.find_duplicates".to_owned(), Some(twice.survivor.0), None);
    let saw = |patient: Option<PatientId>| ("patients.find_alike".to_owned(), patient.map(|patient| patient.0), None);
    let expected = [
        [looked.clone(), saw(None), saw(Some(twice.merged))].to_vec(),
        [looked.clone(), saw(None), saw(Some(twice.merged))].to_vec(),
        [looked.clone(), saw(None), saw(Some(other))].to_vec(),
        [looked].to_vec(),
    ];
    assert_eq!(told, expected.concat());
    // Registering the person a third time asks about the one record that is left.
    let third = PatientId(Uuid::now_v7());
    let mut tx = twice.clinic.begin(&twice.ana).await;
    let asked = tx.register_patient(third, &demographics("Freda", "Kris"), &[]).await.unwrap();
    let Registration::PossibleDuplicates(found) = asked else { panic!("{asked:?}") };
    assert_eq!(found.iter().map(|patient| patient.id).collect::<Vec<_>>(), [twice.survivor]);
}

#[tokio::test]
async fn what_is_in_the_way_is_said_before_and_refused_after() {
    let twice = Twice::new().await;
    let third = twice.clinic.patient(&[&twice.ana], "Freda", "Kris-Toy").await;
    let emergency = "update care_relationships set began_by = 'break_glass', ended_at = now() + interval '1 hour'
                      where patient_id = MERGED and provider_id <> (select id from providers where display_name = 'Ana')";
    let back = "update care_relationships set began_by = 'registration', ended_at = null where patient_id = MERGED";
    let birth =
        |date: &str| format!("update patients set date_of_birth = '{date}', version = version + 1 where id = MERGED");
    let accounts = "insert into users (id, kind, email, password_hash)
                    select id, 'patient', id || '@example.com', '' from patients where id in (SURVIVOR, MERGED);
                    update patients set user_id = id where id in (SURVIVOR, MERGED)";
    let includes = format!(
        "insert into patient_merges (id, survivor_id, merged_id, merged_by, reason, earlier_allergy_status)
         select gen_random_uuid(), MERGED, '{third}', id, 'New', 'unknown' from providers where display_name = 'Ana'"
    );
    let steps = [
        (birth("1980-02-04"), birth("1980-02-03"), MergeObstacle::OtherBirthDate),
        (emergency.to_owned(), back.to_owned(), MergeObstacle::EmergencyAccess),
        (accounts.to_owned(), "update patients set user_id = null".to_owned(), MergeObstacle::TwoAccounts),
        (
            includes,
            "update patient_merges set undone_at = now(), undone_by = merged_by".to_owned(),
            MergeObstacle::IncludesAnother,
        ),
    ];
    for (make, unmake, obstacle) in steps {
        twice.run(&make).await;
        let before = twice.clinic.digests().await;
        let compared = twice.clinic.begin(&twice.ana).await.compare_records(twice.survivor, twice.merged).await;
        assert_eq!(compared.unwrap().obstacle, Some(obstacle));
        let request = twice.request().await;
        let refused = twice.merge_as(&twice.ana, &request).await;
        let Err(Error::Invalid(errors)) = refused else { panic!("{refused:?}") };
        assert_eq!((errors[0].field.as_str(), errors[0].message.as_str()), ("merged", obstacle.message()));
        assert_eq!(twice.clinic.digests().await, before);
        twice.run(&unmake).await;
    }
    twice.merge().await;
}
