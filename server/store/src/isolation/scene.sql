-- Two records, Freda's and Otis's, with a row of every kind in each, and everybody who might ask. {name} is an id, and
-- {as name} a statement that begins an account's session. As the owner's role, and as somebody where only they may write the
-- row. Ids and addresses are nobody's in a running database.
set local role carechart_owner;
select set_config('app.session', '', true);
update security_rules set requires_second_factor = false;

-- Of what argon2id makes of a password, here the SHA-256 of the address, the SHA-256 is kept.
insert into users (id, kind, email, password_hash)
select id, kind, name || '@isolation.invalid',
       '$argon2id$v=19$m=19456,t=2,p=1$' || name || '$'
       || rtrim(encode(sha256(sha256(convert_to(name || '@isolation.invalid', 'UTF8'))), 'base64'), '=')
  from (values ({u-freda}::uuid, 'patient', 'freda'),
               ({u-otis}, 'patient', 'otis'),
               ({u-author}, 'provider', 'author'),
               ({u-colleague}, 'provider', 'colleague'),
               ({u-other}, 'provider', 'other'),
               ({u-unverified}, 'provider', 'unverified'),
               ({u-former}, 'provider', 'former'),
               ({u-applicant}, 'provider', 'applicant'),
               ({u-inviting}, 'provider', 'inviting'),
               ({u-emergency}, 'provider', 'emergency'),
               ({u-cover}, 'provider', 'cover'),
               ({u-admin}, 'administrator', 'administrator'),
               ({u-caregiver}, 'patient', 'caregiver'),
               ({u-past}, 'patient', 'past'),
               ({u-suspended}, 'provider', 'suspended'),
               ({u-retired}, 'patient', 'retired')) accounts (id, kind, name);
update users set suspended_at = now() where id in ({u-suspended}, {u-retired});
update users set retired_at = now() where id = {u-retired};

-- Everybody has two sessions, whose secrets scene.rs knows, too: one in which they proved an hour ago who they are, and one in
-- which they did just now. The author has one more, which has ended.
insert into sessions (id, user_id, token_hash, created_at, last_seen_at, confirmed_at, expires_at, scope, idle_limit)
select coalesce(named.id, gen_random_uuid()), u.id, sha256(kept.secret), now() - interval '1 hour',
       now() - interval '5 minutes', kept.confirmed_at, now() + interval '1 hour', 'full', '30 minutes'
  from users u
 cross join lateral (values (sha256(uuid_send(u.id)), now() - interval '1 hour'),
                            (sha256('confirmed' || sha256(uuid_send(u.id))), now())) kept (secret, confirmed_at)
  left join (values ({session}::uuid, {u-author}::uuid), ({session-unver}, {u-unverified})) named (id, user_id)
         on named.user_id = u.id and kept.confirmed_at < now()
 where u.email like '%@isolation.invalid';
insert into sessions (id, user_id, token_hash, created_at, expires_at, ended_at, scope, idle_limit)
values ({session-ended}, {u-author}, sha256(sha256(uuid_send({session-ended}))), now() - interval '1 hour',
        now() + interval '1 hour', now() - interval '1 minute', 'full', '30 minutes');

-- The colleague signs in with a code, too.
insert into second_factors (user_id, sealed_secret, last_step, confirmed_at)
values ({u-colleague}, sha256('a secret'), 100, now());
insert into recovery_codes (user_id, code_hash) values ({u-colleague}, sha256('a code'));
-- The unverified one has a passkey.
insert into passkeys (id, user_id, credential_id, credential, name)
values ({passkey}, {u-unverified}, sha256('a credential'), jsonb_build_object('counter', 1), 'My phone');
insert into passkey_ceremonies (token_hash, purpose, user_id, session_id, state) values
    (sha256(sha256('a question')), 'confirm', {u-unverified}, {session-unver}, jsonb_build_object('of', 'the unverified')),
    (sha256(sha256('an addition')), 'add', {u-author}, {session}, jsonb_build_object('of', 'the author')),
    (sha256(sha256('an open question')), 'sign_in', null, null, jsonb_build_object('of', 'nobody'));
insert into factor_removals (id, user_id, removed_by) values ({removal}, {u-other}, {u-admin});

