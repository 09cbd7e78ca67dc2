//! What the numbered files do to a database that has people in it.

use schema::{Schema, migrate};

use crate::database::Database;

/// Brought up to the file of this number, and no rules.
async fn migrated_to(number: i64) -> Database {
    let database = Database::new().await;
    let mut schema = Schema::embedded();
    schema.migrations.retain(|migration| migration.version <= number);
    schema.rules.clear();
    schema.migrate(database.owner.clone()).await.unwrap();
    database
}

/// Somebody signed in, with a link, before 0015: the cookie, the link and the password go on, and what is kept of each is the
/// hash of what was kept.
#[tokio::test]
async fn whoever_is_signed_in_stays_so_when_a_session_becomes_who_asks() {
    let database = migrated_to(14).await;
    // As argon2id has it of `password` and `somesalt` (phc-winner-argon2, test.c); and an account that was made by hand.
    database
        .run(
            "insert into users (id, kind, email, password_hash) values
                 (gen_random_uuid(), 'administrator', 'ada@example.org',
                  '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc'),
                 (gen_random_uuid(), 'provider', 'grace@example.org', 'no hash');
             insert into sessions (id, user_id, token_hash, expires_at)
             select gen_random_uuid(), id, sha256('cookie'), now() + interval '1 hour' from users where kind = 'administrator';
             insert into links (id, purpose, user_id, made_by, token_hash, expires_at)
             select gen_random_uuid(), 'password_reset', g.id, a.id, sha256('link'), now() + interval '1 day'
               from users g, users a where g.kind = 'provider' and a.kind = 'administrator'",
        )
        .await;
    migrate(database.owner.clone()).await.unwrap();
    let asks = "select (select email from users where id = current_user_id())
                  from (select set_config('app.session', encode(sha256('cookie'), 'hex'), false) offset 0) s";
    let asks: Option<String> = database.ask(asks).await;
    assert_eq!(asks.as_deref(), Some("ada@example.org"));
    let reset: Option<String> = database.ask("select password_reset_account(sha256('link'))").await;
    assert_eq!(reset.as_deref(), Some("grace@example.org"));
    let signs_in = "
        select is_password(id, '\\x09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7')
           and not is_password(id, sha256('\\x09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7'))
           and password_parameters(email) = '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ'
          from users where kind = 'administrator'";
    assert!(database.ask::<bool>(signs_in).await);
    let other: String = database.ask("select password_hash from users where kind = 'provider'").await;
    assert_eq!(other, "no hash", "what isn't understood stays");
}
