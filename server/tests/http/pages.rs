//! Every page of the application, as its router names them: by whoever it isn't for.

use uuid::Uuid;

use crate::{browser::Browser, running::Server};

const ROUTER: &str = include_str!("../../../app/src/root.rs");

/// A first name that no page has of its own accord.
const NAME: &str = "Xanthippa";

/// What is there for whoever isn't signed in.
const FOR_EVERYONE: [&str; 7] =
    ["/", "/sign-in", "/sign-in/code", "/apply", "/invitation/:token", "/caregiver/:token", "/reset-password/:token"];

fn pages() -> Vec<&'static str> {
    ROUTER.split("path!(\"").skip(1).filter_map(|rest| rest.split_once('"')).map(|(path, _)| path).collect()
}

fn address(page: &str, patient: Uuid) -> String {
    page.replace(":id", &patient.to_string()).replace(":token", "made-up")
}

#[tokio::test]
async fn no_page_shows_a_record_to_anybody_but_those_whom_it_is_for() {
    let pages = pages();
    assert!(pages.len() > 20 && pages.contains(&"/patients/:id"), "{pages:?}");
    let server = Server::start().await;
    let (theirs, stranger) = (server.provider("theirs").await, server.provider("stranger").await);
    let record = theirs.record(NAME).await;
    let patient = server.patient("berta", theirs.register("Berta").await).await;
    let (unverified, administrator) = (server.unverified_provider("unverified").await, server.administrator().await);
    let nobody = server.browser();
    let browsers: [&Browser; 5] =
        [&nobody, stranger.browser(), unverified.browser(), &patient.browser, &administrator.browser];
    for page in &pages {
        let path = address(page, record.patient.0);
        for browser in browsers {
            let answer = browser.get(&path).await;
            assert!(answer.status < 500 && !answer.text().contains(NAME), "{path}: {}", answer.text());
        }
        if !FOR_EVERYONE.contains(page) {
            let answer = nobody.get(&path).await;
            let location = answer.header("location").unwrap_or_default();
            assert!(
                answer.status == 302 && location.starts_with("/sign-in?next="),
                "{path}: {} {location}",
                answer.status
            );
        }
    }
    // There is something to show.
    for page in ["/patients", "/patients/:id"] {
        let answer = theirs.browser().get(&address(page, record.patient.0)).await;
        assert!(answer.status == 200 && answer.text().contains(NAME), "{page}");
    }
}
