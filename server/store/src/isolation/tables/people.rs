//! People: their accounts, whom they treat, and who lets whom in.

use super::Table;

pub(super) const TABLES: &[Table] = &[
    Table {
        name: "users",
        label: "kind || ' ' || split_part(email, '@', 1)",
        insert: "insert into users (id, kind, email, password_hash) values ({new}, 'administrator', 'new@isolation.invalid', '')",
        update: "update users set email = 'new@isolation.invalid' where id = {u-author}",
    },
    Table {
        name: "sessions",
        label: "'somebody''s'",
        insert: "insert into sessions (id, user_id, token_hash, expires_at, scope, idle_limit)
                 values ({new}, {u-author}, sha256('new'), now() + interval '1 hour', 'full', '30 minutes')",
        update: "update sessions set ended_at = now() where id = {session}",
    },
    Table {
        name: "sign_in_failures",
        label: "'author''s'",
        insert: "insert into sign_in_failures (id, email_hash) values ({new}, sha256('new'))",
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
        insert: "insert into caregivers (id, patient_id, granted_by, name, expires_at, is_until_of_age)
                 values ({new}, {freda}, current_user_id(), 'New', now() + interval '1 day', false)",
        update: "update caregivers set revoked_at = now() where id = {care}",
    },
    Table {
        name: "links",
        label: "case when caregiver_id is null then 'one to an account' else 'a caregiver''s' end",
        insert: "insert into links (id, purpose, patient_id, made_by, token_hash, expires_at)
                 values ({new}, 'invitation', {freda}, current_user_id(), sha256('new'), now() + interval '1 hour')",
        update: "update links set attempts_left = 5 where id = {invitation}",
    },
];
