//! A visit that was entered in error, over HTTP: its patient is told that there was one, and gets nothing of it.

use model::chart::ChartHeader;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{clinic, running::Server};

/// What was written of somebody else.
const SECRETS: [&str; 6] = ["Wheezing", "Syphilis", "Partner", "Doxycycline", "Gonorrhoea", "Carl Jones"];

#[tokio::test]
async fn a_patient_is_told_of_it_and_gets_nothing_of_it() {
    let server = Server::start().await;
    let (author, colleague) = (server.provider("author").await, server.provider("colleague").await);
    let record = author.record("Ada").await;
    let share = json!({ "patient": record.patient, "colleague": colleague.id });
    author.browser().ask::<()>("share_chart", &share).await;
    let patient = server.patient("ada", record.patient).await;

    let id = Uuid::now_v7();
    let mut form = clinic::visit();
    form["visit_date"] = "2024-03-01T09:00".into();
    form["chief_complaint"] = "Wheezing".into();
    form["diagnosis"] = "Gonorrhoea".into();
    form["vitals"] = json!({ "values": [["pulse", "72"]] });
    form["prescriptions"] = json!([{ "medication": "Doxycycline", "dosage": "", "frequency": "", "start_date": "2024-03-01",
                                     "end_date": "", "allergy_override_reason": "" }]);
    let visit = json!({ "visit": { "id": id, "patient": record.patient, "form": form } });
    author.browser().ask::<Value>("record_visit", &visit).await;
    form["prescriptions"] = json!([]);
    form["diagnosis"] = "Syphilis".into();
    let amendment = json!({ "visit": id, "version": 1, "reason": "A typo", "form": form });
    author.browser().ask::<()>("amend_visit", &amendment).await;
    colleague.browser().ask::<()>("add_addendum", &json!({ "visit": id, "text": "Partner informed" })).await;

    let of_record = json!({ "patient": record.patient, "after": null });
    let lists = ["list_visits", "list_vitals", "list_prescriptions", "my_record", "chart_header", "list_access"];
    let pages = ["/my-records", "/my-records?tab=prescriptions", "/my-records?tab=documents", "/my-records/access"];
    let versions = json!({ "visit": id });
    let read = async || {
        let mut all = Vec::new();
        for list in lists {
            all.push(patient.browser.call(list, &of_record).await.text().to_owned());
        }
        for page in pages {
            all.push(patient.browser.get(page).await.text().to_owned());
        }
        all.push(patient.browser.call("list_visit_versions", &versions).await.text().to_owned());
        all
    };
    let found = |texts: &[String]| SECRETS.iter().filter(|it| texts.iter().any(|text| text.contains(**it))).count();
    let before = read().await;
    assert_eq!(found(&before), SECRETS.len() - 1, "all but the reason, which isn't there yet");
    assert!(!before.iter().any(|text| text.contains("entered by mistake")));

    let mark = json!({ "visit": id, "reason": "It is Carl Jones's" });
    author.browser().ask::<()>("mark_visit_entered_in_error", &mark).await;
    let after = read().await;
    assert_eq!(found(&after), 0, "{after:?}");
    for page in &pages[..3] {
        let text = patient.browser.get(page).await.text().to_owned();
        assert!(text.contains("A visit of 1 Mar 2024 was entered by mistake and isn't shown."), "{page}");
    }
    let refused = patient.browser.call("list_visit_versions", &versions).await;
    let made_up = patient.browser.call("list_visit_versions", &json!({ "visit": Uuid::now_v7() })).await;
    assert_eq!((refused.status, refused.essence()), (404, made_up.essence()));
    let again = patient.browser.call("mark_visit_entered_in_error", &mark).await;
    assert_eq!(again.status, 404, "it isn't there for the patient: {}", again.text());

    for provider in [&author, &colleague] {
        let header: ChartHeader = provider.browser().ask("chart_header", &of_record).await;
        assert!(header.hidden_visits.is_empty());
        let chart = provider.browser().get(&format!("/patients/{}", record.patient)).await;
        for text in ["Syphilis", "Partner informed", "It is Carl Jones's"] {
            assert!(chart.text().contains(text), "{text}");
        }
        assert_eq!(provider.browser().call("list_visit_versions", &versions).await.status, 200);
    }
}
