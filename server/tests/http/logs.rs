use serde_json::json;

use crate::{
    clinic::{NAME, PASSWORD, PDF},
    running::Server,
};

#[tokio::test]
async fn log_lines_hold_templates_and_nothing_of_anyone() {
    let server = Server::start_with(&[("LOG", "json"), ("RUST_LOG", "")]).await;
    let provider = server.provider("provider").await;
    let record = provider.record("Ada").await;
    let browser = provider.browser();
    browser.get(&format!("/patients/{}?tab=visits", record.patient)).await;
    browser.get(&format!("/patients?search={NAME}")).await;
    browser.get(&format!("/{NAME}/{}", record.patient)).await;
    browser.get(&format!("/documents/{}/download", record.document)).await;
    browser.upload(&record.patient.to_string(), &PDF[..40]).await;
    browser.clone().sign_in(&provider.person.email, "wrong horse battery").await;
    browser.call("chart_header", &json!({ "patient": NAME })).await;
    // A fault in the database whose message and DETAIL hold the row.
    let fault = "alter table patients add constraint no_quill check (first_name <> 'Quill');";
    sqlx::raw_sql(fault).execute(&server.superuser).await.unwrap();
    let form = crate::clinic::demographics("Quill");
    let arguments = json!({ "id": uuid::Uuid::now_v7(), "form": form, "not_duplicates": [record.patient] });
    let answer = browser.call("register_patient", &arguments).await;
    assert_eq!(answer.status, 500);
    for secret in ["Quill", "no_quill", "23514", "patients", "select", "DETAIL"] {
        assert!(!answer.text().contains(secret), "{secret}: {}", answer.text());
    }

    let log = server.log();
    for route in ["/patients/{id}", "/patients", "/documents/{id}/download", "/documents", "/api/chart_header"] {
        assert!(log.contains(&format!("\"route\":\"{route}\"")), "{route}: {log}");
    }
    let ids = [record.patient.to_string(), record.document.to_string(), record.visit.to_string()];
    let cookie = provider.browser().cookie.clone().unwrap();
    let token = cookie.split_once('=').unwrap().1;
    let personal = [NAME, "Quill", "Ada", "clinic.example", PASSWORD, "horse", token, "tab=", "search=", "127.0.0.1"];
    for secret in personal.into_iter().chain(ids.iter().map(String::as_str)) {
        assert!(!log.contains(secret), "{secret}: {log}");
    }
    assert!(log.contains("23514"), "what went wrong is in the log: {log}");
    for line in log.lines() {
        serde_json::from_str::<serde_json::Value>(line).unwrap();
    }
}
