//! Who treats whom over time, and who reads a record for its patient: from one browser to another.

use model::{caregiver::CaredFor, chart::InvitationLink, relationship::Arrangements};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    browser::Browser,
    clinic::{self, NAME, PASSWORD, Provider, Record},
    endpoints::{BETWEEN_TWO, Endpoint, Subject},
    running::Server,
};

async fn status(browser: &Browser, name: &str, arguments: &Value) -> u16 {
    browser.call(name, arguments).await.status
}

async fn opens(browser: &Browser, record: &Record) -> u16 {
    status(browser, "chart_header", &json!({ "patient": record.patient })).await
}

async fn arrangements(provider: &Provider) -> Arrangements {
    provider.browser().ask("list_arrangements", &json!({})).await
}

#[tokio::test]
async fn a_patient_is_handed_over_and_the_last_provider_stays() {
    let server = Server::start().await;
    let (mine, theirs) = (server.provider("mine").await, server.provider("theirs").await);
    let third = server.provider("third").await;
    let record = theirs.record("Ada").await;
    let end = json!({ "patient": record.patient });
    let refused = theirs.browser().call("end_relationship", &end).await;
    assert!(refused.status != 200 && refused.text().contains("Hand the patient over"), "{}", refused.text());

    let ask = json!({ "id": Uuid::now_v7(), "patient": record.patient, "colleague": mine.id });
    for _ in 0..2 {
        assert_eq!(status(theirs.browser(), "ask_handover", &ask).await, 200, "sent twice, it is one question");
    }
    assert_eq!((opens(mine.browser(), &record).await, opens(theirs.browser(), &record).await), (404, 200));
    let waiting = arrangements(&mine).await;
    assert_eq!((waiting.handovers.len(), waiting.handovers[0].last_name.as_str()), (1, NAME));
    assert_eq!(arrangements(&third).await, Arrangements::default());
    let page = mine.browser().get("/patients").await;
    assert!(page.text().contains("A colleague waits for your answer"));
    assert!(mine.browser().get("/colleagues").await.text().contains(NAME));

    let answer = json!({ "handover": waiting.handovers[0].id, "is_accepted": true });
    for stranger in [&third, &theirs] {
        assert_eq!(status(stranger.browser(), "answer_handover", &answer).await, 404);
    }
    assert_eq!(status(mine.browser(), "answer_handover", &answer).await, 200);
    assert_eq!((opens(mine.browser(), &record).await, opens(theirs.browser(), &record).await), (200, 404));
}

#[tokio::test]
async fn a_colleague_covers_reads_and_writes_and_passes_nothing_on() {
    let server = Server::start().await;
    let (covering, theirs) = (server.provider("covering").await, server.provider("theirs").await);
    let record = theirs.record("Ada").await;
    let form = json!({ "colleague": covering.id.to_string(), "until": clinic::tomorrow() });
    let ask = json!({ "id": Uuid::now_v7(), "form": form });
    assert_eq!(status(theirs.browser(), "ask_cover", &ask).await, 200);
    let cover = arrangements(&covering).await.covers[0].id;
    assert_eq!(opens(covering.browser(), &record).await, 404);
    let answer = json!({ "cover": cover, "is_accepted": true });
    assert_eq!(status(covering.browser(), "answer_cover", &answer).await, 200);
    let list = covering.browser().get("/patients").await;
    assert!(list.text().contains(NAME) && list.text().contains("Covered until"), "{}", list.text());
    let visit = json!({ "visit": { "id": Uuid::now_v7(), "patient": record.patient, "form": clinic::visit() } });
    assert_eq!(status(covering.browser(), "record_visit", &visit).await, 200);
    let uploaded = covering.browser().upload(&record.patient.to_string(), clinic::PDF).await;
    assert_eq!(uploaded.status, 201, "{}", uploaded.text());
    let share = json!({ "patient": record.patient, "colleague": covering.id });
    assert_eq!(status(covering.browser(), "share_chart", &share).await, 404);
    assert_eq!(status(covering.browser(), "end_cover", &json!({ "cover": cover })).await, 200);
    assert_eq!(opens(covering.browser(), &record).await, 404);
}

#[tokio::test]
async fn nobody_answers_or_ends_what_is_between_two_others() {
    let server = Server::start().await;
    let (third, theirs) = (server.provider("third").await, server.provider("theirs").await);
    let record = theirs.record("Ada").await;
    let administrator = server.administrator().await;
    let subject = Subject { record, provider: theirs.id, user: administrator.user };
    for browser in [third.browser(), &administrator.browser] {
        for Endpoint { name, arguments } in BETWEEN_TWO {
            let answer = browser.call(name, &arguments(&subject)).await;
            let made_up = browser.call(name, &arguments(&Subject::made_up())).await;
            assert_eq!(answer.essence(), made_up.essence(), "{name}");
            assert_eq!(answer.status, 404, "{name}: {}", answer.text());
        }
    }
}

