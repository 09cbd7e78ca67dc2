//! Each of the server's roles may do what the rules give it: whatever somebody has given it beside that is found at the start.

use sqlx::postgres::PgConnectOptions;
use store::{Error, Gate, Store, Worker};

use crate::{
    harness::{Database, clinic},
    scene::Scene,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Application,
    Gate,
    Worker,
}

use Role::{Application, Gate as OfGate, Worker as OfWorker};

const ROLES: [Role; 3] = [Application, OfGate, OfWorker];

impl Role {
    fn name(self) -> &'static str {
        match self {
            Application => "carechart_app",
            OfGate => "carechart_gate",
            OfWorker => "carechart_worker",
        }
    }

    fn options(self, database: &Database) -> &PgConnectOptions {
        match self {
            Application => &database.application,
            OfGate => &database.gate,
            OfWorker => &database.worker,
        }
    }

    /// Connects as the server does that wants this role.
    async fn connect(self, options: &PgConnectOptions) -> Result<(), Error> {
        match self {
            Application => Store::connect(options.clone(), clinic()).await?.close().await,
            OfGate => Gate::connect(options.clone()).await?.close().await,
            OfWorker => Worker::connect(options.clone()).await?.close().await,
        }
        Ok(())
    }

    async fn refusal(self, options: &PgConnectOptions) -> String {
        match self.connect(options).await {
            Err(Error::Refused(reason)) => reason,
            other => panic!("{self:?}: {other:?}"),
        }
    }
}

#[tokio::test]
async fn each_role_connects_as_itself_and_as_none_of_the_others() {
    let database = Database::new().await;
    for role in ROLES {
        for login in ROLES {
            if role == login {
                role.connect(login.options(&database)).await.unwrap();
            } else {
                let reason = role.refusal(login.options(&database)).await;
                let expected = format!("the role that signs in as {} is or could become another role", role.name());
                assert!(reason.starts_with(&expected), "{login:?}: {reason}");
            }
        }
        assert!(role.refusal(&database.superuser).await.contains("is a superuser"));
        assert!(role.refusal(&database.owner).await.contains("the owner's role or the definer's"));
    }
}

#[tokio::test]
async fn a_login_that_could_become_more_than_its_role_is_refused() {
    let scene = Scene::new().await;
    let database = scene.database.application.get_database().unwrap_or_default().to_owned();
    for (number, role) in ROLES.into_iter().enumerate() {
        let name = role.name();
        let others =
            ROLES.into_iter().filter(|other| *other != role).map(|other| format!("in role {name}, {}", other.name()));
        let predefined = ["pg_read_all_data", "pg_write_all_data", "pg_execute_server_program", "pg_monitor"];
        let predefined = predefined.into_iter().map(|more| format!("in role {name}, {more}"));
        let another = "is or could become another role";
        let cases = others.chain(predefined).map(|made| (made, another)).chain([
            (format!("in role {name} superuser"), "is a superuser"),
            (format!("in role {name} bypassrls"), "has BYPASSRLS"),
            (format!("in role {name} createrole"), "has CREATEROLE"),
            (format!("in role {name} replication"), "has REPLICATION"),
            (format!("noinherit in role {name}, carechart_owner"), "the owner's role or the definer's"),
            (format!("noinherit in role {name}, carechart_definer"), "the owner's role or the definer's"),
            (String::new(), "isn't that role"),
        ]);
        // Roles are the whole cluster's, so that its name is the test's own.
        let login = format!("{database}_login_{number}");
        let options = role.options(&scene.database).clone().username(&login).password("made for a test");
        for (made, expected) in cases {
            scene.run(&format!("create role {login} login password 'made for a test' {made}")).await;
            let connected = role.connect(&options).await;
            scene.run(&format!("drop role {login}")).await;
            match connected {
                Err(Error::Refused(reason)) => assert!(reason.contains(expected), "{made}: {reason}"),
                other => panic!("{role:?} {made}: {other:?}"),
            }
        }
        scene.run(&format!("create role {login} login password 'made for a test' in role {name}")).await;
        let connected = role.connect(&options).await;
        // What a login was given itself counts like what its role was given.
        scene.run(&format!("grant select on visits to {login}")).await;
        let given = role.connect(&options).await;
        scene.run(&format!("drop owned by {login}; drop role {login}")).await;
        connected.unwrap();
        let said = format!("{login} may SELECT on visits");
        assert!(matches!(&given, Err(Error::Refused(reason)) if reason.contains(&said)), "{given:?}");
    }
}

