use super::Probe;

/// The functions by which somebody becomes known. A password comes out of argon2id as the SHA-256 of the address.
pub const OF_SIGNING_IN: &[Probe] = &[
    ("password_parameters(): whose salt", "select split_part(password_parameters('author@isolation.invalid'), '$', 5)"),
    ("password_parameters() of nobody's address", "select password_parameters('nobody@isolation.invalid')"),
    ("password_parameters() of the suspended one's", "select password_parameters('suspended@isolation.invalid')"),
    ("password_parameters() of the closed one's", "select password_parameters('retired@isolation.invalid')"),
    (
        "begin_attempt(): how many seconds to wait",
        "select begin_attempt({new}, 'sign-in', 'author@isolation.invalid')::text",
    ),
    (
        "begin_attempt() after ten failures: whether to wait",
        "select begin_attempt(gen_random_uuid(), 'sign-in', 'former@isolation.invalid') from generate_series(1, 10);
         select (begin_attempt({new}, 'sign-in', 'former@isolation.invalid') > 0)::text",
    ),
    (
        "sign_in() with the right password, after ten failures",
        "select begin_attempt(gen_random_uuid(), 'sign-in', 'former@isolation.invalid') from generate_series(1, 10);
         select begin_attempt({new}, 'sign-in', 'former@isolation.invalid');
         select sign_in({new}, 'former@isolation.invalid', sha256('former@isolation.invalid'), sha256('new'))",
    ),
    (
        "sign_in() with the right password",
        "select begin_attempt({new}, 'sign-in', 'former@isolation.invalid');
         select sign_in({new}, 'former@isolation.invalid', sha256('former@isolation.invalid'), sha256('new'))",
    ),
    (
        "sign_in() with the right password, of whoever has a second factor",
        "select begin_attempt({new}, 'sign-in', 'colleague@isolation.invalid');
         select sign_in({new}, 'colleague@isolation.invalid', sha256('colleague@isolation.invalid'), sha256('new'))",
    ),
    (
        "sign_in() with a wrong password",
        "select begin_attempt({new}, 'sign-in', 'former@isolation.invalid');
         select sign_in({new}, 'former@isolation.invalid', sha256('wrong'), sha256('new'))",
    ),
    (
        "sign_in() with what is kept of the password",
        "select begin_attempt({new}, 'sign-in', 'former@isolation.invalid');
         select sign_in({new}, 'former@isolation.invalid', sha256(sha256('former@isolation.invalid')), sha256('new'))",
    ),
    (
        "sign_in() with no password",
        "select begin_attempt({new}, 'sign-in', 'former@isolation.invalid');
         select sign_in({new}, 'former@isolation.invalid', null, sha256('new'))",
    ),
    (
        "sign_in() with the suspended one's password",
        "select begin_attempt({new}, 'sign-in', 'suspended@isolation.invalid');
         select sign_in({new}, 'suspended@isolation.invalid', sha256('suspended@isolation.invalid'), sha256('new'))",
    ),
    (
        "sign_in() with the right password, by an attempt that nobody counted",
        "select sign_in({new}, 'former@isolation.invalid', sha256('former@isolation.invalid'), sha256('new'))",
    ),
    (
        "sign_in() with the right password, by an attempt at another account",
        "select sign_in({failure}, 'former@isolation.invalid', sha256('former@isolation.invalid'), sha256('new'))",
    ),
    (
        "sign_in() with the right password, by the attempt at a wrong one",
        "select begin_attempt({new}, 'sign-in', 'former@isolation.invalid');
         select sign_in({new}, 'former@isolation.invalid', sha256('wrong'), sha256('new'));
         select sign_in({new}, 'former@isolation.invalid', sha256('former@isolation.invalid'), sha256('new'))",
    ),
    (
        "attempt_challenge(): the step that was used",
        "select last_step::text from attempt_challenge(sha256('challenge'))",
    ),
    (
        "attempt_challenge() with what is kept of the token",
        "select last_step::text from attempt_challenge(sha256(sha256('challenge')))",
    ),
    ("attempt_challenge() of none", "select last_step::text from attempt_challenge(sha256('none'))"),
    ("attempt_challenge() of one that has passed", "select last_step::text from attempt_challenge(sha256('passed'))"),
    (
        "attempt_challenge() the sixth time",
        "select attempt_challenge(sha256('challenge')) from generate_series(1, 5);
         select last_step::text from attempt_challenge(sha256('challenge'))",
    ),
    (
        "pass_challenge() with a later step: who asks in the session that begins",
        "select begin_attempt({new}, 'second step', {u-colleague});
         select pass_challenge(sha256('challenge'), {new}, 101, null);
         select begin_session(sha256('challenge'), {new}, sha256('new'), '30 minutes', '12 hours', null, '');
         set local role carechart_app;
         select split_part(email, '@', 1) from users where id = current_user_id()",
    ),
    (
        "pass_challenge() with a step that was used: whether a session begins",
        "select begin_attempt({new}, 'second step', {u-colleague});
         select pass_challenge(sha256('challenge'), {new}, 100, null);
         select begin_session(sha256('challenge'), {new}, sha256('new'), '30 minutes', '12 hours', null, '')",
    ),
    (
        "pass_challenge() with a recovery code",
        "select begin_attempt({new}, 'second step', {u-colleague});
         select pass_challenge(sha256('challenge'), {new}, null, sha256('a code'))::text",
    ),
    (
        "pass_challenge() with a wrong code",
        "select begin_attempt({new}, 'second step', {u-colleague});
         select pass_challenge(sha256('challenge'), {new}, null, null)::text",
    ),
    (
        "pass_challenge() by an attempt that nobody counted",
        "select pass_challenge(sha256('challenge'), {new}, 101, null)::text",
    ),
    (
        "pass_challenge() of one that has passed",
        "select begin_attempt({new}, 'second step', {u-former});
         select pass_challenge(sha256('passed'), {new}, 101, null)::text",
    ),
    (
        "begin_session() from a sign-in that has passed: who asks afterwards",
        "select begin_session(sha256('passed'), {new}, sha256('new'), '30 minutes', '12 hours', null, '');
         set local role carechart_app;
         select split_part(email, '@', 1) from users where id = current_user_id()",
    ),
    (
        "begin_session(), which ends the author's: who has that afterwards",
        "select begin_session(sha256('passed'), {new}, sha256('new'), '30 minutes', '12 hours',
                              sha256(uuid_send({u-author})), '');
         set local role carechart_app;
         select 'still ' || display_name from open_session(sha256(uuid_send({u-author})), null)",
    ),
    (
        "begin_session() a second time",
        "select begin_session(sha256('passed'), {new}, sha256('new'), '30 minutes', '12 hours', null, '');
         select begin_session(sha256('passed'), {new-too}, sha256('new, too'), '30 minutes', '12 hours', null, '')",
    ),
    (
        "begin_session() with what is kept of the token",
        "select begin_session(sha256(sha256('passed')), {new}, sha256('new'), '30 minutes', '12 hours', null, '')",
    ),
    (
        "begin_session() with an empty secret",
        "select begin_session(sha256('passed'), {new}, '', '30 minutes', '12 hours', null, '')",
    ),
    (
        "begin_session() for a hundred years",
        "select begin_session(sha256('passed'), {new}, sha256('new'), '30 minutes', '100 years', null, '')",
    ),
    (
        "begin_session() from a sign-in that waits for its second step",
        "select begin_session(sha256('challenge'), {new}, sha256('new'), '30 minutes', '12 hours', null, '')",
    ),
    (
        "begin_session() from a sign-in that is over",
        "select begin_session(sha256('over'), {new}, sha256('new'), '30 minutes', '12 hours', null, '')",
    ),
    (
        "begin_session() from none",
        "select begin_session(sha256('none'), {new}, sha256('new'), '30 minutes', '12 hours', null, '')",
    ),
    (
        "apply_as_provider() with a known address, and what it tells",
        "select begin_attempt({new-attempt}, 'application', 'author@isolation.invalid');
         select apply_as_provider({new-attempt}, {new}, {new}, 'author@isolation.invalid', '', 'New', 'L-8', 'None');
         select 'nothing'",
    ),
    (
        "apply_as_provider() with a new one, and what it tells",
        "select begin_attempt({new-attempt}, 'application', 'new@isolation.invalid');
         select apply_as_provider({new-attempt}, {new}, {new}, 'new@isolation.invalid', '', 'New', 'L-8', 'None');
         select 'nothing'",
    ),
];
