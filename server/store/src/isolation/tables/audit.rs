//! The audit, and who answers for an access.

use super::{Table, WHOSE};

pub(super) const TABLES: &[Table] = &[
    Table {
        name: "audit_events",
        label: "action",
        insert: "insert into audit_events (id, actor_user_id, actor_role, access_right, action)
                 values ({new}, current_user_id(), coalesce(current_account_kind(), 'anonymous'), 'account',
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
        name: "audit_epochs",
        label: "reason",
        insert: "insert into audit_epochs values (9000000000000000001, now(), 0, '', 0, '', 'new', '', '', '')",
        update: "update audit_epochs set reason = 'other'",
    },
    Table {
        name: "audit_stops",
        label: "cause",
        insert: "insert into audit_stops (cause) values ('differs')",
        update: "update audit_stops set cause = 'differs'",
    },
    Table {
        name: "audit_batches",
        label: "number::text",
        insert: "insert into audit_batches values (9000000000000000001, now(), '', '{}', '{}', '', '', '')",
        update: "update audit_batches set sealed_at = now() where number = 9000000000000000000",
    },
    Table {
        name: "refusal_counts",
        label: "action",
        insert: "insert into refusal_counts (action, who, actor_role, access_right)
                 values ('visit.refuse', {u-author}::text, 'provider', 'account')",
        update: "update refusal_counts set more = 0 where who = {u-former}::text",
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
];
