use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    browser::{Browser, send},
    clinic::PASSWORD,
    running::Server,
};

const EMAIL: &str = "patient@clinic.example";

async fn is_signed_in(browser: &Browser) -> bool {
    let answer = send(browser.request(Method::POST, "/api/current_user").header("accept", "application/json")).await;
    answer.json() != Value::Null
}

#[tokio::test]
async fn a_session_is_a_cookie_that_scripts_and_other_sites_cannot_use() {
    let server = Server::start().await;
    server.account("patient", EMAIL).await;
    let mut browser = server.browser();
    let answer = browser.sign_in(EMAIL, PASSWORD).await;
    assert_eq!((answer.status, answer.header("location")), (302, Some("/my-records")));
    let cookie = answer.header("set-cookie").unwrap();
    let (value, attributes) = cookie.split_once("; ").unwrap();
    assert_eq!(attributes, "Path=/; Max-Age=43200; HttpOnly; SameSite=Lax");
    // 256 bits in base64url; the database keeps a hash only.
    assert_eq!(value.len(), "session=".len() + 43);
    let kept = "select count(*) from sessions where token_hash <> sha256(convert_to($1, 'UTF8')) and octet_length(token_hash) = 32";
    let kept: i64 = sqlx::query_scalar(kept).bind(value).fetch_one(&server.superuser).await.unwrap();
    assert_eq!(kept, 1);
    assert!(is_signed_in(&browser).await);
}

#[tokio::test]
async fn every_sign_in_has_a_new_token_and_ends_the_earlier_one() {
    let server = Server::start().await;
    server.account("patient", EMAIL).await;
    let mut browser = server.browser();
    browser.cookie = Some(format!("session={}", "A".repeat(43)));
    browser.sign_in(EMAIL, PASSWORD).await;
    let first = browser.clone();
    assert_ne!(first.cookie, Some(format!("session={}", "A".repeat(43))), "one that was planted isn't taken over");
    browser.sign_in(EMAIL, PASSWORD).await;
    assert_ne!(first.cookie, browser.cookie);
    assert!(is_signed_in(&browser).await);
    assert!(!is_signed_in(&first).await);
}

#[tokio::test]
async fn signing_out_ends_the_session_on_the_server() {
    let server = Server::start().await;
    server.account("patient", EMAIL).await;
    let mut browser = server.browser();
    browser.sign_in(EMAIL, PASSWORD).await;
    let answer = browser.submit("/api/sign_out", &[]).await;
    assert_eq!((answer.status, answer.header("location")), (302, Some("/sign-in")));
    assert!(answer.header("set-cookie").unwrap().starts_with("session=; Path=/; Max-Age=0"));
    assert!(!is_signed_in(&browser).await, "the browser still sends the cookie");
}

#[tokio::test]
async fn a_session_ends_by_itself() {
    let server = Server::start().await;
    server.account("patient", EMAIL).await;
    for change in
        ["last_seen_at = now() - interval '31 minutes'", "expires_at = now(), created_at = now() - interval '1 day'"]
    {
        let mut browser = server.browser();
        browser.sign_in(EMAIL, PASSWORD).await;
        assert!(is_signed_in(&browser).await);
        let age = sqlx::AssertSqlSafe(format!("update sessions set {change} where ended_at is null"));
        sqlx::query(age).execute(&server.superuser).await.unwrap();
        assert!(!is_signed_in(&browser).await, "{change}");
    }
}

#[tokio::test]
async fn an_unknown_address_answers_like_a_wrong_password() {
    let server = Server::start().await;
    server.account("patient", EMAIL).await;
    let call = async |email: &str| {
        let fields = [("email", email), ("password", "wrong horse battery")];
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = server.browser().request(Method::POST, "/api/sign_in").header("accept", "application/json");
        send(request.header("content-type", "application/x-www-form-urlencoded").body(body)).await
    };
    let (wrong, unknown) = (call(EMAIL).await, call("nobody@clinic.example").await);
    assert_eq!(wrong.essence(), unknown.essence());
    assert_eq!((wrong.status, wrong.header("set-cookie")), (401, None));

    // The plain form comes back to its page, with the words and where it was to lead, and without what was typed.
    let fields = [("email", EMAIL), ("password", "wrong horse battery"), ("next", "/my-records?tab=visits")];
    let answer = server.browser().submit("/api/sign_in", &fields).await;
    let location = answer.header("location").unwrap();
    assert_eq!(answer.status, 302);
    assert!(location.starts_with("/sign-in?next=") && !location.contains("horse"), "{location}");
    let page = server.browser().get(location).await;
    assert!(page.text().contains("Email or password is wrong."));
}