-- Sign-ins under way, which began before: of what begins in a transaction the audit lets more be said. Two wait for their
-- second step, one has passed, and one is over.
insert into sign_in_challenges (id, user_id, token_hash, created_at, expires_at, passed_at, closed_at)
select id, user_id, sha256(sha256(token)), now() - interval '1 minute', now() + interval '9 minutes', passed_at, closed_at
  from (values ({challenge}::uuid, {u-colleague}::uuid, 'challenge'::bytea, null::timestamptz, null::timestamptz),
               ({challenge-unver}, {u-unverified}, 'unverified''s challenge', null, null),
               ({challenge-pass}, {u-former}, 'passed', now() - interval '1 second', null),
               ({challenge-over}, {u-former}, 'over', now() - interval '1 second', now())) begun
       (id, user_id, token, passed_at, closed_at);
insert into sign_in_failures (id, email_hash) values ({failure}, attempt_key('sign-in', 'author@isolation.invalid'));
insert into links (id, purpose, user_id, made_by, token_hash, expires_at)
values ({reset}, 'password_reset', {u-other}, {u-admin}, sha256(sha256('reset')), now() + interval '1 day');

insert into providers (id, user_id, display_name, license_number, is_verified, verified_at, external_id) values
    ({author}, {u-author}, 'author', 'L-1', true, now(), null),
    ({colleague}, {u-colleague}, 'colleague', 'L-2', true, now(), null),
    ({other}, {u-other}, 'other provider', 'L-3', true, now(), null),
    ({unverified}, {u-unverified}, 'unverified', 'L-4', false, null, null),
    ({former}, {u-former}, 'former', 'L-5', true, now(), null),
    ({emergency}, {u-emergency}, 'emergency', 'L-8', true, now(), null),
    ({cover}, {u-cover}, 'cover', 'L-9', true, now(), null),
    ({suspended}, {u-suspended}, 'suspended', 'L-10', true, now(), null),
    ({inviting}, {u-inviting}, 'inviting', 'L-11', true, now(), null),
    ({imported}, null, 'imported', 'L-6', false, null, 'isolation:npi-6'),
    ({applicant}, {u-applicant}, 'applicant', 'L-7', false, null, null);

-- Under an earlier name first, so that there is an earlier version.
insert into patients (id, user_id, first_name, last_name, date_of_birth, version) values
    ({freda}, {u-freda}, 'Fred', 'Kris', '1980-02-03', 0),
    ({otis}, {u-otis}, 'Oti', 'Toy', '1970-01-02', 0);
update patients set first_name = 'Freda', version = 1 where id = {freda};
update patients set first_name = 'Otis', version = 1 where id = {otis};

-- The unverified provider's pair came with an import: it is the missing verification that must keep them out.
insert into care_relationships (provider_id, patient_id, began_by, began_at, ended_at) values
    ({author}, {freda}, 'registration', now() - interval '1 year', null),
    ({colleague}, {freda}, 'sharing', now() - interval '1 year', null),
    ({unverified}, {freda}, 'import', now() - interval '1 year', null),
    ({imported}, {freda}, 'import', now() - interval '1 year', null),
    ({former}, {freda}, 'registration', now() - interval '1 year', now() - interval '1 day'),
    ({suspended}, {freda}, 'registration', now() - interval '1 year', null),
    ({emergency}, {freda}, 'break_glass', now() - interval '1 hour', now() + interval '3 hours'),
    ({cover}, {freda}, 'cover', now() - interval '1 day', now() + interval '1 week'),
    -- What ends by itself has ended.
    ({cover}, {otis}, 'cover', now() - interval '1 week', now() - interval '1 second'),
    ({emergency}, {otis}, 'break_glass', now() - interval '1 week', now() - interval '1 second'),
    ({other}, {otis}, 'registration', now() - interval '1 year', null);

-- Somebody who was invited, and whose record none of those who ask may read.
insert into patients (id, first_name, last_name, date_of_birth) values ({invited}, 'Ines', 'Ros', '1990-03-04');
insert into care_relationships (provider_id, patient_id, began_by, began_at)
values ({inviting}, {invited}, 'registration', now() - interval '1 year');

-- Freda was registered twice.
insert into patients (id, first_name, last_name, date_of_birth) values
    ({freda-again}, 'Frederica', 'Kris', '1980-02-03');
insert into care_relationships (provider_id, patient_id, began_by, began_at)
values ({author}, {freda-again}, 'registration', now() - interval '1 year');

insert into covers (id, covered_id, covering_id, asked_at, until, accepted_at)
select {running}, {author}, {cover}, c.began_at, c.ended_at, c.began_at
  from care_relationships c where c.provider_id = {cover} and c.patient_id = {freda};
