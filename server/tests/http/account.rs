//! One's own account: sessions, password, second factor, and what is asked for again.

use std::time::{SystemTime, UNIX_EPOCH};

use data_encoding::BASE32_NOPAD;
use ring::hmac;
use serde_json::{Value, json};

use crate::{
    browser::{Answer, Browser},
    clinic::{PASSWORD, Person},
    running::Server,
};

/// What an authenticator shows so many steps from now.
fn code(secret: &str, later: u64) -> String {
    let secret = BASE32_NOPAD.decode(secret.replace(' ', "").as_bytes()).unwrap();
    let step = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs() / 30 + later;
    let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &secret), &step.to_be_bytes());
    let tag = tag.as_ref();
    let offset = usize::from(tag[19] & 15);
    let number = u32::from_be_bytes(tag[offset..offset + 4].try_into().unwrap()) & 0x7fff_ffff;
    format!("{:06}", number % 1_000_000)
}

/// Sets up a second factor, whose present code is used; its secret and the recovery codes.
pub async fn protect(browser: &Browser) -> (String, Vec<String>) {
    let set_up: Value = browser.ask("begin_second_factor", &json!({})).await;
    let secret = set_up["secret"].as_str().unwrap().to_owned();
    let codes = browser.ask("confirm_second_factor", &json!({ "code": code(&secret, 0) })).await;
    (secret, codes)
}

/// Takes the cookie that the answer sets.
fn keep(browser: &mut Browser, answer: &Answer, name: &str) {
    let cookies = answer.headers.get_all("set-cookie").iter().map(|cookie| cookie.to_str().unwrap());
    let cookie = cookies.filter_map(|cookie| cookie.split(';').next()).find(|cookie| cookie.starts_with(name));
    browser.cookie = Some(cookie.unwrap_or_else(|| panic!("no cookie {name}")).to_owned());
}

async fn forget_confirmations(server: &Server) {
    let forget = "update sessions set confirmed_at = now() - interval '1 hour'";
    sqlx::query(forget).execute(&server.superuser).await.unwrap();
}

async fn administrator(server: &Server) -> Person {
    server.administrator().await
}

#[tokio::test]
async fn a_sign_in_without_script_takes_a_second_step() {
    let server = Server::start().await;
    let person = administrator(&server).await;
    let (secret, codes) = protect(&person.browser).await;
    let mut browser = server.browser();
    let fields = [("email", person.email.as_str()), ("password", PASSWORD), ("next", "/admin/accounts")];
    let answer = browser.submit("/api/sign_in", &fields).await;
    assert_eq!((answer.status, answer.header("location")), (302, Some("/sign-in/code?next=%2Fadmin%2Faccounts")));
    keep(&mut browser, &answer, "sign-in=");
    assert_eq!(browser.get("/admin/accounts").await.status, 302, "it is no session");
    assert_eq!(browser.get("/sign-in/code").await.status, 200);

    let fields = [("code", "000000"), ("next", "/admin/accounts")];
    let wrong = browser.submit("/api/take_second_step", &fields).await;
    let location = wrong.header("location").unwrap();
    assert!(wrong.status == 302 && location.starts_with("/sign-in/code?next="), "{location}");
    assert!(browser.get(location).await.text().contains("or it was used before"));

    let code = code(&secret, 1);
    let fields = [("code", code.as_str()), ("next", "/admin/accounts")];
    let answer = browser.submit("/api/take_second_step", &fields).await;
    assert_eq!((answer.status, answer.header("location")), (302, Some("/admin/accounts")));
    keep(&mut browser, &answer, "session=");
    assert_eq!(browser.get("/admin/accounts").await.status, 200);
    assert!(!server.log().contains(&secret) && !server.log().contains(&codes[0]));
}

#[tokio::test]
async fn nobody_learns_of_a_second_factor_without_the_password() {
    let server = Server::start().await;
    let person = administrator(&server).await;
    server.account("patient", "patient@clinic.example").await;
    protect(&person.browser).await;
    let refused = async |email: &str| {
        let fields = [("email", email), ("password", "not the password")];
        server.browser().submit("/api/sign_in", &fields).await.essence()
    };
    let protected = refused(&person.email).await;
    assert_eq!(protected, refused("patient@clinic.example").await);
    assert_eq!(protected, refused("nobody@clinic.example").await);
    let none = server.browser().submit("/api/take_second_step", &[("code", "123456")]).await;
    assert!(none.header("location").unwrap().starts_with("/sign-in/code?"), "{none:?}");
}

#[tokio::test]
async fn a_browser_left_open_changes_no_factor() {
    let server = Server::start().await;
    let person = administrator(&server).await;
    let account = server.account("patient", "patient@clinic.example").await;
    let waiting = server.unverified_provider("waiting").await;
    let (_, codes) = protect(&person.browser).await;
    assert_eq!(codes.len(), 10);
    forget_confirmations(&server).await;
    let reset = json!({ "user": account });
    for (name, arguments) in [
        ("begin_second_factor", json!({})),
        ("replace_recovery_codes", json!({})),
        ("remove_second_factor", json!({})),
        ("make_password_reset", reset.clone()),
        ("set_provider_verified", json!({ "provider": waiting.id, "is_verified": true })),
        ("attach_provider_account", json!({ "provider": waiting.id, "email": "waiting@clinic.example" })),
    ] {
        let answer = person.browser.call(name, &arguments).await;
        assert_eq!((answer.status, answer.text()), (403, "\"confirmation_required\""), "{name}");
    }
    let wrong = person.browser.call("confirm_identity", &json!({ "proof": "not the password" })).await;
    assert_eq!(wrong.status, 422);
    person.browser.ask::<()>("confirm_identity", &json!({ "proof": PASSWORD })).await;
    let link: Value = person.browser.ask("make_password_reset", &reset).await;
    assert!(link["url"].as_str().unwrap().starts_with(&format!("{}/reset-password/", server.url)));
    person.browser.ask::<()>("remove_second_factor", &json!({})).await;
}

