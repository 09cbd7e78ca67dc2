-- Two records, Freda's and Otis's, with a row of every kind in each, and everybody who might ask. {name} is an id.

insert into users (id, kind, email, password_hash) values
    ({u-freda}, 'patient', 'freda@example.org', 'a hash'),
    ({u-otis}, 'patient', 'otis@example.org', 'a hash'),
    ({u-author}, 'provider', 'author@example.org', 'a hash'),
    ({u-colleague}, 'provider', 'colleague@example.org', 'a hash'),
    ({u-other}, 'provider', 'other@example.org', 'a hash'),
    ({u-unverified}, 'provider', 'unverified@example.org', 'a hash'),
    ({u-former}, 'provider', 'former@example.org', 'a hash'),
    ({u-applicant}, 'provider', 'applicant@example.org', 'a hash'),
    ({u-emergency}, 'provider', 'emergency@example.org', 'a hash'),
    ({u-cover}, 'provider', 'cover@example.org', 'a hash'),
    ({u-admin}, 'administrator', 'administrator@example.org', 'a hash');

insert into sessions (id, user_id, token_hash, expires_at)
values ({session}, {u-author}, sha256('token'), now() + interval '1 hour');
-- The colleague signs in with a code, too.
insert into second_factors (user_id, sealed_secret, last_step, confirmed_at)
values ({u-colleague}, sha256('a secret'), 100, now());
insert into recovery_codes (user_id, code_hash) values ({u-colleague}, sha256('a code'));
insert into sign_in_challenges (id, user_id, token_hash, expires_at)
values ({challenge}, {u-colleague}, sha256('challenge'), now() + interval '10 minutes');
insert into sessions (id, user_id, token_hash, expires_at)
values ({session-colleag}, {u-colleague}, sha256('colleague''s'), now() + interval '1 hour');
insert into password_resets (id, user_id, made_by, token_hash, expires_at)
values ({reset}, {u-other}, {u-admin}, sha256('reset'), now() + interval '1 day');
insert into sign_in_failures (id, email_hash) values ({failure}, sha256('author@example.org'));

insert into providers (id, user_id, display_name, license_number, is_verified, verified_at, external_id) values
    ({author}, {u-author}, 'author', 'L-1', true, now(), null),
    ({colleague}, {u-colleague}, 'colleague', 'L-2', true, now(), null),
    ({other}, {u-other}, 'other provider', 'L-3', true, now(), null),
    ({unverified}, {u-unverified}, 'unverified', 'L-4', false, null, null),
    ({former}, {u-former}, 'former', 'L-5', true, now(), null),
    ({emergency}, {u-emergency}, 'emergency', 'L-8', true, now(), null),
    ({cover}, {u-cover}, 'cover', 'L-9', true, now(), null),
    ({imported}, null, 'imported', 'L-6', false, null, 'npi-6'),
    ({applicant}, {u-applicant}, 'applicant', 'L-7', false, null, null);

insert into patients (id, user_id, first_name, last_name, date_of_birth) values
    ({freda}, {u-freda}, 'Freda', 'Kris', '1980-02-03'),
    ({otis}, {u-otis}, 'Otis', 'Toy', '1970-01-02');

-- The unverified provider's pair came with an import: it is the missing verification that must keep them out.
insert into care_relationships (provider_id, patient_id, began_by, began_at, ended_at) values
    ({author}, {freda}, 'registration', now() - interval '1 year', null),
    ({colleague}, {freda}, 'sharing', now() - interval '1 year', null),
    ({unverified}, {freda}, 'import', now() - interval '1 year', null),
    ({imported}, {freda}, 'import', now() - interval '1 year', null),
    ({former}, {freda}, 'registration', now() - interval '1 year', now() - interval '1 day'),
    ({emergency}, {freda}, 'break_glass', now() - interval '1 hour', now() + interval '3 hours'),
    ({cover}, {freda}, 'cover', now() - interval '1 day', now() + interval '1 week'),
    -- What ends by itself has ended.
    ({cover}, {otis}, 'cover', now() - interval '1 week', now() - interval '1 second'),
    ({emergency}, {otis}, 'break_glass', now() - interval '1 week', now() - interval '1 second'),
    ({other}, {otis}, 'registration', now() - interval '1 year', null);

insert into patient_versions (patient_id, version, first_name, last_name, date_of_birth, gender, allergies,
                              allergy_status, emergency_contact, address, insurance) values
    ({freda}, 0, 'Fred', 'Kris', '1980-02-03', 'unknown', '{}', 'unknown', '{}', '{}', '{}'),
    ({otis}, 0, 'Oti', 'Toy', '1970-01-02', 'unknown', '{}', 'unknown', '{}', '{}', '{}');

insert into patient_allergies (id, patient_id, substance, recorded_by) values
    ({allergy}, {freda}, 'Latex', {author}),
    ({allergy-otis}, {otis}, 'Latex', {other});

insert into invitations (id, patient_id, invited_by, token_hash, expires_at)
values ({invitation}, {freda}, {author}, sha256('link'), now() + interval '1 day');

insert into visits (id, patient_id, provider_id, visit_date, chief_complaint, version) values
    ({visit}, {freda}, {author}, now() - interval '1 day', 'Cough', 2),
    ({visit-colleague}, {freda}, {colleague}, now() - interval '2 days', 'Cough', 1),
    ({visit-former}, {freda}, {former}, now() - interval '3 days', 'Cough', 1),
    ({visit-unver}, {freda}, {unverified}, now() - interval '3 days', 'Cough', 1),
    ({visit-imported}, {freda}, {imported}, now() - interval '3 days', 'Cough', 1),
    ({visit-otis}, {otis}, {other}, now() - interval '1 day', 'Cough', 2);
