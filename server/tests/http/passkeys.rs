//! Passkeys over HTTP, with an authenticator of a few lines; and a second factor that was lost.

use model::own_account::{PasskeyAnswer, PasskeyQuestion};
use serde_json::{Value, json};

use crate::{
    authenticator::Authenticator,
    browser::{Answer, Browser},
    clinic::PASSWORD,
    running::Server,
};

/// Passkeys have a domain; the tests come by the address of numbers.
const ORIGIN: &str = "http://localhost:4711";

async fn start() -> Server {
    Server::start_with(&[("PUBLIC_URL", ORIGIN)]).await
}

/// Adds a passkey to whoever is signed in.
async fn add(browser: &Browser) -> Authenticator {
    let mut phone = Authenticator::new(ORIGIN);
    let question: PasskeyQuestion = browser.ask("begin_passkey", &json!({})).await;
    let answer = phone.create(&question);
    browser.ask::<()>("add_passkey", &json!({ "name": "My phone", "answer": answer })).await;
    phone
}

/// Signs in by the passkey alone.
async fn sign_in(browser: &Browser, phone: &mut Authenticator, next: Option<&str>) -> Answer {
    let question: PasskeyQuestion = browser.ask("begin_passkey_sign_in", &json!({})).await;
    browser.call("sign_in_by_passkey", &json!({ "answer": phone.get(&question), "next": next })).await
}

/// Takes the cookie that the answer sets.
fn keep(browser: &mut Browser, answer: &Answer, name: &str) {
    let cookies = answer.headers.get_all("set-cookie").iter().map(|cookie| cookie.to_str().unwrap());
    let cookie = cookies.filter_map(|cookie| cookie.split(';').next()).find(|cookie| cookie.starts_with(name));
    browser.cookie = Some(cookie.unwrap_or_else(|| panic!("no cookie {name}")).to_owned());
}

#[tokio::test]
async fn a_passkey_signs_in_without_an_address_and_leads_on() {
    let server = start().await;
    let person = server.administrator().await;
    let mut phone = add(&person.browser).await;
    for (next, leads_to) in [
        (None, "/admin/providers"),
        (Some("/admin/accounts"), "/admin/accounts"),
        (Some("//elsewhere.example"), "/admin/providers"),
    ] {
        let mut browser = server.browser();
        let answer = sign_in(&browser, &mut phone, next).await;
        assert_eq!(answer.header("location"), Some(leads_to), "{}", answer.text());
        keep(&mut browser, &answer, "session=");
        assert_eq!(browser.get("/admin/accounts").await.status, 200);
    }
    let account: Value = person.browser.ask("own_account", &json!({})).await;
    assert_eq!(account["passkeys"][0]["name"], "My phone");
    let remove = json!({ "passkey": account["passkeys"][0]["id"] });
    let other = server.provider("other").await;
    assert_eq!(other.browser().call("remove_passkey", &remove).await.status, 404);
    person.browser.ask::<()>("remove_passkey", &remove).await;
    let refused = sign_in(&server.browser(), &mut phone, None).await;
    assert_eq!((refused.status, refused.header("set-cookie")), (422, None));
}

#[tokio::test]
async fn an_unknown_passkey_a_wrong_one_and_a_late_one_answer_alike() {
    let server = start().await;
    let person = server.administrator().await;
    let mut phone = add(&person.browser).await;
    let mut unknown = Authenticator::new(ORIGIN);
    unknown.user_handle = phone.user_handle.clone();
    let browser = server.browser();
    let refused = sign_in(&browser, &mut unknown, None).await.essence();
    phone.verifies = false;
    assert_eq!(sign_in(&browser, &mut phone, None).await.essence(), refused);
    let none = PasskeyAnswer { ceremony: String::new(), credential: String::new() };
    let none = browser.call("sign_in_by_passkey", &json!({ "answer": none, "next": null })).await;
    assert_eq!((none.status, none.essence()), (422, refused));
}

#[tokio::test]
async fn guesses_with_passkeys_are_throttled_as_sign_ins_are() {
    let server = start().await;
    let browser = server.browser();
    for _ in 0..50 {
        browser.ask::<PasskeyQuestion>("begin_passkey_sign_in", &json!({})).await;
    }
    let refused = browser.call("begin_passkey_sign_in", &json!({})).await;
    assert_eq!(refused.status, 429, "{}", refused.text());
    assert!(refused.header("retry-after").is_some());
}

