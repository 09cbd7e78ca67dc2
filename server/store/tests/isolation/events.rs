//! What `audit()` and `audit_list()` find out by themselves: who acts, in which role, and by which right.

use sqlx::{AssertSqlSafe, Connection, PgConnection};
use store::isolation::scene::{self, ROLES};

/// An event about Freda's record, and one about no record; and both as those of a list.
const WRITTEN: [&str; 3] = [
    "select audit('vitals.list', {freda}, {session})",
    "select audit('vitals.list', null, {session})",
    "select audit_list('visits.this_week', array[null, {freda}::uuid])",
];

const IDENTITY: &str = "
    select set_config('app.user_id', $1, true), set_config('app.session_id', $2, true),
           set_config('app.address', '192.0.2.1', true)";

/// Writes them as everybody.
async fn write_events(application: &mut PgConnection) {
    for (_, account) in ROLES {
        for audit in WRITTEN {
            let mut tx = application.begin().await.unwrap();
            let user = account.map(|account| scene::id(account).to_string()).unwrap_or_default();
            let identity = sqlx::query(IDENTITY).bind(user).bind(scene::id("session").to_string());
            identity.execute(&mut *tx).await.unwrap();
            sqlx::query(AssertSqlSafe(scene::with_ids(audit))).execute(&mut *tx).await.unwrap();
            tx.commit().await.unwrap();
        }
    }
}

#[tokio::test]
async fn an_event_says_who_acts_and_by_which_right() {
    let (superuser, mut application) = crate::set_the_scene().await;
    write_events(&mut application).await;
    let written = "
        select coalesce(split_part(u.email, '@', 1), 'nobody'), actor_role,
               string_agg(access_right, ', ' order by patient_id nulls last)
          from audit_events e
          left join users u on u.id = e.actor_user_id
         where action = $1 and session_id = $2 and host(address) = '192.0.2.1'
         group by 1, 2
         order by 1";
    // By which right on Freda's record, and without a record.
    let expected = [
        ("administrator", "administrator", "administration, administration"),
        ("author", "provider", "treating, account"),
        ("caregiver", "patient", "caregiver, account"),
        ("colleague", "provider", "treating, account"),
        ("cover", "provider", "cover, account"),
        ("emergency", "provider", "break_glass, account"),
        ("former", "provider", "none, account"),
        ("freda", "patient", "own_record, account"),
        ("nobody", "anonymous", "none, none"),
        ("other", "provider", "none, account"),
        ("otis", "patient", "none, account"),
        ("past", "patient", "none, account"),
        ("suspended", "anonymous", "none, none"),
        ("unverified", "provider", "none, account"),
    ];
    for action in ["vitals.list", "visits.this_week"] {
        let found: Vec<(String, String, String)> =
            sqlx::query_as(written).bind(action).bind(scene::id("session")).fetch_all(&superuser).await.unwrap();
        let found: Vec<_> =
            found.iter().map(|(who, role, rights)| (who.as_str(), role.as_str(), rights.as_str())).collect();
        assert_eq!(found, expected, "{action}");
    }
}
