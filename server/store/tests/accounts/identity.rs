//! Who asks is whoever's live session it is, and nothing else that a connection says.

use model::id::PatientId;
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use store::{Caller, SessionSecret};
use uuid::Uuid;

use crate::{
    entering::identify,
    scene::{Provider, Scene, nobodys},
};

const NOBODY: Read = (None, 0, 0, 0);

/// The user, and of how many patients, visits and users something is read.
type Read = (Option<Uuid>, i64, i64, i64);

const READ: &str = "select current_user_id(), (select count(*) from patients), (select count(*) from visits),
                           (select count(*) from users)";

/// What a connection of the application reads that begins with this statement.
async fn read_after(scene: &Scene, said: &str) -> Read {
    let mut connection = PgConnection::connect_with(&scene.database.application).await.unwrap();
    let mut tx = connection.begin().await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(said.to_owned())).execute(&mut *tx).await.unwrap();
    sqlx::query_as(READ).fetch_one(&mut *tx).await.unwrap()
}

/// What is read by whoever has this secret.
async fn read_by(scene: &Scene, secret: SessionSecret) -> Read {
    let mut connection = PgConnection::connect_with(&scene.database.application).await.unwrap();
    let mut tx = connection.begin().await.unwrap();
    identify(&mut tx, Some(secret)).await;
    sqlx::query_as(READ).fetch_one(&mut *tx).await.unwrap()
}

/// Maya, who treats somebody whom she has seen, and what she reads.
async fn treating(scene: &Scene) -> (Provider, PatientId, Read) {
    let maya = scene.provider("Maya").await;
    let patient = scene.patient(maya).await;
    let visit = "insert into visits (id, patient_id, provider_id, visit_date, chief_complaint)
                 values (gen_random_uuid(), $1, $2, now(), 'Cough')";
    sqlx::query(visit).bind(patient.0).bind(maya.id.0).execute(&scene.superuser).await.unwrap();
    (maya, patient, (Some(maya.user.0), 1, 1, 1))
}

async fn change(scene: &Scene, session: &Caller, change: &str) {
    let change = format!("update sessions set {change} where id = '{}'", session.session.0);
    assert_eq!(scene.run(&change).await, 1);
}

#[tokio::test]
async fn whoever_has_no_sessions_secret_is_nobody() {
    let scene = Scene::new().await;
    let (maya, _, mayas) = treating(&scene).await;
    let live = scene.sign_in(maya.user, 1, None).await;
    assert_eq!(read_by(&scene, live.secret).await, mayas);
    for nothing in ["select", "select set_config('app.session', '', true)"] {
        assert_eq!(read_after(&scene, nothing).await, NOBODY, "{nothing}");
    }
    assert_eq!(read_by(&scene, SessionSecret(nobodys())).await, NOBODY, "made up");
    let kept = sqlx::query_scalar("select token_hash from sessions where id = $1").bind(live.session.0);
    let kept: Vec<u8> = kept.fetch_one(&scene.superuser).await.unwrap();
    assert_eq!(read_by(&scene, SessionSecret(kept.try_into().unwrap())).await, NOBODY, "what the table keeps");
}

#[tokio::test]
async fn a_session_that_doesnt_live_any_more_is_nobodys() {
    let scene = Scene::new().await;
    let (maya, _, mayas) = treating(&scene).await;
    for (number, dead) in [
        (1, "ended_at = now()"),
        (2, "created_at = now() - interval '1 day', expires_at = now()"),
        (3, "last_seen_at = now() - interval '30 minutes'"),
        (4, "idle_limit = '5 minutes', last_seen_at = now() - interval '6 minutes'"),
        (5, "scope = 'calendar'"),
        (6, "scope = 'device'"),
    ] {
        let session = scene.sign_in(maya.user, number, None).await;
        assert_eq!(read_by(&scene, session.secret).await, mayas, "before: {dead}");
        change(&scene, &session, dead).await;
        assert_eq!(read_by(&scene, session.secret).await, NOBODY, "{dead}");
        assert_eq!(scene.find(number).await, None, "{dead}");
    }
    for (number, alive) in [
        (7, "last_seen_at = now() - interval '29 minutes'"),
        (8, "idle_limit = '7 minutes', last_seen_at = now() - interval '6 minutes'"),
        (9, "idle_limit = '2 hours', last_seen_at = now() - interval '1 hour'"),
        (10, "created_at = now() - interval '1 day', expires_at = now() + interval '1 minute'"),
    ] {
        let session = scene.sign_in(maya.user, number, None).await;
        change(&scene, &session, alive).await;
        assert_eq!(read_by(&scene, session.secret).await, mayas, "{alive}");
    }
}

