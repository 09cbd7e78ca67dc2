//! Any connection of a role reads the text of the others' statements, and so no secret stands in it.

use base64::{Engine, prelude::BASE64_STANDARD_NO_PAD};
use sha2::{Digest, Sha256};
use sqlx::{Connection, PgConnection, postgres::PgConnectOptions};
use store::{NewSession, SessionSecret};

use crate::scene::{NOWHERE, Scene, computed, new_session, nobodys};

/// A cookie's token, what the server makes of it, and what the database keeps.
struct Secrets([[u8; 32]; 3]);

impl Secrets {
    fn new() -> Self {
        let token = nobodys();
        let secret: [u8; 32] = Sha256::digest(token).into();
        Self([token, secret, Sha256::digest(secret).into()])
    }

    fn secret(&self) -> SessionSecret {
        SessionSecret(self.0[1])
    }

    /// However somebody may write them into a statement.
    fn written(&self) -> Vec<String> {
        let ways = |bytes: &[u8; 32]| {
            let base64 = BASE64_STANDARD_NO_PAD.encode(bytes);
            let list = format!("{bytes:?}");
            [
                bytes.iter().map(|byte| format!("{byte:02x}")).collect(),
                bytes.iter().map(|byte| format!("{byte:02X}")).collect(),
                // As `bytea` reads it: what is printable stands for itself.
                bytes.iter().map(|byte| escaped(*byte)).collect(),
                bytes.iter().map(|byte| format!("\\{byte:03o}")).collect(),
                base64.replace('+', "-").replace('/', "_"),
                base64,
                list.trim_matches(['[', ']']).to_owned(),
            ]
        };
        self.0.iter().flat_map(ways).collect()
    }
}

fn escaped(byte: u8) -> String {
    match byte {
        b'\\' => "\\\\".into(),
        b'\'' => "''".into(),
        0x20..=0x7e => char::from(byte).into(),
        _ => format!("\\{byte:03o}"),
    }
}

/// The statements of all connections that this role may read, the latest of each.
async fn statements(options: &PgConnectOptions) -> Vec<String> {
    let mut looking = PgConnection::connect_with(options).await.unwrap();
    let read = "select coalesce(query, '') from pg_stat_activity where datname = current_database()
                   and pid <> pg_backend_pid()";
    let read = sqlx::query_scalar(read).fetch_all(&mut looking).await.unwrap();
    looking.close().await.unwrap();
    read
}

/// Those in which a secret stands; all must have been seen in the statements of the role.
async fn telling(options: &PgConnectOptions, secrets: &Secrets, seen: &[&str]) -> Vec<String> {
    let statements = statements(options).await;
    for expected in seen {
        assert!(statements.iter().any(|statement| statement.contains(expected)), "{expected}: {statements:?}");
    }
    let written = secrets.written();
    statements.into_iter().filter(|text| written.iter().any(|secret| text.contains(secret))).collect()
}

/// Signs in the administrator with this secret.
async fn sign_in(scene: &Scene, secrets: &Secrets, number: u8) {
    let attempt = scene.gate.begin_sign_in("admin@example.org", &NOWHERE).await.unwrap();
    let session = NewSession { secret: secrets.secret(), ..new_session(number) };
    let step = scene.gate.sign_in(&attempt, &computed("admin"), &[number; 32], &session, &NOWHERE).await.unwrap();
    assert!(step.is_some());
}

#[tokio::test]
async fn the_application_sends_a_sessions_secret_as_a_parameter_alone() {
    let (scene, secrets) = (Scene::new().await, Secrets::new());
    sign_in(&scene, &secrets, 1).await;
    let found = scene.store.find_session(secrets.secret()).await.unwrap().unwrap();
    let caller = found.caller(None);
    let said = ["set_config('app.session'"];
    let tx = scene.store.begin_as(&caller).await.unwrap();
    for role in [&scene.database.application, &scene.database.superuser] {
        assert_eq!(telling(role, &secrets, &said).await, [""; 0]);
    }
    drop(tx);
    // Found by a statement of its own, and by the first of a transaction.
    scene.store.find_session(secrets.secret()).await.unwrap().unwrap();
    assert_eq!(telling(&scene.database.application, &secrets, &["from open_session($1"]).await, [""; 0]);
    scene.run("update sessions set last_seen_at = now() - interval '2 minutes'").await;
    scene.store.find_session(secrets.secret()).await.unwrap().unwrap();
    assert_eq!(telling(&scene.database.application, &secrets, &["touch_session($1)"]).await, [""; 0]);
    let open = scene.store.open_session(secrets.secret(), None).await.unwrap().unwrap();
    assert!(open.transaction.is_some());
    assert_eq!(telling(&scene.database.application, &secrets, &["from open_session($1"]).await, [""; 0]);
}

#[tokio::test]
async fn the_gate_sends_it_as_a_parameter_alone_too() {
    let (scene, secrets) = (Scene::new().await, Secrets::new());
    // Stops the session from beginning, so that its statement is looked at while it runs.
    let mut held = scene.superuser.begin().await.unwrap();
    sqlx::query("lock table sessions in share mode").execute(&mut *held).await.unwrap();
    let looking = async {
        for role in [&scene.database.gate, &scene.database.superuser] {
            assert_eq!(telling(role, &secrets, &["begin_session($1"]).await, [""; 0]);
        }
        held.commit().await.unwrap();
    };
    scene.while_waiting(sign_in(&scene, &secrets, 1), looking).await;

    let caller = scene.store.find_session(secrets.secret()).await.unwrap().unwrap().caller(None);
    let mut held = scene.superuser.begin().await.unwrap();
    sqlx::query("select hold_account($1)").bind(caller.user.0).execute(&mut *held).await.unwrap();
    let looking = async {
        assert_eq!(telling(&scene.database.gate, &secrets, &["confirm_session($1"]).await, [""; 0]);
        held.commit().await.unwrap();
    };
    let attempt = scene.gate.begin_confirmation(&caller).await.unwrap();
    let password = computed("admin");
    let confirm = scene.gate.confirm_session(&caller, attempt, None, Some(&password));
    let (is_confirmed, ()) = scene.while_waiting(confirm, looking).await;
    assert!(is_confirmed.unwrap());
}

/// What the tests above look for is found where it stands.
#[tokio::test]
async fn a_secret_in_a_statement_is_read_by_other_connections_of_the_role() {
    let (scene, secrets) = (Scene::new().await, Secrets::new());
    let mut telling_it = PgConnection::connect_with(&scene.database.application).await.unwrap();
    for secret in secrets.written() {
        let statement = format!("select set_config('app.session', $it${secret}$it$, true)");
        sqlx::raw_sql(sqlx::AssertSqlSafe(statement.clone())).execute(&mut telling_it).await.unwrap();
        for role in [&scene.database.application, &scene.database.superuser] {
            assert_eq!(telling(role, &secrets, &[]).await, [statement.as_str()]);
        }
        assert_eq!(telling(&scene.database.gate, &secrets, &[]).await, [""; 0], "another role");
    }
}
