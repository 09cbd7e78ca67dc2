//! A password that changes while somebody signs in with the one before.

use model::account::AccountKind;
use sqlx::{Connection, PgConnection};
use store::{Caller, Error, NewSession, SignInAttempt, SignInStep};
use uuid::Uuid;

use crate::{
    entering::identify,
    scene::{NOWHERE, Provider, Scene, computed, kept_password, new_session},
};

/// Each way, and whether whoever does it has a session.
#[derive(Clone, Copy, Debug)]
enum Way {
    OwnPassword,
    Link,
}

/// Maya with a session and a link for a new password.
async fn maya(scene: &Scene) -> (Provider, Caller) {
    let maya = scene.provider("Maya").await;
    let mut tx = scene.begin_confirmed(scene.administrator).await;
    tx.begin_password_reset(maya.user, &[4; 32]).await.unwrap();
    tx.commit().await.unwrap();
    (maya, scene.sign_in(maya.user, 1, None).await)
}

async fn sign_in(
    scene: &Scene,
    attempt: &SignInAttempt,
    name: &str,
    session: NewSession,
) -> Result<Option<SignInStep>, Error> {
    scene.gate.sign_in(attempt, &computed(name), &session.secret.0, &session, &NOWHERE).await
}

#[tokio::test]
async fn the_former_one_signs_nobody_in_whose_attempt_began_before_the_change() {
    for way in [Way::OwnPassword, Way::Link] {
        let scene = Scene::new().await;
        let (_, caller) = maya(&scene).await;
        let [before, other] = [
            scene.gate.begin_sign_in("maya@example.org", &NOWHERE).await.unwrap(),
            scene.gate.begin_sign_in("maya@example.org", &NOWHERE).await.unwrap(),
        ];
        match way {
            Way::OwnPassword => assert!(scene.change_password(&caller, "Maya", "another").await.unwrap()),
            Way::Link => scene.gate.reset_password(&[4; 32], &kept_password("another"), &NOWHERE).await.unwrap(),
        }
        assert_eq!(sign_in(&scene, &before, "Maya", new_session(2)).await.unwrap(), None, "{way:?}");
        assert_eq!(scene.find(2).await, None, "{way:?}");
        let entered = sign_in(&scene, &other, "another", new_session(3)).await.unwrap();
        assert_eq!(entered, Some(SignInStep::Begun(AccountKind::Provider)), "{way:?}");
    }
}

/// The statement that changes it, with an attempt that was counted for it.
async fn change(scene: &Scene, maya: Provider, way: Way, tx: &mut PgConnection) {
    match way {
        Way::OwnPassword => {
            let attempt = Uuid::now_v7();
            let begin = sqlx::query("select begin_attempt($1, 'confirmation', $2)").bind(attempt);
            begin.bind(maya.user.0.to_string()).execute(&mut *tx).await.unwrap();
            let change = sqlx::query_scalar("select change_own_password($1, $2, $3)").bind(attempt);
            let change = change.bind(computed("Maya")).bind(kept_password("another"));
            let is_changed: bool = change.fetch_one(&mut *tx).await.unwrap();
            assert!(is_changed);
        }
        Way::Link => {
            let reset =
                sqlx::query_scalar("select reset_password($1, $2)").bind([4_u8; 32]).bind(kept_password("another"));
            let reset: Option<Uuid> = reset.fetch_one(&mut *tx).await.unwrap();
            assert_eq!(reset, Some(maya.user.0));
        }
    }
    assert_eq!(scene.waiting().await, 0);
}