#[tokio::test]
async fn a_forgotten_password_is_replaced_by_a_link() {
    let server = Server::start().await;
    let person = administrator(&server).await;
    let account = server.account("patient", "patient@clinic.example").await;
    let mut before = server.browser();
    before.sign_in("patient@clinic.example", PASSWORD).await;
    let link: Value = person.browser.ask("make_password_reset", &json!({ "user": account })).await;
    let path = link["url"].as_str().unwrap().strip_prefix(&server.url).unwrap();
    let page = server.browser().get(path).await;
    assert_eq!(page.status, 200);
    assert!(!page.text().contains("patient@clinic.example"), "the link alone doesn't say whose it is");
    assert_eq!(server.browser().get("/reset-password/nonsense").await.status, 404);

    let token = path.strip_prefix("/reset-password/").unwrap();
    let reset = async |password: &str| {
        server.browser().submit("/api/reset_password", &[("form[token]", token), ("form[password]", password)]).await
    };
    let common = reset("password1234").await;
    assert!(common.header("location").unwrap().starts_with(&format!("{path}?")), "{common:?}");
    let saved = reset("tulip kettle orbit").await;
    assert_eq!((saved.status, saved.header("location")), (302, Some("/sign-in?password=changed")));
    assert!(saved.header("set-cookie").is_none(), "it signs nobody in");
    assert_eq!(before.get("/my-records").await.status, 302, "it ends the sessions");
    assert_eq!(server.browser().get(path).await.status, 404, "it works once");
    let mut browser = server.browser();
    assert!(browser.sign_in("patient@clinic.example", PASSWORD).await.header("set-cookie").is_none());
    assert!(browser.sign_in("patient@clinic.example", "tulip kettle orbit").await.header("set-cookie").is_some());
}

#[tokio::test]
async fn sessions_are_listed_and_ended_by_their_own_person() {
    let server = Server::start().await;
    let person = administrator(&server).await;
    let provider = server.provider("other").await;
    let mut second = server.browser();
    second.sign_in(&person.email, PASSWORD).await;
    let account: Value = second.ask("own_account", &json!({})).await;
    let sessions = account["sessions"].as_array().unwrap();
    assert_eq!((sessions.len(), account["email"].as_str()), (2, Some(person.email.as_str())));
    let other = sessions.iter().find(|session| session["is_current"] == false).unwrap();
    assert_eq!(other["address"], "127.0.0.1");
    let end = json!({ "session": other["id"] });
    assert_eq!(provider.browser().call("end_own_session", &end).await.status, 404);
    second.ask::<()>("end_own_session", &end).await;
    assert_eq!(person.browser.call("own_account", &json!({})).await.status, 401);

    let mut third = server.browser();
    third.sign_in(&person.email, PASSWORD).await;
    second.ask::<()>("end_other_sessions", &json!({})).await;
    assert_eq!(third.call("own_account", &json!({})).await.status, 401);
    assert_eq!(second.get("/account").await.status, 200);
}

#[tokio::test]
async fn a_password_is_changed_without_script() {
    let server = Server::start().await;
    let person = administrator(&server).await;
    let change = async |present: &str, password: &str| {
        let fields = [("form[present]", present), ("form[password]", password)];
        person.browser.submit("/api/change_password", &fields).await.header("location").unwrap().to_owned()
    };
    assert!(change("not the password", "tulip kettle orbit").await.starts_with("/account?"));
    assert!(person.browser.get(&change(PASSWORD, "password1234").await).await.text().contains("among the first"));
    assert_eq!(change(PASSWORD, "tulip kettle orbit").await, "/account?changed=true");
    assert!(server.browser().sign_in(&person.email, "tulip kettle orbit").await.header("set-cookie").is_some());
    let anonymous = server.browser().get("/account").await;
    assert_eq!((anonymous.status, anonymous.header("location")), (302, Some("/sign-in?next=%2Faccount")));
}

#[tokio::test]
async fn a_clinic_asks_its_providers_for_a_second_factor_unless_it_says_otherwise() {
    let server = Server::start_with(&[("REQUIRE_SECOND_FACTOR", "yes")]).await;
    let provider = server.provider("provider").await;
    let page = provider.browser().get("/patients").await;
    assert!(page.text().contains("Set up your second factor first"), "{}", page.text());
    let arguments =
        json!({ "id": uuid::Uuid::now_v7(), "form": crate::clinic::demographics("Ada"), "not_duplicates": [] });
    assert_eq!(provider.browser().call("register_patient", &arguments).await.status, 404, "the database refuses, too");
    protect(provider.browser()).await;
    assert!(!provider.browser().get("/patients").await.text().contains("Set up your second factor first"));
    provider.register("Ada").await;
}