#[tokio::test]
async fn guesses_are_throttled_for_an_account_with_a_message() {
    let server = Server::start().await;
    server.account("patient", EMAIL).await;
    server.account("patient", "other@clinic.example").await;
    let mut browser = server.browser();
    for _ in 0..10 {
        browser.sign_in(EMAIL, "wrong horse battery").await;
    }
    let refused = browser.sign_in(EMAIL, PASSWORD).await;
    assert_eq!(refused.header("set-cookie"), None, "even with the right password");
    let page = browser.get(refused.header("location").unwrap()).await;
    assert!(page.text().contains("Too many attempts. Wait "));
    // A call by script gets the status, and when to come again.
    let request = browser.request(Method::POST, "/api/sign_in").header("accept", "application/json");
    let request = request.header("content-type", "application/x-www-form-urlencoded");
    let answer = send(request.body(format!("email={EMAIL}&password={PASSWORD}"))).await;
    assert_eq!(answer.status, 429);
    let seconds: u64 = answer.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=900).contains(&seconds), "{seconds}");
    // Others go on.
    assert!(browser.sign_in("other@clinic.example", PASSWORD).await.header("set-cookie").is_some());
}

#[tokio::test]
async fn signing_in_leads_on_within_this_site_only() {
    let server = Server::start().await;
    server.account("patient", EMAIL).await;
    let leads = [
        ("/my-records?tab=visits", "/my-records?tab=visits"),
        ("https://elsewhere.example/", "/my-records"),
        ("//elsewhere.example/", "/my-records"),
        ("/\\elsewhere.example/", "/my-records"),
        ("", "/my-records"),
    ];
    for (next, location) in leads {
        let fields = [("email", EMAIL), ("password", PASSWORD), ("next", next)];
        let answer = server.browser().submit("/api/sign_in", &fields).await;
        assert_eq!((answer.status, answer.header("location")), (302, Some(location)), "{next}");
    }
}

#[tokio::test]
async fn a_patient_comes_from_the_invitation_to_the_own_record() {
    let server = Server::start().await;
    let provider = server.provider("provider").await;
    let record = provider.record("Ada").await;
    let link: Value = provider.browser().ask("invite_patient", &json!({ "patient": record.patient })).await;
    let url = link["url"].as_str().unwrap();
    let token = url.strip_prefix(&format!("{}/invitation/", server.url)).unwrap();
    let page = server.browser().get(&format!("/invitation/{token}")).await;
    assert_eq!(page.status, 200);
    assert!(!page.text().contains(crate::clinic::NAME), "the link alone doesn't say whose it is");

    let mut browser = server.browser();
    let answer = async |browser: &Browser, birth_date: &str| {
        let fields = [
            ("form[token]", token),
            ("form[date_of_birth]", birth_date),
            ("form[email]", "ada@clinic.example"),
            ("form[password]", PASSWORD),
        ];
        browser.submit("/api/accept_invitation", &fields).await
    };
    assert_eq!(answer(&browser, "1980-02-28").await.header("set-cookie"), None);
    let own = answer(provider.browser(), "1980-02-29").await;
    assert_eq!(own.header("set-cookie"), None, "whoever made it doesn't answer it");
    let page = provider.browser().get(own.header("location").unwrap()).await;
    assert!(page.text().contains("You are signed in as a provider"), "{}", page.text());
    let accepted = answer(&browser, "1980-02-29").await;
    assert_eq!((accepted.status, accepted.header("location")), (302, Some("/my-records")));
    browser.cookie = accepted.header("set-cookie").unwrap().split(';').next().map(str::to_owned);
    assert!(browser.get("/my-records").await.text().contains("Ada"));
    assert_eq!(answer(&server.browser(), "1980-02-29").await.header("set-cookie"), None, "the link is used up");
}
