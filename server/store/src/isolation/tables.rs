//! A statement for each command on each table, sent by everyone in turn. Whoever adds a table adds it here.

use std::collections::BTreeMap;

/// What is tried on a table. Inserts are in the caller's own name, as the application makes them.
pub struct Table {
    pub name: &'static str,
    /// Names a row, so that the text file can say which ones somebody sees.
    pub label: &'static str,
    pub insert: &'static str,
    pub update: &'static str,
}

impl Table {
    /// Which rows of the scene the caller sees.
    ///
    /// # Arguments
    /// `keys`: by which column its rows are told from others.
    pub fn select(&self, keys: &BTreeMap<String, String>) -> String {
        format!("select distinct {} from {}{}", self.label, self.name, self.of_scene(keys))
    }

    pub fn delete(&self, keys: &BTreeMap<String, String>) -> String {
        format!("delete from {}{}", self.name, self.of_scene(keys))
    }

    fn of_scene(&self, keys: &BTreeMap<String, String>) -> String {
        keys.get(self.name).map(|key| format!(" where {key} = any ({{*}})")).unwrap_or_default()
    }
}

/// The names of the tables that the matrix tries.
pub fn names() -> Vec<&'static str> {
    TABLES.iter().map(|table| table.name).collect()
}

/// Whose record a row belongs to.
const WHOSE: &str = "case patient_id when {freda} then 'Freda''s' else 'Otis''s' end";

