//! The page makes a document's id, so that an upload may be sent again.

use serde_json::Value;
use uuid::Uuid;

use crate::{
    browser::{Answer, multipart},
    clinic::{PDF, Provider},
    running::Server,
};

/// Uploads under an id of the page's own.
async fn upload_as(provider: &Provider, id: Uuid, patient: &str, description: &str, file: &[u8]) -> Answer {
    let id = id.to_string();
    let fields =
        [("id", id.as_str()), ("patient", patient), ("document_type", "lab_result"), ("description", description)];
    provider.browser().upload_form(&multipart(&fields, Some(file))).await
}

/// The answer was lost, and the page sends the same again.
#[tokio::test]
async fn the_same_upload_sent_again_answers_as_before_and_files_nothing_more() {
    let server = Server::start().await;
    let provider = server.provider("provider").await;
    let patient = provider.register("Ada").await.to_string();
    let id = Uuid::now_v7();
    let first = upload_as(&provider, id, &patient, "Blood count", PDF).await;
    assert_eq!((first.status, first.json()["id"].as_str()), (201, Some(id.to_string().as_str())), "{}", first.text());
    let objects = server.objects();
    for _ in 0..2 {
        assert_eq!(upload_as(&provider, id, &patient, "Blood count", PDF).await.essence(), first.essence());
    }
    assert_eq!((server.objects(), server.count("documents").await, server.spooled()), (objects, 1, 0));
    let written = "select count(*) from audit_events where action = 'document.write'";
    let written: i64 = sqlx::query_scalar(written).fetch_one(&server.superuser).await.unwrap();
    assert_eq!(written, 1);
}

#[tokio::test]
async fn the_same_upload_sent_twice_at_once_is_filed_once() {
    let server = Server::start().await;
    let provider = server.provider("provider").await;
    let patient = provider.register("Ada").await.to_string();
    let id = Uuid::now_v7();
    let send = || upload_as(&provider, id, &patient, "Blood count", PDF);
    let (one, two, three) = tokio::join!(send(), send(), send());
    for answer in [&one, &two, &three] {
        assert_eq!((answer.status, answer.text()), (201, one.text()));
    }
    assert_eq!((server.objects().len(), server.count("documents").await), (1, 1));
}

#[tokio::test]
async fn an_id_that_is_taken_is_refused_and_leaves_nothing() {
    let server = Server::start().await;
    let (provider, other) = (server.provider("provider").await, server.provider("other").await);
    let patient = provider.register("Ada").await.to_string();
    let (second, theirs) = (provider.register("Berta").await.to_string(), other.register("Cora").await.to_string());
    let id = Uuid::now_v7();
    assert_eq!(upload_as(&provider, id, &patient, "Blood count", PDF).await.status, 201);
    let longer = [PDF, b"\n"].concat();
    let different: [(&str, &str, &[u8]); 3] =
        [(&patient, "Blood count", &longer), (&second, "Blood count", PDF), (&patient, "Lipids", PDF)];
    for (patient, description, file) in different {
        let answer = upload_as(&provider, id, patient, description, file).await;
        assert_eq!((answer.status, &answer.json()["refusal"]), (409, &Value::Null), "{}", answer.text());
        assert!(answer.json()["message"].as_str().unwrap().contains("was filed after all"), "{}", answer.text());
    }
    // Somebody else's id says nothing of what is behind it.
    let answer = upload_as(&other, id, &theirs, "Blood count", PDF).await;
    let untreated = upload_as(&other, Uuid::now_v7(), &patient, "Blood count", PDF).await;
    assert_eq!((answer.status, answer.essence()), (404, untreated.essence()));
    assert_eq!((server.objects().len(), server.count("documents").await, server.spooled()), (1, 1, 0));
}

/// Half a form: what the server gets when somebody cancels.
#[tokio::test]
async fn an_upload_that_is_cancelled_on_the_way_leaves_nothing_and_may_be_sent_again() {
    let server = Server::start().await;
    let provider = server.provider("provider").await;
    let patient = provider.register("Ada").await.to_string();
    let id = Uuid::now_v7();
    let fields = [("id", id.to_string()), ("patient", patient.clone()), ("document_type", "lab_result".to_owned())];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let whole = multipart(&fields, Some(PDF));
    assert_eq!(provider.browser().upload_form(&whole[..whole.len() - 100]).await.status, 400);
    assert_eq!((server.objects().len(), server.count("documents").await, server.spooled()), (0, 0, 0));
    assert_eq!(upload_as(&provider, id, &patient, "", PDF).await.status, 201);
    assert_eq!((server.objects().len(), server.count("documents").await), (1, 1));
}