#[tokio::test]
async fn after_the_password_a_passkey_takes_the_second_step() {
    let server = start().await;
    let person = server.administrator().await;
    let mut phone = add(&person.browser).await;
    let mut browser = server.browser();
    let fields = [("email", person.email.as_str()), ("password", PASSWORD), ("next", "/admin/accounts")];
    let answer = browser.submit("/api/sign_in", &fields).await;
    assert_eq!(answer.header("location"), Some("/sign-in/code?next=%2Fadmin%2Faccounts"));
    assert_eq!(browser.call("begin_passkey_step", &json!({})).await.status, 404, "without its cookie");
    keep(&mut browser, &answer, "sign-in=");
    let question: PasskeyQuestion = browser.ask("begin_passkey_step", &json!({})).await;
    let arguments = json!({ "answer": phone.get(&question), "next": "/admin/accounts" });
    let answer = browser.call("take_passkey_step", &arguments).await;
    assert_eq!(answer.header("location"), Some("/admin/accounts"), "{}", answer.text());
    keep(&mut browser, &answer, "session=");
    assert_eq!(browser.get("/admin/accounts").await.status, 200);
}

#[tokio::test]
async fn a_passkey_proves_again_who_somebody_is() {
    let server = start().await;
    let person = server.administrator().await;
    let mut phone = add(&person.browser).await;
    let forget = "update sessions set confirmed_at = now() - interval '1 hour'";
    sqlx::query(forget).execute(&server.superuser).await.unwrap();
    let refused = person.browser.call("begin_passkey", &json!({})).await;
    assert_eq!((refused.status, refused.text()), (403, "\"confirmation_required\""));
    let question: PasskeyQuestion = person.browser.ask("begin_passkey_confirmation", &json!({})).await;
    let answer = json!({ "answer": phone.get(&question) });
    person.browser.ask::<()>("confirm_by_passkey", &answer).await;
    assert_eq!(person.browser.call("confirm_by_passkey", &answer).await.status, 422, "once");
    person.browser.ask::<PasskeyQuestion>("begin_passkey", &json!({})).await;
}

#[tokio::test]
async fn at_an_address_of_numbers_there_are_no_passkeys() {
    let server = Server::start().await;
    let refused = server.browser().call("begin_passkey_sign_in", &json!({})).await;
    assert_eq!(refused.status, 422);
    assert!(refused.text().contains("Passkeys need"), "{}", refused.text());
}

#[tokio::test]
async fn a_provider_whom_the_clinic_asks_for_a_second_factor_may_have_a_passkey() {
    let server = Server::start_with(&[("PUBLIC_URL", ORIGIN), ("REQUIRE_SECOND_FACTOR", "yes")]).await;
    let provider = server.provider("provider").await;
    assert!(provider.browser().get("/patients").await.text().contains("Set up your second factor first"));
    add(provider.browser()).await;
    provider.register("Ada").await;
}

#[tokio::test]
async fn a_lost_second_factor_is_removed_by_the_administrator_and_its_person_told() {
    let server = start().await;
    let administrator = server.administrator().await;
    let provider = server.provider("provider").await;
    let mut phone = add(provider.browser()).await;
    let remove = json!({ "user": provider.person.user });
    assert_eq!(provider.browser().call("remove_lost_second_factor", &remove).await.status, 404);
    administrator.browser.ask::<()>("remove_lost_second_factor", &remove).await;
    assert_eq!(administrator.browser.call("remove_lost_second_factor", &remove).await.status, 404, "there is none now");
    assert_eq!(provider.browser().get("/patients").await.status, 302, "signed out");
    assert_eq!(sign_in(&server.browser(), &mut phone, None).await.status, 422);

    let mut browser = server.browser();
    browser.sign_in(&provider.person.email, PASSWORD).await;
    assert!(browser.get("/patients").await.text().contains("administrator removed your second factor"));
    assert!(browser.get("/account").await.text().contains("administrator removed your second factor on"));
    browser.ask::<()>("see_factor_removal", &json!({})).await;
    assert!(!browser.get("/patients").await.text().contains("administrator removed your second factor"));
    let events: Value = administrator.browser.ask("list_security_events", &json!({ "after": null })).await;
    assert!(events.to_string().contains("removed somebody's lost second factor"), "{events}");
    assert!(events.to_string().contains("added a passkey"), "{events}");
}
