//! Two providers, each with a record that the other mustn't see, through every server function called directly.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    browser::Browser,
    clinic::{self, NAME, Provider},
    endpoints::{Endpoint, OF_A_RECORD, OF_THE_ADMINISTRATOR, OF_THE_CALLER, READING, Subject},
    running::Server,
};

/// Everything that the provider reads of the record.
async fn whole_record(provider: &Provider, subject: &Subject) -> Vec<Value> {
    let mut answers = Vec::new();
    for endpoint in OF_A_RECORD.iter().take(6) {
        answers.push(provider.browser().ask(endpoint.name, &(endpoint.arguments)(subject)).await);
    }
    answers
}

/// Calls each with the ids of what exists and with made-up ones, and finds no difference.
pub async fn assert_nothing_there(browser: &Browser, endpoints: &[Endpoint], subject: &Subject, status: u16) {
    for Endpoint { name, arguments } in endpoints {
        let answer = browser.call(name, &arguments(subject)).await;
        let made_up = browser.call(name, &arguments(&Subject::made_up())).await;
        assert_eq!(answer.essence(), made_up.essence(), "{name}");
        assert_eq!(answer.status, status, "{name}: {}", answer.text());
        assert!(!answer.text().contains(NAME), "{name}: {}", answer.text());
    }
}

/// All of them but the last, which makes a record.
pub fn of_an_existing_record() -> &'static [Endpoint] {
    &OF_A_RECORD[..OF_A_RECORD.len() - 1]
}

#[tokio::test]
async fn a_record_is_its_providers_alone() {
    let server = Server::start().await;
    let (mine, theirs) = (server.provider("mine").await, server.provider("theirs").await);
    let third = server.provider("third").await;
    let record = theirs.record("Ada").await;
    let own = mine.record("Berta").await;
    let subject = Subject { record, provider: third.id, user: third.person.user };
    let before = whole_record(&theirs, &subject).await;

    assert_nothing_there(mine.browser(), of_an_existing_record(), &subject, 404).await;

    // An id that is taken can't be told from one that was refused, and nothing of the record comes or goes.
    let register = &OF_A_RECORD[OF_A_RECORD.len() - 1];
    let mut arguments = (register.arguments)(&subject);
    arguments["not_duplicates"] = json!([own.patient]);
    let answer = mine.browser().call(register.name, &arguments).await;
    assert_eq!((answer.status, answer.text().contains(NAME)), (404, false));

    // One's own patient with somebody else's visit, prescription or document.
    let visit = json!({ "visit": { "id": record.visit, "patient": own.patient, "form": clinic::visit() } });
    let prescription = json!({ "id": record.prescription, "patient": own.patient, "form": clinic::prescription() });
    for (name, arguments) in [("record_visit", visit), ("start_prescription", prescription)] {
        assert_eq!(mine.browser().call(name, &arguments).await.status, 404, "{name}");
    }
    assert_eq!(whole_record(&theirs, &subject).await, before);

    // The same calls answer their own provider: they were refused for who asked.
    for Endpoint { name, arguments } in of_an_existing_record() {
        let answer = theirs.browser().call(name, &arguments(&subject)).await;
        assert_eq!(answer.status, 200, "{name}: {}", answer.text());
    }
}

#[tokio::test]
async fn lists_and_pages_hold_ones_own_patients_only() {
    let server = Server::start().await;
    let (mine, theirs) = (server.provider("mine").await, server.provider("theirs").await);
    let record = theirs.record("Ada").await;
    let made_up = Subject::made_up();
    for Endpoint { name, arguments } in OF_THE_CALLER {
        let answer = mine.browser().call(name, &arguments(&made_up)).await;
        assert!(!answer.text().contains(NAME), "{name}: {}", answer.text());
        let expected = if *name == "my_record" { 404 } else { 200 };
        assert_eq!(answer.status, expected, "{name}");
    }
    let counts: Value = mine.browser().ask("dashboard_counts", &json!({})).await;
    assert!(counts.as_object().unwrap().values().all(|count| count == 0), "{counts}");

    let chart = |patient: Uuid| format!("/patients/{patient}");
    let (answer, other) =
        (mine.browser().get(&chart(record.patient.0)).await, mine.browser().get(&chart(Uuid::now_v7())).await);
    assert_eq!((answer.status, other.status), (404, 404));
    assert!(!answer.text().contains(NAME));
    let answer = theirs.browser().get(&chart(record.patient.0)).await;
    assert_eq!((answer.status, answer.text().contains(NAME)), (200, true));
}