#[tokio::test]
async fn a_suspension_ends_access_at_the_next_request_and_can_be_lifted() {
    let server = Server::start().await;
    let theirs = server.provider("theirs").await;
    let administrator = server.administrator().await;
    let record = theirs.record("Ada").await;
    let suspend = |is_suspended: bool| json!({ "user": theirs.person.user, "is_suspended": is_suspended });
    assert_eq!(status(&administrator.browser, "set_account_suspended", &suspend(true)).await, 200);
    assert_eq!(opens(theirs.browser(), &record).await, 401);
    assert_eq!(theirs.browser().get("/patients").await.status, 302);
    let download = theirs.browser().get(&format!("/documents/{}/download", record.document)).await;
    assert_eq!(download.header("location"), Some("/sign-in"));
    let mut again = server.browser();
    again.sign_in(&theirs.person.email, PASSWORD).await;
    assert_eq!(opens(&again, &record).await, 401);
    let page = administrator.browser.get("/admin/providers").await;
    assert!(page.text().contains("Suspended"));
    let own = json!({ "user": administrator.user, "is_suspended": true });
    assert_eq!(status(&administrator.browser, "set_account_suspended", &own).await, 404);
    assert_eq!(status(&administrator.browser, "set_account_suspended", &suspend(false)).await, 200);
    again.sign_in(&theirs.person.email, PASSWORD).await;
    assert_eq!(opens(&again, &record).await, 200);
}

#[tokio::test]
async fn a_caregiver_reads_a_record_by_a_link_and_changes_nothing() {
    let server = Server::start().await;
    let theirs = server.provider("theirs").await;
    let (record, other) = (theirs.record("Ada").await, theirs.record("Berta").await);
    let patient = server.patient("ada", record.patient).await;
    let invite = json!({ "patient": record.patient, "form": { "name": "Ana", "months": "12" } });
    assert_eq!(status(theirs.browser(), "invite_caregiver", &invite).await, 404, "not to an adult's record");
    let link: InvitationLink = patient.browser.ask("invite_caregiver", &invite).await;
    let path = link.url.split_once("/caregiver/").map(|(_, token)| format!("/caregiver/{token}")).unwrap();
    let token = path.rsplit('/').next().unwrap().to_owned();

    let mut caregiver = server.browser();
    let page = caregiver.get(&path).await;
    assert!(page.status == 200 && !page.text().contains(NAME), "{}", page.text());
    let fields = |born| {
        [
            ("form[token]", token.as_str()),
            ("form[date_of_birth]", born),
            ("form[email]", "ana@clinic.example"),
            ("form[password]", PASSWORD),
        ]
    };
    let wrong = caregiver.submit("/api/accept_caregiver", &fields("1980-03-01")).await;
    assert!(wrong.header("set-cookie").is_none());
    let accepted = caregiver.submit("/api/accept_caregiver", &fields("1980-02-29")).await;
    assert_eq!(accepted.header("location"), Some("/my-records"), "{}", accepted.text());
    caregiver.cookie = accepted.header("set-cookie").and_then(|cookie| cookie.split(';').next().map(str::to_owned));

    let cared_for: Vec<CaredFor> = caregiver.ask("list_cared_for", &json!({})).await;
    assert_eq!((cared_for.len(), cared_for[0].patient.id), (1, record.patient));
    assert_eq!((opens(&caregiver, &record).await, opens(&caregiver, &other).await), (200, 404));
    let page = caregiver.get(&format!("/my-records?record={}", record.patient)).await;
    assert!(page.status == 200 && page.text().contains("You read this record for Ada"), "{}", page.text());
    let download = caregiver.get(&format!("/documents/{}/download", record.document)).await;
    assert_eq!(download.status, 303);
    assert_ne!(download.header("location"), Some("/sign-in"));
    let visit = json!({ "visit": { "id": Uuid::now_v7(), "patient": record.patient, "form": clinic::visit() } });
    assert_eq!(status(&caregiver, "record_visit", &visit).await, 404);
    assert_eq!(caregiver.upload(&record.patient.to_string(), clinic::PDF).await.status, 404);
    assert_eq!(status(&caregiver, "invite_caregiver", &invite).await, 404);

    let revoke = json!({ "caregiver": cared_for[0].caregiver });
    for stranger in [theirs.browser(), &server.provider("third").await.person.browser] {
        assert_eq!(status(stranger, "revoke_caregiver", &revoke).await, 404);
    }
    assert_eq!(status(&patient.browser, "revoke_caregiver", &revoke).await, 200);
    assert_eq!(opens(&caregiver, &record).await, 404);
    assert_eq!(caregiver.get(&format!("/my-records?record={}", record.patient)).await.status, 404);
    assert!(server.browser().get(&path).await.text().contains("This link doesn't work any more"));
}
