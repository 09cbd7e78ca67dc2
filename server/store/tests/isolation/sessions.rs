//! Whose session it is, is found out anew in each transaction: one that is good no more is nobody's.

use sqlx::{AssertSqlSafe, Connection, PgConnection};
use store::isolation::scene::{self, APPLICATION, CALLERS};

/// How many rows the caller gets, and whether they are anybody.
const READ: &str = "
    select (select count(*) from visits) + (select count(*) from users) + (select count(*) from own_sessions())
           + (current_account_kind() is not null)::integer";

async fn read(connection: &mut PgConnection) -> i64 {
    sqlx::query_scalar(READ).fetch_one(connection).await.unwrap()
}

/// The moment of each is the first one at which it is over: of a transaction everything has one time.
#[tokio::test]
async fn a_session_that_has_ended_or_lasted_or_slept_too_long_is_nobodys() {
    let (superuser, _) = crate::set_the_scene().await;
    let author = CALLERS.iter().find(|caller| caller.name == "author").unwrap();
    for (change, is_good) in [
        ("expires_at = now() + interval '1 second'", true),
        ("expires_at = now()", false),
        ("last_seen_at = now() - idle_limit + interval '1 second'", true),
        ("last_seen_at = now() - idle_limit", false),
        ("ended_at = now()", false),
        ("scope = 'calendar'", false),
    ] {
        let mut tx = superuser.begin().await.unwrap();
        let change_it = scene::with_ids(&format!("update sessions set {change} where id = {{session}}"));
        let become_them = format!("{change_it}; set local role {APPLICATION}; {}", author.begin());
        sqlx::raw_sql(AssertSqlSafe(become_them)).execute(&mut *tx).await.unwrap();
        assert_eq!(read(&mut tx).await > 0, is_good, "{change}");
        tx.rollback().await.unwrap();
    }
}

/// A setting that was local to a finished transaction reads as '' afterwards, which must be no session's.
#[tokio::test]
async fn a_transaction_that_says_nothing_is_nobodys_after_one_of_somebody() {
    let (_, mut application) = crate::set_the_scene().await;
    for caller in CALLERS.iter().filter(|caller| caller.role == APPLICATION) {
        let mut tx = application.begin().await.unwrap();
        sqlx::query(AssertSqlSafe(caller.begin())).execute(&mut *tx).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(read(&mut application).await, 0, "after {}", caller.name);
    }
}
