//! Emergency access over HTTP, by its plain forms and by the calls of its pages.

use model::{
    access::AccessRight,
    break_glass::{BreakGlassNotice, BreakGlassOverview, UnreviewedBreakGlass},
    chart::ChartHeader,
};
use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    browser::{Answer, Browser, send},
    clinic::{self, NAME, Provider, Record},
    running::Server,
};

const BORN: &str = "1980-02-29";
const REASON: &str = "Unconscious in the waiting room.";

fn fields<'a>(first: &'a str, last: &'a str, born: &'a str) -> [(&'static str, &'a str); 4] {
    [("form[first_name]", first), ("form[last_name]", last), ("form[date_of_birth]", born), ("form[reason]", REASON)]
}

/// As the page's script sends a form.
async fn call(browser: &Browser, endpoint: &str, fields: &[(&str, &str)]) -> Answer {
    let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    let request = browser.request(Method::POST, &format!("/api/{endpoint}")).header("accept", "application/json");
    let request = request.header("sec-fetch-site", "same-origin");
    send(request.header("content-type", "application/x-www-form-urlencoded").body(body)).await
}

pub async fn open(browser: &Browser, first: &str) -> Answer {
    call(browser, "begin_break_glass", &fields(first, NAME, BORN)).await
}

async fn header(provider: &Provider, record: &Record) -> ChartHeader {
    provider.browser().ask("chart_header", &json!({ "patient": record.patient })).await
}

#[tokio::test]
async fn a_plain_form_opens_the_chart_until_it_closes_by_itself() {
    let server = Server::start_with(&[("BREAK_GLASS_HOURS", "2")]).await;
    let (mine, theirs) = (server.provider("mine").await, server.provider("theirs").await);
    let record = theirs.record("Ada").await;
    let answer = mine.browser().submit("/api/begin_break_glass", &fields("Ada", NAME, BORN)).await;
    let chart = format!("/patients/{}", record.patient);
    assert_eq!((answer.status, answer.header("location")), (302, Some(chart.as_str())));
    let page = mine.browser().get(&chart).await;
    assert_eq!(page.status, 200);
    assert!(page.text().contains("Emergency access until") && !page.text().contains("Share chart<"));
    assert_eq!(header(&mine, &record).await.right, AccessRight::BreakGlass);
    assert_eq!(header(&theirs, &record).await.right, AccessRight::Treating);
    let overview: BreakGlassOverview = mine.browser().ask("list_break_glass", &json!({})).await;
    assert_eq!((overview.hours, overview.running.len()), (2, 1));

    sqlx::query("update care_relationships set began_at = now() - interval '3 hours', ended_at = now() where ended_at is not null")
        .execute(&server.superuser)
        .await
        .unwrap();
    let answer = mine.browser().call("chart_header", &json!({ "patient": record.patient })).await;
    assert_eq!((answer.status, answer.text().contains(NAME)), (404, false));
    assert_eq!(mine.browser().get(&chart).await.status, 404);
}

#[tokio::test]
async fn misses_are_alike_and_after_five_there_is_a_wait_whoever_is_asked_for() {
    let server = Server::start().await;
    let (mine, theirs) = (server.provider("mine").await, server.provider("theirs").await);
    theirs.record("Ada").await;
    theirs.record("Berta").await;
    theirs.record("Berta").await;
    let nobody = open(mine.browser(), "Nobody").await;
    assert_eq!(nobody.status, 422, "{}", nobody.text());
    let other_birth_date = call(mine.browser(), "begin_break_glass", &fields("Ada", NAME, "1980-02-28")).await;
    let part = call(mine.browser(), "begin_break_glass", &fields("Ada", &NAME[..5], BORN)).await;
    let two_people = open(mine.browser(), "Berta").await;
    for answer in [other_birth_date, part, two_people] {
        assert_eq!(answer.essence(), nobody.essence());
    }
    // The plain form comes back to its page, without what was typed.
    let answer = mine.browser().submit("/api/begin_break_glass", &fields("Nobody", NAME, BORN)).await;
    let location = answer.header("location").unwrap();
    assert!(location.starts_with("/break-glass?") && !location.contains(NAME), "{location}");
    let page = mine.browser().get(location).await;
    assert!(page.text().contains("No record, or more than one"), "{}", page.text());

    for first in ["Nobody", "Ada"] {
        let answer = open(mine.browser(), first).await;
        assert_eq!(answer.status, 429, "{}", answer.text());
        let seconds: u64 = answer.header("retry-after").unwrap().parse().unwrap();
        assert!((3_500..=3_600).contains(&seconds), "{seconds}");
        assert!(!answer.text().contains(NAME));
    }
    let pairs: i64 = sqlx::query_scalar("select count(*) from care_relationships where began_by = 'break_glass'")
        .fetch_one(&server.superuser)
        .await
        .unwrap();
    assert_eq!(pairs, 0);
    assert!(!server.log().contains(NAME) && !server.log().contains("Nobody"));
}

