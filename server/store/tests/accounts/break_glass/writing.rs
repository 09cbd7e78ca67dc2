//! What emergency access permits to write: a visit, and nothing beside it.

use model::id::PatientId;
use store::Error;

use super::{an_hour_passes, as_provider, open};
use crate::scene::{Provider, Scene};

const VISIT: &str = "insert into visits (id, patient_id, provider_id, visit_date, chief_complaint)
    values ('00000000-0000-7000-8000-000000000001', $1, $2, now(), 'Syncope')";
const PRESCRIBED: &str = "insert into prescriptions (id, visit_id, patient_id, provider_id, medication, start_date)
    values ('00000000-0000-7000-8000-000000000002', '00000000-0000-7000-8000-000000000001', $1, $2, 'Adrenaline',
            current_date)";
const KEPT: &str =
    "insert into visit_versions (visit_id, patient_id, version, visit_date, chief_complaint, diagnosis, notes,
                                                vitals, reason)
    select id, patient_id, version, visit_date, chief_complaint, diagnosis, notes, vitals, 'A typo'
      from visits where patient_id = $1 and provider_id = $2";
const AMENDED: &str = "update visits set diagnosis = 'Anaphylaxis', version = version + 1
    where patient_id = $1 and provider_id = $2";
const PRIVATE_NOTE: &str = "insert into visit_private_notes (visit_id, patient_id, provider_id, text)
    values ('00000000-0000-7000-8000-000000000001', $1, $2, 'Worried')";
const VISIT_MARKED: &str =
    "update visits set entered_in_error_at = now(), entered_in_error_reason = 'Another patient''s'
    where patient_id = $1 and provider_id = $2";
const PRESCRIPTION_MARKED: &str =
    "update prescriptions set entered_in_error_at = now(), entered_in_error_reason = 'A typo'
    where patient_id = $1 and provider_id = $2";
const OWN_STOPPED: &str = "update prescriptions set is_active = false, stopped_by = $2 where patient_id = $1
    and provider_id = $2";
/// Counts those that are marked.
const MARKED: &str = "select from prescriptions where patient_id = $1 and provider_id = $2
    and entered_in_error_at is not null";
const ADDENDUM_TO_EVERY_VISIT: &str = "insert into visit_addenda (id, visit_id, patient_id, provider_id, text)
    select gen_random_uuid(), v.id, v.patient_id, $2, 'Seen' from visits v where v.patient_id = $1";

/// Each changes one row for whoever treats the patient.
const BESIDE_A_VISIT: [&str; 10] = [
    "update patients set first_name = 'Frida', version = version + 1 where id = $1 and $2::uuid is not null",
    "insert into patient_allergies (id, patient_id, substance, recorded_by) values (gen_random_uuid(), $1, 'Peanut', $2)",
    "update patient_allergies set status = 'inactive' where patient_id = $1 and $2::uuid is not null",
    "insert into prescriptions (id, patient_id, provider_id, medication, start_date)
     values (gen_random_uuid(), $1, $2, 'Ibuprofen', current_date)",
    "insert into prescriptions (id, visit_id, patient_id, provider_id, medication, start_date)
     select gen_random_uuid(), v.id, $1, $2, 'Ibuprofen', current_date from visits v where v.patient_id = $1",
    "update prescriptions set is_active = false, stopped_by = $2 where patient_id = $1",
    "insert into documents (id, patient_id, uploaded_by, file_url, document_type, media_type, size_bytes, sha256)
     select gen_random_uuid(), $1, p.user_id, gen_random_uuid(), 'other', 'application/pdf', 1, sha256('')
       from providers p where p.id = $2",
    "update documents set reviewed_at = now(), reviewed_by = $2 where patient_id = $1",
    "update documents set entered_in_error_at = now(), entered_in_error_reason = 'Misfiled'
      where patient_id = $1 and $2::uuid is not null",
    "select from patients where id = $1 and $2::uuid is not null for update",
];