/// What somebody grants, how it is taken away again, and what a server then says.
const GRANTS: [[&str; 3]; 20] = [
    ["grant select on visits to ROLE", "revoke select on visits from ROLE", "ROLE may SELECT on visits"],
    ["grant delete on visits to ROLE", "revoke delete on visits from ROLE", "ROLE may DELETE on visits"],
    ["grant truncate on users to ROLE", "revoke truncate on users from ROLE", "ROLE may TRUNCATE on users"],
    [
        "grant update (password_hash) on users to ROLE",
        "revoke update (password_hash) on users from ROLE",
        "ROLE may UPDATE on users (password_hash)",
    ],
    [
        "grant select (token_hash) on sessions to ROLE",
        "revoke select (token_hash) on sessions from ROLE",
        "ROLE may SELECT on sessions (token_hash)",
    ],
    [
        "grant insert on granted_privileges to ROLE",
        "revoke insert on granted_privileges from ROLE",
        "ROLE may INSERT on granted_privileges",
    ],
    [
        "grant execute on function is_password(uuid, bytea) to ROLE",
        "revoke execute on function is_password(uuid, bytea) from ROLE",
        "ROLE may EXECUTE on is_password(account uuid, computed bytea)",
    ],
    [
        "grant execute on function begin_challenge(uuid, bytea, uuid, boolean) to ROLE",
        "revoke execute on function begin_challenge(uuid, bytea, uuid, boolean) from ROLE",
        "ROLE may EXECUTE on begin_challenge(account uuid, challenge bytea, attempt uuid, is_whole boolean)",
    ],
    [
        "grant execute on function is_password(uuid, bytea) to public",
        "revoke execute on function is_password(uuid, bytea) from public",
        "PUBLIC may EXECUTE on is_password(account uuid, computed bytea)",
    ],
    [
        "create function careless() returns int language sql security definer as 'select 1'",
        "drop function careless()",
        "PUBLIC may EXECUTE on careless()",
    ],
    [
        "create policy careless on visits for select to ROLE using (true)",
        "drop policy careless on visits",
        "ROLE may SELECT on visits by the policy careless: true",
    ],
    [
        "create policy careless on sessions using (true) with check (true)",
        "drop policy careless on sessions",
        "PUBLIC may ALL on sessions by the policy careless: true, true",
    ],
    ["grant select on sessions to public", "revoke select on sessions from public", "PUBLIC may SELECT on sessions"],
    [
        "grant create on schema public to ROLE",
        "revoke create on schema public from ROLE",
        "ROLE may CREATE on the schema public",
    ],
    [
        "grant create on schema public to public",
        "revoke create on schema public from public",
        "PUBLIC may CREATE on the schema public",
    ],
    [
        "grant temporary on database DATABASE to ROLE",
        "revoke temporary on database DATABASE from ROLE",
        "ROLE may TEMPORARY on the database",
    ],
    [
        "grant create on database DATABASE to ROLE",
        "revoke create on database DATABASE from ROLE",
        "ROLE may CREATE on the database",
    ],
    [
        "create view careless with (security_invoker) as select * from visits; grant select on careless to ROLE",
        "drop view careless",
        "ROLE may SELECT on careless",
    ],
    [
        "create sequence careless; grant usage on sequence careless to ROLE",
        "drop sequence careless",
        "ROLE may USAGE on careless",
    ],
    [
        "grant delete on visits to carechart_definer",
        "revoke delete on visits from carechart_definer",
        "carechart_definer may DELETE on visits",
    ],
];

#[tokio::test]
async fn whatever_was_granted_beside_the_rules_is_refused_and_named() {
    let scene = Scene::new().await;
    let database = scene.database.application.get_database().unwrap_or_default().to_owned();
    for role in ROLES {
        let of = |text: &str| text.replace("ROLE", role.name()).replace("DATABASE", &database);
        for [grant, revoke, said] in GRANTS.map(|grant| grant.map(of)) {
            // The application itself reads a visit, and may.
            let is_its_own = role == Application && said == "carechart_app may SELECT on visits";
            scene.run(&grant).await;
            for asking in ROLES {
                let connected = asking.connect(asking.options(&scene.database)).await;
                match connected {
                    Ok(()) if is_its_own => {}
                    Err(Error::Refused(reason)) => assert!(reason.contains(&said), "{asking:?}, {grant}: {reason}"),
                    other => panic!("{asking:?}, {grant}: {other:?}"),
                }
            }
            if !is_its_own {
                scene.run(&revoke).await;
            }
        }
        role.connect(role.options(&scene.database)).await.unwrap();
    }
}
