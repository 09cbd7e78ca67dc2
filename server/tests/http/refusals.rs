//! What is refused is noted, whichever server function or route was asked: with the id as it was asked, for the
//! administrator, and not for those of the record.

use model::{access::SecurityEvent, page::Page};
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    browser::{Answer, Browser, send},
    clinic::{NAME, PDF, Person},
    endpoints::{BETWEEN_TWO, OF_A_MERGE, OF_A_RECORD, OF_THE_ADMINISTRATOR, Subject},
    running::Server,
};

/// What was noted of a refusal: the action, the record, the id that was asked.
type Noted = (String, Option<Uuid>, Option<Uuid>);

/// The refusals of somebody that were noted, in their order.
async fn refusals(server: &Server, of: &Person) -> Vec<Noted> {
    let refusals = "select action, patient_id, subject_id from audit_events
                     where actor_user_id = $1 and split_part(action, '.', 2) = 'refuse' order by id";
    sqlx::query_as(refusals).bind(of.user.0).fetch_all(&server.superuser).await.unwrap()
}

/// Every refusal is one event, of an id that was asked: unless there were many, and those are the store's tests'.
async fn assert_noted(server: &Server, caller: &Person, name: &str, arguments: &Value) {
    sqlx::query("delete from refusal_counts").execute(&server.superuser).await.unwrap();
    let before = refusals(server, caller).await;
    let answer = caller.browser.call(name, arguments).await;
    assert_eq!(answer.status, 404, "{name}: {}", answer.text());
    let mut noted = refusals(server, caller).await;
    let [(action, patient, asked)] = &noted.split_off(before.len())[..] else { panic!("{name}: not one event") };
    assert_eq!(*patient, None, "{name} is noted in a record");
    match asked {
        Some(asked) => assert!(arguments.to_string().contains(&asked.to_string()), "{name}: {action} of {asked}"),
        None => assert_eq!(action, "administration.refuse", "{name}"),
    }
}

#[tokio::test]
async fn every_server_function_notes_what_it_refuses() {
    let server = Server::start().await;
    let (mine, theirs) = (server.provider("mine").await, server.provider("theirs").await);
    let record = theirs.record("Ada").await;
    let patient = server.patient("ada", theirs.register("Berta").await).await;
    let administrator = server.administrator().await;
    let subject = Subject { record, provider: theirs.id, user: patient.user };
    for caller in [&mine.person, &patient, &administrator] {
        for endpoint in OF_A_RECORD {
            assert_noted(&server, caller, endpoint.name, &(endpoint.arguments)(&subject)).await;
            // A record that isn't there is what a new one is registered under.
            if endpoint.name != "register_patient" {
                assert_noted(&server, caller, endpoint.name, &(endpoint.arguments)(&Subject::made_up())).await;
            }
        }
    }
    for caller in [&mine.person, &patient, &administrator] {
        for endpoint in OF_A_MERGE.iter().chain(BETWEEN_TWO) {
            assert_noted(&server, caller, endpoint.name, &(endpoint.arguments)(&subject)).await;
        }
    }
    for caller in [&mine.person, &patient] {
        for endpoint in OF_THE_ADMINISTRATOR {
            assert_noted(&server, caller, endpoint.name, &(endpoint.arguments)(&subject)).await;
        }
        for (name, argument) in [("end_own_session", "session"), ("report_access", "event")] {
            let arguments = json!({ argument: Uuid::now_v7(), "id": Uuid::now_v7(), "text": "Who is this?" });
            assert_noted(&server, caller, name, &arguments).await;
        }
    }
}

async fn dismiss(browser: &Browser, id: Uuid) -> Answer {
    let request = browser.request(Method::POST, "/api/dismiss_break_glass").header("sec-fetch-site", "same-origin");
    let request = request.header("accept", "application/json");
    send(request.header("content-type", "application/x-www-form-urlencoded").body(format!("id={id}"))).await
}

#[tokio::test]
async fn every_route_notes_what_it_refuses() {
    let server = Server::start().await;
    let (mine, theirs) = (server.provider("mine").await, server.provider("theirs").await);
    let record = theirs.record("Ada").await;
    let (made_up, notice) = (Uuid::now_v7(), Uuid::now_v7());
    let browser = mine.browser();
    for document in [record.document.0, made_up] {
        assert_eq!(browser.get(&format!("/documents/{document}/download")).await.status, 404);
    }
    for patient in [record.patient.0, made_up] {
        assert_eq!(browser.upload(&patient.to_string(), PDF).await.status, 404);
    }
    assert_eq!(dismiss(browser, notice).await.status, 404);
    let noted = refusals(&server, &mine.person).await;
    let expected = [
        ("document.refuse", record.document.0),
        ("document.refuse", made_up),
        ("chart.refuse", record.patient.0),
        ("chart.refuse", made_up),
        ("emergency.refuse", notice),
    ];
    assert_eq!(noted, expected.map(|(action, id)| (action.to_owned(), None, Some(id))));
}

