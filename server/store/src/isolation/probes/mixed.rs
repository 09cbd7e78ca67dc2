//! Rows that join what doesn't belong together: ids of different records, somebody else's name.

use super::Probe;

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
        "write a visit into the record that was merged into Freda's",
        "insert into visits (id, patient_id, provider_id, visit_date, chief_complaint)
         values ({new}, {freda-again}, current_provider_id(), now(), 'Cough')",
    ),
    ("move a visit of Freda's into Otis's record", "update visits set patient_id = {otis} where id = {visit-former}"),
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
        "review of an emergency access in the author's name",
        "update break_glass_grants
            set reviewed_at = now(), reviewed_by = {u-author}, is_justified = true, verdict = 'New'
          where id = {grant}",
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
        "visit marked as entered in error in the imported provider's name",
        "update visits set entered_in_error_at = now(), entered_in_error_reason = 'New', entered_in_error_by = {imported}
          where id = {visit}",
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
];
