//! Postgres is stopped and started while people work.

use std::{collections::HashSet, fs, os::unix::fs::PermissionsExt, path::PathBuf, process::Command, time::Duration};

use cluster::Cluster;
use schema::ROLES;
use sqlx::PgPool;
use tempfile::TempDir;
use uuid::Uuid;

use crate::{
    PICTURE, assert_unavailable,
    browser::Browser,
    harness::Database,
    load::{Load, Sent},
    running::{Server, program},
    upload_form,
    waiting::until,
};

/// A directory that the user postgres can reach. The Postgres under it ends with it.
struct Place(TempDir);

impl Place {
    fn new() -> Self {
        let mode = fs::Permissions::from_mode(0o711);
        Self(tempfile::Builder::new().prefix("carechart-faults-").permissions(mode).tempdir().unwrap())
    }

    fn postgres(&self) -> PathBuf {
        self.0.path().join("postgres")
    }

    /// Postgres as a clinic runs it: what it confirms is on the disk.
    async fn start(&self) -> Cluster {
        Cluster::start(&self.postgres()).await.unwrap()
    }

    /// Ends Postgres as a crash does: it writes nothing more.
    fn crash(&self) {
        let process = fs::read_to_string(self.postgres().join("data/postmaster.pid")).unwrap();
        let process = process.lines().next().unwrap().to_owned();
        assert!(Command::new("kill").args(["-QUIT", process.trim()]).status().unwrap().success());
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        program(self.0.path()).arg("stop").output().unwrap();
    }
}

async fn database(cluster: &Cluster) -> Database {
    cluster.prepare(ROLES, "carechart").await.unwrap();
    schema::migrate(cluster.owner_options("carechart")).await.unwrap();
    Database::of(cluster, "carechart")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn stopped_and_started_under_load_it_has_all_that_was_confirmed_and_no_more() {
    let place = Place::new();
    let mut cluster = place.start().await;
    let server = Server::start_on(database(&cluster).await, &[]).await;
    let provider = server.provider("provider").await;
    let patient = provider.register("Ada").await.to_string();
    let browser = provider.browser();
    let load = Load::of(browser, &patient);
    for is_crash in [false, true] {
        let saved = load.count(200);
        until("visits are saved", async || load.count(200) >= saved + 20).await;
        let refused = load.count(503);
        if is_crash {
            place.crash();
        } else {
            cluster.stop().await.unwrap();
        }
        until("people are told", async || load.count(503) >= refused + 8).await;
        until("the server says so", async || browser.get("/health").await.status == 503).await;
        assert_words(browser, &patient).await;

        cluster = place.start().await;
        until("the server is healthy", async || browser.get("/health").await.status == 200).await;
        let page = browser.get(&format!("/patients/{patient}")).await;
        assert_eq!(page.status, 200, "the first page after it: {}", page.text());
        let saved = load.count(200);
        until("visits are saved again", async || load.count(200) >= saved + 20).await;
    }
    let sent = load.end().await;
    assert_answers(&sent);
    assert_kept(&server.superuser, &sent).await;
    assert_eq!((server.count("documents").await, server.objects().len(), server.spooled()), (0, 0, 0));
    assert!(!server.log().contains("panic"), "{}", server.log());
    drop(server);
    cluster.stop().await.unwrap();
}

/// Whoever asks while there is no database learns it in their own way.
async fn assert_words(browser: &Browser, patient: &str) {
    let page = browser.get("/patients").await;
    assert_unavailable(&page, "The clinic's records can't be reached just now.");
    assert!(page.text().contains(">Try again<"), "{}", page.text());
    let form = browser.submit("/api/sign_out", &[]).await;
    assert_unavailable(&form, "Go back in your browser");
    let call = browser.call("list_visits", &serde_json::json!({ "patient": patient, "after": null })).await;
    assert_unavailable(&call, "\"unavailable\"");
    let upload = browser.upload_form(&upload_form(Uuid::now_v7(), patient, PICTURE)).await;
    assert_unavailable(&upload, "can't be reached just now");
    assert!(upload.json()["message"].is_string());
}

/// Each was saved, or refused in a few seconds and in words that the page understands.
fn assert_answers(sent: &[Sent]) {
    for Sent { answer, took, .. } in sent {
        assert!(*took < Duration::from_secs(20), "{took:?}: {}", answer.text());
        if answer.status == 200 {
            continue;
        }
        let is_sure = answer.text() == "\"unavailable\"";
        assert_unavailable(answer, if is_sure { "unavailable" } else { "\"unconfirmed\"" });
    }
}

async fn assert_kept(superuser: &PgPool, sent: &[Sent]) {
    let with = |is: fn(&Sent) -> bool| -> HashSet<Uuid> {
        sent.iter().filter(|sent| is(sent)).map(|sent| sent.visit).collect()
    };
    let confirmed = with(|sent| sent.answer.status == 200);
    let unsure = with(|sent| sent.answer.text() == "\"unconfirmed\"");
    let kept: Vec<Uuid> = sqlx::query_scalar("select id from visits").fetch_all(superuser).await.unwrap();
    let kept: HashSet<Uuid> = kept.into_iter().collect();
    assert!(kept.is_superset(&confirmed), "lost: {:?}", confirmed.difference(&kept));
    let left: Vec<&Uuid> = kept.difference(&confirmed).filter(|visit| !unsure.contains(visit)).collect();
    assert!(left.is_empty(), "refused, and saved: {left:?}");
    // Each of them whole: with its prescription and its event, and both once, however often it was sent.
    let broken = "
        select v.id
          from visits v
         where (select count(*) from prescriptions p where p.visit_id = v.id) <> 1
            or (select count(*) from audit_events e where e.subject_id = v.id and e.action = 'visit.write') <> 1";
    let broken: Vec<Uuid> = sqlx::query_scalar(broken).fetch_all(superuser).await.unwrap();
    assert!(broken.is_empty(), "{broken:?}");
}
