-- What each role may touch at all. A policy decides which rows, these grants which columns and commands. Columns that
-- decide access (user_id, is_verified, patient_id, provider_id, uploaded_by, kind …) are written once, by an insert
-- whose policy forces the author to be the caller, and never updated by the application. Nobody is granted DELETE.

-- The application: accounts. No hash, no license number, no imported identifier; see 0011 for the administrator.
grant select (id, kind, email, created_at) on users to carechart_app;
grant select (id, user_id, display_name, specialty, is_verified) on providers to carechart_app;
grant select on care_relationships to carechart_app;
-- Not `at`: the database's clock says when.
grant insert (id, actor_user_id, actor_role, access_right, patient_id, action, subject_id, session_id, address)
    on audit_events to carechart_app;

-- The application: records.
grant select (id, user_id, first_name, last_name, date_of_birth, gender, blood_type, allergies, allergy_status,
              emergency_contact, address, insurance, version, created_at, updated_at)
    on patients to carechart_app;
grant update (first_name, last_name, date_of_birth, gender, blood_type, allergy_status, emergency_contact, address,
              insurance, version, updated_at)
    on patients to carechart_app;

grant select on patient_allergies to carechart_app;
grant insert (id, patient_id, substance, code, reaction, severity, recorded_by) on patient_allergies to carechart_app;
grant update (status) on patient_allergies to carechart_app;

grant select on visits to carechart_app;
grant insert (id, patient_id, provider_id, visit_date, chief_complaint, diagnosis, notes, vitals)
    on visits to carechart_app;
grant update (visit_date, chief_complaint, diagnosis, notes, vitals, version, entered_in_error_at,
              entered_in_error_reason)
    on visits to carechart_app;

grant select on visit_versions to carechart_app;
grant insert (visit_id, patient_id, version, visit_date, chief_complaint, diagnosis, notes, vitals, reason)
    on visit_versions to carechart_app;

grant select on visit_addenda to carechart_app;
grant insert (id, visit_id, patient_id, provider_id, text) on visit_addenda to carechart_app;

grant select on visit_private_notes to carechart_app;
grant insert (visit_id, patient_id, provider_id, text) on visit_private_notes to carechart_app;
grant update (text, updated_at) on visit_private_notes to carechart_app;

grant select on prescriptions to carechart_app;
grant insert (id, visit_id, patient_id, provider_id, medication, dosage, frequency, start_date, end_date,
              allergy_override_reason)
    on prescriptions to carechart_app;
grant update (end_date, is_active, stopped_by, stop_reason, entered_in_error_at, entered_in_error_reason)
    on prescriptions to carechart_app;

grant select on documents to carechart_app;
grant insert (id, patient_id, uploaded_by, file_url, document_type, media_type, description, size_bytes, sha256)
    on documents to carechart_app;
grant update (reviewed_at, reviewed_by, entered_in_error_at, entered_in_error_reason) on documents to carechart_app;

grant select on appointments to carechart_app;

-- The definer: what the functions of 0010, 0011, 0016 and 0020 read and write; later files grant what theirs need.
grant select (id, kind, email, created_at) on users to carechart_definer;
grant select on providers to carechart_definer;
grant select on care_relationships to carechart_definer;
grant insert (provider_id, patient_id, began_by) on care_relationships to carechart_definer;
grant select (id, user_id, allergies) on patients to carechart_definer;
grant insert (id, first_name, last_name, date_of_birth, gender, blood_type, emergency_contact, address, insurance)
    on patients to carechart_definer;
grant update (allergies) on patients to carechart_definer;
grant select (patient_id, substance, status) on patient_allergies to carechart_definer;
grant select (file_url) on documents to carechart_definer;

-- Nobody but the owner makes even a temporary table.
do $$
begin
    execute format('revoke temporary on database %I from public', current_database());
end
$$;