#[tokio::test]
async fn a_browser_left_open_opens_no_chart_before_its_person_says_who_they_are() {
    let server = Server::start().await;
    let (mine, theirs) = (server.provider("mine").await, server.provider("theirs").await);
    theirs.record("Ada").await;
    let forget = "update sessions set confirmed_at = now() - interval '1 hour'";
    sqlx::query(forget).execute(&server.superuser).await.unwrap();
    let refused = open(mine.browser(), "Ada").await;
    assert_eq!((refused.status, refused.text()), (403, "\"confirmation_required\""));
    assert_eq!(refused.essence(), open(mine.browser(), "Nobody").await.essence());
    mine.browser().ask::<()>("confirm_identity", &json!({ "proof": clinic::PASSWORD })).await;
    assert!(open(mine.browser(), "Ada").await.status < 400);
}

#[tokio::test]
async fn nobody_but_a_verified_provider_opens_a_chart() {
    let server = Server::start().await;
    let (theirs, unverified) = (server.provider("theirs").await, server.unverified_provider("unverified").await);
    let record = theirs.record("Ada").await;
    let patient = server.patient("ada", record.patient).await;
    let administrator = server.administrator().await;
    for browser in [unverified.browser(), &patient.browser, &administrator.browser] {
        let (there, not_there) = (open(browser, "Ada").await, open(browser, "Nobody").await);
        assert_eq!((there.essence(), there.status), (not_there.essence(), 404), "{}", there.text());
    }
    let nobody = server.browser();
    assert_eq!(open(&nobody, "Ada").await.status, 401);
    assert_eq!(call(&nobody, "dismiss_break_glass", &[("id", &record.patient.to_string())]).await.status, 401);
    let page = nobody.get("/break-glass").await;
    assert_eq!((page.status, page.header("location")), (302, Some("/sign-in?next=%2Fbreak%2Dglass")));
    assert_eq!(server.count("break_glass_grants").await, 0);
}

#[tokio::test]
async fn the_patient_is_told_until_they_put_it_away_and_the_administrator_reviews_it() {
    let server = Server::start().await;
    let (mine, theirs) = (server.provider("mine").await, server.provider("theirs").await);
    let (record, other) = (theirs.record("Ada").await, theirs.record("Berta").await);
    let (ada, berta) = (server.patient("ada", record.patient).await, server.patient("berta", other.patient).await);
    let administrator = server.administrator().await;
    assert_eq!(open(mine.browser(), "Ada").await.status, 200);
    mine.browser().ask::<Value>("list_visits", &json!({ "patient": record.patient, "after": null })).await;

    let notices = async |browser: &Browser| -> Vec<BreakGlassNotice> {
        browser.ask("list_break_glass_notices", &json!({})).await
    };
    let told = notices(&ada.browser).await;
    assert_eq!((told.len(), told[0].who.as_str(), told[0].reason.as_str()), (1, "mine", REASON));
    assert!(notices(&berta.browser).await.is_empty());
    assert!(ada.browser.get("/my-records").await.text().contains("opened your record in an emergency"));
    assert!(!berta.browser.get("/my-records").await.text().contains("in an emergency"));

    let list = administrator.browser.call("list_break_glass_reviews", &json!({})).await;
    assert!(!list.text().contains(NAME) && !list.text().contains(&record.patient.to_string()), "{}", list.text());
    let waiting: Vec<UnreviewedBreakGlass> = serde_json::from_value(list.json()).unwrap();
    assert_eq!(waiting[0].what, ["used emergency access", "read the visits"]);
    let review = json!({ "id": told[0].id, "review": { "is_justified": true, "verdict": "On duty." } });
    assert_eq!(administrator.browser.call("review_break_glass", &review).await.status, 200);
    assert_eq!(administrator.browser.call("review_break_glass", &review).await.status, 404);
    let page = ada.browser.get("/my-records").await;
    assert!(page.text().contains("On duty.") && page.text().contains("Justified"));

    // Somebody else's notice and a made-up one are alike.
    let id = told[0].id.to_string();
    let (others, made_up) = (
        call(&berta.browser, "dismiss_break_glass", &[("id", &id)]).await,
        call(&berta.browser, "dismiss_break_glass", &[("id", &record.visit.to_string())]).await,
    );
    assert_eq!((others.essence(), others.status), (made_up.essence(), 404));
    let answer = ada.browser.submit("/api/dismiss_break_glass", &[("id", &id)]).await;
    assert_eq!((answer.status, answer.header("location")), (302, Some("/my-records")));
    assert!(!ada.browser.get("/my-records").await.text().contains("in an emergency"));
    assert!(ada.browser.get("/my-records/access").await.text().contains("On duty."));
}
