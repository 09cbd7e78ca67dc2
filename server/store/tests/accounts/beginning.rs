//! What a session begins with: the challenge's account, a secret, and an end.

use model::account::AccountKind;
use sqlx::{Connection, PgConnection};
use store::{SessionSecret, SignInStep};
use uuid::Uuid;

use crate::{
    entering::identify,
    scene::{Scene, computed},
};

/// Begins a session after the administrator's password; the kind of the account, or the SQLSTATE.
async fn begin(scene: &Scene, secret: &[u8], idle: &str, lifetime: &str) -> Result<Option<String>, String> {
    let mut gate = PgConnection::connect_with(&scene.database.gate).await.unwrap();
    let mut tx = gate.begin().await.unwrap();
    let attempt = Uuid::now_v7();
    let counted = sqlx::query("select begin_attempt($1, 'sign-in', 'admin@example.org')").bind(attempt);
    counted.execute(&mut *tx).await.unwrap();
    let sign_in = sqlx::query_scalar("select sign_in($1, 'admin@example.org', $2, sha256('challenge'))").bind(attempt);
    let step: String = sign_in.bind(computed("admin")).fetch_one(&mut *tx).await.unwrap();
    assert_eq!(step, "passed");
    let begin =
        "select begin_session(sha256('challenge'), gen_random_uuid(), $1, $2::text::interval, $3::text::interval,
                                      null, '')";
    let begin = sqlx::query_scalar(begin).bind(secret).bind(idle).bind(lifetime);
    let kind = begin
        .fetch_one(&mut *tx)
        .await
        .map_err(|error| error.as_database_error().and_then(|error| error.code()).unwrap_or_default().into_owned())?;
    tx.commit().await.unwrap();
    Ok(kind)
}

#[tokio::test]
async fn a_session_has_a_secret_and_an_end() {
    let scene = Scene::new().await;
    let refused = Err("23001".to_owned());
    for secret in [&[][..], &[1; 31], &[1; 33]] {
        assert_eq!(begin(&scene, secret, "30 minutes", "12 hours").await, refused, "{secret:?}");
    }
    assert_eq!(begin(&scene, &[1; 32], "30 minutes", "8 days").await, refused);
    assert_eq!(begin(&scene, &[1; 32], "25 hours", "5 days").await, refused);
    for (idle, lifetime) in [("30 minutes", "-1 hours"), ("0 hours", "12 hours")] {
        // What the table itself doesn't keep.
        assert_eq!(begin(&scene, &[1; 32], idle, lifetime).await, Err("23514".to_owned()), "{idle}, {lifetime}");
    }
    assert_eq!(scene.run("select from sessions").await, 0);
    assert_eq!(begin(&scene, &[1; 32], "24 hours", "7 days").await, Ok(Some("administrator".into())));
    assert_eq!(scene.find(1).await.unwrap().user.id, scene.administrator);
}

/// A session whose secret is nothing would be that of everybody who has none.
#[tokio::test]
async fn whoever_has_no_secret_is_nobody_even_beside_a_session_without_one() {
    let scene = Scene::new().await;
    let caller = scene.sign_in(scene.administrator, 1, None).await;
    scene.run("update sessions set token_hash = sha256('')").await;
    let mut connection = PgConnection::connect_with(&scene.database.application).await.unwrap();
    for secret in [None, Some(SessionSecret([0; 32])), Some(caller.secret)] {
        let mut tx = connection.begin().await.unwrap();
        identify(&mut tx, secret).await;
        let user: Option<Uuid> = sqlx::query_scalar("select current_user_id()").fetch_one(&mut *tx).await.unwrap();
        assert_eq!(user, None, "{secret:?}");
    }
}

/// An account that was suspended after its password was right.
#[tokio::test]
async fn no_session_begins_of_an_account_that_was_suspended_meanwhile() {
    let scene = Scene::new().await;
    scene.provider("Maya").await;
    let pass = "insert into sign_in_challenges (id, user_id, token_hash, expires_at, passed_at)
                select gen_random_uuid(), id, sha256(sha256('challenge')), now() + interval '1 minute', now()
                  from users where email = 'maya@example.org'";
    scene.run(pass).await;
    scene.run("update users set suspended_at = now() where email = 'maya@example.org'").await;
    let mut gate = PgConnection::connect_with(&scene.database.gate).await.unwrap();
    let begin = "select begin_session(sha256('challenge'), gen_random_uuid(), $1, '1 hour', '1 hour', null, '')";
    let begun: Option<String> = sqlx::query_scalar(begin).bind([1_u8; 32]).fetch_one(&mut gate).await.unwrap();
    assert_eq!(begun, None);
    scene.run("update users set suspended_at = null").await;
    assert_eq!(scene.find(1).await, None);
    assert_eq!(scene.enter("Maya", 2).await, Some(SignInStep::Begun(AccountKind::Provider)));
}