pub const TABLES: &[Table] = &[
    Table {
        name: "users",
        label: "kind || ' ' || split_part(email, '@', 1)",
        insert: "insert into users (id, kind, email, password_hash) values ({new}, 'administrator', 'new@isolation.invalid', '')",
        update: "update users set email = 'new@isolation.invalid' where id = {u-author}",
    },
    Table {
        name: "sessions",
        label: "'author''s'",
        insert: "insert into sessions (id, user_id, token_hash, expires_at)
                 values ({new}, {u-author}, sha256('new'), now() + interval '1 hour')",
        update: "update sessions set ended_at = now() where id = {session}",
    },
    Table {
        name: "sign_in_failures",
        label: "'author''s'",
        insert: "insert into sign_in_failures (id, email_hash) values ({new}, sha256('other@isolation.invalid'))",
        update: "update sign_in_failures set at = '2000-01-01' where id = {failure}",
    },
    Table {
        name: "providers",
        label: "display_name",
        insert: "insert into providers (id, user_id, display_name, is_verified)
                 values ({new}, current_user_id(), 'New', true)",
        update: "update providers set display_name = 'New' where id = {author}",
    },
    Table {
        name: "care_relationships",
        label: "coalesce((select r.display_name from providers r where r.id = provider_id), 'somebody')
                || case patient_id when {freda} then ' with Freda' else ' with Otis' end",
        insert: "insert into care_relationships (provider_id, patient_id, began_by)
                 values (current_provider_id(), {otis}, 'appointment')",
        update: "update care_relationships set ended_at = null where patient_id = {freda}",
    },
    Table {
        name: "handovers",
        label: "'of Freda'",
        insert: "insert into handovers (id, patient_id, from_id, to_id)
                 values ({new}, {freda}, current_provider_id(), {other})",
        update: "update handovers set accepted_at = now(), closed_at = now() where id = {handover}",
    },
    Table {
        name: "covers",
        label: "case when accepted_at is null then 'asked' else 'running' end",
        insert: "insert into covers (id, covered_id, covering_id, until, accepted_at)
                 values ({new}, {author}, current_provider_id(), now() + interval '1 day', now())",
        update: "update covers set accepted_at = now() where id = {asked}",
    },
    Table {
        name: "caregivers",
        label: "name",
        insert: "insert into caregivers (id, patient_id, granted_by, name, token_hash, link_expires_at, expires_at)
                 values ({new}, {freda}, current_user_id(), 'New', sha256('new'), now(), now() + interval '1 day')",
        update: "update caregivers set revoked_at = now() where id = {care}",
    },
    Table {
        name: "invitations",
        label: "'Freda''s'",
        insert: "insert into invitations (id, patient_id, invited_by, token_hash, expires_at)
                 values ({new}, {freda}, current_provider_id(), sha256('new'), now() + interval '1 hour')",
        update: "update invitations set attempts_left = 5 where id = {invitation}",
    },
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
        label: WHOSE,
        insert: "insert into visits (id, patient_id, provider_id, visit_date, chief_complaint)
                 values ({new}, {freda}, current_provider_id(), now(), 'Cough')",
        update: "update visits set entered_in_error_at = now(), entered_in_error_reason = 'A reason' where id = {visit}",
    },
    Table {
        name: "visit_versions",
        label: WHOSE,
        // What the visit says, as far as the caller may see it; the words of the scene otherwise.
        insert: "insert into visit_versions (visit_id, patient_id, version, visit_date, chief_complaint, diagnosis,
                                             notes, vitals, reason)
                 values ({visit}, {freda}, 2,
                         coalesce((select visit_date from visits where id = {visit}), now()), 'Cough', '', '', '{}', 'New')",
        update: "update visit_versions set reason = 'New' where visit_id = {visit}",
    },
    Table {
        name: "visit_addenda",
        label: WHOSE,
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
        label: WHOSE,
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
    Table {
        name: "audit_events",
        label: "action",
        insert: "insert into audit_events (id, actor_user_id, actor_role, access_right, action)
                 values ({new}, current_user_id(), coalesce(current_account_kind(), 'anonymous'), access_right(null),
                         'chart.read')",
        update: "update audit_events set access_right = 'none' where id = {event}",
    },
    Table {
        name: "audit_unsealed",
        label: "'an event'",
        insert: "insert into audit_unsealed (event_id) values ({new})",
        update: "update audit_unsealed set event_id = {new} where event_id = {event}",
    },
    Table {
        name: "audit_batches",
        label: "number::text",
        insert: "insert into audit_batches values (9000000000000000001, now(), '', '{}', '{}', '', '', '')",
        update: "update audit_batches set sealed_at = now() where number = 9000000000000000000",
    },
    Table {
        name: "access_reports",
        label: WHOSE,
        insert: "insert into access_reports (id, patient_id, event_id, reported_by, text)
                 values ({new}, {freda}, {event}, current_user_id(), 'New')",
        update: "update access_reports set closed_at = now(), closed_by = current_user_id(), verdict = 'New'
                  where id = {report}",
    },
    Table {
        name: "break_glass_grants",
        label: WHOSE,
        insert: "insert into break_glass_grants (id, provider_id, patient_id, reason, expires_at)
                 values ({new}, current_provider_id(), {freda}, 'Unconscious in the waiting room', now() + interval '1 hour')",
        update: "update break_glass_grants
                    set reviewed_at = now(), reviewed_by = current_user_id(), is_justified = true, verdict = 'New'
                  where id = {grant}",
    },
    Table {
        name: "break_glass_misses",
        label: "'a miss'",
        insert: "insert into break_glass_misses (id, provider_id) values ({new}, current_provider_id())",
        update: "update break_glass_misses set at = '2000-01-01' where id = {miss}",
    },
    Table {
        name: "patient_merges",
        label: "'Freda''s'",
        insert: "insert into patient_merges (id, survivor_id, merged_id, merged_by, reason, earlier_allergy_status)
                 values ({new}, {freda}, {otis}, current_provider_id(), 'New', 'unknown')",
        update: "update patient_merges set undone_at = now(), undone_by = current_provider_id() where id = {merge}",
    },
    Table {
        name: "patient_merge_rows",
        label: "table_name",
        insert: "insert into patient_merge_rows (merge_id, table_name, row_id, is_repeated)
                 values ({merge}, 'documents', {doc-otis}, false)",
        update: "update patient_merge_rows set row_id = {visit-otis} where merge_id = {merge}",
    },
    Table {
        name: "patient_merge_relationships",
        label: "'author''s'",
        insert: "insert into patient_merge_relationships (merge_id, provider_id) values ({merge}, current_provider_id())",
        update: "update patient_merge_relationships set provider_id = {other} where merge_id = {merge}",
    },
    Table {
        name: "second_factors",
        label: "'colleague''s'",
        insert: "insert into second_factors (user_id, sealed_secret) values (current_user_id(), sha256('new'))",
        update: "update second_factors set last_step = 0 where user_id = {u-colleague}",
    },
    Table {
        name: "recovery_codes",
        label: "'colleague''s'",
        insert: "insert into recovery_codes (user_id, code_hash) values (current_user_id(), sha256('new'))",
        update: "update recovery_codes set used_at = null where user_id = {u-colleague}",
    },
    Table {
        name: "sign_in_challenges",
        label: "'colleague''s'",
        insert: "insert into sign_in_challenges (id, user_id, token_hash, expires_at)
                 values ({new}, {u-colleague}, sha256('new'), now() + interval '1 minute')",
        update: "update sign_in_challenges set attempts_left = 5 where id = {challenge}",
    },
    Table {
        name: "passkeys",
        label: "'unverified''s'",
        insert: "insert into passkeys (id, user_id, credential_id, credential, name)
                 values ({new}, current_user_id(), sha256('new'), '{}', 'New')",
        update: "update passkeys set name = 'New' where id = {passkey}",
    },
    Table {
        name: "passkey_ceremonies",
        label: "'unverified''s and nobody''s'",
        insert: "insert into passkey_ceremonies (token_hash, purpose, state) values (sha256('new'), 'sign_in', '{}')",
        update: "update passkey_ceremonies set expires_at = now() + interval '1 day'",
    },
    Table {
        name: "factor_removals",
        label: "'other provider''s'",
        insert: "insert into factor_removals (id, user_id) values ({new}, {u-author})",
        update: "update factor_removals set seen_at = now() where id = {removal}",
    },
    Table {
        name: "security_rules",
        label: "'the clinic''s'",
        insert: "insert into security_rules default values",
        update: "update security_rules set requires_second_factor = false",
    },
    Table {
        name: "password_resets",
        label: "'other provider''s'",
        insert: "insert into password_resets (id, user_id, made_by, token_hash, expires_at)
                 values ({new}, {u-author}, current_user_id(), sha256('new'), now() + interval '1 hour')",
        update: "update password_resets set closed_at = null where id = {reset}",
    },
    Table {
        name: "_sqlx_migrations",
        label: "'names of migrations'",
        insert: "insert into _sqlx_migrations (version, description, success, checksum, execution_time)
                 values (9999, '', true, '', 0)",
        update: "update _sqlx_migrations set success = false",
    },
];