insert into visits (id, patient_id, provider_id, visit_date, chief_complaint, entered_in_error_at,
                    entered_in_error_reason)
values ({visit-error}, {freda}, {author}, now() - interval '4 days', 'Cough', now(), 'A mistake');

insert into visit_versions (visit_id, patient_id, version, visit_date, chief_complaint, diagnosis, notes, vitals, reason)
values
    ({visit}, {freda}, 1, now(), 'Cold', '', '', '{}', 'A reason'),
    ({visit-otis}, {otis}, 1, now(), 'Cold', '', '', '{}', 'A reason');

insert into visit_addenda (id, visit_id, patient_id, provider_id, text) values
    ({addendum}, {visit}, {freda}, {author}, 'A remark'),
    ({addendum-otis}, {visit-otis}, {otis}, {other}, 'A remark');

insert into visit_private_notes (visit_id, patient_id, provider_id, text) values
    ({visit}, {freda}, {author}, 'A note'),
    ({visit-otis}, {otis}, {other}, 'A note');

insert into prescriptions (id, visit_id, patient_id, provider_id, medication, start_date, is_active, stopped_by) values
    ({rx}, {visit}, {freda}, {author}, 'Metformin', current_date, true, null),
    ({rx-colleague}, {visit}, {freda}, {colleague}, 'Aspirin', current_date, true, null),
    ({rx-former}, {visit-former}, {freda}, {former}, 'Metformin', current_date, true, null),
    ({rx-nobody}, null, {freda}, null, 'Metformin', current_date, true, null),
    ({rx-stopped}, null, {freda}, {author}, 'Ibuprofen', current_date, false, {colleague}),
    ({rx-otis}, {visit-otis}, {otis}, {other}, 'Metformin', current_date, true, null);

insert into documents (id, patient_id, uploaded_by, file_url, document_type, media_type, size_bytes, sha256,
                       reviewed_at, reviewed_by, entered_in_error_at, entered_in_error_reason) values
    ({doc}, {freda}, {u-author}, {doc}, 'other', 'application/pdf', 1, sha256(''), null, null, null, null),
    ({doc-reviewed}, {freda}, {u-author}, {doc-reviewed}, 'other', 'application/pdf', 1, sha256(''), now(), {colleague},
     null, null),
    ({doc-misfiled}, {freda}, {u-author}, {doc-misfiled}, 'other', 'application/pdf', 1, sha256(''), null, null, now(),
     'Of somebody else'),
    ({doc-otis}, {otis}, {u-other}, {doc-otis}, 'other', 'application/pdf', 1, sha256(''), null, null, null, null);

insert into appointments (id, patient_id, provider_id, starts_at, ends_at) values
    ({booking}, {freda}, {author}, now() + interval '1 day', now() + interval '25 hours'),
    ({booking-otis}, {otis}, {other}, now() + interval '1 day', now() + interval '25 hours');

insert into audit_events (id, actor_user_id, actor_role, access_right, patient_id, action)
values ({event}, {u-author}, 'provider', 'treating', {freda}, 'chart.read');

-- Of other events than the one above, which waits for its seal.
insert into audit_batches (number, sealed_at, previous_root, event_ids, event_hashes, root, public_key, signature)
values (1, now(), sha256(''), array[{sealed}::uuid], array[sha256('')], sha256('root'), sha256(''),
        sha256('') || sha256(''));

insert into access_reports (id, patient_id, event_id, reported_by, text)
values ({report}, {freda}, {event}, {u-freda}, 'A question');

insert into break_glass_grants (id, provider_id, patient_id, reason, granted_at, expires_at) values
    ({grant}, {emergency}, {freda}, 'Unconscious in the waiting room', now() - interval '1 hour', now() + interval '3 hours'),
    ({grant-otis}, {emergency}, {otis}, 'Unconscious in the waiting room', now() - interval '168 hours', now() - interval '167 hours');
insert into break_glass_grants (id, provider_id, patient_id, reason, granted_at, expires_at, reviewed_at, reviewed_by,
                                is_justified, verdict)
values ({grant-closed}, {emergency}, {freda}, 'Unconscious in the street', now() - interval '8760 hours',
        now() - interval '8759 hours', now(), {u-admin}, true, 'Justified');
insert into break_glass_misses (id, provider_id) values ({miss}, {emergency});

-- Freda was registered twice, and her second record merged into the first.
insert into patients (id, first_name, last_name, date_of_birth) values
    ({freda-again}, 'Frederica', 'Kris', '1980-02-03');
insert into care_relationships (provider_id, patient_id, began_by, began_at, ended_at)
values ({author}, {freda-again}, 'registration', now() - interval '1 year', now() - interval '1 day');
insert into patient_merges (id, survivor_id, merged_id, merged_by, reason, earlier_allergy_status)
values ({merge}, {freda}, {freda-again}, {author}, 'The same card', 'unknown');
insert into patient_merge_rows (merge_id, table_name, row_id, is_repeated)
values ({merge}, 'visits', {visit-colleague}, false);
insert into patient_merge_relationships (merge_id, provider_id) values ({merge}, {author});
