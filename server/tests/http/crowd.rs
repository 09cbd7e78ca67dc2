//! Many requests at once.

use futures::future::join_all;
use reqwest::Method;

use crate::{
    browser::{Browser, send},
    running::Server,
};

/// Enough for a page to be rendered on one thread while another one clears up after its neighbour.
const CLIENTS: usize = 8;
const PAGES_EACH: usize = 60;

async fn read_again_and_again(browser: &Browser, path: &str) {
    for _ in 0..PAGES_EACH {
        let answer = browser.get(path).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
    }
}

#[tokio::test]
async fn every_page_of_a_crowd_is_answered_whole() {
    let server = Server::start().await;
    let provider = server.provider("provider").await;
    let patient = provider.register("Ada").await;
    let chart = format!("/patients/{patient}");
    let paths = ["/patients", chart.as_str()];
    join_all((0..CLIENTS).map(|client| read_again_and_again(provider.browser(), paths[client % paths.len()]))).await;
}

/// As many as come at once from an address that guesses.
const GUESSES: usize = 300;

#[tokio::test]
async fn a_flood_of_guesses_neither_stops_others_nor_fills_the_audit() {
    let server = Server::start_with(&[("TRUSTED_PROXY", "yes")]).await;
    let provider = server.provider("provider").await;
    let guess = async |number: usize| {
        let request = server.browser().request(Method::POST, "/api/sign_in").header("x-forwarded-for", "192.0.2.1");
        let request = request.header("accept", "application/json").header("sec-fetch-site", "same-origin");
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        send(request.body(format!("email=person{number}@clinic.example&password=wrong"))).await.status
    };
    let guesses = join_all((0..GUESSES).map(guess));
    let pages = read_again_and_again(provider.browser(), "/patients");
    let colleague = server.provider("colleague");
    let (statuses, (), _) = tokio::join!(guesses, pages, colleague);

    let count = |status: u16| statuses.iter().filter(|&&answered| answered == status).count();
    // Some may have been told that the server is busy, and none that there is no database.
    assert_eq!(count(401) + count(429) + count(503), GUESSES, "{statuses:?}");
    assert!(count(401) <= 50 && count(429) >= GUESSES - 50, "{statuses:?}");
    assert!(!server.log().contains("the database doesn't answer"));
    // As events, and as what is counted on top of them.
    let noted = "select (select count(*) from audit_events where host(address) = '192.0.2.1' and action = $1)
                        + coalesce((select sum(more) from refusal_counts where who = 'from 192.0.2.1/32' and action = $1), 0)::bigint";
    let noted = async |action: &str| {
        sqlx::query_scalar::<_, i64>(noted).bind(action).fetch_one(&server.superuser).await.unwrap()
    };
    assert_eq!(noted("session.refuse").await, i64::try_from(count(401)).unwrap());
    assert!(noted("session.throttle").await > 0);
    let events = "select count(*) from audit_events where host(address) = '192.0.2.1'";
    let events: i64 = sqlx::query_scalar(events).fetch_one(&server.superuser).await.unwrap();
    assert!(events <= 40, "{events}");
}
