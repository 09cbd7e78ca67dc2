//! What is in a record.

use super::{Table, WHOSE};

pub(super) const TABLES: &[Table] = &[
    Table {
        name: "patients",
        label: "case id when {freda} then 'Freda''s' else 'Otis''s' end",
        insert: "insert into patients (id, first_name, last_name, date_of_birth)
                 values ({new}, 'Asa', 'Toy', '2000-01-01')",
        update: "update patients set first_name = 'New', version = version + 1 where id = {freda}",
    },
    Table {
        name: "patient_versions",
        label: WHOSE,
        insert: "insert into patient_versions (patient_id, version, first_name, last_name, date_of_birth, gender, allergies,
                                              allergy_status, emergency_contact, address, insurance, replaced_by)
                 values ({freda}, 7, 'New', 'Kris', '1980-02-03', 'unknown', '{}', 'unknown', '{}', '{}', '{}',
                         current_provider_id())",
        update: "update patient_versions set first_name = 'New' where patient_id = {freda}",
    },
    Table {
        name: "patient_allergies",
        label: WHOSE,
        insert: "insert into patient_allergies (id, patient_id, substance, recorded_by)
                 values ({new}, {freda}, 'Penicillin', current_provider_id())",
        update: "update patient_allergies set status = 'inactive' where id = {allergy}",
    },
    Table {
        name: "visits",
        label: "case when entered_in_error_at is not null then 'in error'
                     when patient_id = {freda} then 'Freda''s' else 'Otis''s' end",
        insert: "insert into visits (id, patient_id, provider_id, visit_date, chief_complaint)
                 values ({new}, {freda}, current_provider_id(), now(), 'Cough')",
        update: "update visits set entered_in_error_at = now(), entered_in_error_reason = 'A reason' where id = {visit}",
    },
    Table {
        name: "visit_versions",
        label: "case when visit_id = {visit-error} then 'of one in error'
                     when patient_id = {freda} then 'Freda''s' else 'Otis''s' end",
        // What the visit says, as far as the caller may see it; the words of the scene otherwise.
        insert: "insert into visit_versions (visit_id, patient_id, version, visit_date, chief_complaint, diagnosis,
                                             notes, vitals, reason)
                 values ({visit}, {freda}, 2,
                         coalesce((select visit_date from visits where id = {visit}), now()), 'Cough', '', '', '{}', 'New')",
        update: "update visit_versions set reason = 'New' where visit_id = {visit}",
    },
    Table {
        name: "visit_addenda",
        label: "case when visit_id = {visit-error} then 'to one in error'
                     when patient_id = {freda} then 'Freda''s' else 'Otis''s' end",
        insert: "insert into visit_addenda (id, visit_id, patient_id, provider_id, text)
                 values ({new}, {visit}, {freda}, current_provider_id(), 'New')",
        update: "update visit_addenda set text = 'New' where id = {addendum}",
    },
    Table {
        name: "visit_private_notes",
        label: WHOSE,
        // On a visit without a note yet; the colleague wrote that one.
        insert: "insert into visit_private_notes (visit_id, patient_id, provider_id, text)
                 values ({visit-colleague}, {freda}, current_provider_id(), 'New')",
        update: "update visit_private_notes set text = 'New' where visit_id = {visit}",
    },
    Table {
        name: "prescriptions",
        label: "case id when {rx-along} then 'in error with a visit' when {rx-taken} then 'taken all the same'
                              when {rx-error} then 'in error alone'
                              else case patient_id when {freda} then 'Freda''s' else 'Otis''s' end end",
        insert: "insert into prescriptions (id, visit_id, patient_id, provider_id, medication, start_date)
                 values ({new}, {visit}, {freda}, current_provider_id(), 'Ibuprofen', current_date)",
        update: "update prescriptions
                    set is_active = false, stopped_by = current_provider_id(), stop_reason = 'A reason'
                  where id = {rx}",
    },
    Table {
        name: "documents",
        label: "case when entered_in_error_at is not null then 'misfiled'
                     when patient_id = {freda} then 'Freda''s' else 'Otis''s' end",
        insert: "insert into documents (id, patient_id, uploaded_by, file_url, document_type, media_type, size_bytes, sha256)
                 values ({new}, {freda}, current_user_id(), {new}, 'other', 'application/pdf', 1, sha256(''))",
        update: "update documents set reviewed_at = now(), reviewed_by = current_provider_id() where id = {doc}",
    },
    Table {
        name: "appointments",
        label: WHOSE,
        insert: "insert into appointments (id, patient_id, provider_id, starts_at, ends_at)
                 values ({new}, {freda}, {author}, now(), now() + interval '1 hour')",
        update: "update appointments set status = 'confirmed' where id = {booking}",
    },
];
