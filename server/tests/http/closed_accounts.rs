//! An account is closed for good: its address is free, and the record that it read is told of it by a page that needs no script.

use model::{
    administration::PatientAccount,
    caregiver::{AccessEnd, EndedCaregiver},
    chart::InvitationLink,
    page::Page,
};
use serde_json::{Value, json};

use crate::{
    browser::{Answer, Browser},
    clinic::{NAME, Person},
    running::Server,
};

const BORN: &str = "1980-02-29";
const PASSWORD: &str = "quiet heron on a fence";

async fn answer_link(browser: &Browser, link: &InvitationLink, to: &str, email: &str) -> Answer {
    let token = link.url.rsplit_once('/').unwrap().1;
    let fields =
        [("form[token]", token), ("form[date_of_birth]", BORN), ("form[email]", email), ("form[password]", PASSWORD)];
    browser.submit(to, &fields).await
}

async fn account(administrator: &Person, email: &str) -> Option<PatientAccount> {
    let search = json!({ "search": email, "after": null });
    let page: Page<PatientAccount> = administrator.browser.ask("list_patient_accounts", &search).await;
    page.rows.into_iter().next()
}

#[tokio::test]
async fn the_patient_reads_that_a_caregivers_account_was_closed_until_they_put_it_away() {
    let server = Server::start().await;
    let provider = server.provider("provider").await;
    let (record, other) = (provider.record("Ada").await, provider.record("Berta").await);
    let (ada, berta) = (server.patient("ada", record.patient).await, server.patient("berta", other.patient).await);
    let administrator = server.administrator().await;
    let invite = json!({ "patient": record.patient, "form": { "name": "Ana", "months": "12" } });
    let link: InvitationLink = ada.browser.ask("invite_caregiver", &invite).await;
    let mut ana = server.browser();
    let accepted = answer_link(&ana, &link, "/api/accept_caregiver", "ana@clinic.example").await;
    assert_eq!(accepted.status, 302, "{}", accepted.text());
    ana.cookie = accepted.header("set-cookie").and_then(|cookie| cookie.split(';').next().map(str::to_owned));
    assert!(!ada.browser.get("/my-records").await.text().contains("Access that ended"));

    let page = administrator.browser.get("/admin/accounts?search=ana").await;
    assert!(page.text().contains("Close account") && !page.text().contains(NAME), "{}", page.text());
    let close = json!({ "user": account(&administrator, "ana@clinic.example").await.unwrap().id });
    let closed = administrator.browser.call("retire_account", &close).await;
    assert_eq!((closed.status, closed.text()), (200, "null"), "it says nothing of whom the account read");
    assert!(account(&administrator, "ana@clinic.example").await.is_none());
    assert_eq!(ana.call("list_cared_for", &json!({})).await.status, 401);
    let security: Value = administrator.browser.ask("list_security_events", &json!({ "after": null })).await;
    assert!(security.to_string().contains("closed an account for good"), "{security}");
    assert!(!security.to_string().contains("with an account that was closed"), "{security}");

    let told: Vec<EndedCaregiver> = ada.browser.ask("list_ended_caregivers", &json!({})).await;
    assert_eq!((told.len(), told[0].name.as_str(), told[0].cause), (1, "Ana", AccessEnd::TheirAccount));
    assert!(ada.browser.get("/my-records").await.text().contains("the clinic closed their account"));
    assert!(!berta.browser.get("/my-records").await.text().contains("closed their account"));
    // Another patient's and a made-up one are alike.
    let id = told[0].id.to_string();
    let see = async |id: &str| berta.browser.submit("/api/see_caregiver_end", &[("caregiver", id)]).await.essence();
    assert_eq!(see(&id).await, see(&record.visit.to_string()).await);
    let seen = ada.browser.submit("/api/see_caregiver_end", &[("caregiver", &id)]).await;
    assert_eq!((seen.status, seen.header("location")), (302, Some("/my-records")));
    assert!(!ada.browser.get("/my-records").await.text().contains("closed their account"));
    let again: Vec<EndedCaregiver> = ada.browser.ask("list_ended_caregivers", &json!({})).await;
    assert!(again.is_empty());
}

#[tokio::test]
async fn an_unlinked_accounts_address_is_free_and_the_account_isnt() {
    let server = Server::start().await;
    let provider = server.provider("provider").await;
    let record = provider.record("Ada").await;
    let intruded = server.patient("ada", record.patient).await;
    let administrator = server.administrator().await;
    let unlink = json!({ "user": intruded.user });
    assert_eq!(administrator.browser.call("unlink_patient_account", &unlink).await.status, 200);
    assert_eq!(intruded.browser.call("my_record", &json!({})).await.status, 401);
    let refused = server.browser().sign_in(&intruded.email, crate::clinic::PASSWORD).await;
    assert!(refused.header("set-cookie").is_none(), "{}", refused.text());
    for (name, arguments) in [
        ("set_account_suspended", json!({ "user": intruded.user, "is_suspended": false })),
        ("make_password_reset", unlink.clone()),
        ("unlink_patient_account", unlink.clone()),
        ("retire_account", unlink),
    ] {
        assert_eq!(administrator.browser.call(name, &arguments).await.status, 404, "{name}");
    }
    let invite = json!({ "patient": record.patient });
    let link: InvitationLink = provider.browser().ask("invite_patient", &invite).await;
    let accepted = answer_link(&server.browser(), &link, "/api/accept_invitation", &intruded.email).await;
    assert_eq!(accepted.status, 302, "{}", accepted.text());
    let account = account(&administrator, &intruded.email).await.unwrap();
    assert!(account.is_linked && account.id != intruded.user);
}

#[tokio::test]
async fn a_sixth_link_for_a_caregiver_is_refused_in_words() {
    let server = Server::start().await;
    let provider = server.provider("provider").await;
    let record = provider.record("Ada").await;
    let ada = server.patient("ada", record.patient).await;
    let invite = json!({ "patient": record.patient, "form": { "name": "Ana", "months": "12" } });
    for _ in 0..5 {
        ada.browser.ask::<InvitationLink>("invite_caregiver", &invite).await;
    }
    let sixth = ada.browser.call("invite_caregiver", &invite).await;
    assert_eq!(sixth.status, 422);
    assert!(sixth.text().contains("Five links to this record are open"), "{}", sixth.text());
}
