//! A form that is sent again under the same id, because its answer was lost: what was edited meanwhile isn't called saved.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    browser::Browser,
    clinic::{demographics, prescription, visit},
    running::Server,
};

/// Sends the form twice, then with another text in a field.
async fn send_again(browser: &Browser, endpoint: &str, form: Value, field: &str, arguments: impl Fn(Value) -> Value) {
    for _ in 0..2 {
        let answer = browser.call(endpoint, &arguments(form.clone())).await;
        assert_eq!(answer.status, 200, "{endpoint}: {}", answer.text());
    }
    let mut edited = form;
    edited[field] = "Edited".into();
    let answer = browser.call(endpoint, &arguments(edited)).await;
    assert_eq!((answer.status, answer.json()), (409, json!("saved_otherwise")), "{endpoint}");
}

#[tokio::test]
async fn an_edited_form_is_a_conflict_and_the_first_one_stays() {
    let server = Server::start().await;
    let provider = server.provider("provider").await;
    let browser = provider.browser();
    let patient = Uuid::now_v7();
    send_again(
        browser,
        "register_patient",
        demographics("Ada"),
        "first_name",
        |form| json!({ "id": patient, "form": form, "not_duplicates": [] }),
    )
    .await;
    let id = Uuid::now_v7();
    send_again(
        browser,
        "record_visit",
        visit(),
        "notes",
        |form| json!({ "visit": { "id": id, "patient": patient, "form": form } }),
    )
    .await;
    let id = Uuid::now_v7();
    send_again(
        browser,
        "start_prescription",
        prescription(),
        "dosage",
        |form| json!({ "id": id, "patient": patient, "form": form }),
    )
    .await;

    let record = json!({ "patient": patient, "after": null });
    let header: Value = browser.ask("chart_header", &json!({ "patient": patient })).await;
    let visits: Value = browser.ask("list_visits", &record).await;
    let prescriptions: Value = browser.ask("list_prescriptions", &record).await;
    assert_eq!(header["demographics"]["first_name"], "Ada");
    assert_eq!((visits["rows"].as_array().unwrap().len(), &visits["rows"][0]["notes"]), (1, &json!("")));
    let dosages: Vec<_> = prescriptions["rows"].as_array().unwrap().iter().map(|row| &row["dosage"]).collect();
    assert_eq!(dosages, ["10 mg"]);
}