#[tokio::test]
async fn an_unverified_provider_reads_and_registers_nobody() {
    let server = Server::start().await;
    let (theirs, unverified) = (server.provider("theirs").await, server.unverified_provider("unverified").await);
    let record = theirs.record("Ada").await;
    let relationship = "insert into care_relationships (provider_id, patient_id, began_by) values ($1, $2, 'import')";
    let treat = sqlx::query(relationship).bind(unverified.id.0).bind(record.patient.0);
    treat.execute(&server.superuser).await.unwrap();
    let subject = Subject { record, provider: theirs.id, user: theirs.person.user };
    assert_nothing_there(unverified.browser(), OF_A_RECORD, &subject, 404).await;
    for Endpoint { name, arguments } in OF_THE_CALLER {
        let answer = unverified.browser().call(name, &arguments(&subject)).await;
        assert!(!answer.text().contains(NAME), "{name}: {}", answer.text());
    }
    assert_eq!(server.count("patients").await, 1);
}

#[tokio::test]
async fn a_patient_reads_the_own_record_and_writes_none() {
    let server = Server::start().await;
    let provider = server.provider("theirs").await;
    let (own, other) = (provider.record("Ada").await, provider.record("Berta").await);
    let third = server.provider("third").await;
    let patient = server.patient("ada", own.patient).await;
    let subject = |record| Subject { record, provider: third.id, user: patient.user };
    let before = whole_record(&provider, &subject(own)).await;

    assert_nothing_there(&patient.browser, OF_A_RECORD, &subject(other), 404).await;
    // Everything else is for providers, or writes.
    for Endpoint { name, arguments } in OF_A_RECORD {
        let answer = patient.browser.call(name, &arguments(&subject(own))).await;
        let expected = if READING.contains(name) { 200 } else { 404 };
        assert_eq!(answer.status, expected, "{name}: {}", answer.text());
    }
    assert_eq!(patient.browser.upload(&own.patient.to_string(), clinic::PDF).await.status, 404);
    assert_eq!(whole_record(&provider, &subject(own)).await, before);
    let header: Value = patient.browser.ask("my_record", &json!({})).await;
    assert!(header.to_string().contains("Ada") && !header.to_string().contains("Berta"));
}

#[tokio::test]
async fn the_administrator_sees_no_record_and_nobody_else_administers() {
    let server = Server::start().await;
    let provider = server.provider("theirs").await;
    let waiting = server.unverified_provider("waiting").await;
    let record = provider.record("Ada").await;
    let patient = server.patient("ada", record.patient).await;
    let administrator = server.administrator().await;
    let subject = Subject { record, provider: waiting.id, user: patient.user };

    assert_nothing_there(&administrator.browser, OF_A_RECORD, &subject, 404).await;
    for Endpoint { name, arguments } in OF_THE_CALLER {
        let answer = administrator.browser.call(name, &arguments(&subject)).await;
        assert!(!answer.text().contains(NAME), "{name}: {}", answer.text());
    }
    for browser in [provider.browser(), waiting.browser(), &patient.browser] {
        for Endpoint { name, arguments } in OF_THE_ADMINISTRATOR {
            let answer = browser.call(name, &arguments(&subject)).await;
            let made_up = browser.call(name, &arguments(&Subject::made_up())).await;
            assert_eq!(answer.essence(), made_up.essence(), "{name}");
            assert!(!answer.text().contains("clinic.example"), "{name}: {}", answer.text());
            assert_eq!(answer.status, 404, "{name}: {}", answer.text());
        }
    }
    for name in ["list_providers", "list_patient_accounts"] {
        let list = administrator.browser.call(name, &json!({ "search": "", "after": null })).await;
        assert!(list.text().contains("@clinic.example"), "{name}: {}", list.text());
    }
    let verify = json!({ "provider": waiting.id, "is_verified": true });
    assert_eq!(administrator.browser.call("set_provider_verified", &verify).await.status, 200);
}
