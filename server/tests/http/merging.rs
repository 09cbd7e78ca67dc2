//! Merging two records over HTTP: who is answered, where the merged record's address leads, and the way back.

use model::{
    chart::ChartHeader,
    id::{MergeId, PatientId},
    merge::{MergeCandidate, RecordComparison},
};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    browser::Browser,
    clinic::{NAME, Provider, Record},
    endpoints::{Endpoint, OF_A_MERGE, Subject},
    running::Server,
};

const REASON: &str = "The same insurance card.";

async fn header(provider: &Provider, patient: PatientId) -> ChartHeader {
    provider.browser().ask("chart_header", &json!({ "patient": patient })).await
}

async fn compare(provider: &Provider, survivor: &Record, merged: &Record) -> RecordComparison {
    let both = json!({ "survivor": survivor.patient, "merged": merged.patient });
    provider.browser().ask("compare_records", &both).await
}

pub async fn request(provider: &Provider, survivor: &Record, merged: &Record) -> Value {
    let seen = compare(provider, survivor, merged).await;
    json!({ "request": {
        "id": Uuid::now_v7(), "survivor": survivor.patient, "survivor_version": seen.survivor.version,
        "merged": merged.patient, "merged_version": seen.merged.version, "reason": REASON,
    } })
}

async fn visits(browser: &Browser, patient: PatientId) -> usize {
    let page: Value = browser.ask("list_visits", &json!({ "patient": patient, "after": null })).await;
    page["rows"].as_array().unwrap().len()
}

#[tokio::test]
async fn two_records_become_one_whose_address_both_lead_to_and_two_again() {
    let server = Server::start().await;
    let (mine, colleague) = (server.provider("mine").await, server.provider("colleague").await);
    let (survivor, merged) = (mine.record("Ada").await, mine.record("Ada").await);
    let share = json!({ "patient": merged.patient, "colleague": colleague.id });
    mine.browser().ask::<()>("share_chart", &share).await;
    let search = json!({ "patient": survivor.patient, "search": "" });
    let found: Vec<MergeCandidate> = mine.browser().ask("find_merge_candidates", &search).await;
    assert_eq!(found.iter().map(|candidate| candidate.patient.id).collect::<Vec<_>>(), [merged.patient]);

    let request = request(&mine, &survivor, &merged).await;
    // Sent twice, it is one merge.
    for _ in 0..2 {
        let answer = mine.browser().call("merge_records", &request).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
    }
    assert_eq!(server.count("patient_merges").await, 1);
    for provider in [&mine, &colleague] {
        let both = [header(provider, survivor.patient).await, header(provider, merged.patient).await];
        assert!(both.iter().all(|header| header.id == survivor.patient && header.includes.len() == 1), "{both:?}");
        assert_eq!(visits(provider.browser(), survivor.patient).await, 2);
        let answer = provider.browser().get(&format!("/patients/{}?tab=documents", merged.patient)).await;
        let there = format!("/patients/{}?tab=documents", survivor.patient);
        assert_eq!((answer.status, answer.header("location")), (302, Some(there.as_str())));
        let page = provider.browser().get(&there).await;
        assert!(page.status == 200 && page.text().contains("Includes the record of"), "{}", page.status);
        assert_eq!(provider.browser().get(&format!("/documents/{}/download", merged.document)).await.status, 303);
    }

    let undo = json!({ "merge": request["request"]["id"] });
    for _ in 0..2 {
        let answer = mine.browser().call("undo_merge", &undo).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
    }
    assert_eq!(header(&mine, merged.patient).await.id, merged.patient);
    assert_eq!(mine.browser().get(&format!("/patients/{}", merged.patient)).await.status, 200);
    assert_eq!(visits(colleague.browser(), merged.patient).await, 1);
    assert_eq!(colleague.browser().get(&format!("/patients/{}", survivor.patient)).await.status, 404);
}

#[tokio::test]
async fn somebody_elses_records_and_merges_are_like_none() {
    let server = Server::start().await;
    let (theirs, stranger) = (server.provider("theirs").await, server.provider("stranger").await);
    let (survivor, merged) = (theirs.record("Ada").await, theirs.record("Ada").await);
    let patient = server.patient("ada", survivor.patient).await;
    let administrator = server.administrator().await;
    let unverified = server.unverified_provider("unverified").await;
    let request = request(&theirs, &survivor, &merged).await;
    let both = json!({ "survivor": survivor.patient, "merged": merged.patient });
    let browsers = [stranger.browser(), &patient.browser, &administrator.browser, unverified.browser()];
    let refused = async |calls: &[(&str, &Value)]| {
        for browser in browsers {
            for ((name, real), Endpoint { name: known, arguments }) in calls.iter().zip(OF_A_MERGE) {
                assert_eq!(name, known);
                let (answer, made_up) =
                    (browser.call(name, real).await, browser.call(name, &arguments(&Subject::made_up())).await);
                assert_eq!((answer.essence(), answer.status), (made_up.essence(), 404), "{name}");
                assert!(!answer.text().contains(NAME));
            }
        }
    };
    let undo = json!({ "merge": request["request"]["id"] });
    refused(&[("compare_records", &both), ("merge_records", &request), ("undo_merge", &undo)]).await;
    assert_eq!(server.count("patient_merges").await, 0);
    theirs.browser().ask::<()>("merge_records", &request).await;
    refused(&[("compare_records", &both), ("merge_records", &request), ("undo_merge", &undo)]).await;
    for browser in [stranger.browser(), unverified.browser()] {
        let (merged, made_up) = (
            browser.get(&format!("/patients/{}", merged.patient)).await,
            browser.get(&format!("/patients/{}", Uuid::now_v7())).await,
        );
        assert_eq!((merged.status, merged.header("location")), (made_up.status, None));
    }
    let id: MergeId = serde_json::from_value(request["request"]["id"].clone()).unwrap();
    assert_eq!(header(&theirs, survivor.patient).await.includes[0].id, id);
}

#[tokio::test]
async fn what_is_in_the_way_is_said_and_what_changed_is_looked_at_again() {
    let server = Server::start().await;
    let mine = server.provider("mine").await;
    let (survivor, merged) = (mine.record("Ada").await, mine.record("Ada").await);
    server.patient("ada", survivor.patient).await;
    let request = request(&mine, &survivor, &merged).await;
    server.patient("again", merged.patient).await;
    let answer = mine.browser().call("merge_records", &request).await;
    assert_eq!(answer.status, 422, "{}", answer.text());
    assert!(answer.text().contains("Both records have a patient's account"), "{}", answer.text());
    let unlink = sqlx::query("update patients set user_id = null where id = $1").bind(merged.patient.0);
    unlink.execute(&server.superuser).await.unwrap();
    let edit = json!({ "patient": merged.patient, "version": 1, "form": crate::clinic::demographics("Adah") });
    mine.browser().ask::<()>("update_demographics", &edit).await;
    let answer = mine.browser().call("merge_records", &request).await;
    assert_eq!((answer.status, answer.json()), (409, json!("changed")));
    assert_eq!(server.count("patient_merges").await, 0);
}
