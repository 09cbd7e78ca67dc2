//! The audit's seals over a real database, and everything that somebody with the database might do to it.

use audit::{Fault, Line, Report, Root, SigningKey, verify_lines};
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use store::{Error, Owner};
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

    async fn verify(&self, key: &SigningKey, kept: Vec<Root>) -> Report {
        let owner = Owner::connect(self.database.owner.clone()).await.unwrap();
        let verified = owner.verify_audit(vec![key.public()], kept).await.unwrap();
        owner.close().await;
        verified
    }

    /// As the superuser who takes the triggers away first.
    async fn tamper(&self, sql: &str) {
        self.run(&format!("set session_replication_role = replica; {sql}; reset session_replication_role")).await;
    }

    /// A statement with the worker's password; its SQLSTATE when it is refused.
    async fn try_as_worker(&self, sql: &str) -> Result<(), String> {
        let mut worker = PgConnection::connect_with(&self.database.worker).await.unwrap();
        let done = sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&mut worker).await;
        done.map(drop).map_err(|error| error.as_database_error().unwrap().code().unwrap().into_owned())
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
    let report = scene.verify(&key, vec![newest]).await;
    assert_eq!(report.faults, []);
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
    assert_eq!(verify_lines(text.as_slice(), vec![key.public()], vec![newest]), report);
}

#[tokio::test]
async fn an_event_that_was_altered_or_deleted_is_named() {
    let (scene, key) = (Scene::new().await, key());
    scene.seal(&key).await;
    scene.seal(&key).await;
    let id = scene.sealed(2, 2).await;
    scene.tamper(&format!("update audit_events set at = at - interval '1 day' where id = '{id}'")).await;
    assert_eq!(scene.verify(&key, Vec::new()).await.faults, [Fault::EventAltered { batch: 2, position: 1, id }]);
    scene.tamper(&format!("delete from audit_events where id = '{id}'")).await;
    assert_eq!(scene.verify(&key, Vec::new()).await.faults, [Fault::EventMissing { batch: 2, position: 1, id }]);
    // Its trace in the batch is covered by the batch's root.
    scene
        .tamper("update audit_batches set event_ids = event_ids[:1], event_hashes = event_hashes[:1] where number = 2")
        .await;
    assert_eq!(scene.verify(&key, Vec::new()).await.faults, [Fault::BatchAltered { number: 2 }]);
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
    assert_eq!(scene.verify(&key, Vec::new()).await.faults, [Fault::EventAdded { id }]);
    scene.tamper(&format!("delete from audit_events where id = '{id}'")).await;

    scene.leave_an_event().await;
    let waiting = "select event_id from audit_unsealed";
    let id: Uuid = sqlx::query_scalar(waiting).fetch_one(&scene.superuser).await.unwrap();
    scene.tamper(&format!("delete from audit_events where id = '{id}'")).await;
    assert_eq!(scene.verify(&key, Vec::new()).await.faults, [Fault::EventRemovedUnsealed { id }]);
    scene.tamper("delete from audit_unsealed; delete from audit_batches").await;
    let cut = scene.verify(&key, vec![newest]).await;
    assert!(cut.faults.contains(&Fault::TailMissing { expected: 1, found: 0 }));
}

#[tokio::test]
async fn another_key_is_not_trusted() {
    let (scene, ours, theirs) = (Scene::new().await, key(), key());
    scene.seal(&ours).await;
    scene.seal(&theirs).await;
    assert_eq!(scene.verify(&ours, Vec::new()).await.faults, [Fault::BatchUnsigned { number: 2 }]);
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
    assert!(scene.verify(&key, Vec::new()).await.is_whole());
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
    let report = scene.verify(&key, Vec::new()).await;
    assert_eq!(report.faults, []);
    let events: i64 =
        sqlx::query_scalar("select count(*) from audit_events").fetch_one(&scene.superuser).await.unwrap();
    assert_eq!(report.events, events.unsigned_abs());
}

/// After a restore: the database's end is an older one than the bucket's.
#[tokio::test]
async fn an_epoch_goes_on_from_what_a_restore_has_left_and_says_so() {
    let (scene, key) = (Scene::new().await, key());
    scene.seal(&key).await;
    let lost = scene.seal(&key).await;
    scene
        .tamper(
            "delete from audit_events where id in (select unnest(event_ids) from audit_batches where number = 2);
             delete from audit_batches where number = 2",
        )
        .await;
    let owner = Owner::connect(scene.database.owner.clone()).await.unwrap();
    assert!(matches!(owner.begin_audit_epoch(lost, " ", &key).await, Err(Error::Invalid(_))));
    let epoch = owner.begin_audit_epoch(lost, "restored from Monday's copy", &key).await.unwrap();
    owner.close().await;
    assert_eq!((epoch.previous_number, epoch.kept_number, epoch.number), (1, 2, 3));
    assert_eq!(scene.worker.newest_audit_root().await.unwrap(), epoch.as_root());
    let newest = scene.seal(&key).await;
    assert_eq!(newest.number, 4);
    let report = scene.verify(&key, vec![lost, epoch.as_root(), newest]).await;
    assert_eq!((report.faults.as_slice(), report.epochs), ([].as_slice(), vec![epoch]));
}

/// Whoever has the worker's password and no key.
#[tokio::test]
async fn the_database_refuses_a_batch_of_what_is_not_as_it_says() {
    let scene = Scene::new().await;
    scene.seal(&key()).await;
    scene.leave_an_event().await;
    let seal = |what: &str| {
        format!(
            "with next as (select number + 1 as number, root, sealed_at::timestamptz as at from begin_audit_seal()),
                  waiting as (select array_agg(id order by id) as ids, array_agg(hash order by id) as hashes
                                from unsealed_audit_events(5000))
             select seal_audit_batch({what}, sha256('new'), sha256('key'), sha256('a') || sha256('b'))
               from next, waiting"
        )
    };
    for wrong in [
        "next.number, now() - interval '1 hour', next.root, ids, hashes",
        "next.number, next.at + interval '1 hour', next.root, ids, hashes",
        "next.number + 1, next.at, next.root, ids, hashes",
        "next.number, next.at, sha256(''), ids, hashes",
        "next.number, next.at, next.root, ids, array_fill(sha256(''), array[cardinality(ids)])",
        "next.number, next.at, next.root, ids || ids, hashes || hashes",
        "next.number, next.at, next.root, '{}', '{}'",
    ] {
        let refused = scene.try_as_worker(&seal(wrong)).await;
        assert_eq!(refused, Err("23001".into()), "{wrong}");
    }
    let right = seal("next.number, next.at, next.root, ids, hashes");
    assert_eq!(scene.try_as_worker(&right).await, Ok(()));
}
