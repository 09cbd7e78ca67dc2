//! Every server function, in a table: whoever adds one says here what it is called with.

use std::collections::BTreeSet;

use model::{
    id::{DocumentId, PatientId, PrescriptionId, ProviderId, UserId, VisitId},
    page::Cursor,
};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::clinic::{self, Record};

/// What a call is about.
#[derive(Clone, Copy)]
pub struct Subject {
    pub record: Record,
    /// A colleague to share with, and somebody to administer.
    pub provider: ProviderId,
    pub user: UserId,
}

impl Subject {
    /// One of which nothing exists.
    pub fn made_up() -> Self {
        let record = Record {
            patient: PatientId(Uuid::now_v7()),
            visit: VisitId(Uuid::now_v7()),
            prescription: PrescriptionId(Uuid::now_v7()),
            document: DocumentId(Uuid::now_v7()),
        };
        Self { record, provider: ProviderId(Uuid::now_v7()), user: UserId(Uuid::now_v7()) }
    }
}

/// A server function and the arguments to call it with.
pub struct Endpoint {
    pub name: &'static str,
    pub arguments: fn(&Subject) -> Value,
}

const fn endpoint(name: &'static str, arguments: fn(&Subject) -> Value) -> Endpoint {
    Endpoint { name, arguments }
}

const FIRST_PAGE: Option<Cursor> = None;

