//! About somebody's record.

use serde_json::json;
use uuid::Uuid;

use super::{Endpoint, FIRST_PAGE, endpoint};
use crate::clinic;

/// What reads a record, and nothing else: of which a caregiver may not know who has looked, nor who else reads.
pub const READING: [&str; 9] = [
    "chart_header",
    "list_visits",
    "list_vitals",
    "list_prescriptions",
    "list_documents",
    "list_visit_versions",
    "list_patient_versions",
    "list_access",
    "list_caregivers",
];

/// Those about somebody's record, the ones that change it after those that read it.
pub const OF_A_RECORD: &[Endpoint] = &[
    endpoint("chart_header", |s| json!({ "patient": s.record.patient })),
    endpoint("list_visits", |s| json!({ "patient": s.record.patient, "after": FIRST_PAGE })),
    endpoint("list_vitals", |s| json!({ "patient": s.record.patient })),
    endpoint("list_prescriptions", |s| json!({ "patient": s.record.patient, "after": FIRST_PAGE })),
    endpoint("list_documents", |s| json!({ "patient": s.record.patient, "after": FIRST_PAGE })),
    endpoint("list_visit_versions", |s| json!({ "visit": s.record.visit })),
    endpoint("list_patient_versions", |s| json!({ "patient": s.record.patient })),
    endpoint("list_access", |s| json!({ "patient": s.record.patient, "after": FIRST_PAGE })),
    endpoint("list_caregivers", |s| json!({ "patient": s.record.patient })),
    endpoint("find_colleagues", |s| json!({ "patient": s.record.patient, "search": "" })),
    endpoint("find_merge_candidates", |s| json!({ "patient": s.record.patient, "search": "" })),
    endpoint(
        "update_demographics",
        |s| json!({ "patient": s.record.patient, "version": 1, "form": clinic::demographics("Changed") }),
    ),
    endpoint(
        "update_allergies",
        |s| json!({ "patient": s.record.patient, "version": 2, "form": { "status": "none_known", "allergies": [] } }),
    ),
    endpoint(
        "record_visit",
        |s| json!({ "visit": { "id": Uuid::now_v7(), "patient": s.record.patient, "form": clinic::visit() } }),
    ),
    endpoint(
        "amend_visit",
        |s| json!({ "visit": s.record.visit, "version": 1, "reason": "A typo", "form": clinic::visit() }),
    ),
    endpoint("add_addendum", |s| json!({ "visit": s.record.visit, "text": "Better." })),
    endpoint("save_private_note", |s| json!({ "visit": s.record.visit, "text": "Worried." })),
    endpoint(
        "start_prescription",
        |s| json!({ "id": Uuid::now_v7(), "patient": s.record.patient, "form": clinic::prescription() }),
    ),
    endpoint("stop_prescription", |s| json!({ "prescription": s.record.prescription, "reason": "Better" })),
    endpoint("mark_document_reviewed", |s| json!({ "document": s.record.document })),
    endpoint("invite_patient", |s| json!({ "patient": s.record.patient })),
    endpoint("share_chart", |s| json!({ "patient": s.record.patient, "colleague": s.provider })),
    endpoint("list_shares", |s| json!({ "patient": s.record.patient })),
    endpoint("mark_document_entered_in_error", |s| json!({ "document": s.record.document, "reason": "Misfiled" })),
    endpoint(
        "mark_prescription_entered_in_error",
        |s| json!({ "prescription": s.record.prescription, "reason": "Misfiled" }),
    ),
    endpoint("mark_visit_entered_in_error", |s| json!({ "visit": s.record.visit, "reason": "Misfiled" })),
    endpoint("ask_handover", |s| json!({ "id": Uuid::now_v7(), "patient": s.record.patient, "colleague": s.provider })),
    // By then it is shared, and so not the last who treats the patient.
    endpoint("end_relationship", |s| json!({ "patient": s.record.patient })),
    endpoint(
        "register_patient",
        |s| json!({ "id": s.record.patient, "form": clinic::demographics("Mine"), "not_duplicates": [] }),
    ),
];

/// Those about two records, or a merge of them: `merging` has their tests.
pub const OF_A_MERGE: &[Endpoint] = &[
    endpoint("compare_records", |s| json!({ "survivor": s.record.patient, "merged": s.user })),
    endpoint("merge_records", |s| {
        json!({ "request": {
            "id": s.provider, "survivor": s.record.patient, "survivor_version": 1, "merged": s.user,
            "merged_version": 1, "reason": "The same insurance card.",
        } })
    }),
    endpoint("undo_merge", |s| json!({ "merge": s.provider })),
];
