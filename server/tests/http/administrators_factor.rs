//! The second factor of an administrator, where the clinic asks for one.

use serde_json::json;

use crate::{account::protect, running::Server};

#[tokio::test]
async fn an_administrator_sets_one_up_before_administering_where_the_clinic_asks_for_it() {
    let server = Server::start_with(&[("REQUIRE_SECOND_FACTOR", "yes")]).await;
    let waiting = server.unverified_provider("waiting").await;
    let person = server.administrator().await;
    for path in ["/admin/providers", "/admin/accounts", "/admin/security"] {
        let page = person.browser.get(path).await;
        assert_eq!(page.status, 200, "{path}");
        assert!(page.text().contains("Set up your second factor first"), "{path}: {}", page.text());
        assert!(!page.text().contains("waiting@clinic.example"), "{path}");
    }
    let verify = json!({ "provider": waiting.id, "is_verified": true });
    assert_eq!(person.browser.call("set_provider_verified", &verify).await.status, 404, "the database refuses, too");
    let page = person.browser.get("/account").await;
    assert!(page.text().contains("The clinic asks its providers and administrators"), "{}", page.text());
    protect(&person.browser).await;
    let page = person.browser.get("/admin/providers").await;
    assert!(page.text().contains("waiting@clinic.example"), "{}", page.text());
    assert_eq!(person.browser.call("set_provider_verified", &verify).await.status, 200);
}
