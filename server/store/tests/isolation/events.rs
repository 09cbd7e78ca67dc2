//! What `audit()` finds out by itself: who acts, in which role, and by which right.

use sqlx::{AssertSqlSafe, Connection, PgConnection};

use crate::scene::{self, ROLES};

/// Writes an event about Freda's record, and one about no record, as everybody.
async fn write_events(application: &mut PgConnection) {
    for (_, account) in ROLES {
        for patient in ["{freda}", "null"] {
            let mut tx = application.begin().await.unwrap();
            let user = account.map(|account| scene::id(account).to_string()).unwrap_or_default();
            sqlx::query("select set_config('app.user_id', $1, true)").bind(user).execute(&mut *tx).await.unwrap();
            let audit =
                format!("select audit(gen_random_uuid(), 'test.event', {patient}, null, {{session}}, '192.0.2.1')");
            sqlx::query(AssertSqlSafe(scene::with_ids(&audit))).execute(&mut *tx).await.unwrap();
            tx.commit().await.unwrap();
        }
    }
}

#[tokio::test]
async fn an_event_says_who_acts_and_by_which_right() {
    let (superuser, application, _) = crate::set_the_scene().await;
    write_events(&mut application.into_connection()).await;
    let written = "
        select coalesce(split_part(u.email, '@', 1), 'nobody'), actor_role,
               string_agg(access_right, ', ' order by patient_id nulls last)
          from audit_events e
          left join users u on u.id = e.actor_user_id
         where action = 'test.event' and session_id is not null and address is not null
         group by 1, 2
         order by 1";
    let written: Vec<(String, String, String)> = sqlx::query_as(written).fetch_all(&superuser).await.unwrap();
    let written: Vec<_> =
        written.iter().map(|(who, role, rights)| (who.as_str(), role.as_str(), rights.as_str())).collect();
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
    assert_eq!(written, expected);
}
