use super::Probe;

/// The functions of links: who makes one, and what it leads to.
pub const OF_LINKS: &[Probe] = &[
    (
        "invite_patient() of Freda an hour after confirming",
        "select 'answered' from invite_patient({new}, {freda}, sha256('new'))",
    ),
    ("invite_patient() of Freda", "{confirmed}; select 'answered' from invite_patient({new}, {freda}, sha256('new'))"),
    (
        "invite_patient() of Freda, who has an account: until when the link works",
        "{confirmed}; select expires_at::text from invite_patient({new}, {freda}, sha256('new'))",
    ),
    ("is_invitation_open() of one that is", "select is_invitation_open(sha256('open link'))::text"),
    (
        "is_invitation_open() with what is kept of the token",
        "select is_invitation_open(sha256(sha256('open link')))::text",
    ),
    ("is_invitation_open() of one from before Freda had an account", "select is_invitation_open(sha256('link'))::text"),
    (
        "accept_invitation() of such a link",
        "select accept_invitation(sha256('link'), '1980-02-03', {new}, 'new@isolation.invalid', 'a hash', sha256('new'))",
    ),
    (
        "accept_invitation() with the right birth date",
        "select accept_invitation(sha256('open link'), '1990-03-04', {new}, 'new@isolation.invalid', 'a hash', sha256('new'))",
    ),
    (
        "accept_invitation() with the right birth date: whose record it is in the session that begins",
        "select accept_invitation(sha256('open link'), '1990-03-04', {new}, 'new@isolation.invalid', 'a hash', sha256('new'));
         select begin_session(sha256('new'), {new}, sha256('new'), '30 minutes', '12 hours', null, '');
         set local role carechart_app;
         select first_name from patients where user_id = current_user_id()",
    ),
    (
        "accept_invitation() with a wrong birth date",
        "select accept_invitation(sha256('open link'), '1990-03-05', {new}, 'new@isolation.invalid', 'a hash', sha256('new'))",
    ),
    (
        "accept_invitation() with the address of who has a record",
        "select accept_invitation(sha256('open link'), '1990-03-04', {new}, 'otis@isolation.invalid', 'a hash', sha256('new'))",
    ),
    (
        "accept_invitation() with the address of who reads somebody's record",
        "select accept_invitation(sha256('open link'), '1990-03-04', {new}, 'caregiver@isolation.invalid', 'a hash',
                                  sha256('new'))",
    ),
    (
        "accept_invitation() with the address of an account that is closed",
        "select accept_invitation(sha256('open link'), '1990-03-04', {new}, 'retired@isolation.invalid', 'a hash', sha256('new'))",
    ),
    (
        "accept_invitation() with the administrator's address",
        "select accept_invitation(sha256('open link'), '1990-03-04', {new}, 'administrator@isolation.invalid', 'a hash',
                                  sha256('new'))",
    ),
    ("may_let_in() to Freda's record", "select may_let_in({freda})::text"),
    (
        "invite_caregiver() to Freda's record an hour after confirming",
        "select 'invited' from invite_caregiver({new}, {freda}, 'New', 12, sha256('new'))",
    ),
    (
        "invite_caregiver() to Freda's record",
        "{confirmed}; select 'invited' from invite_caregiver({new}, {freda}, 'New', 12, sha256('new'))",
    ),
    ("is_caregiver_link_open() of one that is", "select is_caregiver_link_open(sha256('asked'))::text"),
    (
        "is_caregiver_link_open() with what is kept of the token",
        "select is_caregiver_link_open(sha256(sha256('asked')))::text",
    ),
    ("is_caregiver_link_open() of one that was used", "select is_caregiver_link_open(sha256('grant'))::text"),
    (
        "accept_caregiver() with the right birth date",
        "select accept_caregiver(sha256('asked'), '1980-02-03', {new}, 'new@isolation.invalid', 'a hash', sha256('new'))",
    ),
    (
        "accept_caregiver() with the right birth date: whose record the session that begins reads",
        "select accept_caregiver(sha256('asked'), '1980-02-03', {new}, 'new@isolation.invalid', 'a hash', sha256('new'));
         select begin_session(sha256('new'), {new}, sha256('new'), '30 minutes', '12 hours', null, '');
         set local role carechart_app;
         select 'Freda''s' where {freda} = any (caregiver_records())",
    ),
    (
        "accept_caregiver() with the right birth date, in the other patient's session",
        "{as u-otis};
         select accept_caregiver(sha256('asked'), '1980-02-03', {new}, 'new@isolation.invalid', 'a hash', sha256('new'))",
    ),
    (
        "accept_caregiver() of one's own record",
        "{as u-freda};
         select accept_caregiver(sha256('asked'), '1980-02-03', {new}, 'new@isolation.invalid', 'a hash', sha256('new'))",
    ),
    (
        "accept_caregiver() with a wrong birth date",
        "select accept_caregiver(sha256('asked'), '1980-02-04', {new}, 'new@isolation.invalid', 'a hash', sha256('new'))",
    ),
    (
        "accept_caregiver() with another's address",
        "select accept_caregiver(sha256('asked'), '1980-02-03', {new}, 'otis@isolation.invalid', 'a hash', sha256('new'))",
    ),
    ("revoke_caregiver() of the one who reads", "select 'revoked' where revoke_caregiver({care}) is not null"),
    (
        "begin_password_reset() an hour after confirming",
        "select 'answered' from begin_password_reset({new}, {u-author}, sha256('new'))",
    ),
    (
        "begin_password_reset() at once",
        "{confirmed}; select 'answered' from begin_password_reset({new}, {u-author}, sha256('new'))",
    ),
    ("password_reset_account() of a link", "select password_reset_account(sha256('reset'))"),
    ("password_reset_account() with what is kept of the token", "select password_reset_account(sha256(sha256('reset')))"),
    ("password_reset_account() of none", "select password_reset_account(sha256('none'))"),
    (
        "reset_password() by a link: whose",
        "select case when reset_password(sha256('reset'), 'New') = {u-other} then 'the other provider''s' end",
    ),
    (
        "reset_password() by a link: who asks in a session from before",
        "select reset_password(sha256('reset'), 'New');
         set local role carechart_app;
         {as u-other};
         select current_account_kind()",
    ),
    (
        "reset_password() by a link, a second time",
        "select reset_password(sha256('reset'), 'New'); select reset_password(sha256('reset'), 'Newer')::text",
    ),
    ("reset_password() with what is kept of the token", "select reset_password(sha256(sha256('reset')), 'New')::text"),
    ("refuse_link(), and what it tells", "select refuse_link(); select 'nothing'"),
];
