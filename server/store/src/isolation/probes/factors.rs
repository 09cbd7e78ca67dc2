use super::Probe;

/// The functions of one's own second factor, and of those that were lost.
pub const OF_FACTORS: &[Probe] = &[
    ("own_second_factor(): how many codes are left", "select codes_left::text from own_second_factor()"),
    ("begin_second_factor() an hour after confirming", "select begin_second_factor(sha256('new'))::text"),
    ("begin_second_factor() at once", "{confirmed}; select begin_second_factor(sha256('new'))::text"),
    (
        "confirm_second_factor() an hour after confirming",
        "select confirm_second_factor(200, array[sha256('new')])::text",
    ),
    (
        "confirm_second_factor() of one that nobody has begun",
        "{confirmed}; select confirm_second_factor(200, array[sha256('new')])::text",
    ),
    (
        "confirm_second_factor() of one that was begun: how many codes there are",
        "{confirmed};
         select begin_second_factor(sha256('new'));
         select confirm_second_factor(200, array[sha256('new')]);
         select codes_left::text from own_second_factor()",
    ),
    (
        "replace_recovery_codes() an hour after confirming",
        "select replace_recovery_codes(array[sha256('new'), sha256('new, too')])::text",
    ),
    (
        "replace_recovery_codes() at once: how many there are",
        "{confirmed};
         select replace_recovery_codes(array[sha256('new'), sha256('new, too')]);
         select codes_left::text from own_second_factor()",
    ),
    ("remove_second_factor() an hour after confirming", "select remove_second_factor()::text"),
    ("remove_second_factor() at once", "{confirmed}; select remove_second_factor()::text"),
    (
        "remove_second_factor() at once: whether the colleague's other session goes on",
        "{confirmed}; select remove_second_factor(); {as u-colleague}; select current_account_kind()",
    ),
    ("administered_second_factor() of the colleague's", "select administered_second_factor({u-colleague})::text"),
    (
        "remove_lost_second_factor() an hour after confirming",
        "select remove_lost_second_factor({new}, {u-colleague})::text",
    ),
    (
        "remove_lost_second_factor() at once",
        "{confirmed}; select remove_lost_second_factor({new}, {u-colleague})::text",
    ),
    (
        "remove_lost_second_factor() of who has none",
        "{confirmed}; select remove_lost_second_factor({new}, {u-author})::text",
    ),
    ("own_factor_removal()", "select 'removed' where own_factor_removal() is not null"),
    ("see_factor_removal()", "select see_factor_removal()::text"),
    ("must_have_second_factor()", "select must_have_second_factor()::text"),
];