/// A row of each kind in the record, written by the provider.
async fn fill(scene: &Scene, author: Provider, patient: PatientId) {
    let (patient, author) = (patient.0, author.id.0);
    scene
        .run(&format!(
            "insert into visits (id, patient_id, provider_id, visit_date, chief_complaint)
             values (gen_random_uuid(), '{patient}', '{author}', now(), 'Cough');
             insert into patient_allergies (id, patient_id, substance) values (gen_random_uuid(), '{patient}', 'Latex');
             insert into prescriptions (id, patient_id, provider_id, medication, start_date)
             values (gen_random_uuid(), '{patient}', '{author}', 'Metformin', current_date);
             insert into documents (id, patient_id, file_url, document_type, media_type, size_bytes, sha256)
             values (gen_random_uuid(), '{patient}', gen_random_uuid(), 'other', 'application/pdf', 1, sha256(''))"
        ))
        .await;
}

#[tokio::test]
async fn a_visit_with_what_belongs_to_it_is_written() {
    let scene = Scene::new().await;
    let (maya, tomas) = (scene.provider("Maya").await, scene.provider("Tomas").await);
    let patient = scene.patient(maya).await;
    fill(&scene, maya, patient).await;
    open(&scene, tomas).await.unwrap();
    let permitted: [(&[&'static str], u64); 7] = [
        (&[VISIT, PRESCRIBED], 1),
        (&[VISIT, KEPT, AMENDED], 1),
        (&[VISIT, PRIVATE_NOTE], 1),
        (&[VISIT, ADDENDUM_TO_EVERY_VISIT], 2),
        (&[VISIT, PRESCRIBED, PRESCRIPTION_MARKED], 1),
        (&[VISIT, PRESCRIBED, VISIT_MARKED], 1),
        (&[VISIT, PRESCRIBED, VISIT_MARKED, MARKED], 1),
    ];
    for (statements, rows) in permitted {
        assert_eq!(as_provider(&scene, tomas, patient, statements).await, Ok(rows), "{statements:?}");
    }
    let stopped = as_provider(&scene, tomas, patient, &[VISIT, PRESCRIBED, OWN_STOPPED]).await;
    assert_eq!(stopped, Err("42501".into()), "what isn't an error goes on");
}

#[tokio::test]
async fn nothing_beside_the_visit_is_written_until_the_chart_is_shared() {
    let scene = Scene::new().await;
    let (maya, tomas) = (scene.provider("Maya").await, scene.provider("Tomas").await);
    let patient = scene.patient(maya).await;
    fill(&scene, maya, patient).await;
    open(&scene, tomas).await.unwrap();
    for statement in BESIDE_A_VISIT {
        assert_eq!(as_provider(&scene, maya, patient, &[statement]).await, Ok(1), "{statement}");
        let refused = as_provider(&scene, tomas, patient, &[statement]).await;
        assert!(refused == Ok(0) || refused == Err("42501".into()), "{statement}: {refused:?}");
    }
    let mut tx = scene.begin_confirmed(maya.user).await;
    tx.share_chart(patient, tomas.id).await.unwrap();
    tx.commit().await.unwrap();
    for statement in BESIDE_A_VISIT {
        assert_eq!(as_provider(&scene, tomas, patient, &[statement]).await, Ok(1), "{statement}");
    }
}

/// Whoever treated the patient once amends what they wrote then, and nothing of it outside of a visit.
#[tokio::test]
async fn what_one_wrote_before_is_amended_and_not_prescribed_in() {
    let scene = Scene::new().await;
    let (maya, tomas) = (scene.provider("Maya").await, scene.provider("Tomas").await);
    let patient = scene.patient(maya).await;
    fill(&scene, tomas, patient).await;
    open(&scene, tomas).await.unwrap();
    assert_eq!(as_provider(&scene, tomas, patient, &[KEPT, AMENDED]).await, Ok(1));
    assert_eq!(as_provider(&scene, tomas, patient, &[BESIDE_A_VISIT[4]]).await, Err("42501".into()));
    assert_eq!(as_provider(&scene, tomas, patient, &[PRESCRIPTION_MARKED]).await, Ok(0), "it is outside of a visit");
    let listed = scene.begin(tomas.user).await.list_prescriptions(patient, None).await.unwrap().rows;
    assert!(!listed[0].may_mark_in_error, "and the page doesn't offer it");
    let mut tx = scene.begin(tomas.user).await;
    let marked = tx.mark_prescription_entered_in_error(listed[0].id, "A typo").await;
    assert!(matches!(marked, Err(Error::NotFound)), "{marked:?}");
    drop(tx);
    for _ in 0..4 {
        an_hour_passes(&scene).await;
    }
    assert_eq!(as_provider(&scene, tomas, patient, &[AMENDED]).await, Ok(0), "it has ended");
}