/// Those about somebody's record, the ones that change it after those that read it.
pub const OF_A_RECORD: [Endpoint; 28] = [
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

/// Those about the caller's own patients, or the caller's own record.
pub const OF_THE_CALLER: [Endpoint; 11] = [
    endpoint("dashboard_counts", |_| json!({})),
    endpoint(
        "list_patients",
        |_| json!({ "query": { "search": "", "sort": "name", "descending": false, "after": FIRST_PAGE } }),
    ),
    endpoint("list_visits_this_week", |_| json!({ "after": FIRST_PAGE })),
    endpoint("list_active_prescriptions", |_| json!({ "after": FIRST_PAGE })),
    endpoint("list_pending_documents", |_| json!({ "after": FIRST_PAGE })),
    endpoint("my_record", |_| json!({})),
    endpoint("list_break_glass", |_| json!({})),
    endpoint("list_break_glass_notices", |_| json!({})),
    endpoint("list_arrangements", |_| json!({})),
    endpoint("list_colleagues", |_| json!({})),
    endpoint("list_cared_for", |_| json!({})),
];

/// Those about two records, or a merge of them: `merging` has their tests.
pub const OF_A_MERGE: [Endpoint; 3] = [
    endpoint("compare_records", |s| json!({ "survivor": s.record.patient, "merged": s.user })),
    endpoint("merge_records", |s| {
        json!({ "request": {
            "id": s.provider, "survivor": s.record.patient, "survivor_version": 1, "merged": s.user,
            "merged_version": 1, "reason": "The same insurance card.",
        } })
    }),
    endpoint("undo_merge", |s| json!({ "merge": s.provider })),
];

/// The administrator's.
pub const OF_THE_ADMINISTRATOR: [Endpoint; 13] = [
    endpoint("list_providers", |_| json!({ "search": "", "after": FIRST_PAGE })),
    endpoint("list_patient_accounts", |_| json!({ "search": "", "after": FIRST_PAGE })),
    endpoint("set_provider_verified", |s| json!({ "provider": s.provider, "is_verified": true })),
    endpoint("attach_provider_account", |s| json!({ "provider": s.provider, "email": "waiting@clinic.example" })),
    endpoint("make_password_reset", |s| json!({ "user": s.user })),
    endpoint("set_account_suspended", |s| json!({ "user": s.user, "is_suspended": true })),
    endpoint("remove_lost_second_factor", |s| json!({ "user": s.user })),
    endpoint("list_access_reports", |_| json!({})),
    endpoint("list_security_events", |_| json!({ "after": FIRST_PAGE })),
    endpoint("close_access_report", |s| json!({ "report": s.user, "verdict": "Looked into" })),
    endpoint("list_break_glass_reviews", |_| json!({})),
    endpoint(
        "review_break_glass",
        |s| json!({ "id": s.user, "review": { "is_justified": true, "verdict": "On duty" } }),
    ),
    endpoint("unlink_patient_account", |s| json!({ "user": s.user })),
];

/// Between two people, which nobody else answers or ends: `relationships` has their tests.
pub const BETWEEN_TWO: [Endpoint; 7] = [
    endpoint("answer_handover", |s| json!({ "handover": s.user, "is_accepted": true })),
    endpoint("withdraw_handover", |s| json!({ "handover": s.user })),
    endpoint(
        "ask_cover",
        |s| json!({ "id": Uuid::now_v7(), "form": { "colleague": s.user.to_string(), "until": clinic::tomorrow() } }),
    ),
    endpoint("answer_cover", |s| json!({ "cover": s.user, "is_accepted": true })),
    endpoint("end_cover", |s| json!({ "cover": s.user })),
    endpoint("invite_caregiver", |s| json!({ "patient": s.record.patient, "form": { "name": "Ana", "months": "12" } })),
    endpoint("revoke_caregiver", |s| json!({ "caregiver": s.user })),
];

/// The patient's, about events of their own record: `access` has its tests.
const OF_THE_PATIENT: [&str; 1] = ["report_access"];

/// Emergency access by its forms: `break_glass` has their tests.
const OF_AN_EMERGENCY: [&str; 2] = ["begin_break_glass", "dismiss_break_glass"];

/// An answer to no question.
fn answer() -> Value {
    json!({ "ceremony": "", "credential": "{}" })
}

/// Those about the caller's own account, for everyone who is signed in: `account` and `passkeys` have their tests.
pub const OF_THE_ACCOUNT: [Endpoint; 14] = [
    endpoint("own_account", |_| json!({})),
    endpoint("end_own_session", |s| json!({ "session": s.user })),
    endpoint("end_other_sessions", |_| json!({})),
    endpoint("confirm_identity", |_| json!({ "proof": "not the password" })),
    endpoint("begin_second_factor", |_| json!({})),
    endpoint("confirm_second_factor", |_| json!({ "code": "123456" })),
    endpoint("replace_recovery_codes", |_| json!({})),
    endpoint("remove_second_factor", |_| json!({})),
    endpoint("begin_passkey", |_| json!({})),
    endpoint("add_passkey", |_| json!({ "name": "My phone", "answer": answer() })),
    endpoint("remove_passkey", |s| json!({ "passkey": s.user })),
    endpoint("begin_passkey_confirmation", |_| json!({})),
    endpoint("confirm_by_passkey", |_| json!({ "answer": answer() })),
    endpoint("see_factor_removal", |_| json!({})),
];

/// Those for everyone, signed in or not: each has a test of its own here, in `sessions` or in the browser's tests.
const FOR_EVERYONE: [&str; 17] = [
    "accept_caregiver",
    "accept_invitation",
    "apply_as_provider",
    "begin_passkey_sign_in",
    "begin_passkey_step",
    "change_password",
    "check_caregiver_invitation",
    "check_invitation",
    "check_password_reset",
    "clinic",
    "current_user",
    "reset_password",
    "sign_in",
    "sign_in_by_passkey",
    "sign_out",
    "take_passkey_step",
    "take_second_step",
];

#[test]
fn every_server_function_is_in_a_table() {
    // Otherwise the linker takes the functions for unused.
    let _ = app::App;
    let paths = leptos::server_fn::axum::server_fn_paths();
    let served: BTreeSet<&str> = paths.map(|(path, _)| path.strip_prefix("/api/").unwrap()).collect();
    let tables =
        OF_A_RECORD.iter().chain(&OF_A_MERGE).chain(&OF_THE_CALLER).chain(&OF_THE_ADMINISTRATOR).chain(&OF_THE_ACCOUNT);
    let named: BTreeSet<&str> = tables
        .chain(&BETWEEN_TWO)
        .map(|endpoint| endpoint.name)
        .chain(OF_THE_PATIENT)
        .chain(OF_AN_EMERGENCY)
        .chain(FOR_EVERYONE)
        .collect();
    assert_eq!(served, named);
}
