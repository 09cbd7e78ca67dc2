use super::Probe;

/// What the server does by itself.
pub const OF_THE_WORKER: &[Probe] = &[
    (
        "known_object_keys() of one that has a row and one that hasn't",
        "select case key when {doc} then 'the first' else 'the second' end
           from known_object_keys(array[{doc}, {new}]) key",
    ),
    (
        "newest_audit_root()",
        "select case number when 9000000000000000000 then 'the scene''s' else 'another' end from newest_audit_root()",
    ),
    (
        "begin_audit_seal(): the batch to continue",
        "select case number when 9000000000000000000 then 'the scene''s' else 'another' end from begin_audit_seal()",
    ),
    (
        "unsealed_audit_events(): which, and never what they say",
        "select 'Freda''s' from unsealed_audit_events(2147483647) where id = {event}",
    ),
    (
        "seal_audit_batch() that continues the one before",
        "select seal_audit_batch(9000000000000000001, clock_timestamp(), sha256('root'), array[id], array[hash], sha256(''),
                                 sha256(''), sha256('') || sha256(''))
           from unsealed_audit_events(2147483647) where id = {event};
         select 'sealed'",
    ),
    (
        "seal_audit_batch() that doesn't continue the one before",
        "select seal_audit_batch(9000000000000000001, clock_timestamp(), sha256('other'), array[id], array[hash], sha256(''),
                                 sha256(''), sha256('') || sha256(''))
           from unsealed_audit_events(2147483647) where id = {event};
         select 'sealed'",
    ),
    (
        "seal_audit_batch() of an event with another hash",
        "select seal_audit_batch(9000000000000000001, clock_timestamp(), sha256('root'), array[{event}::uuid],
                                 array[sha256('')], sha256(''), sha256(''), sha256('') || sha256(''));
         select 'sealed'",
    ),
    (
        "audit_roots_from(): numbers and roots",
        "select case number when 9000000000000000000 then 'the scene''s' else 'another' end
           from audit_roots_from(9000000000000000000)",
    ),
    (
        "note_audit_stop(), when the bucket keeps another root",
        "select case when note_audit_stop('differs') then 'noted' else 'known' end",
    ),
    (
        "seal_audit_batch() of an event that doesn't wait",
        "select seal_audit_batch(9000000000000000001, clock_timestamp(), sha256('root'), array[{new}::uuid],
                                 array[sha256('')], sha256(''), sha256(''), sha256('') || sha256(''));
         select 'sealed'",
    ),
    (
        "sum_up_refusals(), of those whose quarter of an hour is over",
        "select 'summed up' where sum_up_refusals() >= 0",
    ),
    ("set_second_factor_required(), as a server does at its start", "select set_second_factor_required(true)::text"),
    (
        "unexpected_privileges(), at its start, too",
        "select 'answered' from (select count(*) from unexpected_privileges(current_user)) found",
    ),
];

/// What only the functions themselves call: each would let somebody in, guess without an end, or write what nobody did.
pub const OF_NOBODY: &[Probe] = &[
    ("live_session()", "select kind from live_session('full')"),
    ("begin_challenge()", "select begin_challenge({u-author}, sha256('new'), null, true)"),
    ("pass_second_step()", "select pass_second_step(sha256('challenge'), null)::text"),
    ("hold_challenge()", "select hold_challenge(sha256('challenge'))::text"),
    ("is_password()", "select is_password({u-author}, sha256('author@isolation.invalid'))::text"),
    ("use_attempt()", "select use_attempt({failure}, 'sign-in', 'author@isolation.invalid')::text"),
    ("forgive_attempt()", "select forgive_attempt({failure})::text"),
    ("note_confirmation()", "select note_confirmation({failure})::text"),
    ("use_second_factor()", "select use_second_factor({u-colleague}, 101, null)::text"),
    ("has_second_factor()", "select has_second_factor({u-colleague})::text"),
    (
        "use_passkey()",
        "select use_passkey({passkey}, jsonb_build_object('counter', 1), jsonb_build_object('counter', 2))::text",
    ),
    ("invited_patient()", "select invited_patient(sha256('open link'))::text"),
    ("caregiver_invitation()", "select caregiver_invitation(sha256('asked'))::text"),
    ("make_link()", "select make_link({new}, 'password_reset', null, null, {u-author}, sha256('new'), '1 day')::text"),
    ("miss_link()", "select miss_link({invitation-open})::text"),
    ("miss_address()", "select miss_address({invitation-open})::text"),
    ("hold_links()", "select hold_links(sha256('open link'), 'invitation')::text"),
    ("is_child()", "select is_child({freda})::text"),
    ("running_accesses()", "select id::text from running_accesses()"),
    ("end_treatment()", "select end_treatment({freda}, {author}, 'relationship.end', null)"),
    ("end_covers_of()", "select end_covers_of({author})::text"),
    ("endable_access()", "select kind from endable_access({report})"),
    ("end_what_a_copy_brings_back()", "select kind from end_what_a_copy_brings_back()"),
    ("end_caregivers()", "select end_caregivers(array[{care}::uuid], 'their_account')::text"),
    ("retire()", "select retire({u-freda})::text"),
    ("applicants()", "select display_name from applicants({u-applicant})"),
    ("audit()", "select audit('chart.read', {freda}, null)::text"),
    ("audit_step()", "select audit_step({u-author}, 'session.begin', null)::text"),
    ("take_refusal()", "select take_refusal(null::audit_events, 'anybody', 20)::text"),
    ("sum_up()", "select sum_up(null::refusal_counts)::text"),
    ("event_id()", "select event_id()::text"),
    ("audit_roots()", "select number::text from audit_roots() where number = 9000000000000000000"),
    ("audit_time()", "select audit_time('2026-12-01')"),
    ("audit_event_hash()", "select audit_event_hash(e)::text from audit_events e where id = {event}"),
];
