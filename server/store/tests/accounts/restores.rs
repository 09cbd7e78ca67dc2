//! After a restore: whatever a copy brings back ends, and the owner is told how many there were.

use std::collections::BTreeMap;

use model::{
    caregiver::AccessEnd,
    id::{HandoverId, UserId},
};
use sqlx::AssertSqlSafe;
use store::Owner;
use uuid::Uuid;

use crate::{
    break_glass,
    caregivers::{accept, invite},
    covers::covered,
    scene::Scene,
};

/// What goes on, and where it stands.
const LIVE: [&str; 9] = [
    "sessions where ended_at is null",
    "sign_in_challenges where closed_at is null",
    "passkey_ceremonies",
    "links where closed_at is null",
    "caregivers where revoked_at is null",
    "covers where closed_at is null",
    "handovers where closed_at is null",
    "break_glass_grants where expires_at > now()",
    "care_relationships where ended_at > now()",
];

async fn live(scene: &Scene) -> BTreeMap<&'static str, i64> {
    let mut counts = BTreeMap::new();
    for what in LIVE {
        let count = sqlx::query_scalar(AssertSqlSafe(format!("select count(*) from {what}")));
        counts.insert(what, count.fetch_one(&scene.superuser).await.unwrap());
    }
    counts
}

#[tokio::test]
async fn everything_that_may_have_been_ended_since_the_copy_ends() {
    let scene = Scene::new().await;
    let (maya, tomas, ingrid) =
        (scene.provider("Maya").await, scene.provider("Tomas").await, scene.provider("Ingrid").await);
    let (patient, freda) = scene.linked_patient(maya, "freda@example.org").await;
    break_glass::open(&scene, ingrid).await.unwrap();
    let unlinked = scene.patient(maya).await;
    invite(&scene, freda, patient, 1).await.unwrap();
    let ana = accept(&scene, 1, "1980-02-03", "ana@example.org").await.unwrap();
    scene.invite(maya, unlinked, 2).await.unwrap();
    covered(&scene, maya, 7, tomas).await;
    let mut tx = scene.begin_confirmed(maya.user).await;
    tx.ask_handover(HandoverId(Uuid::now_v7()), patient, ingrid.id).await.unwrap();
    tx.commit().await.unwrap();
    scene
        .run(
            "insert into sign_in_challenges (id, user_id, token_hash, expires_at)
             select gen_random_uuid(), id, sha256('new'), now() + interval '5 minutes' from users
              where email = 'maya@example.org';
             insert into passkey_ceremonies (token_hash, purpose, state) values (sha256('new'), 'sign_in', '{}')",
        )
        .await;
    let signed_in = scene.sign_in(freda, 9, None).await;
    let before = live(&scene).await;
    assert!(before.values().all(|count| *count > 0), "{before:?}");

    // Asked first, it says what would end, and ends nothing.
    let owner = Owner::connect(scene.database.owner.clone()).await.unwrap();
    let told = owner.end_what_a_copy_brings_back(false).await.unwrap();
    assert_eq!(live(&scene).await, before);
    assert!(told.iter().all(|(_, count)| *count > 0), "{told:?}");
    let done = owner.end_what_a_copy_brings_back(true).await.unwrap();
    assert_eq!(done, told);
    let after = live(&scene).await;
    assert!(after.values().all(|count| *count == 0), "{after:?}");
    let again = owner.end_what_a_copy_brings_back(true).await.unwrap();
    assert!(again.iter().all(|(_, count)| *count == 0), "{again:?}");
    assert!(scene.store.find_session(signed_in.secret).await.unwrap().is_none());

    // Whoever signs in again has what is theirs, and reads why somebody else doesn't.
    assert!(scene.begin(maya.user).await.chart_header(patient).await.is_ok());
    for user in [ana, tomas.user, ingrid.user] {
        assert!(scene.begin(user).await.chart_header(patient).await.is_err());
    }
    let ended = scene.begin(freda).await.list_ended_caregivers().await.unwrap();
    assert_eq!(ended.iter().map(|ended| ended.cause).collect::<Vec<_>>(), [AccessEnd::Restore]);
    assert_eq!(by_the_owner(&scene, freda).await, ["ended that somebody reads the record for the patient"]);
    let events = "select count(*) from audit_events where action = 'restore.end_accesses' and actor_role = 'owner'";
    let events: i64 = sqlx::query_scalar(events).fetch_one(&scene.superuser).await.unwrap();
    assert_eq!(events, 2, "what was taken back left none");
}

/// What the patient reads in the history of whoever isn't somebody's session.
async fn by_the_owner(scene: &Scene, account: UserId) -> Vec<String> {
    let mut tx = scene.begin(account).await;
    let record = tx.my_record().await.unwrap().id;
    let history = tx.list_access(record, None).await.unwrap().rows;
    let said = history.into_iter().flat_map(|access| access.what);
    said.filter(|what| what.starts_with("ended that somebody")).collect()
}