#[tokio::test]
async fn a_suspended_accounts_session_is_nobodys() {
    let scene = Scene::new().await;
    let (maya, _, mayas) = treating(&scene).await;
    let session = scene.sign_in(maya.user, 1, None).await;
    // Of the account alone, so that the session lives by itself.
    scene.run("update users set suspended_at = now() where email = 'maya@example.org'").await;
    assert_eq!(read_by(&scene, session.secret).await, NOBODY);
    scene.run("update users set suspended_at = null").await;
    assert_eq!(read_by(&scene, session.secret).await, mayas);
}

#[tokio::test]
async fn a_session_that_ends_meanwhile_reads_nothing_more() {
    let scene = Scene::new().await;
    let (maya, patient, mayas) = treating(&scene).await;
    let session = scene.sign_in(maya.user, 1, None).await;
    let mut connection = PgConnection::connect_with(&scene.database.application).await.unwrap();
    let mut tx = connection.begin().await.unwrap();
    identify(&mut tx, Some(session.secret)).await;
    let read: Read = sqlx::query_as(READ).fetch_one(&mut *tx).await.unwrap();
    assert_eq!(read, mayas);
    let mut other = scene.store.begin_as(&session).await.unwrap();
    other.chart_header(patient).await.unwrap();
    change(&scene, &session, "ended_at = now()").await;
    let read: Read = sqlx::query_as(READ).fetch_one(&mut *tx).await.unwrap();
    assert_eq!(read, NOBODY);
    assert!(matches!(other.chart_header(patient).await, Err(store::Error::NotFound)));
}

#[tokio::test]
async fn saying_who_one_is_changes_nothing() {
    let scene = Scene::new().await;
    let (maya, patient, mayas) = treating(&scene).await;
    let live = scene.sign_in(maya.user, 1, None).await;
    let claim = |user: Uuid, session: Uuid| {
        format!("select set_config('app.user_id', '{user}', true), set_config('app.session_id', '{session}', true)")
    };
    let said = claim(maya.user.0, live.session.0);
    assert_eq!(read_after(&scene, &said).await, NOBODY);
    // Nor beside a session: whose it is stays who asks.
    let mut connection = PgConnection::connect_with(&scene.database.application).await.unwrap();
    let mut tx = connection.begin().await.unwrap();
    identify(&mut tx, Some(live.secret)).await;
    let other = claim(scene.administrator.0, scene.caller(scene.administrator).await.session.0);
    sqlx::raw_sql(AssertSqlSafe(other)).execute(&mut *tx).await.unwrap();
    let read: Read = sqlx::query_as(READ).fetch_one(&mut *tx).await.unwrap();
    assert_eq!(read, mayas);

    // What a caller says of themself beside the secret isn't asked.
    let claimed = Caller { secret: SessionSecret(nobodys()), ..live };
    let mut tx = scene.store.begin_as(&claimed).await.unwrap();
    assert!(matches!(tx.chart_header(patient).await, Err(store::Error::NotFound)));
    drop(tx);
    let claimed = Caller { user: scene.administrator, ..live };
    scene.store.begin_as(&claimed).await.unwrap().chart_header(patient).await.unwrap();
    let listed = scene.store.begin_as(&claimed).await.unwrap().list_access_reports().await;
    assert!(matches!(listed, Err(store::Error::NotFound)), "{listed:?}");
}
