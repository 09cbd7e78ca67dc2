use super::Probe;

/// The functions of one's own sessions, and of proving again who one is. The secret of a session is the SHA-256 of an id.
pub const OF_SESSIONS: &[Probe] = &[
    ("open_session() with the author's secret", "select display_name from open_session(sha256(uuid_send({u-author})), null)"),
    (
        "open_session() with the author's secret: who asks afterwards",
        "select session_id from open_session(sha256(uuid_send({u-author})), null);
         select split_part(email, '@', 1) from users where id = current_user_id()",
    ),
    (
        "open_session() with what is kept of the author's secret",
        "select display_name from open_session(sha256(sha256(uuid_send({u-author}))), null)",
    ),
    (
        "open_session() with the secret of one that has ended",
        "select display_name from open_session(sha256(uuid_send({session-ended})), null)",
    ),
    (
        "open_session() with the suspended one's secret",
        "select display_name from open_session(sha256(uuid_send({u-suspended})), null)",
    ),
    ("open_session() with no secret", "select display_name from open_session('', null)"),
    (
        "touch_session(): whether it is still to be seen",
        "select touch_session(sha256(uuid_send({u-author})));
         select is_due::text from open_session(sha256(uuid_send({u-author})), null)",
    ),
    (
        "touch_session() of another one: whether the author's is still to be seen",
        "select touch_session(sha256(uuid_send({u-colleague})));
         select is_due::text from open_session(sha256(uuid_send({u-author})), null)",
    ),
    (
        "current_session_id() and current_user_id()",
        "select split_part(email, '@', 1) from users where id = current_user_id() and current_session_id() is not null",
    ),
    ("end_session(): who asks afterwards", "select end_session(); select current_account_kind()"),
    ("own_sessions(): how many", "select count(*)::text from own_sessions()"),
    ("end_own_session() of the author's", "select end_own_session({session})::text"),
    ("end_own_session() of the author's that has ended", "select end_own_session({session-ended})::text"),
    ("end_other_sessions(): how many", "select end_other_sessions()::text"),
    (
        "end_other_sessions(): who asks in another one afterwards",
        "select end_other_sessions(); {confirmed}; select current_account_kind()",
    ),
    ("recently_confirmed() an hour afterwards", "select recently_confirmed()::text"),
    ("recently_confirmed() at once", "{confirmed}; select recently_confirmed()::text"),
    ("require_confirmation() an hour afterwards", "select require_confirmation(); select 'confirmed'"),
    ("require_confirmation() at once", "{confirmed}; select require_confirmation(); select 'confirmed'"),
    ("own_password_parameters(): whose salt", "select split_part(own_password_parameters(), '$', 5)"),
    (
        "confirm_session() with the right password: what the application is told",
        "select begin_attempt({new}, 'confirmation', {u-author});
         select confirm_session({new}, null, sha256('author@isolation.invalid'));
         set local role carechart_app;
         select recently_confirmed()::text",
    ),
    (
        "confirm_session() with a wrong password",
        "select begin_attempt({new}, 'confirmation', {u-author});
         select confirm_session({new}, null, sha256('wrong'))::text",
    ),
    (
        "confirm_session() with what is kept of the password",
        "select begin_attempt({new}, 'confirmation', {u-author});
         select confirm_session({new}, null, sha256(sha256('author@isolation.invalid')))::text",
    ),
    (
        "confirm_session() with the right password, by an attempt that nobody counted",
        "select confirm_session({new}, null, sha256('author@isolation.invalid'))::text",
    ),
    (
        "confirm_session() with the right password, by an attempt at something else",
        "select confirm_session({failure}, null, sha256('author@isolation.invalid'))::text",
    ),
    (
        "confirm_session() of the colleague's with a later step",
        "{as u-colleague};
         select begin_attempt({new}, 'confirmation', {u-colleague});
         select confirm_session({new}, 101, null)::text",
    ),
    (
        "confirm_session() of the colleague's with a step that was used",
        "{as u-colleague};
         select begin_attempt({new}, 'confirmation', {u-colleague});
         select confirm_session({new}, 100, null)::text",
    ),
    (
        "confirm_session() of the suspended one's with the right password",
        "{as u-suspended};
         select begin_attempt({new}, 'confirmation', {u-suspended});
         select confirm_session({new}, null, sha256('suspended@isolation.invalid'))::text",
    ),
    (
        "change_own_password() with the right one: the salt afterwards",
        "select begin_attempt({new}, 'confirmation', {u-author});
         select change_own_password({new}, sha256('author@isolation.invalid'), '$argon2id$v=19$m=19456,t=2,p=1$changed$');
         select split_part(own_password_parameters(), '$', 5)",
    ),
    (
        "change_own_password() with the right one: who asks in another session afterwards",
        "select begin_attempt({new}, 'confirmation', {u-author});
         select change_own_password({new}, sha256('author@isolation.invalid'), '$argon2id$v=19$m=19456,t=2,p=1$changed$');
         {confirmed};
         select split_part(own_password_parameters(), '$', 5)",
    ),
    (
        "change_own_password() with a wrong one: the salt afterwards",
        "select begin_attempt({new}, 'confirmation', {u-author});
         select change_own_password({new}, sha256('wrong'), '$argon2id$v=19$m=19456,t=2,p=1$changed$');
         select split_part(own_password_parameters(), '$', 5)",
    ),
];
