//! Whatever changes a password, a factor or a passkey ends what was begun before, whichever it is.

use model::id::PasskeyId;
use serde_json::json;
use sqlx::{AssertSqlSafe, Connection, PgConnection, postgres::PgConnectOptions};
use store::{Caller, Owner};

use crate::{
    entering::identify,
    harness::Database,
    scene::{NOWHERE, Scene, kept_password},
};

/// Each way, as somebody in their own session does it.
#[derive(Clone, Copy, Debug)]
enum Way {
    Password,
    SetUp,
    RecoveryCodes,
    RemoveFactor,
    AddPasskey,
    RemovePasskey,
}

const OWN: [Way; 6] =
    [Way::Password, Way::SetUp, Way::RecoveryCodes, Way::RemoveFactor, Way::AddPasskey, Way::RemovePasskey];

async fn change(scene: &Scene, maya: &Caller, way: Way) {
    let mut tx = scene.store.begin_as(maya).await.unwrap();
    match way {
        Way::Password => assert!(scene.change_password(maya, "Maya", "another").await.unwrap()),
        Way::SetUp => tx.confirm_second_factor(101, &[]).await.unwrap(),
        Way::RecoveryCodes => tx.replace_recovery_codes(&[[6; 32]]).await.unwrap(),
        Way::RemoveFactor => tx.remove_second_factor().await.unwrap(),
        Way::AddPasskey => tx.add_passkey(&[2; 16], "My laptop", &json!({})).await.unwrap(),
        Way::RemovePasskey => {
            let passkey = sqlx::query_scalar("select id from passkeys").fetch_one(&scene.superuser).await.unwrap();
            tx.remove_passkey(PasskeyId(passkey)).await.unwrap();
        }
    }
    tx.commit().await.unwrap();
}

/// Maya with a second factor, which still waits for its first code where that is what is tried, and a passkey; and with
/// everything open that somebody may have begun: a session of that number, a sign-in that waits for its second step, a
/// question to a browser, and a link for a new password.
async fn everything_open(scene: &Scene, way: Option<Way>) -> Caller {
    let maya = scene.provider("Maya").await;
    let caller = scene.sign_in(maya.user, 1, None).await;
    scene.sign_in(maya.user, 2, None).await;
    let user = maya.user.0;
    let confirmed = if matches!(way, Some(Way::SetUp)) { "null" } else { "now()" };
    scene
        .run(&format!(
            "insert into second_factors (user_id, sealed_secret, last_step, confirmed_at)
             values ('{user}', sha256('secret'), 100, {confirmed});
             insert into passkeys (id, user_id, credential_id, credential, name)
             values (gen_random_uuid(), '{user}', '\\x01', '{{}}', 'My phone');
             insert into sign_in_challenges (id, user_id, token_hash, expires_at)
             values (gen_random_uuid(), '{user}', sha256(decode(repeat('03', 32), 'hex')), now() + interval '10 minutes');
             insert into passkey_ceremonies (token_hash, purpose, user_id, state)
             values (sha256('question'), 'second_step', '{user}', '{{}}');
             insert into links (id, purpose, user_id, made_by, token_hash, expires_at)
             values (gen_random_uuid(), 'password_reset', '{user}', '{}', sha256(decode(repeat('04', 32), 'hex')),
                     now() + interval '1 day')",
            scene.administrator.0
        ))
        .await;
    caller
}

/// What is still open of all that, but for the session in which it is changed.
async fn open(scene: &Scene) -> Vec<&'static str> {
    let mut open = Vec::new();
    for (what, query) in [
        (
            "session",
            "select count(*) from sessions where token_hash = sha256(decode(repeat('02', 32), 'hex')) and ended_at is null",
        ),
        ("challenge", "select count(*) from sign_in_challenges where closed_at is null"),
        ("question", "select count(*) from passkey_ceremonies"),
        ("link", "select count(*) from links where purpose = 'password_reset' and closed_at is null"),
    ] {
        let count: i64 = sqlx::query_scalar(query).fetch_one(&scene.superuser).await.unwrap();
        if count > 0 {
            open.push(what);
        }
    }
    open
}

#[tokio::test]
async fn what_one_changes_oneself_ends_everything_but_the_session_in_which_it_is_changed() {
    for way in OWN {
        let scene = Scene::new().await;
        let maya = everything_open(&scene, Some(way)).await;
        assert_eq!(open(&scene).await, ["session", "challenge", "question", "link"]);
        change(&scene, &maya, way).await;
        assert_eq!(open(&scene).await, [""; 0], "{way:?}");
        assert!(scene.find(1).await.is_some(), "{way:?}");
    }
}

