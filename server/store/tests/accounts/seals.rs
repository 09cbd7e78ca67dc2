//! The audit's seals over a real database, and everything that somebody with the database might do to it.

use audit::{Fault, Line, Report, Root, SigningKey, verify_lines};
use store::Owner;
use uuid::Uuid;

use crate::scene::Scene;

fn key() -> SigningKey {
    SigningKey::generate().unwrap().parse().unwrap()
}

impl Scene {
    /// Something that leaves an event.
    async fn leave_an_event(&self) {
        let mut tx = self.begin(self.administrator).await;
        tx.list_providers("", None).await.unwrap();
        tx.commit().await.unwrap();
    }

    async fn seal(&self, key: &SigningKey) -> Root {
        self.leave_an_event().await;
        self.leave_an_event().await;
        self.worker.seal_audit(key).await.unwrap().unwrap()
    }

    async fn verify(&self, key: &SigningKey, kept: Vec<Root>) -> Result<Report, Fault> {
        let owner = Owner::connect(self.database.owner.clone()).await.unwrap();
        let verified = owner.verify_audit(vec![key.public()], kept).await.unwrap();
        owner.close().await;
        verified
    }

    /// As the superuser who takes the triggers away first.
    async fn tamper(&self, sql: &str) {
        self.run(&format!("set session_replication_role = replica; {sql}; reset session_replication_role")).await;
    }

    /// The id of a batch's event, counted from 1.
    async fn sealed(&self, batch: i64, position: i32) -> Uuid {
        let id = "select event_ids[$2] from audit_batches where number = $1";
        sqlx::query_scalar(id).bind(batch).bind(position).fetch_one(&self.superuser).await.unwrap()
    }
}

#[tokio::test]
async fn what_was_sealed_verifies_in_the_database_and_in_an_export() {
    let (scene, key) = (Scene::new().await, key());
    scene.seal(&key).await;
    let newest = scene.seal(&key).await;
    assert_eq!(scene.worker.newest_audit_root().await.unwrap(), newest);
    // Nothing waits, so there is nothing to seal; what waits later is whole, too.
    assert_eq!(scene.worker.seal_audit(&key).await.unwrap(), None);
    scene.leave_an_event().await;
    let report = scene.verify(&key, vec![newest]).await.unwrap();
    assert_eq!(report.newest, newest);
    let sealed = "select sum(cardinality(event_ids)) from audit_batches";
    let sealed: i64 = sqlx::query_scalar(sealed).fetch_one(&scene.superuser).await.unwrap();
    assert_eq!(report.events, sealed.unsigned_abs());

    let owner = Owner::connect(scene.database.owner.clone()).await.unwrap();
    let (mut text, mut waiting) = (Vec::new(), 0);
    let write = |line: Line| {
        waiting += usize::from(matches!(&line, Line::Event(event) if event.batch.is_none()));
        serde_json::to_writer(&mut text, &line)?;
        text.push(b'\n');
        Ok::<(), serde_json::Error>(())
    };
    owner.export_audit(write).await.unwrap().unwrap();
    assert_eq!(waiting, 1);
    assert_eq!(verify_lines(text.as_slice(), vec![key.public()], vec![newest]), Ok(report));
}

#[tokio::test]
async fn an_event_that_was_altered_or_deleted_is_named() {
    let (scene, key) = (Scene::new().await, key());
    scene.seal(&key).await;
    scene.seal(&key).await;
    let id = scene.sealed(2, 2).await;
    scene.tamper(&format!("update audit_events set at = at - interval '1 day' where id = '{id}'")).await;
    assert_eq!(scene.verify(&key, Vec::new()).await, Err(Fault::EventAltered { batch: 2, position: 1, id }));
    scene.tamper(&format!("delete from audit_events where id = '{id}'")).await;
    assert_eq!(scene.verify(&key, Vec::new()).await, Err(Fault::EventMissing { batch: 2, position: 1, id }));
    // Its trace in the batch is covered by the batch's root.
    scene
        .tamper("update audit_batches set event_ids = event_ids[:1], event_hashes = event_hashes[:1] where number = 2")
        .await;
    assert_eq!(scene.verify(&key, Vec::new()).await, Err(Fault::BatchAltered { number: 2 }));
}

#[tokio::test]
async fn what_happens_beside_the_seal_is_noticed() {
    let (scene, key) = (Scene::new().await, key());
    let newest = scene.seal(&key).await;
    let id = Uuid::now_v7();
    scene
        .tamper(&format!(
            "insert into audit_events (id, actor_role, access_right, action) values ('{id}', 'owner', 'none', 'chart.read')"
        ))
        .await;
    assert_eq!(scene.verify(&key, Vec::new()).await, Err(Fault::EventAdded { id }));
    scene.tamper(&format!("delete from audit_events where id = '{id}'")).await;

    scene.leave_an_event().await;
    let waiting = "select event_id from audit_unsealed";
    let id: Uuid = sqlx::query_scalar(waiting).fetch_one(&scene.superuser).await.unwrap();
    scene.tamper(&format!("delete from audit_events where id = '{id}'")).await;
    assert_eq!(scene.verify(&key, Vec::new()).await, Err(Fault::EventRemovedUnsealed { id }));
    scene.tamper("delete from audit_unsealed; delete from audit_batches").await;
    let cut = scene.verify(&key, vec![newest]).await;
    assert_eq!(cut, Err(Fault::TailMissing { expected: 1, found: 0 }));
}

#[tokio::test]
async fn another_key_is_not_trusted() {
    let (scene, ours, theirs) = (Scene::new().await, key(), key());
    scene.seal(&ours).await;
    scene.seal(&theirs).await;
    assert_eq!(scene.verify(&ours, Vec::new()).await, Err(Fault::BatchUnsigned { number: 2 }));
}

/// An insert that is rolled back leaves no gap: a deletion is told from it.
#[tokio::test]
async fn what_was_rolled_back_never_was() {
    let (scene, key) = (Scene::new().await, key());
    scene.seal(&key).await;
    let mut tx = scene.begin(scene.administrator).await;
    tx.list_providers("", None).await.unwrap();
    drop(tx);
    assert_eq!(scene.worker.seal_audit(&key).await.unwrap(), None);
    assert!(scene.verify(&key, Vec::new()).await.is_ok());
}

/// Two servers over one database: each event is in one batch, and the chain is one.
#[tokio::test]
async fn two_servers_seal_one_chain() {
    let (scene, key) = (Scene::new().await, key());
    let (one, other) = (scene.worker.clone(), scene.database.worker().await);
    for _ in 0..10 {
        scene.leave_an_event().await;
        let (first, second) = tokio::join!(one.seal_audit(&key), other.seal_audit(&key));
        // The slower one finds nothing left, or the other at work.
        assert!(first.unwrap().is_some() || second.unwrap().is_some());
    }
    let report = scene.verify(&key, Vec::new()).await.unwrap();
    let events: i64 =
        sqlx::query_scalar("select count(*) from audit_events").fetch_one(&scene.superuser).await.unwrap();
    assert_eq!(report.events, events.unsigned_abs());
}
