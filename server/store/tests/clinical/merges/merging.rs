use model::{
    allergy::{AllergyStatus, Severity},
    dashboard::PatientQuery,
    id::{PatientId, VisitId},
    visit::Written,
};
use uuid::Uuid;

use super::{REASON, Twice};
use crate::{
    clinic::Person,
    forms::{content, demographics, recorded},
};

/// A visit by Cleo with everything that hangs on one, and one of all else, in the record that will be merged.
pub async fn fill(twice: &Twice) -> VisitId {
    let visit = VisitId(Uuid::now_v7());
    let mut tx = twice.clinic.begin(&twice.cleo).await;
    let written = tx.record_visit(visit, twice.merged, &content(&twice.clinic)).await.unwrap();
    assert_eq!(written, Written::Saved(visit));
    tx.amend_visit(visit, 1, "A typo", &content(&twice.clinic)).await.unwrap();
    tx.add_addendum(visit, "Better.").await.unwrap();
    tx.save_private_note(visit, "Worried.").await.unwrap();
    tx.update_allergies(twice.merged, 1, &recorded(&[("Latex", Severity::Severe)])).await.unwrap();
    tx.commit().await.unwrap();
    twice
        .run(&format!(
            "insert into prescriptions (id, visit_id, patient_id, medication, start_date) values
                 (gen_random_uuid(), '{visit}', MERGED, 'Metformin', current_date),
                 (gen_random_uuid(), null, MERGED, 'Ibuprofen', current_date);
             insert into appointments (id, patient_id, provider_id, starts_at, ends_at)
             select gen_random_uuid(), MERGED, id, now(), now() + interval '1 hour' from providers limit 1"
        ))
        .await;
    twice.clinic.document(twice.merged, twice.clinic.moment()).await;
    visit
}

pub fn filled() -> Vec<(String, i64)> {
    [
        ("appointments", 1),
        ("documents", 1),
        ("patient_allergies", 1),
        ("prescriptions", 2),
        ("visit_addenda", 1),
        ("visit_private_notes", 1),
        ("visit_versions", 1),
        ("visits", 1),
    ]
    .map(|(table, count)| (table.to_owned(), count))
    .to_vec()
}

#[tokio::test]
async fn everything_moves_and_whoever_treats_either_record_reads_all() {
    let twice = Twice::new().await;
    fill(&twice).await;
    twice.clinic.visit(twice.survivor, &twice.ben, twice.clinic.moment()).await;
    twice.run("update patients set allergy_status = 'none_known', version = version + 1 where id = SURVIVOR").await;
    let comparison = twice.clinic.begin(&twice.ana).await.compare_records(twice.survivor, twice.merged).await.unwrap();
    assert_eq!((comparison.survivor.visits, comparison.merged.visits, comparison.obstacle), (1, 1, None));
    assert_eq!((comparison.merged.prescriptions, comparison.merged.documents), (2, 1));
    assert_eq!(comparison.merged.allergies[0].substance, "Latex");
    let merge = twice.merge().await;

    assert_eq!(twice.rows_of(twice.merged).await, []);
    let mut expected = filled();
    expected.last_mut().unwrap().1 = 2;
    assert_eq!(twice.rows_of(twice.survivor).await, expected);
    for person in [&twice.ana, &twice.ben, &twice.cleo] {
        assert_eq!(twice.visits(person, twice.survivor).await, Some(2));
        assert_eq!(twice.visits(person, twice.merged).await, None);
        let mut tx = twice.clinic.begin(person).await;
        // Asked for by either address, it is one chart, which says what it includes.
        for patient in [twice.survivor, twice.merged] {
            let header = tx.chart_header(patient).await.unwrap();
            assert_eq!((header.id, header.demographics), (twice.survivor, demographics("Freda", "Kris")));
            // "None known" would be untrue.
            assert_eq!((header.allergy_status, header.allergies.len()), (AllergyStatus::Recorded, 1));
            let [included] = &header.includes[..] else { panic!("{:?}", header.includes) };
            assert_eq!((included.id, included.patient.id), (merge, twice.merged));
            assert_eq!((included.patient.full_name().as_str(), included.merged_by.as_str()), ("Frederica Kris", "Ana"));
            assert_eq!((included.reason.as_str(), included.added_since), (REASON, 0));
        }
        let names: Vec<_> = tx.list_patients(&PatientQuery::default()).await.unwrap().rows;
        assert_eq!(names.iter().map(|row| row.patient.id).collect::<Vec<_>>(), [twice.survivor]);
    }
    // A private note stays its author's.
    let notes = async |person: &Person| {
        let page = twice.clinic.begin(person).await.list_visits(twice.survivor, None).await.unwrap();
        page.rows.into_iter().filter(|visit| !visit.private_note.is_empty()).count()
    };
    assert_eq!((notes(&twice.cleo).await, notes(&twice.ben).await), (1, 0));
}

