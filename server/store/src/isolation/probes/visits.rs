use super::Probe;

/// Where emergency access ends: it writes what belongs to a visit of its own.
pub const OF_A_VISIT: &[Probe] = &[
    (
        "write a visit and prescribe in it",
        "insert into visits (id, patient_id, provider_id, visit_date, chief_complaint)
         values ({new}, {freda}, current_provider_id(), now(), 'Cough');
         insert into prescriptions (id, visit_id, patient_id, provider_id, medication, start_date)
         values ({new}, {new}, {freda}, current_provider_id(), 'Ibuprofen', current_date)",
    ),
    (
        "write a visit, prescribe in it, and mark that as an error",
        "insert into visits (id, patient_id, provider_id, visit_date, chief_complaint)
         values ({new}, {freda}, current_provider_id(), now(), 'Cough');
         insert into prescriptions (id, visit_id, patient_id, provider_id, medication, start_date)
         values ({new}, {new}, {freda}, current_provider_id(), 'Ibuprofen', current_date);
         update prescriptions set entered_in_error_at = now(), entered_in_error_reason = 'New' where id = {new}",
    ),
    (
        "write a visit, prescribe in it, and stop that",
        "insert into visits (id, patient_id, provider_id, visit_date, chief_complaint)
         values ({new}, {freda}, current_provider_id(), now(), 'Cough');
         insert into prescriptions (id, visit_id, patient_id, provider_id, medication, start_date)
         values ({new}, {new}, {freda}, current_provider_id(), 'Ibuprofen', current_date);
         update prescriptions set is_active = false, stopped_by = current_provider_id() where id = {new}",
    ),
    (
        "prescribe in the colleague's visit",
        "insert into prescriptions (id, visit_id, patient_id, provider_id, medication, start_date)
         values ({new}, {visit-colleague}, {freda}, current_provider_id(), 'Ibuprofen', current_date)",
    ),
    (
        "remark on the colleague's visit",
        "insert into visit_addenda (id, visit_id, patient_id, provider_id, text)
         values ({new}, {visit-colleague}, {freda}, current_provider_id(), 'New')",
    ),
    (
        "mark a document as misfiled",
        "update documents set entered_in_error_at = now(), entered_in_error_reason = 'New' where id = {doc}",
    ),
];
