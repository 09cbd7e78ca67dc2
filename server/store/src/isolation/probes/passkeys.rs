use super::Probe;

/// The functions of passkeys, and of second factors that were lost.
pub const OF_PASSKEYS: &[Probe] = &[
    ("own_passkeys()", "select name from own_passkeys()"),
    (
        "begin_passkey_ceremony() of nobody's sign-in, and what it tells",
        "select 'nothing' from (select begin_passkey_ceremony(sha256('new'), case when current_user_id() is null then 'sign_in'
                                                                                  else 'second_step' end, '{}', null)::text) s",
    ),
    (
        "begin_passkey_ceremony() of a new one without a session",
        "select 'nothing' from (select begin_passkey_ceremony(sha256('new'), 'add', '{}', null)::text) s",
    ),
    (
        "begin_passkey_ceremony() of a new one in the author's session",
        "select 'nothing' from (select case s.done when '' then 'never'
                                           else begin_passkey_ceremony(sha256('new'), 'add', '{}', null)::text end
                                  from (select set_config('app.session_id', {session}::text, true) as done offset 0) s) t",
    ),
    (
        "take_passkey_ceremony() of nobody's sign-in",
        "select state ->> 'of' from take_passkey_ceremony(sha256('an open question'), 'sign_in')",
    ),
    (
        "take_passkey_ceremony() of the unverified one's, without the session",
        "select state ->> 'of' from take_passkey_ceremony(sha256('a question'), 'confirm')",
    ),
    (
        "take_passkey_ceremony() of the unverified one's, with the session",
        "select t.state ->> 'of'
           from (select set_config('app.session_id', {session-unver}::text, true) as done offset 0) s
          cross join lateral take_passkey_ceremony(case s.done when '' then '' else sha256('a question') end, 'confirm') t",
    ),
    ("find_passkey() with whose it is", "select kind from find_passkey(sha256('a credential'), {u-unverified})"),
    ("find_passkey() with somebody else", "select kind from find_passkey(sha256('a credential'), {u-author})"),
    (
        "use_passkey() of the unverified one's",
        "select use_passkey({passkey}, jsonb_build_object('counter', 1), jsonb_build_object('counter', 2))::text",
    ),
    (
        "use_passkey() with an earlier counter",
        "select use_passkey({passkey}, jsonb_build_object('counter', 0), jsonb_build_object('counter', 2))::text",
    ),
    (
        "sign_in_by_passkey() with the unverified one's",
        "select sign_in_by_passkey({passkey}, jsonb_build_object('counter', 1), jsonb_build_object('counter', 2))::text",
    ),
    (
        "pass_challenge_by_passkey() of the unverified one's",
        "select pass_challenge_by_passkey(sha256('unverified''s challenge'), {passkey}, jsonb_build_object('counter', 1),
                                          jsonb_build_object('counter', 2))::text",
    ),
    ("add_passkey() without a session", "select add_passkey({new}, sha256('new'), 'New', '{}')::text"),
    (
        "add_passkey() in the author's session",
        "select add_passkey({new}, sha256('new'), 'New', '{}')::text
           from (select set_config('app.session_id', {session}::text, true) offset 0) s",
    ),
    (
        "add_passkey() of one that is somebody's, in the author's session",
        "select add_passkey({new}, sha256('a credential'), 'New', '{}')::text
           from (select set_config('app.session_id', {session}::text, true) offset 0) s",
    ),
    ("remove_passkey() without a session", "select remove_passkey({passkey})::text"),
    (
        "remove_passkey() in the unverified one's session",
        "select remove_passkey({passkey})::text
           from (select set_config('app.session_id', {session-unver}::text, true) offset 0) s",
    ),
    ("remove_lost_second_factor() without a session", "select remove_lost_second_factor({new}, {u-colleague})::text"),
    (
        "remove_lost_second_factor() in the administrator's session",
        "select remove_lost_second_factor({new}, {u-colleague})::text
           from (select set_config('app.session_id', {session-admin}::text, true) offset 0) s",
    ),
    (
        "remove_lost_second_factor() of who has none, in the administrator's session",
        "select remove_lost_second_factor({new}, {u-author})::text
           from (select set_config('app.session_id', {session-admin}::text, true) offset 0) s",
    ),
    ("own_factor_removal()", "select 'removed' where own_factor_removal() is not null"),
    ("has_factor_removal() of the other provider's", "select has_factor_removal({u-other})::text"),
    ("see_factor_removal()", "select see_factor_removal()::text"),
    ("must_have_second_factor()", "select must_have_second_factor()::text"),
];