#[tokio::test]
async fn what_is_changed_from_outside_ends_every_session() {
    let scene = Scene::new().await;
    everything_open(&scene, None).await;
    scene.gate.reset_password(&[4; 32], &kept_password("another"), &NOWHERE).await.unwrap();
    assert_eq!(open(&scene).await, [""; 0], "by a link");
    assert!(scene.find(1).await.is_none());

    let scene = Scene::new().await;
    let maya = everything_open(&scene, None).await;
    let administrator = scene.sign_in(scene.administrator, 5, None).await;
    let mut tx = scene.store.begin_as(&administrator).await.unwrap();
    tx.remove_lost_second_factor(maya.user).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(open(&scene).await, [""; 0], "by the administrator");
    assert!(scene.find(1).await.is_none() && scene.find(5).await.is_some());

    let scene = Scene::new().await;
    everything_open(&scene, None).await;
    let owner = Owner::connect(scene.database.owner.clone()).await.unwrap();
    owner.remove_second_factor("maya@example.org").await.unwrap();
    assert_eq!(open(&scene).await, [""; 0], "by the command line");
    assert!(scene.find(1).await.is_none());
}

/// Who sends a statement.
type As = fn(&Database) -> &PgConnectOptions;

const APPLICATION: As = |database| &database.application;
const GATE: As = |database| &database.gate;

/// Attempts that were counted: of Maya, who proves again who she is, her second step, and a question to a browser.
const COUNTED: &str = "
    insert into sign_in_failures (id, email_hash)
    select '00000000-0000-7000-8000-000000000001'::uuid, attempt_key('confirmation', u.id::text) from users u
     where u.email = 'maya@example.org'
    union all
    select '00000000-0000-7000-8000-000000000002', attempt_key('second step', u.id::text) from users u
     where u.email = 'maya@example.org'
    union all
    select '00000000-0000-7000-8000-000000000003', attempt_key('passkey', encode(sha256('question'), 'hex'))";

const CHANGE_PASSWORD: &str =
    "select change_own_password('00000000-0000-7000-8000-000000000001', sha256('Maya''s password'), 'new')::text";
const PASS: &str = "select pass_challenge(decode(repeat('03', 32), 'hex'), '00000000-0000-7000-8000-000000000002', 101,
                                          null)::text";

/// Pairs that change an account at once, each with what the other needs first.
const AT_ONCE: [[(As, &str); 2]; 5] = [
    [(GATE, CHANGE_PASSWORD), (GATE, "select reset_password(decode(repeat('04', 32), 'hex'), 'other')::text")],
    [(APPLICATION, "select remove_second_factor()::text"), (GATE, PASS)],
    [(APPLICATION, "select replace_recovery_codes('{}')::text"), (GATE, PASS)],
    [
        (APPLICATION, "select remove_passkey((select id from own_passkeys()))::text"),
        (
            GATE,
            "select pass_challenge_by_passkey(decode(repeat('03', 32), 'hex'), (select id from own_passkeys()), '{}', '{}',
                                              '00000000-0000-7000-8000-000000000002')::text",
        ),
    ],
    [
        (APPLICATION, "select remove_passkey((select id from own_passkeys()))::text"),
        (
            GATE,
            "select begin_session(sha256('challenge'), gen_random_uuid(), sha256('new'), '1 hour', '1 hour', null, '')
               from (select sign_in_by_passkey(id, '{}', '{}', sha256('question'), '00000000-0000-7000-8000-000000000003',
                                          sha256('challenge')) as is_used
                       from own_passkeys() offset 0) s where s.is_used",
        ),
    ],
];

/// The statement in the session, in a transaction of its own.
async fn send(scene: &Scene, maya: &Caller, (role, statement): (As, &'static str)) -> Result<(), sqlx::Error> {
    let mut connection = PgConnection::connect_with(role(&scene.database)).await.unwrap();
    let mut tx = connection.begin().await?;
    identify(&mut tx, Some(maya.secret)).await;
    sqlx::query(statement).execute(&mut *tx).await?;
    tx.commit().await
}

#[tokio::test]
async fn two_who_change_an_account_at_once_dont_wait_for_each_other() {
    for [one, other] in AT_ONCE {
        let scene = Scene::new().await;
        let maya = everything_open(&scene, None).await;
        assert_eq!(scene.run(COUNTED).await, 3);
        // Neither gets further than to the other session of the account until both have begun.
        let mut held = scene.superuser.begin().await.unwrap();
        let hold =
            format!("select from sessions where user_id = '{}' and id <> '{}' for update", maya.user.0, maya.session.0);
        sqlx::query(AssertSqlSafe(hold)).execute(&mut *held).await.unwrap();
        let release = async {
            scene.until_waiting(2).await;
            held.commit().await.unwrap();
        };
        let second = async {
            scene.until_waiting(1).await;
            send(&scene, &maya, other).await
        };
        let (first, second, ()) = tokio::join!(send(&scene, &maya, one), second, release);
        let (one, other) = (one.1, other.1);
        first.unwrap_or_else(|error| panic!("{one} beside {other}: {error}"));
        second.unwrap_or_else(|error| panic!("{other} beside {one}: {error}"));
    }
}
