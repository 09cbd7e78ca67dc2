//! What somebody might try beyond one command on one row: ids of different records in one row, somebody else's name
//! as the author, what was settled undone, and the functions that look past the policies.

/// What is tried, in words, and its statement.
pub type Probe = (&'static str, &'static str);

pub const MIXED: &[Probe] = &[
    (
        "prescribe for Freda in Otis's visit",
        "insert into prescriptions (id, visit_id, patient_id, provider_id, medication, start_date)
         values ({new}, {visit-otis}, {freda}, current_provider_id(), 'Ibuprofen', current_date)",
    ),
    (
        "prescribe for Otis in Freda's visit",
        "insert into prescriptions (id, visit_id, patient_id, provider_id, medication, start_date)
         values ({new}, {visit}, {otis}, current_provider_id(), 'Ibuprofen', current_date)",
    ),
    (
        "remark for Freda on Otis's visit",
        "insert into visit_addenda (id, visit_id, patient_id, provider_id, text)
         values ({new}, {visit-otis}, {freda}, current_provider_id(), 'New')",
    ),
    (
        "remark for Otis on Freda's visit",
        "insert into visit_addenda (id, visit_id, patient_id, provider_id, text)
         values ({new}, {visit}, {otis}, current_provider_id(), 'New')",
    ),
    (
        "private note for Freda on Otis's visit",
        "insert into visit_private_notes (visit_id, patient_id, provider_id, text)
         values ({visit-otis}, {freda}, current_provider_id(), 'New')",
    ),
    (
        "keep a version of Otis's visit as Freda's",
        "insert into visit_versions (visit_id, patient_id, version, visit_date, chief_complaint, diagnosis, notes,
                                     vitals, reason)
         values ({visit-otis}, {freda}, 2, now(), 'Cough', '', '', '{}', 'New')",
    ),
    (
        "take over an id of a visit",
        "insert into visits (id, patient_id, provider_id, visit_date, chief_complaint)
         values ({visit-otis}, {freda}, current_provider_id(), now(), 'New') on conflict (id) do nothing",
    ),
];

pub const OTHERS_NAMES: &[Probe] = &[
    (
        "visit in the imported provider's name",
        "insert into visits (id, patient_id, provider_id, visit_date, chief_complaint)
         values ({new}, {freda}, {imported}, now(), 'Cough')",
    ),
    (
        "prescription in the imported provider's name",
        "insert into prescriptions (id, patient_id, provider_id, medication, start_date)
         values ({new}, {freda}, {imported}, 'Ibuprofen', current_date)",
    ),
    (
        "remark in the imported provider's name",
        "insert into visit_addenda (id, visit_id, patient_id, provider_id, text)
         values ({new}, {visit}, {freda}, {imported}, 'New')",
    ),
    (
        "allergy in the imported provider's name",
        "insert into patient_allergies (id, patient_id, substance, recorded_by)
         values ({new}, {freda}, 'Penicillin', {imported})",
    ),
    (
        "document in the administrator's name",
        "insert into documents (id, patient_id, uploaded_by, file_url, document_type, media_type, size_bytes, sha256)
         values ({new}, {freda}, {u-admin}, {new}, 'other', 'application/pdf', 1, sha256(''))",
    ),
    (
        "private note in the colleague's name",
        "insert into visit_private_notes (visit_id, patient_id, provider_id, text)
         values ({visit-colleague}, {freda}, {colleague}, 'New')",
    ),
    (
        "review in the imported provider's name",
        "update documents set reviewed_at = now(), reviewed_by = {imported} where id = {doc}",
    ),
    (
        "stop in the imported provider's name",
        "update prescriptions set is_active = false, stopped_by = {imported} where id = {rx}",
    ),
    (
        "event in the administrator's name",
        "insert into audit_events (id, actor_user_id, actor_role, access_right, action)
         values ({new}, {u-admin}, 'administrator', 'administration', 'chart.read')",
    ),
    (
        "event in nobody's name",
        "insert into audit_events (id, actor_role, access_right, action)
         values ({new}, 'anonymous', 'none', 'chart.read')",
    ),
    (
        "event in the owner's name",
        "insert into audit_events (id, actor_role, access_right, action)
         values ({new}, 'owner', 'none', 'chart.read')",
    ),
    (
        "event that claims to treat Freda",
        "insert into audit_events (id, actor_user_id, actor_role, access_right, patient_id, action)
         values ({new}, current_user_id(), coalesce(current_account_kind(), 'anonymous'), 'treating', {freda}, 'chart.read')",
    ),
    (
        "event that claims to be Freda",
        "insert into audit_events (id, actor_user_id, actor_role, access_right, patient_id, action)
         values ({new}, current_user_id(), coalesce(current_account_kind(), 'anonymous'), 'own_record', {freda}, 'chart.read')",
    ),
];

