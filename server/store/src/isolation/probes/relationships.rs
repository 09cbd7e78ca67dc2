use super::Probe;

/// The functions of who treats whom over time, and of suspension.
pub const OF_RELATIONSHIPS: &[Probe] = &[
    ("active_provider() of the colleague", "select active_provider({colleague})::text"),
    ("active_provider() of one who is suspended", "select active_provider({suspended})::text"),
    ("set_account_suspended() of the author", "select set_account_suspended({u-author}, true)::text"),
    ("set_account_suspended() of the administrator", "select set_account_suspended({u-admin}, true)::text"),
    (
        "set_account_suspended() that lifts, an hour after confirming",
        "select set_account_suspended({u-suspended}, false)::text",
    ),
    (
        "set_account_suspended() that lifts, at once",
        "{confirmed}; select set_account_suspended({u-suspended}, false)::text",
    ),
    ("suspended_accounts()", "select 'the suspended one' from suspended_accounts() where user_id = {u-suspended}"),
    ("end_relationship() with Freda", "select end_relationship({freda})"),
    ("end_relationship() with Otis", "select end_relationship({otis})"),
    ("ask_handover() of Freda an hour after confirming", "select ask_handover({new}, {freda}, {former})::text"),
    ("ask_handover() of Freda to the former one", "{confirmed}; select ask_handover({new}, {freda}, {former})::text"),
    (
        "ask_handover() of Freda to the suspended one",
        "{confirmed}; select ask_handover({new}, {freda}, {suspended})::text",
    ),
    ("ask_handover() of Otis to the author", "{confirmed}; select ask_handover({new}, {otis}, {author})::text"),
    ("open_handovers()", "select first_name from open_handovers()"),
    (
        "answer_handover(): takes Freda over, an hour after confirming",
        "select 'taken over' where answer_handover({handover}, true) is not null",
    ),
    (
        "answer_handover(): takes Freda over",
        "{confirmed}; select 'taken over' where answer_handover({handover}, true) is not null",
    ),
    ("answer_handover(): declines", "select 'declined' where answer_handover({handover}, false) is not null"),
    ("withdraw_handover()", "select 'taken back' where withdraw_handover({handover}) is not null"),
    (
        "ask_cover() by the colleague an hour after confirming",
        "select ask_cover({new}, {colleague}, now() + interval '1 day')::text",
    ),
    (
        "ask_cover() by the colleague",
        "{confirmed}; select ask_cover({new}, {colleague}, now() + interval '1 day')::text",
    ),
    ("answer_cover(): covers for the author, an hour after confirming", "select answer_cover({asked}, true)::text"),
    ("answer_cover(): covers for the author", "{confirmed}; select answer_cover({asked}, true)::text"),
    ("end_cover() that runs", "select end_cover({running})::text"),
    ("answer_cover(): declines", "select answer_cover({asked}, false)::text"),
    ("of_age_at()", "select (of_age_at('2008-12-01') > '2026-11-30')::text"),
    ("access_ends_at()", "select (access_ends_at('2030-01-01', true, '2008-12-01') < '2027-01-01')::text"),
    ("caregiver_records()", "select 'Freda''s' where {freda} = any (caregiver_records())"),
];