#[tokio::test]
async fn that_a_proof_is_asked_for_is_noted() {
    let server = Server::start().await;
    let (mine, theirs) = (server.provider("mine").await, server.provider("theirs").await);
    let administrator = server.administrator().await;
    let left_open = "update sessions set confirmed_at = now() - interval '1 hour'";
    sqlx::query(left_open).execute(&server.superuser).await.unwrap();
    let verified = json!({ "provider": theirs.id, "is_verified": true });
    let passkey = json!({ "passkey": Uuid::now_v7() });
    for (caller, name, arguments, asked) in [
        (&administrator, "set_provider_verified", &verified, Some(theirs.id.0)),
        (&mine.person, "begin_second_factor", &json!({}), None),
        (&mine.person, "replace_recovery_codes", &json!({}), None),
        (&mine.person, "remove_second_factor", &json!({}), None),
        (&mine.person, "remove_passkey", &passkey, passkey["passkey"].as_str().map(|id| id.parse().unwrap())),
    ] {
        let before = noted(&server, caller, "session.require_confirmation").await;
        let answer = caller.browser.call(name, arguments).await;
        assert_eq!(answer.status, 403, "{name}: {}", answer.text());
        let mut after = noted(&server, caller, "session.require_confirmation").await;
        assert_eq!(after.split_off(before.len()), [asked], "{name}");
    }
}

/// The ids that were asked, of somebody's events of this action.
async fn noted(server: &Server, of: &Person, action: &str) -> Vec<Option<Uuid>> {
    let events = "select subject_id from audit_events where actor_user_id = $1 and action = $2 order by id";
    sqlx::query_scalar(events).bind(of.user.0).bind(action).fetch_all(&server.superuser).await.unwrap()
}

#[tokio::test]
async fn a_link_that_doesnt_work_is_noted() {
    let server = Server::start().await;
    let browser = server.browser();
    for path in ["/invitation/made-up", "/caregiver/made-up", "/reset-password/made-up"] {
        let dead = "select count(*) from audit_events where action = 'link.refuse' and actor_user_id is null";
        let count = async || sqlx::query_scalar::<_, i64>(dead).fetch_one(&server.superuser).await.unwrap();
        let before = count().await;
        assert_eq!(browser.get(path).await.status, 404, "{path}");
        assert_eq!(count().await, before + 1, "{path}");
    }
}

#[tokio::test]
async fn the_administrator_reads_of_refusals_and_those_of_the_record_dont() {
    let server = Server::start().await;
    let (mine, theirs) = (server.provider("mine").await, server.provider("theirs").await);
    let record = theirs.record("Ada").await;
    let patient = server.patient("ada", record.patient).await;
    let administrator = server.administrator().await;
    let arguments = json!({ "patient": record.patient });
    assert_eq!(mine.browser().call("chart_header", &arguments).await.status, 404);

    let answer = administrator.browser.call("list_security_events", &json!({ "after": null })).await;
    assert!(!answer.text().contains(NAME), "{}", answer.text());
    let page: Page<SecurityEvent> = serde_json::from_value(answer.json()).unwrap();
    let [event] = &page.rows[..] else { panic!("{:?}", page.rows) };
    assert_eq!(event.who, "mine");
    assert_eq!(event.what, "asked for a chart that isn't theirs to see, and was refused");
    for browser in [&patient.browser, theirs.browser()] {
        let history = browser.call("list_access", &json!({ "patient": record.patient, "after": null })).await;
        assert!(history.status == 200 && !history.text().contains("refused"), "{}", history.text());
    }
}

#[tokio::test]
async fn a_page_of_the_administrators_asks_for_nothing_as_anybody_else() {
    let server = Server::start().await;
    let provider = server.provider("provider").await;
    for path in ["/admin/providers", "/admin/accounts", "/admin/security"] {
        let answer = provider.browser().get(path).await;
        assert_eq!(answer.status, 200, "{path}");
        assert!(answer.text().contains("This page is for the clinic"), "{path}");
        assert_eq!(server.browser().get(path).await.status, 302, "{path}");
    }
    assert_eq!(refusals(&server, &provider.person).await, []);
}
