//! What the administrator reads of security: at which accounts somebody failed, from where, and a flood as one line.

use model::access::{Counted, SecurityEvent};
use sqlx::{Connection, PgConnection};
use store::Origin;

use crate::{
    entering::identify,
    scene::{Scene, computed, from, link, new_session},
};

async fn list(scene: &Scene) -> Vec<SecurityEvent> {
    let mut tx = scene.begin(scene.administrator).await;
    let events = tx.list_security_events(None).await.unwrap();
    tx.commit().await.unwrap();
    events.page.rows
}

/// The lines of failed sign-ins, and how often.
async fn failures(scene: &Scene) -> Vec<String> {
    let lines = list(scene).await.into_iter().filter(|event| event.what.starts_with("failed to sign in"));
    lines.map(|event| event.in_words()).collect()
}

async fn fail(scene: &Scene, email: &str, origin: &Origin) {
    let attempt = scene.gate.begin_sign_in(email, origin).await.unwrap();
    let session = new_session(1);
    let step = scene.gate.sign_in(&attempt, &computed("Mallory"), &[1; 32], &session, origin).await.unwrap();
    assert_eq!(step, None);
}

#[tokio::test]
async fn a_failed_sign_in_names_an_account_that_there_is_and_never_what_was_typed() {
    let scene = Scene::new().await;
    scene.provider("Maya").await;
    scene.provider("Tomas").await;
    scene.run("update users set suspended_at = now() where email = 'tomas@example.org'").await;
    for email in ["maya@example.org", "my-password-by-mistake", "tomas@example.org"] {
        fail(&scene, email, &from("192.0.2.1")).await;
    }
    let expected = [
        "failed to sign in, at the account tomas@example.org",
        "failed to sign in, with an address that is no account's",
        "failed to sign in, at the account maya@example.org",
    ];
    assert_eq!(failures(&scene).await, expected);
    assert!(list(&scene).await.iter().all(|event| !event.in_words().contains("by-mistake")));
}

#[tokio::test]
async fn the_administrator_alone_reads_from_where() {
    let scene = Scene::new().await;
    let maya = scene.provider("Maya").await;
    scene.patient(maya).await;
    fail(&scene, "maya@example.org", &from("192.0.2.1")).await;
    let failed: Vec<_> = list(&scene).await.into_iter().filter(|event| event.what.contains("maya@")).collect();
    assert_eq!(failed[0].address, "192.0.2.1");
    // The others' may not even name the column, and the function answers them nothing.
    let mut connection = PgConnection::connect_with(&scene.database.application).await.unwrap();
    let all = "select array_agg(id) from audit_events";
    let all: Vec<uuid::Uuid> = sqlx::query_scalar(all).fetch_one(&scene.superuser).await.unwrap();
    for user in [maya.user, scene.administrator] {
        let mut tx = connection.begin().await.unwrap();
        identify(&mut tx, Some(scene.caller(user).await.secret)).await;
        let found = sqlx::query("select from event_addresses($1)").bind(&all).fetch_all(&mut *tx).await.unwrap();
        assert_eq!(found.is_empty(), user == maya.user);
        let refused = sqlx::query("select address from audit_events").fetch_all(&mut *tx).await.unwrap_err();
        assert_eq!(refused.as_database_error().unwrap().code().unwrap(), "42501");
        tx.rollback().await.unwrap();
    }
    // No other table tells a provider one.
    let columns = "
        select p.table_name || '.' || p.column_name
          from information_schema.column_privileges p
          join information_schema.columns c on c.table_name = p.table_name and c.column_name = p.column_name
         where p.grantee = 'carechart_app' and p.privilege_type = 'SELECT' and c.udt_name in ('inet', 'cidr')";
    let columns: Vec<String> = sqlx::query_scalar(columns).fetch_all(&scene.superuser).await.unwrap();
    assert_eq!(columns, Vec::<String>::new());
}

#[tokio::test]
async fn a_flood_is_a_line_while_it_lasts_and_afterwards_and_buries_nothing() {
    let scene = Scene::new().await;
    let maya = scene.provider("Maya").await;
    fail(&scene, "maya@example.org", &from("192.0.2.9")).await;
    let follow = async |times: usize| {
        for _ in 0..times {
            scene.gate.check_invitation(&link(1).0, None, &from("192.0.2.1")).await.unwrap_err();
        }
    };
    follow(45).await;
    let said = |event: &SecurityEvent| (event.counted, event.times, event.address.clone());
    let dead = |events: Vec<SecurityEvent>| -> Vec<_> {
        events.iter().filter(|event| event.what.starts_with("followed a link")).map(said).collect()
    };
    let here = "192.0.2.1".to_owned();
    assert_eq!(dead(list(&scene).await), [(Counted::Running, 25, here.clone()), (Counted::All, 20, here.clone())]);
    scene.run("update refusal_counts set since = since - interval '15 minutes'").await;
    scene.worker.sum_up_refusals().await.unwrap();
    assert_eq!(dead(list(&scene).await), [(Counted::All, 45, here)]);
    assert!(failures(&scene).await.iter().any(|line| line.ends_with("maya@example.org")), "what came before is there");
    // Nobody else reads of counts.
    let mut tx = scene.begin(maya.user).await;
    assert!(tx.list_security_events(None).await.is_err());
}

/// A page ends after so many lines, however many events they are; the next one goes on where it ended.
#[tokio::test]
async fn no_event_is_lost_between_two_pages() {
    let scene = Scene::new().await;
    for number in 0..40 {
        for _ in 0..2 {
            scene.gate.check_invitation(&link(1).0, None, &from(&format!("198.51.100.{number}"))).await.unwrap_err();
        }
    }
    let (mut after, mut pages, mut events) = (None, 0, 0);
    loop {
        let mut tx = scene.begin(scene.administrator).await;
        let page = tx.list_security_events(after.as_ref()).await.unwrap().page;
        let dead = page.rows.iter().filter(|event| event.what.starts_with("followed a link"));
        events += dead.map(|event| event.times).sum::<i64>();
        pages += 1;
        match page.next {
            Some(next) => after = Some(next),
            None => break,
        }
    }
    assert_eq!((pages, events), (2, 80));
}
