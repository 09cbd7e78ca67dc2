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
    ("audit_stop(), for the administrator alone", "select cause from audit_stop()"),
    (
        "audit_own(), which writes nothing for nobody, and tells nothing",
        "select audit_own('chart.read', {freda}, null); select 'nothing'",
    ),
    (
        "audit_own_list(), which does the same",
        "select audit_own_list('patients.list', array[{freda}::uuid]); select 'nothing'",
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
        "mark_visit_in_error() of one that is marked",
        "select 'marked before' where mark_visit_in_error({visit-error}, 'New') = {freda}",
    ),
    ("hidden_visits() of Freda", "select count(*)::text from hidden_visits({freda})"),
    ("hidden_visits() of Otis", "select count(*)::text from hidden_visits({otis})"),
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
    (
        "administered_providers()",
        "select display_name || ' ' || license_number from administered_providers() where id = any ({*})",
    ),
    (
        "administered_patient_accounts()",
        "select split_part(email, '@', 1) from administered_patient_accounts() where id = any ({*})",
    ),
    (
        "register_patient() of a new one",
        "select register_patient({new}, 'Asa', 'Toy', '2000-01-01', 'unknown', null, '{}', '{}', '{}')::text",
    ),
    (
        "register_patient() of Otis",
        "select register_patient({otis}, 'Asa', 'Toy', '2000-01-01', 'unknown', null, '{}', '{}', '{}')::text",
    ),
    ("share_chart() of Freda's an hour after confirming", "select share_chart({freda}, {other})::text"),
    ("share_chart() of Freda's with the other provider", "{confirmed}; select share_chart({freda}, {other})::text"),
    ("share_chart() of Freda's with the former one again", "{confirmed}; select share_chart({freda}, {former})::text"),
    (
        "share_chart() of Freda's with the unverified one",
        "{confirmed}; select share_chart({freda}, {unverified})::text",
    ),
    ("share_chart() of Otis's with the author", "{confirmed}; select share_chart({otis}, {author})::text"),
    ("end_share() with whom nobody shared", "select end_share({freda}, {other})"),
    (
        "end_share() with whom the caller has just shared",
        "{confirmed}; select share_chart({freda}, {other}); select end_share({freda}, {other})",
    ),
    ("set_provider_verified() an hour after confirming", "select set_provider_verified({unverified}, true)::text"),
    ("set_provider_verified() at once", "{confirmed}; select set_provider_verified({unverified}, true)::text"),
    (
        "set_provider_verified() that withdraws, an hour after confirming",
        "select set_provider_verified({author}, false)::text",
    ),
    (
        "attach_provider_account() of an applicant an hour after confirming",
        "select attach_provider_account({imported}, 'applicant@isolation.invalid')",
    ),
    (
        "attach_provider_account() of an applicant at once",
        "{confirmed}; select attach_provider_account({imported}, 'applicant@isolation.invalid')",
    ),
    (
        "attach_provider_account() of a provider who was verified",
        "{confirmed}; select attach_provider_account({imported}, 'author@isolation.invalid')",
    ),
    (
        "attach_provider_account() to a practitioner who has an account",
        "{confirmed}; select attach_provider_account({author}, 'applicant@isolation.invalid')",
    ),
    ("is_event_of_own_record() of Freda's", "select is_event_of_own_record({event})::text"),
    ("provider_behind_event() of Freda's", "select provider_behind_event({event})"),
    ("provider_behind_event() of none", "select provider_behind_event({new})"),
    (
        "event_addresses() of a chart that was read, and of a list that concerns security",
        "select host(address) from event_addresses(array[{event}, {event-listed}]::uuid[])",
    ),
    (
        "open_refusals() of the former one's",
        "select action || ' ' || times from open_refusals() where actor_user_id = {u-former}",
    ),
    (
        "reported_session_events() of Freda's report",
        "select action from reported_session_events(array[{report}, {new}]::uuid[], 10)",
    ),
    (
        "reported_session_elsewhere() of Freda's report",
        "select action || ' in ' || records || ' other record' from reported_session_elsewhere(array[{report}, {new}]::uuid[])",
    ),
    ("endable_access_kind() of Freda's report", "select endable_access_kind({report})"),
    ("end_reported_access() of Freda's report", "select end_reported_access({report})"),
    (
        "audit_own() of a made-up patient, which tells nothing either",
        "select audit_own('chart.read', {new}, null); select 'nothing'",
    ),
    (
        "begin_break_glass() of Freda's with too short a reason",
        "{confirmed}; select outcome from begin_break_glass({new}, 'freda', 'kris', '1980-02-03', 'Short', '1 hour')",
    ),
    (
        "begin_break_glass() of nobody's, with too short a reason",
        "{confirmed}; select outcome from begin_break_glass({new}, 'nobody', 'kris', '1980-02-03', 'Short', '1 hour')",
    ),
    (
        "begin_break_glass() of Freda's an hour after confirming",
        "select outcome from begin_break_glass({new}, 'freda', ' KRIS ', '1980-02-03',
                                               'Unconscious in the waiting room', '1 hour')",
    ),
    (
        "begin_break_glass() of Freda's by her exact name",
        "{confirmed};
         select outcome from begin_break_glass({new}, 'freda', ' KRIS ', '1980-02-03',
                                               'Unconscious in the waiting room', '1 hour')",
    ),
    (
        "begin_break_glass() of Freda's by a part of it",
        "{confirmed};
         select outcome from begin_break_glass({new}, 'Fred', 'Kris', '1980-02-03',
                                               'Unconscious in the waiting room', '1 hour')",
    ),
    (
        "merged_patient(): who the merged record said that it was",
        "select first_name from merged_patient({freda-again})",
    ),
    ("merged_patient() of a record that isn't merged", "select first_name from merged_patient({otis})"),
    ("merge_obstacle() between Freda's and Otis's", "select merge_obstacle({freda}, {otis})"),
    ("hold_to_merge() of Freda's and Otis's", "select hold_to_merge({freda}, {otis})::text"),
    ("hold_to_merge() of Freda's two", "select hold_to_merge({freda}, {freda-again})::text"),
    ("merge_obstacle() between Freda's and a made-up one", "select merge_obstacle({freda}, {new})"),
    (
        "merge_patients() of Otis's into Freda's",
        "{confirmed}; select merge_patients({new}, {freda}, {otis}, 1, 1, 'New')",
    ),
    (
        "merge_patients() of Freda's into that of somebody who is registered now, an hour after confirming",
        "select register_patient({new}, 'Asa', 'Toy', '2000-01-01', 'unknown', null, '{}', '{}', '{}');
         select merge_patients({new-merge}, {new}, {freda}, 1, 1, 'New')",
    ),
    (
        "merge_patients() of the merged record into Freda's again",
        "{confirmed}; select merge_patients({new}, {freda}, {freda-again}, 1, 1, 'New')",
    ),
    (
        "merge_patients() of two records that the caller has just made",
        "{confirmed};
         select case when register_patient({new}, 'Asa', 'Toy', '2000-01-01', 'unknown', null, '{}', '{}', '{}')
                      and register_patient({new-too}, 'Asa', 'Toy', '2000-01-01', 'unknown', null, '{}', '{}', '{}')
                     then merge_patients({new-merge}, {new}, {new-too}, 1, 1, 'New') end",
    ),
    ("unmerge_patients() of Freda's two records an hour after confirming", "select unmerge_patients({merge})::text"),
    ("unmerge_patients() of Freda's two records", "{confirmed}; select unmerge_patients({merge})::text"),
    ("unmerge_patients() of none", "select unmerge_patients({new})::text"),
    ("access_right() to the merged record", "select access_right({freda-again})"),
    ("dismiss_break_glass() of an access to Freda's", "select dismiss_break_glass({grant})::text"),
    (
        "unlink_patient_account() an hour after confirming",
        "select 'unlinked' where unlink_patient_account({u-freda}) is not null",
    ),
    (
        "unlink_patient_account() at once",
        "{confirmed}; select 'unlinked' where unlink_patient_account({u-freda}) is not null",
    ),
    (
        "retire_account() of a caregiver's: that they read Freda's record, to whoever closes it",
        "{confirmed};
         select retire_account({u-caregiver});
         select 'read it' from audit_events where action = 'caregivers.end' and subject_id = {care}",
    ),
    (
        "retire_account() of a caregiver's: that they read Freda's record, to Freda",
        "{confirmed};
         select retire_account({u-caregiver});
         {as u-freda};
         select 'read it' from audit_events where action = 'caregivers.end' and subject_id = {care}",
    ),
    ("retire_account() of a caregiver's an hour after confirming", "select retire_account({u-caregiver})::text"),
    ("retire_account() of a caregiver's at once", "{confirmed}; select retire_account({u-caregiver})::text"),
    ("retire_account() of an applicant's", "{confirmed}; select retire_account({u-applicant})::text"),
    ("retire_account() of who has a record", "{confirmed}; select retire_account({u-freda})::text"),
    ("retire_account() of a provider who was verified", "{confirmed}; select retire_account({u-author})::text"),
    ("retire_account() of the administrator's", "{confirmed}; select retire_account({u-admin})::text"),
    ("retire_account() of one that is closed", "{confirmed}; select retire_account({u-retired})::text"),
    (
        "set_account_suspended() of one that is closed",
        "{confirmed}; select set_account_suspended({u-retired}, false)::text",
    ),
    (
        "begin_password_reset() of one that is closed",
        "{confirmed}; select 'answered' from begin_password_reset({new}, {u-retired}, sha256('new'))",
    ),
    ("see_caregiver_end() of who read Freda's record", "select see_caregiver_end({care-ended})::text"),
    ("see_caregiver_end() of one who reads it", "select see_caregiver_end({care})::text"),
];
