use super::Probe;

/// Each function of the definer at least once.
pub const FUNCTIONS: &[Probe] = &[
    ("current_account_kind()", "select current_account_kind()"),
    ("current_provider_id()", "select display_name from providers where id = current_provider_id()"),
    ("current_patient_id()", "select first_name from patients where id = current_patient_id()"),
    ("treats() Freda", "select treats({freda})::text"),
    ("treats_beyond_emergency() Freda", "select treats_beyond_emergency({freda})::text"),
    ("treats_beyond_emergency() a made-up patient", "select treats_beyond_emergency({new})::text"),
    ("may_pass_on() Freda", "select may_pass_on({freda})::text"),
    ("access_right() to Freda's record", "select access_right({freda})"),
    ("access_right() without a record", "select access_right(null)"),
    ("audit(), which finds out who acts", "select 'written' from (select audit('chart.read', {freda}, null)::text offset 0) s"),
    (
        "audit_list(), which does the same",
        "select 'written' from (select audit_list('patients.list', array[{freda}::uuid])::text offset 0) s",
    ),
    ("treats() a made-up patient", "select treats({new})::text"),
    (
        "may_mark_in_error() of whose visits with Freda",
        "select r.display_name from providers r
          where exists (select from visits v where v.provider_id = r.id and v.patient_id = {freda})
            and may_mark_in_error(r.id, {freda})",
    ),
    (
        "may_mark_in_error() of the imported provider, by the id alone",
        "select may_mark_in_error({imported}, {freda})::text",
    ),
    ("may_mark_in_error() of nobody", "select may_mark_in_error(null, {freda})::text"),
    ("mark_visit_in_error() of the author's", "select 'marked' where mark_visit_in_error({visit}, 'New') = {freda}"),
    (
        "mark_visit_in_error() of the unverified one's",
        "select 'marked' where mark_visit_in_error({visit-unver}, 'New') = {freda}",
    ),
    (
        "mark_visit_in_error() of the imported one's",
        "select 'marked' where mark_visit_in_error({visit-imported}, 'New') = {freda}",
    ),
    ("mark_visit_in_error() of Otis's", "select 'marked' where mark_visit_in_error({visit-otis}, 'New') = {otis}"),
    (
        "mark_visit_in_error() of the former one's",
        "select 'marked' where mark_visit_in_error({visit-former}, 'New') = {freda}",
    ),
    (
        "mark_prescription_in_error() of the author's",
        "select 'marked' where mark_prescription_in_error({rx}, 'New') = {freda}",
    ),
    (
        "mark_prescription_in_error() of the former one's",
        "select 'marked' where mark_prescription_in_error({rx-former}, 'New') = {freda}",
    ),
    (
        "mark_prescription_in_error() of nobody's",
        "select 'marked' where mark_prescription_in_error({rx-nobody}, 'New') = {freda}",
    ),
    ("administers()", "select administers()::text"),
    ("administered_providers()", "select display_name || ' ' || license_number from administered_providers() where id = any ({*})"),
    ("administered_patient_accounts()", "select split_part(email, '@', 1) from administered_patient_accounts() where id = any ({*})"),
    (
        "register_patient() of a new one",
        "select register_patient({new}, 'Asa', 'Toy', '2000-01-01', 'unknown', null, '{}', '{}', '{}')::text",
    ),
    (
        "register_patient() of Otis",
        "select register_patient({otis}, 'Asa', 'Toy', '2000-01-01', 'unknown', null, '{}', '{}', '{}')::text",
    ),
    (
        "known_object_keys() of one that has a row and one that hasn't",
        "select case key when {doc} then 'the first' else 'the second' end
           from known_object_keys(array[{doc}, {new}]) key",
    ),
    ("share_chart() of Freda's with the other provider", "select share_chart({freda}, {other})::text"),
    ("share_chart() of Freda's with the former one again", "select share_chart({freda}, {former})::text"),
    ("share_chart() of Freda's with the unverified one", "select share_chart({freda}, {unverified})::text"),
    ("share_chart() of Otis's with the author", "select share_chart({otis}, {author})::text"),
    ("invite_patient() of Freda", "select 'answered' from invite_patient({new}, {freda}, sha256('new'))"),
    (
        "invite_patient() of Freda, who has an account: until when the link works",
        "select expires_at::text from invite_patient({new}, {freda}, sha256('new'))",
    ),
    ("invited_patient() of a link from before Freda had an account", "select invited_patient(sha256('link'))::text"),
    (
        "accept_invitation() of such a link",
        "select outcome from accept_invitation(sha256('link'), '1980-02-03', {new}, 'new@isolation.invalid', 'a hash')",
    ),
    (
        "apply_as_provider() with a known address, and what it tells",
        "select 'nothing new' from (
            select apply_as_provider({new}, {new}, 'author@isolation.invalid', '', 'New', 'L-8', 'None')) answer",
    ),
    ("find_credentials()", "select kind from find_credentials('author@isolation.invalid')"),
    (
        "begin_attempt(): how many seconds to wait",
        "select wait_seconds::text from begin_attempt({new}, sha256('author@isolation.invalid'), null)",
    ),
    (
        "begin_session(): whose it is",
        "select found.kind
           from (select begin_session({new}, sha256('new'), null, '1 hour', null, null, '')::text as begun) session
          cross join lateral find_session(case session.begun when '' then sha256('new') end, '1 hour') found",
    ),
    ("find_session() with the author's token", "select display_name from find_session(sha256('token'), '1 hour')"),
    (
        "end_session() of the author's: who has it afterwards",
        "select found.display_name
           from (select end_session({session})::text as ended) session
          cross join lateral find_session(case coalesce(session.ended, '') when '' then sha256('token') end,
                                            '1 hour') found",
    ),
    ("set_provider_verified() without a session", "select set_provider_verified({unverified}, true)::text"),
    (
        "set_provider_verified() in the administrator's session",
        "select set_provider_verified({unverified}, true)::text
           from (select set_config('app.session_id', {session-admin}::text, true) offset 0) s",
    ),
    ("set_provider_verified() that withdraws, without a session", "select set_provider_verified({author}, false)::text"),
    (
        "attach_provider_account() of an applicant without a session",
        "select attach_provider_account({imported}, 'applicant@isolation.invalid')",
    ),
    (
        "attach_provider_account() of an applicant in the administrator's session",
        "select attach_provider_account({imported}, 'applicant@isolation.invalid')
           from (select set_config('app.session_id', {session-admin}::text, true) offset 0) s",
    ),
    (
        "attach_provider_account() of a provider who was verified, in that session",
        "select attach_provider_account({imported}, 'author@isolation.invalid')
           from (select set_config('app.session_id', {session-admin}::text, true) offset 0) s",
    ),
    (
        "attach_provider_account() to a practitioner who has an account, in that session",
        "select attach_provider_account({author}, 'applicant@isolation.invalid')
           from (select set_config('app.session_id', {session-admin}::text, true) offset 0) s",
    ),
    ("newest_audit_root()", "select case number when 9000000000000000000 then 'the scene''s' else 'another' end from newest_audit_root()"),
    ("begin_audit_seal(): the batch to continue", "select case number when 9000000000000000000 then 'the scene''s' else 'another' end from begin_audit_seal()"),
    (
        "unsealed_audit_events(): which, and never what they say",
        "select 'Freda''s' from unsealed_audit_events(2147483647) where id = {event}",
    ),
    (
        "seal_audit_batch() that doesn't continue the one before",
        "select seal_audit_batch(9000000000000000001, now(), sha256('other'), array[{event}::uuid], array[sha256('')], sha256(''), sha256(''),
                                 sha256('') || sha256(''))::text",
    ),
    (
        "seal_audit_batch() of an event that doesn't wait",
        "select seal_audit_batch(9000000000000000001, now(), sha256('root'), array[{new}::uuid], array[sha256('')], sha256(''), sha256(''),
                                 sha256('') || sha256(''))::text",
    ),
    ("is_event_of_own_record() of Freda's", "select is_event_of_own_record({event})::text"),
    ("provider_behind_event() of Freda's", "select provider_behind_event({event})"),
    ("provider_behind_event() of none", "select provider_behind_event({new})"),
    (
        "begin_break_glass() of Freda's without a session",
        "select outcome from begin_break_glass({new}, 'freda', ' KRIS ', '1980-02-03', 'Unconscious in the waiting room', '1 hour')",
    ),
    (
        "begin_break_glass() of Freda's by her exact name",
        "select b.outcome
           from (select begin_session({new}, sha256('new'), null, '1 hour', null, null, '')::text as begun,
                        set_config('app.session_id', {new}::text, true) offset 0) s
          cross join lateral begin_break_glass({new}, case s.begun when '' then 'freda' end, ' KRIS ', '1980-02-03',
                                               'Unconscious in the waiting room', '1 hour') b",
    ),
    (
        "begin_break_glass() of Freda's by a part of it",
        "select b.outcome
           from (select begin_session({new}, sha256('new'), null, '1 hour', null, null, '')::text as begun,
                        set_config('app.session_id', {new}::text, true) offset 0) s
          cross join lateral begin_break_glass({new}, case s.begun when '' then 'Fred' end, 'Kris', '1980-02-03',
                                               'Unconscious in the waiting room', '1 hour') b",
    ),
    ("merged_patient(): who the merged record said that it was", "select first_name from merged_patient({freda-again})"),
    ("merged_patient() of a record that isn't merged", "select first_name from merged_patient({otis})"),
    ("merge_obstacle() between Freda's and Otis's", "select merge_obstacle({freda}, {otis})"),
    ("hold_to_merge() of Freda's and Otis's", "select hold_to_merge({freda}, {otis})::text"),
    ("hold_to_merge() of Freda's two", "select hold_to_merge({freda}, {freda-again})::text"),
    ("merge_obstacle() between Freda's and a made-up one", "select merge_obstacle({freda}, {new})"),
    (
        "merge_patients() of Otis's into Freda's",
        "select merge_patients({new}, {freda}, {otis}, 1, 1, 'New')",
    ),
    (
        "merge_patients() of the merged record into Freda's again",
        "select merge_patients({new}, {freda}, {freda-again}, 1, 1, 'New')",
    ),
    (
        "merge_patients() of two records that the caller has just made",
        "select case when register_patient({new}, 'Asa', 'Toy', '2000-01-01', 'unknown', null, '{}', '{}', '{}')
                      and register_patient({new-too}, 'Asa', 'Toy', '2000-01-01', 'unknown', null, '{}', '{}', '{}')
                     then merge_patients({new-merge}, {new}, {new-too}, 1, 1, 'New') end",
    ),
    ("unmerge_patients() of Freda's two records", "select unmerge_patients({merge})::text"),
    ("unmerge_patients() of none", "select unmerge_patients({new})::text"),
    ("access_right() to the merged record", "select access_right({freda-again})"),
    ("dismiss_break_glass() of an access to Freda's", "select dismiss_break_glass({grant})::text"),
    ("unlink_patient_account()", "select 'unlinked' where unlink_patient_account({u-freda}) is not null"),
];
