use model::id::VisitId;
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use store::{Error, Importer, Tally};
use uuid::Uuid;

use super::Twice;
use crate::{
    forms::{content, demographics},
    import::{Sink, record},
};

#[tokio::test]
async fn nobody_writes_to_a_merged_record_not_even_the_owner() {
    let twice = Twice::new().await;
    super::merging::fill(&twice).await;
    twice.merge().await;
    let before = twice.clinic.digests().await;
    for person in [&twice.ana, &twice.cleo] {
        let mut tx = twice.clinic.begin(person).await;
        let visit = tx.record_visit(VisitId(Uuid::now_v7()), twice.merged, &content(&twice.clinic)).await;
        assert!(matches!(visit, Err(Error::NotFound)));
        let mut tx = twice.clinic.begin(person).await;
        let edit = tx.update_demographics(twice.merged, 2, &demographics("New", "Kris")).await;
        assert!(matches!(edit, Err(Error::NotFound)));
        let mut tx = twice.clinic.begin(person).await;
        assert!(matches!(tx.share_chart(twice.merged, twice.ben.provider()).await, Err(Error::NotFound)));
    }
    let mut owner = PgConnection::connect_with(&twice.clinic.owner_options()).await.unwrap();
    let (merged, survivor, ben) = (twice.merged, twice.survivor, twice.ben.provider());
    for write in [
        format!(
            "insert into visits (id, patient_id, provider_id, visit_date, chief_complaint)
             values (gen_random_uuid(), '{merged}', '{ben}', now(), 'Cough')"
        ),
        format!(
            "insert into patient_allergies (id, patient_id, substance) values (gen_random_uuid(), '{merged}', 'Nuts')"
        ),
        format!(
            "insert into care_relationships (provider_id, patient_id, began_by) values ('{ben}', '{merged}', 'import')"
        ),
        format!("update care_relationships set ended_at = null where patient_id = '{merged}'"),
        format!("update patients set first_name = 'New', version = version + 1 where id = '{merged}'"),
        // Nor does anything go from one record to another without a merge.
        format!("update documents set patient_id = '{merged}' where patient_id = '{survivor}'"),
        format!("update visits set patient_id = '{merged}' where patient_id = '{survivor}'"),
        "update patient_merges set reason = 'New'".to_owned(),
        "delete from patient_merges".to_owned(),
        "delete from patient_merge_rows".to_owned(),
    ] {
        let mut tx = owner.begin().await.unwrap();
        let result = sqlx::query(AssertSqlSafe(write.clone())).execute(&mut *tx).await;
        assert!(result.is_err() || result.unwrap().rows_affected() == 0, "{write}");
    }
    assert_eq!(twice.clinic.digests().await, before);
}

#[tokio::test]
async fn what_is_imported_for_the_merged_record_comes_to_the_survivor() {
    let twice = Twice::new().await;
    let importer = Importer::connect(twice.clinic.owner_options()).await.unwrap();
    let mut bundle = record(&twice.clinic);
    bundle.demographics = demographics("Frederica", "Kris");
    bundle.documents.clear();
    // Both records came from the same clinic: they have an encounter in common.
    let mut other = bundle.clone();
    other.external_id = "issuer|43".into();
    other.demographics = demographics("Freda", "Kris");
    other.visits.truncate(1);
    other.prescriptions.clear();
    twice
        .run(
            "update patients set external_id = 'issuer|43' where id = SURVIVOR;
               update patients set external_id = 'issuer|42' where id = MERGED",
        )
        .await;
    for bundle in [&bundle, &other] {
        importer.import(bundle, &Sink::default()).await.unwrap();
    }
    let merge = twice.merge().await;
    let again = importer.import(&bundle, &Sink::default()).await.unwrap();
    assert_eq!((again.patient, again.is_unchanged()), (twice.survivor, true), "{again:?}");
    bundle.visits.push({
        let mut visit = bundle.visits[0].clone();
        visit.external_id = "encounter-9".into();
        visit
    });
    let newer = importer.import(&bundle, &Sink::default()).await.unwrap();
    assert_eq!((newer.patient, newer.visits), (twice.survivor, Tally { imported: 1, unchanged: 3 }));
    // Undone, each record has its identifiers again.
    twice.undo_as(&twice.ana, merge).await.unwrap();
    let identifiers = "select external_id from visits where patient_id = $1 order by external_id";
    let of_merged: Vec<Option<String>> =
        sqlx::query_scalar(identifiers).bind(twice.merged.0).fetch_all(&twice.clinic.superuser).await.unwrap();
    let expected = ["encounter-0", "encounter-1", "encounter-2"].map(|id| Some(id.to_owned()));
    assert_eq!(of_merged, expected);
}
