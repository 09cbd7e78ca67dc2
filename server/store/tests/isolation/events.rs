//! What `audit_own()` and `audit_own_list()` find out by themselves: who acts, in which session, in which role, and by which
//! right. Of nobody they write nothing.

use sqlx::{AssertSqlSafe, Connection, PgConnection};
use store::isolation::scene::{self, APPLICATION, CALLERS};

/// An event about Freda's record, and one about no record; and both as those of a list.
const WRITTEN: [&str; 3] = [
    "select audit_own('vitals.list', {freda}, {visit})",
    "select audit_own('vitals.list', null, {visit})",
    "select audit_own_list('visits.this_week', array[null, {freda}::uuid])",
];

/// Writes them as everybody.
async fn write_events(application: &mut PgConnection) {
    for caller in CALLERS.iter().filter(|caller| caller.role == APPLICATION) {
        for audit in WRITTEN {
            let mut tx = application.begin().await.unwrap();
            sqlx::query(AssertSqlSafe(caller.begin())).execute(&mut *tx).await.unwrap();
            sqlx::query("select set_config('app.address', '192.0.2.1', true)").execute(&mut *tx).await.unwrap();
            sqlx::query(AssertSqlSafe(scene::with_ids(audit))).execute(&mut *tx).await.unwrap();
            tx.commit().await.unwrap();
        }
    }
}

#[tokio::test]
async fn an_event_says_who_acts_and_by_which_right() {
    let (superuser, mut application) = crate::set_the_scene().await;
    write_events(&mut application).await;
    // In a session of whoever acts, and of nobody else.
    let written = "
        select coalesce(split_part(u.email, '@', 1), 'nobody'), actor_role,
               string_agg(access_right, ', ' order by patient_id nulls last)
          from audit_events e
          left join users u on u.id = e.actor_user_id
          left join sessions s on s.id = e.session_id
         where action = $1 and host(e.address) = '192.0.2.1' and s.user_id is not distinct from e.actor_user_id
         group by 1, 2
         order by 1";
    // By which right on Freda's record, and without a record. Not the one who is suspended, not the one whose session has
    // ended, and not whoever has none.
    let expected = [
        ("administrator", "administrator", "administration, administration"),
        ("author", "provider", "treating, account"),
        ("caregiver", "patient", "caregiver, account"),
        ("colleague", "provider", "treating, account"),
        ("cover", "provider", "cover, account"),
        ("emergency", "provider", "break_glass, account"),
        ("former", "provider", "none, account"),
        ("freda", "patient", "own_record, account"),
        ("other", "provider", "none, account"),
        ("otis", "patient", "none, account"),
        ("past", "patient", "none, account"),
        ("unverified", "provider", "none, account"),
    ];
    for action in ["vitals.list", "visits.this_week"] {
        let found: Vec<(String, String, String)> =
            sqlx::query_as(written).bind(action).fetch_all(&superuser).await.unwrap();
        let found: Vec<_> =
            found.iter().map(|(who, role, rights)| (who.as_str(), role.as_str(), rights.as_str())).collect();
        assert_eq!(found, expected, "{action}");
    }
    let all: i64 = sqlx::query_scalar("select count(*) from audit_events where host(address) = '192.0.2.1'")
        .fetch_one(&superuser)
        .await
        .unwrap();
    assert_eq!(usize::try_from(all).unwrap(), 4 * expected.len(), "other events were written, too");
}