insert into covers (id, covered_id, covering_id, until) values ({asked}, {author}, {other}, now() + interval '1 day');
insert into handovers (id, patient_id, from_id, to_id) values ({handover}, {freda}, {author}, {other});

-- One who reads Freda's record, one whose access is over, and one who was asked.
insert into caregivers (id, patient_id, granted_by, name, is_until_of_age, created_at, expires_at, user_id, accepted_at,
                        revoked_at) values
    ({care}, {freda}, {u-freda}, 'reads', false, now() - interval '1 day', now() + interval '1 year', {u-caregiver}, now(), null),
    ({care-over}, {freda}, {u-freda}, 'is over', false, now() - interval '1 year', now() - interval '1 second', {u-past},
     now() - interval '1 year', null),
    ({care-revoked}, {freda}, {u-freda}, 'was revoked', false, now() - interval '1 day', now() + interval '1 year', {u-past},
     now(), now()),
    ({care-asked}, {freda}, {u-freda}, 'was asked', false, now(), now() + interval '1 year', null, null, null),
    ({care-ended}, {freda}, {u-freda}, 'ended with the account', false, now() - interval '1 day',
     now() + interval '1 year', {u-retired}, now(), now());
update caregivers set ended_with = 'their_account' where id = {care-ended};
insert into links (id, purpose, patient_id, caregiver_id, made_by, token_hash, expires_at, closed_at, closed_by) values
    ({link-care}, 'caregiver', {freda}, {care}, {u-freda}, sha256(sha256('grant')), now() + interval '1 day', now(), 'use'),
    ({link-asked}, 'caregiver', {freda}, {care-asked}, {u-freda}, sha256(sha256('asked')), now() + interval '7 days', null, null);

insert into patient_allergies (id, patient_id, substance, recorded_by) values
    ({allergy}, {freda}, 'Latex', {author}),
    ({allergy-otis}, {otis}, 'Latex', {other});

insert into links (id, purpose, patient_id, made_by, token_hash, expires_at)
values ({invitation}, 'invitation', {freda}, {u-author}, sha256(sha256('link')), now() + interval '1 day'),
       ({invitation-open}, 'invitation', {invited}, {u-inviting}, sha256(sha256('open link')), now() + interval '1 day');

insert into visits (id, patient_id, provider_id, visit_date, chief_complaint, version) values
    ({visit}, {freda}, {author}, now() - interval '1 day', 'Cough', 2),
    ({visit-colleague}, {freda}, {colleague}, now() - interval '2 days', 'Cough', 1),
    ({visit-former}, {freda}, {former}, now() - interval '3 days', 'Cough', 1),
    ({visit-unver}, {freda}, {unverified}, now() - interval '3 days', 'Cough', 1),
    ({visit-imported}, {freda}, {imported}, now() - interval '3 days', 'Cough', 1),
    ({visit-otis}, {otis}, {other}, now() - interval '1 day', 'Cough', 2);
insert into visits (id, patient_id, provider_id, visit_date, chief_complaint, entered_in_error_at,
                    entered_in_error_reason)
values ({visit-error}, {freda}, {author}, now() - interval '4 days', 'Cough', now(), 'A mistake'),
       ({visit-otis-error}, {otis}, {other}, now() - interval '4 days', 'Cough', now(), 'A mistake');

insert into visit_versions (visit_id, patient_id, version, visit_date, chief_complaint, diagnosis, notes, vitals, reason)
values
    ({visit}, {freda}, 1, now(), 'Cold', '', '', '{}', 'A reason'),
    ({visit-error}, {freda}, 1, now(), 'Cold', '', '', '{}', 'A reason'),
    ({visit-otis}, {otis}, 1, now(), 'Cold', '', '', '{}', 'A reason');

insert into visit_addenda (id, visit_id, patient_id, provider_id, text) values
    ({addendum}, {visit}, {freda}, {author}, 'A remark'),
    ({addendum-error}, {visit-error}, {freda}, {author}, 'A remark'),
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
-- One that went along with its visit, one that the patient takes all the same, and one that was an error alone.
insert into prescriptions (id, visit_id, patient_id, provider_id, medication, start_date, entered_in_error_at,
                           entered_in_error_reason) values
    ({rx-along}, {visit-error}, {freda}, {author}, 'Metformin', current_date, now(), 'A mistake'),
    ({rx-taken}, {visit-error}, {freda}, {colleague}, 'Aspirin', current_date, null, null),
    ({rx-error}, {visit}, {freda}, {author}, 'Metformin', current_date, now(), 'A mistake');