#[tokio::test]
async fn both_records_keep_their_events_and_the_survivor_shows_them_all() {
    let twice = Twice::new().await;
    fill(&twice).await;
    let account = twice.clinic.account_of(twice.merged).await;
    let merge = twice.merge().await;
    let events: Vec<_> = twice.clinic.audit_events().await;
    for patient in [twice.survivor, twice.merged] {
        assert!(events.contains(&("patient.merge".into(), Some(patient.0), Some(merge.0))), "{events:?}");
    }
    let rights: Vec<String> =
        sqlx::query_scalar("select access_right from audit_events where action = 'patient.merge'")
            .fetch_all(&twice.clinic.superuser)
            .await
            .unwrap();
    assert_eq!(rights, ["treating"; 2]);
    // What Cleo did with the merged record, Ben reads now, and so does the patient, whose account moved.
    let history = async |person: &Person, patient: PatientId| {
        let listed = twice.clinic.begin(person).await.list_access(patient, None).await;
        listed.map(|page| page.rows.into_iter().flat_map(|row| row.what).collect::<Vec<_>>())
    };
    for person in [&twice.ben, &account] {
        let what = history(person, twice.survivor).await.unwrap();
        assert!(what.iter().any(|what| what == "wrote a visit"), "{what:?}");
        assert!(history(person, twice.merged).await.is_err());
    }
    assert_eq!(twice.clinic.begin(&account).await.my_record().await.unwrap().id, twice.survivor);
    twice.undo_as(&twice.ana, merge).await.unwrap();
    let what = history(&twice.ben, twice.survivor).await.unwrap();
    assert!(what.iter().all(|what| what != "wrote a visit"), "{what:?}");
    let what = history(&account, twice.merged).await.unwrap();
    assert!(what.iter().any(|what| what == "wrote a visit"), "{what:?}");
}

#[tokio::test]
async fn an_allergy_that_both_records_say_stands_once() {
    let twice = Twice::new().await;
    for (person, patient, list) in [
        (&twice.ben, twice.survivor, &[("Latex", Severity::Severe), ("Nuts", Severity::Mild)][..]),
        (&twice.cleo, twice.merged, &[("LATEX", Severity::Severe), ("Nuts", Severity::Severe)]),
    ] {
        let mut tx = twice.clinic.begin(person).await;
        tx.update_allergies(patient, 1, &recorded(list)).await.unwrap();
        tx.commit().await.unwrap();
    }
    let merge = twice.merge().await;
    let allergies = async |patient: PatientId| {
        let header = twice.clinic.begin(&twice.ana).await.chart_header(patient).await.unwrap();
        header.allergies.into_iter().map(|allergy| (allergy.substance, allergy.severity)).collect::<Vec<_>>()
    };
    let said =
        |list: &[(&str, Severity)]| list.iter().map(|(name, how)| ((*name).to_owned(), *how)).collect::<Vec<_>>();
    let (severe, mild) = (Severity::Severe, Severity::Mild);
    assert_eq!(allergies(twice.survivor).await, said(&[("Latex", severe), ("Nuts", severe), ("Nuts", mild)]));
    assert_eq!(twice.clinic.derived_allergies(twice.survivor).await, ["Latex", "Nuts"]);
    twice.undo_as(&twice.ana, merge).await.unwrap();
    assert_eq!(allergies(twice.survivor).await, said(&[("Latex", severe), ("Nuts", mild)]));
    assert_eq!(allergies(twice.merged).await, said(&[("LATEX", severe), ("Nuts", severe)]));
    assert_eq!(twice.clinic.derived_allergies(twice.merged).await, ["LATEX", "Nuts"]);
}
