//! The server is killed in the middle of something, and started anew on the same data.

use std::{
    fs,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use futures::stream;
use reqwest::Body;
use serde_json::{Value, json};
use sqlx::{Postgres, Transaction};
use tokio::sync::mpsc;
use uuid::{NoContext, Timestamp, Uuid};

use crate::{PICTURE, browser::Browser, running::Server, upload_form, visit_call, waiting::until};

const HOUR: Duration = Duration::from_secs(3_600);
const MONTH: Duration = Duration::from_secs(40 * 24 * 3_600);

/// The same browser, once the site is somewhere else.
fn at(browser: &Browser, url: &str) -> Browser {
    let mut browser = browser.clone();
    browser.url = url.to_owned();
    browser
}

/// Lets nobody write to the table until it is dropped; reading goes on.
async fn hold(server: &Server, table: &'static str) -> Transaction<'static, Postgres> {
    let mut held = server.superuser.begin().await.unwrap();
    let lock = sqlx::AssertSqlSafe(format!("lock table {table} in exclusive mode"));
    sqlx::query(lock).execute(&mut *held).await.unwrap();
    held
}

/// How many of the server's connections are there, or wait for a lock.
async fn connections(server: &Server, only_waiting: bool) -> i64 {
    let count = "
        select count(*) from pg_stat_activity
         where datname = current_database() and application_name = 'carechart'
           and (wait_event_type = 'Lock' or not $1)";
    sqlx::query_scalar(count).bind(only_waiting).fetch_one(&server.superuser).await.unwrap()
}

/// Kills it while its statement waits, and lets Postgres find out that nobody is there any more.
async fn kill_while_waiting(server: &mut Server, held: Transaction<'static, Postgres>) {
    until("the statement waits", async || connections(server, true).await == 1).await;
    server.kill();
    held.rollback().await.unwrap();
    until("Postgres has noticed", async || connections(server, false).await == 0).await;
}

async fn rows(browser: &Browser, endpoint: &str, patient: &str) -> Vec<Value> {
    let list: Value = browser.ask(endpoint, &json!({ "patient": patient, "after": null })).await;
    list["rows"].as_array().unwrap().clone()
}

#[tokio::test]
async fn while_a_file_arrives_it_leaves_nothing() {
    let mut server = Server::start().await;
    let provider = server.provider("provider").await;
    let patient = provider.register("Ada").await.to_string();
    let form = upload_form(Uuid::now_v7(), &patient, PICTURE);
    let (sender, receiver) = mpsc::channel::<Result<Vec<u8>, std::io::Error>>(1);
    let parts = stream::unfold(receiver, async |mut receiver| Some((receiver.recv().await?, receiver)));
    let sending = tokio::spawn(provider.browser().uploading(Body::wrap_stream(parts)).send());
    sender.send(Ok(form[..form.len() / 2].to_owned())).await.unwrap();
    until("half of it has arrived", async || server.spooled() == 1).await;
    server.kill();
    assert!(sending.await.unwrap().is_err());
    drop(sender);
    assert_eq!((server.spooled(), server.objects().len(), server.count("documents").await), (1, 0, 0));

    server.start_again();
    until("half a file is gone", async || server.spooled() == 0).await;
    let browser = at(provider.browser(), &server.url);
    assert!(rows(&browser, "list_documents", &patient).await.is_empty());
    assert_eq!(browser.upload_form(&form).await.status, 201);
    assert_eq!((server.spooled(), server.objects().len(), server.count("documents").await), (0, 1, 1));
}

#[tokio::test]
async fn between_the_object_and_its_row_it_leaves_an_object_that_the_sweep_finds() {
    let mut server = Server::start().await;
    let provider = server.provider("provider").await;
    let patient = provider.register("Ada").await.to_string();
    let id = Uuid::now_v7();
    let form = upload_form(id, &patient, PICTURE);
    let held = hold(&server, "documents").await;
    let sending = tokio::spawn(provider.browser().uploading(form.clone()).send());
    until("the object is there", async || server.objects().len() == 1).await;
    kill_while_waiting(&mut server, held).await;
    assert!(sending.await.unwrap().is_err());
    assert_eq!((server.objects().len(), server.count("documents").await), (1, 0));
    let orphan = server.objects().remove(0);

    server.start_again();
    let browser = at(provider.browser(), &server.url);
    assert!(rows(&browser, "list_documents", &patient).await.is_empty());
    assert_eq!(browser.upload_form(&form).await.status, 201);
    assert_eq!((server.objects().len(), server.count("documents").await), (2, 1));

    let document = server.objects().into_iter().find(|key| *key != orphan).unwrap();
    pass_a_month(&server, &orphan, &document);
    server.kill();
    server.start_again();
    until("the sweep has found it", async || server.objects() == [document.clone()]).await;
    let browser = at(&browser, &server.url);
    assert_eq!(rows(&browser, "list_documents", &patient).await.len(), 1);
    assert_eq!(browser.get(&format!("/documents/{id}/download")).await.status, 303);
}

/// As if the orphan were older than what the sweep keeps, and the document older than what it overlooks. An object's age
/// is in its key.
fn pass_a_month(server: &Server, orphan: &str, document: &str) {
    let folder = server.s3().join("objects/documents");
    let since = (SystemTime::now() - MONTH).duration_since(UNIX_EPOCH).unwrap();
    let old = Uuid::new_v7(Timestamp::from_unix(NoContext, since.as_secs(), since.subsec_nanos())).to_string();
    fs::rename(folder.join(orphan), folder.join(&old)).unwrap();
    for (name, age) in [(old.as_str(), MONTH), (document, 2 * HOUR)] {
        let file = fs::File::options().write(true).open(folder.join(name)).unwrap();
        file.set_modified(SystemTime::now() - age).unwrap();
    }
}

#[tokio::test]
async fn while_a_visit_is_saved_it_keeps_what_was_confirmed_and_nothing_of_the_other() {
    let mut server = Server::start().await;
    let provider = server.provider("provider").await;
    let patient = provider.register("Ada").await.to_string();
    let (confirmed, lost) = (Uuid::now_v7(), Uuid::now_v7());
    assert_eq!(provider.browser().call("record_visit", &visit_call(confirmed, &patient)).await.status, 200);
    let held = hold(&server, "prescriptions").await;
    let sending = tokio::spawn(provider.browser().calling("record_visit", &visit_call(lost, &patient)).send());
    kill_while_waiting(&mut server, held).await;
    assert!(sending.await.unwrap().is_err());
    assert_eq!((server.count("visits").await, server.count("prescriptions").await), (1, 1));

    server.start_again();
    let browser = at(provider.browser(), &server.url);
    let visits = rows(&browser, "list_visits", &patient).await;
    assert_eq!((visits.len(), &visits[0]["id"]), (1, &json!(confirmed)));
    // The page still has the form, and sends it again: twice, since the answer may be lost once more.
    for _ in 0..2 {
        assert_eq!(browser.call("record_visit", &visit_call(lost, &patient)).await.status, 200);
    }
    // Killed right after it has confirmed.
    server.kill();
    server.start_again();
    let browser = at(&browser, &server.url);
    assert_eq!(rows(&browser, "list_visits", &patient).await.len(), 2);
    assert_eq!((server.count("visits").await, server.count("prescriptions").await), (2, 2));
    let events = "select count(*) from audit_events where action = 'visit.write'";
    let events: i64 = sqlx::query_scalar(events).fetch_one(&server.superuser).await.unwrap();
    assert_eq!(events, 2);
}
