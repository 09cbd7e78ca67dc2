//! Many requests at once.

use futures::future::join_all;

use crate::{browser::Browser, running::Server};

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
