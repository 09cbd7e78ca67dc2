use super::Probe;

/// The functions of who treats whom over time, of suspension, and of caregivers.
pub const OF_RELATIONSHIPS: &[Probe] = &[
    ("active_provider() of the colleague", "select active_provider({colleague})::text"),
    ("active_provider() of one who is suspended", "select active_provider({suspended})::text"),
    ("set_account_suspended() of the author", "select set_account_suspended({u-author}, true)::text"),
    ("set_account_suspended() of the administrator", "select set_account_suspended({u-admin}, true)::text"),
    (
        "set_account_suspended() that lifts, without a session",
        "select set_account_suspended({u-suspended}, false)::text",
    ),
    (
        "set_account_suspended() that lifts, in the administrator's session",
        "select set_account_suspended({u-suspended}, false)::text
           from (select set_config('app.session_id', {session-admin}::text, true) offset 0) s",
    ),
    ("suspended_accounts()", "select 'the suspended one' from suspended_accounts() where user_id = {u-suspended}"),
    ("end_relationship() with Freda", "select end_relationship({freda})"),
    ("end_relationship() with Otis", "select end_relationship({otis})"),
    ("ask_handover() of Freda to the former one", "select ask_handover({new}, {freda}, {former})::text"),
    ("ask_handover() of Freda to the suspended one", "select ask_handover({new}, {freda}, {suspended})::text"),
    ("ask_handover() of Otis to the author", "select ask_handover({new}, {otis}, {author})::text"),
    ("open_handovers()", "select first_name from open_handovers()"),
    ("answer_handover(): takes Freda over", "select 'taken over' where answer_handover({handover}, true) is not null"),
    ("answer_handover(): declines", "select 'declined' where answer_handover({handover}, false) is not null"),
    ("withdraw_handover()", "select 'taken back' where withdraw_handover({handover}) is not null"),
    ("ask_cover() by the colleague", "select ask_cover({new}, {colleague}, now() + interval '1 day')::text"),
    ("answer_cover(): covers for the author", "select answer_cover({asked}, true)::text"),
    ("end_cover() that runs", "select end_cover({running})::text"),
    ("caregiver_records()", "select 'Freda''s' where {freda} = any (caregiver_records())"),
    ("may_let_in() to Freda's record", "select may_let_in({freda})::text"),
    (
        "invite_caregiver() to Freda's record",
        "select 'invited' from invite_caregiver({new}, {freda}, 'New', 12, sha256('new'))",
    ),
    (
        "caregiver_invitation() of a link that works",
        "select 'works' where caregiver_invitation(sha256('asked')) = {care-asked}",
    ),
    (
        "caregiver_invitation() of a link that was used",
        "select 'works' where caregiver_invitation(sha256('grant')) is not null",
    ),
    (
        "accept_caregiver() with the right birth date",
        "select outcome from accept_caregiver(sha256('asked'), '1980-02-03', {new}, 'new@isolation.invalid', 'a hash')",
    ),
    (
        "accept_caregiver() with a wrong one",
        "select outcome from accept_caregiver(sha256('asked'), '1980-02-04', {new}, 'new@isolation.invalid', 'a hash')",
    ),
    (
        "accept_caregiver() with another's address",
        "select outcome from accept_caregiver(sha256('asked'), '1980-02-03', {new}, 'otis@isolation.invalid', 'a hash')",
    ),
    ("revoke_caregiver() of the one who reads", "select 'revoked' where revoke_caregiver({care}) is not null"),
];
