//! Two records that were merged.

use super::Table;

pub(super) const TABLES: &[Table] = &[
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
];
