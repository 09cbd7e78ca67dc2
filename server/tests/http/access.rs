//! Who looked at a record, as the patient, the provider and the administrator read it.

use model::{
    access::{Access, AccessReport, AccessRight, ReportState, SecurityEvent},
    page::Page,
};
use serde_json::json;
use uuid::Uuid;

use crate::{
    browser::Browser,
    clinic::{NAME, Record},
    running::Server,
};

async fn history(browser: &Browser, record: &Record) -> Vec<Access> {
    let page: Page<Access> = browser.ask("list_access", &json!({ "patient": record.patient, "after": null })).await;
    page.rows
}

#[tokio::test]
async fn a_patient_sees_who_looked_and_reports_what_they_do_not_recognise() {
    let server = Server::start().await;
    let (provider, administrator) = (server.provider("theirs").await, server.administrator().await);
    let record = provider.record("Ada").await;
    let other = provider.record("Berta").await;
    let patient = server.patient("ada", record.patient).await;
    let stranger = server.patient("berta", other.patient).await;

    let accesses = history(&patient.browser, &record).await;
    let [access] = &accesses[..] else { panic!("{accesses:?}") };
    assert_eq!((access.who.as_str(), access.right, access.is_mine), ("theirs", AccessRight::Treating, false));
    assert!(access.what.contains(&"wrote a visit".to_owned()), "{access:?}");

    // Nobody reports what isn't in their own record, the provider nothing at all, and without words there is no report.
    let id = Uuid::now_v7();
    let report = |text: &str| json!({ "id": id, "event": access.event, "text": text });
    for (browser, status) in [(&stranger.browser, 404), (provider.browser(), 404), (&administrator.browser, 404)] {
        assert_eq!(browser.call("report_access", &report("Who is this?")).await.status, status);
    }
    assert_eq!(patient.browser.call("report_access", &report(" ")).await.status, 422);
    assert_eq!(server.count("access_reports").await, 0);
    // Sent twice, it is one report.
    for _ in 0..2 {
        let answer = patient.browser.call("report_access", &report("Who is this?")).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
    }
    assert_eq!(history(&patient.browser, &record).await[0].report, Some(ReportState::Open));
    // Whoever was reported doesn't learn of it before the administrator asks, nor that the patient looked.
    let seen = history(provider.browser(), &record).await;
    let of_the_patient = seen.iter().filter(|access| access.right == AccessRight::OwnRecord);
    let what: Vec<&str> = of_the_patient.flat_map(|access| &access.what).map(String::as_str).collect();
    assert!(!what.iter().any(|what| what.contains("access") || what.contains("looked")), "{what:?}");

    let answer = administrator.browser.call("list_access_reports", &json!({})).await;
    assert!(!answer.text().contains(NAME), "{}", answer.text());
    let reports: Vec<AccessReport> = serde_json::from_value(answer.json()).unwrap();
    let [reported] = &reports[..] else { panic!("{reports:?}") };
    assert_eq!((reported.who.as_str(), reported.text.as_str()), ("theirs", "Who is this?"));
    assert_eq!(reported.reported_by, patient.email);
    let close = json!({ "report": reported.id, "verdict": "They treat you since spring." });
    assert_eq!(administrator.browser.call("close_access_report", &close).await.status, 200);
    assert_eq!(administrator.browser.call("close_access_report", &close).await.status, 404);
    let verdict = "They treat you since spring.".to_owned();
    assert_eq!(history(&patient.browser, &record).await[0].report, Some(ReportState::Closed { verdict }));
}

#[tokio::test]
async fn a_provider_sees_the_history_of_a_chart_and_what_they_did_themselves() {
    let server = Server::start().await;
    let provider = server.provider("theirs").await;
    let record = provider.record("Ada").await;
    let accesses = history(provider.browser(), &record).await;
    let mine: Vec<bool> = accesses.iter().map(|access| access.is_mine).collect();
    assert_eq!(mine, [true]);
    assert!(accesses[0].what.contains(&"registered the patient".to_owned()));
}

#[tokio::test]
async fn the_administrator_sees_what_concerns_security_and_nothing_of_a_record() {
    let server = Server::start().await;
    let (provider, administrator) = (server.provider("theirs").await, server.administrator().await);
    provider.record("Ada").await;
    let answer = server.browser().sign_in("theirs@clinic.example", "a wrong password").await;
    assert_eq!(answer.status, 302);
    let answer = administrator.browser.call("list_security_events", &json!({ "after": null })).await;
    assert!(!answer.text().contains(NAME), "{}", answer.text());
    let page: Page<SecurityEvent> = serde_json::from_value(answer.json()).unwrap();
    let what: Vec<&str> = page.rows.iter().map(|event| event.what.as_str()).collect();
    assert_eq!(what, ["failed to sign in, at the account theirs@clinic.example"]);
}
