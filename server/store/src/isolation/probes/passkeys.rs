use super::Probe;

/// The functions of passkeys.
pub const OF_PASSKEYS: &[Probe] = &[
    ("own_passkeys()", "select name from own_passkeys()"),
    ("challenge_passkeys() of a sign-in that waits", "select name from challenge_passkeys(sha256('unverified''s challenge'))"),
    (
        "challenge_passkeys() with what is kept of the token",
        "select name from challenge_passkeys(sha256(sha256('unverified''s challenge')))",
    ),
    (
        "begin_passkey_ceremony() of nobody's sign-in, and what it tells",
        "select begin_passkey_ceremony(sha256('new'), 'sign_in', '{}', null, null); select 'nothing'",
    ),
    (
        "begin_passkey_ceremony() of a second step, and what it tells",
        "select begin_passkey_ceremony(sha256('new'), 'second_step', '{}', null, sha256('unverified''s challenge'));
         select 'nothing'",
    ),
    (
        "begin_passkey_ceremony() of a second step that nobody waits for",
        "select begin_passkey_ceremony(sha256('new'), 'second_step', '{}', null, sha256('none')); select 'nothing'",
    ),
    (
        "begin_passkey_ceremony() to confirm, and what it tells",
        "select begin_passkey_ceremony(sha256('new'), 'confirm', '{}', null, null); select 'nothing'",
    ),
    (
        "take_passkey_ceremony() of nobody's sign-in",
        "select state ->> 'of' from take_passkey_ceremony(sha256('an open question'), 'sign_in')",
    ),
    (
        "take_passkey_ceremony() with what is kept of the token",
        "select state ->> 'of' from take_passkey_ceremony(sha256(sha256('an open question')), 'sign_in')",
    ),
    (
        "take_passkey_ceremony() a second time",
        "select take_passkey_ceremony(sha256('an open question'), 'sign_in');
         select state ->> 'of' from take_passkey_ceremony(sha256('an open question'), 'sign_in')",
    ),
    (
        "take_passkey_ceremony() of the unverified one's, in another session",
        "select state ->> 'of' from take_passkey_ceremony(sha256('a question'), 'confirm')",
    ),
    (
        "take_passkey_ceremony() of the unverified one's, in that session",
        "{as u-unverified}; select state ->> 'of' from take_passkey_ceremony(sha256('a question'), 'confirm')",
    ),
    (
        "take_passkey_ceremony() of the unverified one's, in another session of theirs",
        "{as u-unverified}; {confirmed}; select state ->> 'of' from take_passkey_ceremony(sha256('a question'), 'confirm')",
    ),
    ("find_passkey() with whose it is", "select 'found' from find_passkey(sha256('a credential'), {u-unverified})"),
    ("find_passkey() with somebody else", "select 'found' from find_passkey(sha256('a credential'), {u-author})"),
    (
        "sign_in_by_passkey(): who asks in the session that begins",
        "select begin_attempt({new-attempt}, 'passkey', encode(sha256('a question'), 'hex'));
         select sign_in_by_passkey({passkey}, jsonb_build_object('counter', 1), jsonb_build_object('counter', 2),
                                   sha256('a question'), {new-attempt}, sha256('new'));
         select begin_session(sha256('new'), {new}, sha256('new'), '30 minutes', '12 hours', null, '');
         set local role carechart_app;
         select split_part(email, '@', 1) from users where id = current_user_id()",
    ),
    (
        "sign_in_by_passkey() with an earlier counter",
        "select begin_attempt({new-attempt}, 'passkey', encode(sha256('a question'), 'hex'));
         select sign_in_by_passkey({passkey}, jsonb_build_object('counter', 0), jsonb_build_object('counter', 2),
                                   sha256('a question'), {new-attempt}, sha256('new'))::text",
    ),
    (
        "sign_in_by_passkey() by the attempt at somebody's password",
        "select begin_attempt({new-attempt}, 'sign-in', 'author@isolation.invalid');
         select sign_in_by_passkey({passkey}, jsonb_build_object('counter', 1), jsonb_build_object('counter', 2),
                                   sha256('a question'), {new-attempt}, sha256('new'))::text",
    ),
    (
        "pass_challenge_by_passkey(): who asks in the session that begins",
        "select begin_attempt({new}, 'second step', {u-unverified});
         select pass_challenge_by_passkey(sha256('unverified''s challenge'), {passkey}, jsonb_build_object('counter', 1),
                                          jsonb_build_object('counter', 2), {new});
         select begin_session(sha256('unverified''s challenge'), {new}, sha256('new'), '30 minutes', '12 hours', null, '');
         set local role carechart_app;
         select split_part(email, '@', 1) from users where id = current_user_id()",
    ),
    (
        "pass_challenge_by_passkey() with an earlier counter",
        "select begin_attempt({new}, 'second step', {u-unverified});
         select pass_challenge_by_passkey(sha256('unverified''s challenge'), {passkey}, jsonb_build_object('counter', 0),
                                          jsonb_build_object('counter', 2), {new})::text",
    ),
    (
        "pass_challenge_by_passkey() of the colleague's sign-in",
        "select begin_attempt({new}, 'second step', {u-colleague});
         select pass_challenge_by_passkey(sha256('challenge'), {passkey}, jsonb_build_object('counter', 1),
                                          jsonb_build_object('counter', 2), {new})::text",
    ),
    (
        "confirm_session_by_passkey(): what the application is told",
        "{as u-unverified};
         select begin_attempt({new}, 'confirmation', {u-unverified});
         select confirm_session_by_passkey({passkey}, jsonb_build_object('counter', 1), jsonb_build_object('counter', 2),
                                           {new});
         set local role carechart_app;
         select recently_confirmed()::text",
    ),
    (
        "confirm_session_by_passkey() by somebody else's",
        "select begin_attempt({new}, 'confirmation', {u-author});
         select confirm_session_by_passkey({passkey}, jsonb_build_object('counter', 1), jsonb_build_object('counter', 2),
                                           {new})::text",
    ),
    ("refuse_passkey(), and what it tells", "select refuse_passkey({u-unverified}); select 'nothing'"),
    (
        "ask_for_new_passkey() an hour after confirming",
        "select ask_for_new_passkey(sha256('new'), '{}'); select 'asked'",
    ),
    (
        "ask_for_new_passkey() at once: what is taken",
        "{confirmed};
         select ask_for_new_passkey(sha256('new'), jsonb_build_object('of', 'this session'));
         select take_new_passkey(sha256('new')) ->> 'of'",
    ),
    ("take_new_passkey() of the author's", "select take_new_passkey(sha256('an addition')) ->> 'of'"),
    (
        "take_new_passkey() of the author's, in another session of theirs",
        "{confirmed}; select take_new_passkey(sha256('an addition')) ->> 'of'",
    ),
    ("add_passkey() an hour after confirming", "select add_passkey({new}, sha256('new'), 'New', '{}')::text"),
    ("add_passkey() at once", "{confirmed}; select add_passkey({new}, sha256('new'), 'New', '{}')::text"),
    (
        "add_passkey() of one that is somebody's",
        "{confirmed}; select add_passkey({new}, sha256('a credential'), 'New', '{}')::text",
    ),
    ("remove_passkey() an hour after confirming", "select remove_passkey({passkey})::text"),
    ("remove_passkey() at once", "{confirmed}; select remove_passkey({passkey})::text"),
];