insert into documents (id, patient_id, uploaded_by, file_url, document_type, media_type, size_bytes, sha256,
                       reviewed_at, reviewed_by, entered_in_error_at, entered_in_error_reason) values
    ({doc}, {freda}, {u-author}, {doc}, 'other', 'application/pdf', 1, sha256(''), null, null, null, null),
    ({doc-reviewed}, {freda}, {u-author}, {doc-reviewed}, 'other', 'application/pdf', 1, sha256(''),
     now() - interval '1 hour', {colleague}, null, null),
    ({doc-misfiled}, {freda}, {u-author}, {doc-misfiled}, 'other', 'application/pdf', 1, sha256(''), null, null, now(),
     'Of somebody else'),
    ({doc-otis}, {otis}, {u-other}, {doc-otis}, 'other', 'application/pdf', 1, sha256(''), null, null, null, null);

insert into appointments (id, patient_id, provider_id, starts_at, ends_at) values
    ({booking}, {freda}, {author}, now() + interval '1 day', now() + interval '25 hours'),
    ({booking-otis}, {otis}, {other}, now() + interval '1 day', now() + interval '25 hours');

-- Of other events than the one below, which waits for its seal. Past every batch of a running database.
insert into audit_batches (number, sealed_at, previous_root, event_ids, event_hashes, root, public_key, signature)
values (9000000000000000000, now(), sha256(''), array[{sealed}::uuid], array[sha256('')], sha256('root'), sha256(''),
        sha256('') || sha256(''));

insert into audit_epochs (number, begun_at, previous_number, previous_root, kept_number, kept_root, reason, root, public_key,
                          signature)
values (8000000000000000000, now(), 0, sha256(''), 0, sha256(''), 'A lost bucket', sha256('epoch'), sha256(''),
        sha256('') || sha256(''));
insert into audit_stops (cause) values ('cut_off') on conflict do nothing;

insert into break_glass_misses (id, provider_id) values ({miss}, {emergency});
{as u-emergency};
insert into break_glass_grants (id, provider_id, patient_id, reason, granted_at, expires_at) values
    ({grant}, {emergency}, {freda}, 'Unconscious in the waiting room', now() - interval '1 hour', now() + interval '3 hours'),
    ({grant-otis}, {emergency}, {otis}, 'Unconscious in the waiting room', now() - interval '168 hours', now() - interval '167 hours');
insert into break_glass_grants (id, provider_id, patient_id, reason, granted_at, expires_at, reviewed_at, reviewed_by,
                                is_justified, verdict)
values ({grant-closed}, {emergency}, {freda}, 'Unconscious in the street', now() - interval '8760 hours',
        now() - interval '8759 hours', now(), {u-admin}, true, 'Justified');

-- Freda's second record was merged into the first: by the author, as nobody else may.
{as u-author};
insert into patient_merges (id, survivor_id, merged_id, merged_by, reason, earlier_allergy_status, is_moving)
values ({merge}, {freda}, {freda-again}, {author}, 'The same card', 'unknown', true);
update patient_merges set is_moving = false where id = {merge};
insert into patient_merge_rows (merge_id, table_name, row_id, is_repeated)
values ({merge}, 'visits', {visit-colleague}, false);
insert into patient_merge_relationships (merge_id, provider_id) values ({merge}, {author});
update care_relationships set ended_at = now() - interval '1 day' where patient_id = {freda-again};

-- As audit() writes it, which makes an id of its own.
set local role carechart_definer;
{as u-author};
insert into audit_events (id, actor_user_id, actor_role, access_right, patient_id, action, session_id, address)
values ({event}, {u-author}, 'provider', 'treating', {freda}, 'chart.read', {session}, '192.0.2.7'),
       ({event-otis}, {u-author}, 'provider', 'none', {otis}, 'chart.read', {session}, '192.0.2.7'),
       ({event-listed}, {u-author}, 'provider', 'account', null, 'access.list', {session}, '192.0.2.7');
insert into refusal_counts (action, who, actor_role, access_right) values ('visit.refuse', {u-former}, 'provider', 'account');
update refusal_counts set more = 3, actor_user_id = {u-former} where who = {u-former};

set local role carechart_app;
{as u-freda};
insert into access_reports (id, patient_id, event_id, reported_by, text)
values ({report}, {freda}, {event}, {u-freda}, 'A question');

set local role carechart_owner;
select set_config('app.session', '', true);
