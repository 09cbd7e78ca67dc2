use super::Probe;

/// The functions of one's own account, of second factors and of password resets.
pub const OF_AN_ACCOUNT: &[Probe] = &[
    ("recently_confirmed() without a session", "select recently_confirmed()::text"),
    (
        "recently_confirmed() in the author's session",
        "select recently_confirmed()::text from (select set_config('app.session_id', {session}::text, true) offset 0) s",
    ),
    ("require_confirmation() without a session", "select 'confirmed' from (select require_confirmation()::text) s"),
    (
        "confirm_session() of the author's, and what it tells",
        "select 'nothing' from (select confirm_session()::text
                                  from (select set_config('app.session_id', {session}::text, true) offset 0) s) t",
    ),
    (
        "forgive_attempt() of somebody's, and what it tells",
        "select 'nothing' from (select forgive_attempt({failure})::text) s",
    ),
    ("own_sessions(): how many", "select count(*)::text from own_sessions('1 hour') s"),
    ("end_own_session() of the author's", "select end_own_session({session})::text"),
    ("end_other_sessions(): how many", "select end_other_sessions()::text"),
    ("own_credentials()", "select split_part(email, '@', 1) from own_credentials()"),
    ("change_own_password() without a session", "select change_own_password('New')::text"),
    (
        "change_own_password() in the author's session: who has it now",
        "select c.email
           from (select change_own_password('New')::text as done
                   from (select set_config('app.session_id', {session}::text, true) offset 0) s) changed
          cross join lateral (select split_part(email, '@', 1) as email from own_credentials() where changed.done = '') c",
    ),
    ("has_second_factor()", "select has_second_factor({u-colleague})::text"),
    ("own_second_factor(): how many codes are left", "select codes_left::text from own_second_factor()"),
    ("begin_second_factor() without a session", "select begin_second_factor(sha256('new'))::text"),
    (
        "begin_second_factor() in the author's session",
        "select begin_second_factor(sha256('new'))::text
           from (select set_config('app.session_id', {session}::text, true) offset 0) s",
    ),
    (
        "begin_second_factor() in the colleague's session, who has one",
        "select begin_second_factor(sha256('new'))::text
           from (select set_config('app.session_id', {session-colleag}::text, true) offset 0) s",
    ),
    ("confirm_second_factor() without a session", "select confirm_second_factor(200, array[sha256('new')])::text"),
    ("replace_recovery_codes() without a session", "select replace_recovery_codes(array[sha256('new')])::text"),
    ("remove_second_factor() without a session", "select remove_second_factor()::text"),
    (
        "remove_second_factor() in the colleague's session",
        "select remove_second_factor()::text
           from (select set_config('app.session_id', {session-colleag}::text, true) offset 0) s",
    ),
    ("use_second_factor() with a later step", "select use_second_factor(101, null)::text"),
    ("use_second_factor() with a step that was used", "select use_second_factor(100, null)::text"),
    (
        "use_second_factor() with the colleague's recovery code",
        "select use_second_factor(null, sha256('a code'))::text",
    ),
    ("begin_challenge(): whether a code is needed", "select begin_challenge({new}, sha256('new'), null)::text"),
    ("attempt_challenge() of the colleague's", "select kind from attempt_challenge(sha256('challenge'))"),
    ("attempt_challenge() of none", "select kind from attempt_challenge(sha256('none'))"),
    ("pass_challenge() of the colleague's", "select pass_challenge(sha256('challenge'), 101, null)::text"),
    ("pass_challenge() with a step that was used", "select pass_challenge(sha256('challenge'), 100, null)::text"),
    ("set_second_factor_required(), as a server does at its start", "select set_second_factor_required(true)::text"),
    ("second_factor_state() of the colleague's", "select has_one::text from second_factor_state({u-colleague})"),
    (
        "begin_password_reset() without a session",
        "select 'answered' from begin_password_reset({new}, {u-author}, sha256('new'))",
    ),
    ("password_reset_account() of a link", "select password_reset_account(sha256('reset'))"),
    ("password_reset_account() of none", "select password_reset_account(sha256('none'))"),
    (
        "reset_password() by a link",
        "select case when reset_password(sha256('reset'), 'New') = {u-other} then 'the other provider''s' end",
    ),
    ("reset_password() by none", "select reset_password(sha256('none'), 'New')::text"),
];