pub const SETTLED: &[Probe] = &[
    (
        "amend a visit without keeping what it said",
        "update visits set diagnosis = 'New', version = version + 1 where id = {visit}",
    ),
    (
        "keep another text than the visit's",
        "insert into visit_versions (visit_id, patient_id, version, visit_date, chief_complaint, diagnosis, notes,
                                     vitals, reason)
         select {visit}, {freda}, 2, coalesce(max(visit_date), now()), 'Forged', '', '', '{}', 'New'
           from visits where id = {visit}",
    ),
    (
        "take back that a visit was entered in error",
        "update visits set entered_in_error_at = null, entered_in_error_reason = null where id = {visit-error}",
    ),
    ("amend a visit that was entered in error", "update visits set diagnosis = 'New' where id = {visit-error}"),
    (
        "enter the former provider's visit in error",
        "update visits set entered_in_error_at = now(), entered_in_error_reason = 'New' where id = {visit-former}",
    ),
    (
        "enter the author's prescription in error",
        "update prescriptions set entered_in_error_at = now(), entered_in_error_reason = 'New' where id = {rx}",
    ),
    ("begin a stopped prescription again", "update prescriptions set is_active = true where id = {rx-stopped}"),
    ("prolong a prescription", "update prescriptions set end_date = '2999-01-01' where id = {rx}"),
    (
        "review a document anew",
        "update documents set reviewed_at = now(), reviewed_by = current_provider_id() where id = {doc-reviewed}",
    ),
    (
        "take back that a document was misfiled",
        "update documents set entered_in_error_at = null, entered_in_error_reason = null where id = {doc-misfiled}",
    ),
];

/// Each function of the definer at least once.
pub const FUNCTIONS: &[Probe] = &[
    ("current_account_kind()", "select current_account_kind()"),
    ("current_provider_id()", "select display_name from providers where id = current_provider_id()"),
    ("current_patient_id()", "select first_name from patients where id = current_patient_id()"),
    ("treats() Freda", "select treats({freda})::text"),
    ("treats() a made-up patient", "select treats({new})::text"),
    ("administered_providers()", "select display_name || ' ' || license_number from administered_providers()"),
    ("administered_patient_accounts()", "select email from administered_patient_accounts()"),
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
        "select outcome from accept_invitation(sha256('link'), '1980-02-03', {new}, 'new@example.org', 'a hash')",
    ),
    (
        "apply_as_provider() with a known address, and what it tells",
        "select 'nothing new' from (
            select apply_as_provider({new}, {new}, 'author@example.org', '', 'New', 'L-8', 'None')) answer",
    ),
    ("find_credentials()", "select kind from find_credentials('author@example.org')"),
    (
        "begin_attempt(): how many seconds to wait",
        "select wait_seconds::text from begin_attempt({new}, sha256('author@example.org'), null)",
    ),
    (
        "begin_session(): whose it is",
        "select found.kind
           from (select begin_session({new}, sha256('new'), null, '1 hour', null, null)::text as begun) session
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
    ("set_provider_verified()", "select set_provider_verified({unverified}, true)::text"),
    (
        "attach_provider_account() of an applicant",
        "select attach_provider_account({imported}, 'applicant@example.org')",
    ),
    (
        "attach_provider_account() of a provider who was verified",
        "select attach_provider_account({imported}, 'author@example.org')",
    ),
    (
        "attach_provider_account() to a practitioner who has an account",
        "select attach_provider_account({author}, 'applicant@example.org')",
    ),
    ("unlink_patient_account()", "select 'unlinked' where unlink_patient_account({u-freda}) is not null"),
];

/// Sent by the owner's role, which the policies let through: triggers bind it all the same.
pub const OWNER: &[Probe] = &[
    ("change an event", "update audit_events set action = 'chart.write'"),
    ("delete an event", "delete from audit_events"),
    ("empty the events", "truncate audit_events"),
    (
        "write an event in the author's name",
        "insert into audit_events (id, actor_user_id, actor_role, access_right, action)
         values ({new}, {u-author}, 'provider', 'none', 'chart.read')",
    ),
    ("delete a visit", "delete from visits where id = {visit-former}"),
    ("delete a visit's version", "delete from visit_versions"),
    ("change a visit's version", "update visit_versions set notes = 'New'"),
    ("change a remark", "update visit_addenda set text = 'New'"),
    ("amend a visit without keeping what it said", "update visits set notes = 'New' where id = {visit}"),
    ("delete a prescription", "delete from prescriptions where id = {rx}"),
    ("delete a document", "delete from documents where id = {doc}"),
    ("delete an allergy", "delete from patient_allergies where id = {allergy}"),
    ("delete a patient", "delete from patients where id = {freda}"),
    ("delete a relationship", "delete from care_relationships"),
];