#[tokio::test]
async fn a_sign_in_waits_for_a_change_that_is_being_made_and_then_compares_with_the_new_one() {
    for (way, is_committed) in
        [(Way::OwnPassword, true), (Way::Link, true), (Way::OwnPassword, false), (Way::Link, false)]
    {
        let scene = Scene::new().await;
        let (maya, caller) = maya(&scene).await;
        let attempt = scene.gate.begin_sign_in("maya@example.org", &NOWHERE).await.unwrap();
        let mut connection = PgConnection::connect_with(&scene.database.gate).await.unwrap();
        let mut tx = connection.begin().await.unwrap();
        identify(&mut tx, matches!(way, Way::OwnPassword).then_some(caller.secret)).await;
        change(&scene, maya, way, &mut tx).await;
        let committing = async { if is_committed { tx.commit().await.unwrap() } else { tx.rollback().await.unwrap() } };
        let signing_in = sign_in(&scene, &attempt, "Maya", new_session(2));
        let (entered, ()) = scene.while_waiting(signing_in, committing).await;
        let expected = if is_committed { None } else { Some(SignInStep::Begun(AccountKind::Provider)) };
        assert_eq!(entered.unwrap(), expected, "{way:?}");
        assert_eq!(scene.find(2).await.is_some(), !is_committed, "{way:?}");
    }
}

/// The same the other way round: a sign-in whose password was compared has begun its session before the change, which ends it.
#[tokio::test]
async fn a_change_waits_for_a_sign_in_that_is_being_made_and_then_ends_it() {
    let scene = Scene::new().await;
    let (_, caller) = maya(&scene).await;
    let mut connection = PgConnection::connect_with(&scene.database.gate).await.unwrap();
    let mut tx = connection.begin().await.unwrap();
    let attempt = Uuid::now_v7();
    let begin = sqlx::query("select begin_attempt($1, 'sign-in', 'maya@example.org')").bind(attempt);
    begin.execute(&mut *tx).await.unwrap();
    let compare = "select sign_in($1, 'maya@example.org', $2, $3)";
    let compare = sqlx::query_scalar(compare).bind(attempt).bind(computed("Maya")).bind([2_u8; 32]);
    let step: String = compare.fetch_one(&mut *tx).await.unwrap();
    assert_eq!(step, "passed");
    let going_on = async {
        let begin = "select begin_session($1, gen_random_uuid(), $1, '1 hour', '1 hour', null, '')";
        let kind: Option<String> = sqlx::query_scalar(begin).bind([2_u8; 32]).fetch_one(&mut *tx).await.unwrap();
        assert_eq!(kind.as_deref(), Some("provider"));
        tx.commit().await.unwrap();
    };
    let changing = scene.change_password(&caller, "Maya", "another");
    let (is_changed, ()) = scene.while_waiting(changing, going_on).await;
    assert!(is_changed.unwrap());
    assert_eq!(scene.find(2).await, None);
    assert!(scene.find(1).await.is_some());
}

/// Two clicks on the button: the first begins its session while the second waits, and neither is told of a fault.
#[tokio::test]
async fn two_who_sign_in_to_one_account_at_once_dont_wait_for_each_other() {
    let scene = Scene::new().await;
    let (maya, caller) = maya(&scene).await;
    let [first, second] = [
        scene.gate.begin_sign_in("maya@example.org", &NOWHERE).await.unwrap(),
        scene.gate.begin_sign_in("maya@example.org", &NOWHERE).await.unwrap(),
    ];
    let hold = async || {
        let mut held = scene.superuser.begin().await.unwrap();
        sqlx::query("select hold_account($1)").bind(maya.user.0).execute(&mut *held).await.unwrap();
        held
    };
    let held = hold().await;
    let release = async {
        scene.until_waiting(2).await;
        held.commit().await.unwrap();
    };
    let (one, other) =
        (sign_in(&scene, &first, "Maya", new_session(2)), sign_in(&scene, &second, "Maya", new_session(3)));
    let (one, other, ()) = tokio::join!(one, other, release);
    let begun = Some(SignInStep::Begun(AccountKind::Provider));
    assert_eq!((one.unwrap(), other.unwrap()), (begun, begun));

    // And two who prove again who they are.
    let [first, second] =
        [scene.gate.begin_confirmation(&caller).await.unwrap(), scene.gate.begin_confirmation(&caller).await.unwrap()];
    let held = hold().await;
    let release = async {
        scene.until_waiting(2).await;
        held.commit().await.unwrap();
    };
    let password = computed("Maya");
    let confirm = |attempt| scene.gate.confirm_session(&caller, attempt, None, Some(&password));
    let (one, other, ()) = tokio::join!(confirm(first), confirm(second), release);
    assert!(one.unwrap() && other.unwrap());
}
