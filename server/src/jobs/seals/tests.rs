//! Over a real database, and a bucket on the embedded S3.

// Clippy permits it in tests, but not in the functions that they share.
#![allow(clippy::unwrap_used)]

use std::{fs, net::SocketAddr};

use documents::EmbeddedS3;
use sqlx::{AssertSqlSafe, PgPool};
use store::Owner;
use tempfile::TempDir;

use super::*;
use crate::jobs::orphans::tests::harness::Database;

struct Scene {
    directory: TempDir,
    _s3: EmbeddedS3,
    bucket: Bucket,
    database: Database,
    superuser: PgPool,
    key: String,
}

impl Scene {
    async fn new() -> Self {
        let database = Database::new().await;
        let directory = tempfile::tempdir().unwrap();
        let anywhere = SocketAddr::from(([127, 0, 0, 1], 0));
        let (_s3, settings) = EmbeddedS3::start(directory.path(), anywhere, None, ASK_AGAIN).await.unwrap();
        let bucket = Bucket::open(&settings).await.unwrap();
        let superuser = database.superuser_pool().await;
        Self { directory, _s3, bucket, database, superuser, key: SigningKey::generate().unwrap() }
    }

    /// As a server that has just started has it.
    async fn sealer(&self) -> Sealer {
        Sealer::new(self.database.worker().await, self.bucket.clone(), self.key.parse().unwrap())
    }

    async fn leave_an_event(&self) {
        let event = "
            insert into audit_events (id, actor_role, access_right, action)
            values (gen_random_uuid(), 'owner', 'none', 'chart.read')";
        sqlx::query(event).execute(&self.superuser).await.unwrap();
    }

    /// So many batches.
    async fn seal(&self, sealer: &Sealer, batches: usize) {
        for _ in 0..batches {
            self.leave_an_event().await;
            sealer.seal_all().await;
        }
    }

    /// Deletes the batches from this number on, with their events: as somebody does who may do everything.
    async fn cut(&self, number: i64) {
        let cut = format!(
            "set session_replication_role = replica;
             delete from audit_events where id in (select unnest(event_ids) from audit_batches where number >= {number});
             delete from audit_batches where number >= {number};
             reset session_replication_role"
        );
        sqlx::raw_sql(AssertSqlSafe(cut)).execute(&self.superuser).await.unwrap();
    }

    async fn batches(&self) -> i64 {
        sqlx::query_scalar("select count(*) from audit_batches").fetch_one(&self.superuser).await.unwrap()
    }

    async fn stop(&self) -> Option<String> {
        sqlx::query_scalar("select cause from audit_stops").fetch_optional(&self.superuser).await.unwrap()
    }

    async fn kept(&self) -> Vec<i64> {
        let names = self.bucket.kept_audit_roots("").await.unwrap();
        names.iter().map(|name| Root::from_name(name).unwrap().number).collect()
    }

    async fn lose_the_bucket(&self) {
        fs::remove_dir_all(self.directory.path().join("objects/documents/audit-roots")).unwrap();
    }
}

#[tokio::test]
async fn each_root_is_an_object_of_its_own() {
    let scene = Scene::new().await;
    let sealer = scene.sealer().await;
    scene.seal(&sealer, 5).await;
    assert_eq!(scene.kept().await, [1, 2, 3, 4, 5]);
    assert!(!sealer.stands_still().get());
    assert_eq!(scene.stop().await, None);
}

#[tokio::test]
async fn an_audit_that_was_cut_is_sealed_by_no_server() {
    let scene = Scene::new().await;
    let running = scene.sealer().await;
    scene.seal(&running, 5).await;
    scene.cut(3).await;
    for sealer in [running, scene.sealer().await] {
        scene.seal(&sealer, 2).await;
        assert_eq!(scene.batches().await, 2);
        assert!(sealer.stands_still().get());
    }
    assert_eq!(scene.stop().await.as_deref(), Some("cut_off"));
    assert_eq!(scene.kept().await, [1, 2, 3, 4, 5]);
}

/// Somebody who has the key, too, makes the chain longer than it was, while no server runs.
#[tokio::test]
async fn an_audit_that_was_cut_and_signed_anew_is_sealed_by_no_server() {
    let scene = Scene::new().await;
    scene.seal(&scene.sealer().await, 5).await;
    scene.cut(3).await;
    let (worker, key) = (scene.database.worker().await, scene.key.parse().unwrap());
    for _ in 3..=8 {
        scene.leave_an_event().await;
        worker.seal_audit(&key).await.unwrap();
    }
    let sealer = scene.sealer().await;
    scene.seal(&sealer, 2).await;
    assert_eq!(scene.batches().await, 8);
    assert_eq!(scene.stop().await.as_deref(), Some("differs"));
    assert_eq!(scene.kept().await, [1, 2, 3, 4, 5]);
}

#[tokio::test]
async fn a_root_that_a_server_didn_t_come_to_keep_is_kept_by_the_next() {
    let scene = Scene::new().await;
    scene.seal(&scene.sealer().await, 2).await;
    let (worker, key) = (scene.database.worker().await, scene.key.parse().unwrap());
    scene.leave_an_event().await;
    worker.seal_audit(&key).await.unwrap();
    assert_eq!(scene.kept().await, [1, 2]);
    scene.seal(&scene.sealer().await, 1).await;
    assert_eq!(scene.kept().await, [1, 2, 3, 4]);
}

#[tokio::test]
async fn after_a_lost_bucket_the_seals_go_on_from_an_epoch() {
    let scene = Scene::new().await;
    scene.seal(&scene.sealer().await, 4).await;
    scene.lose_the_bucket().await;
    let sealer = scene.sealer().await;
    scene.seal(&sealer, 1).await;
    assert_eq!((scene.batches().await, scene.stop().await.as_deref()), (4, Some("lost_bucket")));

    let owner = Owner::connect(scene.database.owner.clone()).await.unwrap();
    let key = scene.key.parse().unwrap();
    owner.begin_audit_epoch(Root::default(), "The bucket was lost", &key).await.unwrap();
    owner.close().await;
    scene
        .bucket
        .keep_audit_root(&scene.database.worker().await.newest_audit_root().await.unwrap().to_name())
        .await
        .unwrap();
    scene.seal(&sealer, 1).await;
    assert_eq!((scene.batches().await, scene.stop().await), (5, None));
    assert!(!sealer.stands_still().get());
    assert_eq!(scene.kept().await, [5, 6]);
}

/// What a version of before has kept, in its own way, is compared as well.
#[tokio::test]
async fn an_audit_that_was_cut_before_an_upgrade_is_not_sealed() {
    let scene = Scene::new().await;
    let (worker, key) = (scene.database.worker().await, scene.key.parse().unwrap());
    let mut newest = Root::default();
    for _ in 1..=5 {
        scene.leave_an_event().await;
        newest = worker.seal_audit(&key).await.unwrap().unwrap();
    }
    let of_before = scene.directory.path().join("objects/documents/audit-newest-root");
    fs::create_dir_all(of_before.parent().unwrap()).unwrap();
    fs::write(of_before, newest.to_string()).unwrap();
    scene.cut(3).await;
    scene.seal(&scene.sealer().await, 1).await;
    assert_eq!((scene.batches().await, scene.stop().await.as_deref()), (2, Some("cut_off")));
}
