//! Whoever isn't signed in: every server function and every page, called directly.

use uuid::Uuid;

use crate::{
    clinic::{self, NAME},
    endpoints::{BETWEEN_TWO, OF_A_MERGE, OF_A_RECORD, OF_THE_ACCOUNT, OF_THE_ADMINISTRATOR, OF_THE_CALLER, Subject},
    isolation::assert_nothing_there,
    running::Server,
};

#[tokio::test]
async fn without_a_session_there_is_nothing() {
    let server = Server::start().await;
    let provider = server.provider("theirs").await;
    let record = provider.record("Ada").await;
    let subject = Subject { record, provider: provider.id, user: provider.person.user };
    let nobody = server.browser();
    for endpoints in [OF_A_RECORD, OF_A_MERGE, OF_THE_CALLER, OF_THE_ADMINISTRATOR, OF_THE_ACCOUNT, BETWEEN_TWO] {
        assert_nothing_there(&nobody, endpoints, &subject, 401).await;
    }
    assert_eq!(nobody.upload(&record.patient.to_string(), clinic::PDF).await.status, 401);
    let pages = [
        "/patients",
        "/visits",
        "/prescriptions",
        "/documents",
        "/my-records",
        "/my-records/access",
        "/my-records/caregivers",
        "/colleagues",
        "/admin/providers",
        "/break-glass",
        "/account",
    ];
    let chart = format!("/patients/{}?tab=visits", record.patient);
    for path in pages.into_iter().chain([chart.as_str(), "/admin/accounts", "/admin/security"]) {
        let answer = nobody.get(path).await;
        assert_eq!(answer.status, 302, "{path}");
        assert!(answer.header("location").unwrap().starts_with("/sign-in?next=%2F"), "{path}");
        assert!(!answer.text().contains(NAME), "{path}");
    }
    for document in [record.document.0, Uuid::now_v7()] {
        let download = nobody.get(&format!("/documents/{document}/download")).await;
        assert_eq!((download.status, download.header("location")), (303, Some("/sign-in")));
    }
}
