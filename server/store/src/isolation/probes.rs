//! What somebody might try beyond one command on one row: ids of different records in one row, somebody else's name
//! as the author, what was settled undone, and the functions that look past the policies. Each statement names rows of
//! the scene, and nothing else of a running database. `{*}` is every id of the scene. After `{confirmed};` the caller asks in
//! a session in which they have proved just now who they are, and after `{as u-author};` the author does.

mod factors;
mod functions;
mod links;
mod mixed;
mod passkeys;
mod relationships;
mod sessions;
mod signing_in;
mod visits;
mod worker;

pub use factors::OF_FACTORS;
pub use functions::FUNCTIONS;
pub use links::OF_LINKS;
pub use mixed::{MIXED, OTHERS_NAMES};
pub use passkeys::OF_PASSKEYS;
pub use relationships::OF_RELATIONSHIPS;
pub use sessions::OF_SESSIONS;
pub use signing_in::OF_SIGNING_IN;
pub use visits::OF_A_VISIT;
pub use worker::{OF_NOBODY, OF_THE_WORKER};

/// What is tried, in words, and its statement: the answer is that of its last query.
pub type Probe = (&'static str, &'static str);

/// The functions that look past the policies, under their headings; each is tried.
pub const OF_THE_DEFINER: [(&str, &[Probe]); 9] = [
    ("Functions of the definer, and what they tell", FUNCTIONS),
    ("Those of relationships over time, and what they tell", OF_RELATIONSHIPS),
    ("Those of sessions, each of which was confirmed an hour ago, or else just now", OF_SESSIONS),
    ("Those of second factors", OF_FACTORS),
    ("Those of passkeys", OF_PASSKEYS),
    ("Those of signing in", OF_SIGNING_IN),
    ("Those of links", OF_LINKS),
    ("Those of what the server does by itself", OF_THE_WORKER),
    ("Those that only other functions call", OF_NOBODY),
];

pub const SETTLED: &[Probe] = &[
    ("edit a patient without a new version", "update patients set first_name = 'New' where id = {freda}"),
    ("set a patient's version back", "update patients set version = 0 where id = {freda}"),
    (
        "write what a prescription was planned to be",
        "update prescriptions set planned_end_date = '2000-01-01' where id = {rx-stopped}",
    ),
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
        "review an emergency access anew",
        "update break_glass_grants
            set reviewed_at = now(), reviewed_by = current_user_id(), is_justified = false, verdict = 'New'
          where id = {grant-closed}",
    ),
    (
        "prolong an emergency access",
        "update care_relationships set ended_at = null where patient_id = {freda} and began_by = 'break_glass'",
    ),
    ("undo the notice of an emergency access", "update break_glass_grants set dismissed_at = null where id = {grant}"),
    (
        "review a document anew",
        "update documents set reviewed_at = now(), reviewed_by = current_provider_id() where id = {doc-reviewed}",
    ),
    (
        "take back that a document was misfiled",
        "update documents set entered_in_error_at = null, entered_in_error_reason = null where id = {doc-misfiled}",
    ),
];

/// Sent by the owner's role, which the policies let through: triggers bind it all the same.
pub const OWNER: &[Probe] = &[
    ("change an event", "update audit_events set action = 'visit.write' where id = {event}"),
    ("delete an event", "delete from audit_events where id = {event}"),
    (
        "write an event in the author's name",
        "insert into audit_events (id, actor_user_id, actor_role, access_right, action)
         values ({new}, {u-author}, 'provider', 'none', 'chart.read')",
    ),
    (
        "write an event in nobody's name",
        "insert into audit_events (id, actor_role, access_right, action)
         values ({new}, 'anonymous', 'none', 'session.begin')",
    ),
    ("take an event from the queue", "delete from audit_unsealed where event_id = {event}"),
    ("change a batch", "update audit_batches set sealed_at = now() where number = 9000000000000000000"),
    ("delete a batch", "delete from audit_batches where number = 9000000000000000000"),
    ("delete a visit", "delete from visits where id = {visit-former}"),
    ("delete a visit's version", "delete from visit_versions where visit_id = {visit}"),
    ("change a visit's version", "update visit_versions set notes = 'New' where visit_id = {visit}"),
    ("change a remark", "update visit_addenda set text = 'New' where id = {addendum}"),
    ("amend a visit without keeping what it said", "update visits set notes = 'New' where id = {visit}"),
    ("change a patient's earlier version", "update patient_versions set first_name = 'New' where patient_id = {freda}"),
    ("delete a patient's earlier version", "delete from patient_versions where patient_id = {freda}"),
    (
        "write a patient's earlier version",
        "insert into patient_versions (patient_id, version, first_name, last_name, date_of_birth, gender, allergies,
                                       allergy_status, emergency_contact, address, insurance)
         values ({freda}, 7, 'New', 'Kris', '1980-02-03', 'unknown', '{}', 'unknown', '{}', '{}', '{}')",
    ),
    ("edit a patient without a new version", "update patients set first_name = 'New' where id = {freda}"),
    ("delete a prescription", "delete from prescriptions where id = {rx}"),
    ("delete a document", "delete from documents where id = {doc}"),
    ("delete an allergy", "delete from patient_allergies where id = {allergy}"),
    ("delete a patient", "delete from patients where id = {freda}"),
    ("delete an emergency access", "delete from break_glass_grants where id = {grant}"),
    (
        "change an emergency access",
        "update break_glass_grants set reason = 'Something else that is long enough' where id = {grant}",
    ),
    ("delete a relationship", "delete from care_relationships where patient_id = {freda}"),
    ("change a merge", "update patient_merges set reason = 'New' where id = {merge}"),
    ("delete a merge", "delete from patient_merges where id = {merge}"),
    ("change what a merge moved", "update patient_merge_rows set row_id = {visit-otis} where merge_id = {merge}"),
    ("delete what a merge moved", "delete from patient_merge_rows where merge_id = {merge}"),
    (
        "change whom a merge let in",
        "update patient_merge_relationships set provider_id = {other} where merge_id = {merge}",
    ),
    ("move a visit into another record", "update visits set patient_id = {otis} where id = {visit-former}"),
    (
        "write a visit into a merged record",
        "insert into visits (id, patient_id, provider_id, visit_date, chief_complaint)
         values ({new}, {freda-again}, {author}, now(), 'Cough')",
    ),
    ("treat a merged record", "update care_relationships set ended_at = null where patient_id = {freda-again}"),
    ("edit a merged record", "update patients set first_name = 'New', version = version + 1 where id = {freda-again}"),
];
