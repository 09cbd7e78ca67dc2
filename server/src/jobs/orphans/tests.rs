//! Over a real database, and a bucket on the embedded S3.

// Clippy permits it in tests, but not in the functions that they share.
#![allow(clippy::unwrap_used)]

#[path = "../../../store/tests/harness/mod.rs"]
pub mod harness;

use std::{collections::BTreeSet, fs, io::Cursor, net::SocketAddr};

use documents::EmbeddedS3;
use sqlx::PgPool;
use tempfile::TempDir;
use uuid::{NoContext, Timestamp};

use self::harness::Database;
use super::*;

const DAY: u64 = 24 * 3_600;

struct Scene {
    directory: TempDir,
    _s3: EmbeddedS3,
    bucket: Bucket,
    worker: Worker,
    superuser: PgPool,
}

impl Scene {
    async fn new() -> Self {
        let database = Database::new().await;
        let directory = tempfile::tempdir().unwrap();
        let anywhere = SocketAddr::from(([127, 0, 0, 1], 0));
        let (_s3, settings) = EmbeddedS3::start(directory.path(), anywhere, None, HOUR).await.unwrap();
        let bucket = Bucket::open(&settings).await.unwrap();
        let (worker, superuser) = (database.worker().await, database.superuser_pool().await);
        let patient = "
            insert into patients (id, first_name, last_name, date_of_birth, gender)
            values (gen_random_uuid(), 'Freda', 'Kris', '1980-02-29', 'female')";
        sqlx::query(patient).execute(&superuser).await.unwrap();
        Self { directory, _s3, bucket, worker, superuser }
    }

    /// An object of this age, without a row.
    async fn object(&self, age_seconds: u64) -> String {
        let at = SystemTime::now() - Duration::from_secs(age_seconds);
        let since = at.duration_since(UNIX_EPOCH).unwrap();
        let key = Uuid::new_v7(Timestamp::from_unix(NoContext, since.as_secs(), since.subsec_nanos())).to_string();
        self.put(&key, at).await;
        key
    }

    async fn put(&self, key: &str, at: SystemTime) {
        self.bucket.put(key, &mut Cursor::new("a document"), "application/pdf").await.unwrap();
        let file = self.directory.path().join("objects/documents").join(key);
        fs::File::options().write(true).open(file).unwrap().set_modified(at).unwrap();
    }

    /// An object of this age, with its row.
    async fn document(&self, age_seconds: u64) -> String {
        let key = self.object(age_seconds).await;
        let insert = "
            insert into documents (id, patient_id, file_url, document_type, media_type, size_bytes, sha256)
            select gen_random_uuid(), id, $1, 'other', 'application/pdf', 10, sha256('a document') from patients";
        sqlx::query(insert).bind(&key).execute(&self.superuser).await.unwrap();
        key
    }

    async fn sweep(&self) -> Result<usize, SweepError> {
        sweep(&self.worker, &self.bucket).await
    }

    async fn keys(&self) -> BTreeSet<String> {
        self.bucket.keys_older_than(Duration::ZERO, None).await.unwrap().0.into_iter().collect()
    }
}

#[tokio::test]
async fn an_old_orphan_goes_and_everything_else_stays() {
    let scene = Scene::new().await;
    let old = scene.document(90 * DAY).await;
    let orphan = scene.object(40 * DAY).await;
    let kept = scene.object(29 * DAY).await;
    let unfinished = scene.object(60).await;
    let youngest = scene.document(2 * DAY).await;
    let stranger = "notes.txt".to_owned();
    scene.put(&stranger, SystemTime::now() - Duration::from_secs(40 * DAY)).await;
    assert!(scene.keys().await.contains(&orphan));
    assert_eq!(scene.sweep().await.unwrap(), 1);
    assert_eq!(scene.keys().await, BTreeSet::from([old, kept, unfinished, youngest, stranger]));
    assert_eq!(scene.sweep().await.unwrap(), 0);
}

#[tokio::test]
async fn another_databases_bucket_keeps_everything_however_small_it_is() {
    for objects in [1, FEW, FEW + 1] {
        let scene = Scene::new().await;
        for number in 0..objects {
            scene.object((40 + number as u64) * DAY).await;
        }
        let swept = scene.sweep().await;
        if objects > FEW {
            let message = "6 of the bucket's 6 objects have no row";
            assert!(swept.unwrap_err().to_string().starts_with(message));
        } else {
            assert_eq!(swept.unwrap(), 0);
        }
        assert_eq!(scene.keys().await.len(), objects);
    }
}

/// A clinic that files a document a day, and a copy of its database that is some days old.
#[tokio::test]
async fn a_database_restored_from_an_older_copy_loses_nothing() {
    for missing in [3, FEW as u64 + 1] {
        let scene = Scene::new().await;
        for day in 60..80 {
            scene.document(day * DAY).await;
        }
        for day in 1..=missing {
            scene.object((40 + day) * DAY).await;
        }
        let before = scene.keys().await;
        match scene.sweep().await {
            Ok(deleted) => assert_eq!((missing, deleted), (3, 0)),
            Err(error) => assert!(matches!(error, SweepError::WrongBucket { objects: 26, orphans: 6 }), "{error}"),
        }
        // The clinic goes on; with many missing, that doesn't make them orphans.
        if missing > 3 {
            scene.document(2 * 3_600).await;
            assert!(matches!(scene.sweep().await, Err(SweepError::WrongBucket { .. })));
        }
        assert!(scene.keys().await.is_superset(&before));
    }
}
