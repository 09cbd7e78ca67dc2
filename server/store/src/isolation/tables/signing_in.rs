//! Second factors, the rules on them, and what is no table of the application.

use super::Table;

pub(super) const TABLES: &[Table] = &[
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
        label: "'somebody''s'",
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
        label: "'somebody''s'",
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
        name: "schema_rules",
        label: "'which rules stand'",
        insert: "insert into schema_rules (number, digest) values (0, '')",
        update: "update schema_rules set number = 0",
    },
    Table {
        name: "granted_privileges",
        label: "'what the roles may do'",
        insert: "insert into granted_privileges values ('carechart_app may DELETE on visits')",
        update: "update granted_privileges set privilege = privilege",
    },
    Table {
        name: "record_tables",
        label: "'what belongs to a record'",
        insert: "insert into record_tables values ('new', 'id', true, true, true, null, true, 'stays', null)",
        update: "update record_tables set patients_read = true",
    },
    Table {
        name: "audit_actions",
        label: "'names of actions'",
        insert: "insert into audit_actions values ('new.action', true)",
        update: "update audit_actions set concerns_security = true",
    },
    Table {
        name: "_sqlx_migrations",
        label: "'names of migrations'",
        insert: "insert into _sqlx_migrations (version, description, success, checksum, execution_time)
                 values (9999, '', true, '', 0)",
        update: "update _sqlx_migrations set success = false",
    },
];
