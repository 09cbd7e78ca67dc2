//! What two people have arranged, and a merge: to anybody else a real id is like a made-up one, in the answer and in the
//! statements.

use model::{caregiver::Caregiver, chart::InvitationLink};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    browser::Browser,
    clinic::{self, Person, Provider},
    merging,
    running::Server,
    statements::{logged_server, refused},
};

/// A server function, an id that is real, and what it is called with.
type Arranged = (&'static str, Uuid, fn(Uuid) -> Value);

/// A handover and a cover that wait for the other one's answer, a caregiver's link, a merge.
async fn arrange(server: &Server, theirs: &Provider, other: &Provider) -> (Vec<Arranged>, Person) {
    let browser = theirs.browser();
    let [handover, cover] = [Uuid::now_v7(), Uuid::now_v7()];
    let record = theirs.record("Ada").await;
    let ask = json!({ "id": handover, "patient": record.patient, "colleague": other.id });
    browser.ask::<()>("ask_handover", &ask).await;
    let form = json!({ "colleague": other.id.to_string(), "until": clinic::tomorrow() });
    browser.ask::<()>("ask_cover", &json!({ "id": cover, "form": form })).await;

    let patient = server.patient("ada", record.patient).await;
    let invite = json!({ "patient": record.patient, "form": { "name": "Ana", "months": "12" } });
    patient.browser.ask::<InvitationLink>("invite_caregiver", &invite).await;
    let of_patient = json!({ "patient": record.patient });
    let caregivers: Vec<Caregiver> = patient.browser.ask("list_caregivers", &of_patient).await;

    let (survivor, merged) = (theirs.record("Berta").await, theirs.record("Berta").await);
    let merge = merging::request(theirs, &survivor, &merged).await;
    browser.ask::<()>("merge_records", &merge).await;
    let merge: Uuid = serde_json::from_value(merge["request"]["id"].clone()).unwrap();
    let arranged: Vec<Arranged> = vec![
        ("answer_handover", handover, |id| json!({ "handover": id, "is_accepted": true })),
        ("withdraw_handover", handover, |id| json!({ "handover": id })),
        ("answer_cover", cover, |id| json!({ "cover": id, "is_accepted": true })),
        ("end_cover", cover, |id| json!({ "cover": id })),
        (
            "invite_caregiver",
            record.patient.0,
            |id| json!({ "patient": id, "form": { "name": "Ana", "months": "12" } }),
        ),
        ("revoke_caregiver", caregivers[0].id.0, |id| json!({ "caregiver": id })),
        ("compare_records", survivor.patient.0, |id| json!({ "survivor": id, "merged": Uuid::now_v7() })),
        ("undo_merge", merge, |id| json!({ "merge": id })),
    ];
    (arranged, patient)
}

async fn assert_is(status: u16, browser: &Browser, (name, id, arguments): &Arranged) {
    let answer = browser.call(name, &arguments(*id)).await;
    assert_eq!(answer.status, status, "{name}: {}", answer.text());
}

#[tokio::test]
async fn what_others_arranged_and_what_nobody_did_answer_and_run_alike() {
    let (server, log) = logged_server().await;
    let (theirs, other) = (server.provider("theirs").await, server.provider("other").await);
    let stranger = server.provider("stranger").await;
    let (arranged, patient) = arrange(&server, &theirs, &other).await;
    for (name, id, arguments) in &arranged {
        let (real, made_up) = (arguments(*id), arguments(Uuid::now_v7()));
        let statements = refused(&server, &log, stranger.browser().call(name, &real)).await;
        assert_eq!(statements, refused(&server, &log, stranger.browser().call(name, &made_up)).await, "{name}");
        let (real, made_up) =
            (stranger.browser().call(name, &real).await, stranger.browser().call(name, &made_up).await);
        assert_eq!(real.essence(), made_up.essence(), "{name}");
    }
    // They were refused for who asked.
    let whose = [
        ("answer_handover", other.browser()),
        ("answer_cover", other.browser()),
        ("end_cover", theirs.browser()),
        ("revoke_caregiver", &patient.browser),
        ("undo_merge", theirs.browser()),
    ];
    for (name, browser) in whose {
        assert_is(200, browser, arranged.iter().find(|(known, ..)| *known == name).unwrap()).await;
    }
}
