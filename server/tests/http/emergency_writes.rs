//! What emergency access permits over HTTP: reading, and writing a visit.

use model::{id::VisitId, visit::Written};
use serde_json::json;
use uuid::Uuid;

use crate::{
    break_glass::open,
    clinic,
    endpoints::{Endpoint, OF_A_RECORD, Subject},
    running::Server,
};

/// What passes access on or ends it, what isn't a visit's, what only the author does, and what takes an id that is free.
const REFUSED: [&str; 18] = [
    "find_colleagues",
    "find_merge_candidates",
    "update_demographics",
    "update_allergies",
    "start_prescription",
    "stop_prescription",
    "mark_document_reviewed",
    "mark_document_entered_in_error",
    "invite_patient",
    "share_chart",
    "list_shares",
    "ask_handover",
    "end_relationship",
    "amend_visit",
    "save_private_note",
    "mark_prescription_entered_in_error",
    "mark_visit_entered_in_error",
    "register_patient",
];

/// The buttons for these, with the tabs on which they are.
const NOT_OFFERED: [(&str, &str); 7] = [
    ("visits", "Share chart<"),
    ("visits", "Upload document<"),
    ("demographics", "Edit demographics<"),
    ("demographics", "Edit allergies<"),
    ("prescriptions", "Start prescription<"),
    ("prescriptions", ">Stop<"),
    ("documents", "Mark reviewed<"),
];

#[tokio::test]
async fn it_permits_a_visit_and_nothing_beside_it() {
    let server = Server::start().await;
    let (mine, theirs) = (server.provider("mine").await, server.provider("theirs").await);
    let third = server.provider("third").await;
    let record = theirs.record("Ada").await;
    assert_eq!(open(mine.browser(), "Ada").await.status, 200);
    let chart = format!("/patients/{}", record.patient);
    let page = mine.browser().get(&chart).await;
    assert!(
        page.text().contains("write visits with their prescriptions, addenda and private notes"),
        "{}",
        page.text()
    );
    for (tab, button) in NOT_OFFERED {
        let tab = format!("{chart}?tab={tab}");
        let (mine, theirs) = (mine.browser().get(&tab).await, theirs.browser().get(&tab).await);
        assert_eq!((mine.text().contains(button), theirs.text().contains(button)), (false, true), "{tab}: {button}");
    }

    let subject = Subject { record, provider: third.id, user: third.person.user };
    for Endpoint { name, arguments } in OF_A_RECORD {
        let answer = mine.browser().call(name, &arguments(&subject)).await;
        let expected = if REFUSED.contains(name) { 404 } else { 200 };
        assert_eq!(answer.status, expected, "{name}: {}", answer.text());
    }
    assert_eq!(mine.browser().upload(&record.patient.to_string(), clinic::PDF).await.status, 404);
    let mut form = clinic::visit();
    form["prescriptions"] = json!([clinic::prescription()]);
    let visit = json!({ "visit": { "id": Uuid::now_v7(), "patient": record.patient, "form": form } });
    let Written::Saved(own) = mine.browser().ask::<Written<VisitId>>("record_visit", &visit).await else {
        panic!("a conflict")
    };
    for (name, arguments) in [
        ("amend_visit", json!({ "visit": own, "version": 1, "reason": "A typo", "form": clinic::visit() })),
        ("save_private_note", json!({ "visit": own, "text": "Worried." })),
        ("mark_visit_entered_in_error", json!({ "visit": own, "reason": "Another patient's" })),
    ] {
        let answer = mine.browser().call(name, &arguments).await;
        assert_eq!(answer.status, 200, "{name}: {}", answer.text());
    }
}
