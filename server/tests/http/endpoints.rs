//! Every server function, in a table: whoever adds one says here what it is called with.

mod accounts;
mod record;

use std::{collections::BTreeSet, fs, path::PathBuf};

use model::{
    id::{DocumentId, PatientId, PrescriptionId, ProviderId, UserId, VisitId},
    page::Cursor,
};
use serde_json::{Value, json};
use uuid::Uuid;

pub use self::{
    accounts::{OF_THE_ACCOUNT, OF_THE_ADMINISTRATOR},
    record::{OF_A_MERGE, OF_A_RECORD, READING},
};
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

/// Those about the caller's own patients, or the caller's own record.
pub const OF_THE_CALLER: &[Endpoint] = &[
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
    endpoint("list_ended_caregivers", |_| json!({})),
];

/// Between two people, which nobody else answers or ends: `relationships` has their tests.
pub const BETWEEN_TWO: &[Endpoint] = &[
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
    endpoint("end_share", |s| json!({ "patient": s.record.patient, "colleague": s.user })),
];

/// The patient's, about their own record: `access` and `closed_accounts` have their tests.
const OF_THE_PATIENT: &[&str] = &["report_access", "see_caregiver_end"];

/// Emergency access by its forms: `break_glass` has their tests.
const OF_AN_EMERGENCY: &[&str] = &["begin_break_glass", "dismiss_break_glass"];

/// Those for everyone, signed in or not: each has a test of its own here, in `sessions` or in the browser's tests.
const FOR_EVERYONE: &[&str] = &[
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
    let tables = [OF_A_RECORD, OF_A_MERGE, OF_THE_CALLER, OF_THE_ADMINISTRATOR, OF_THE_ACCOUNT, BETWEEN_TWO];
    let elsewhere = [OF_THE_PATIENT, OF_AN_EMERGENCY, FOR_EVERYONE];
    let named: BTreeSet<&str> = tables
        .into_iter()
        .flatten()
        .map(|endpoint| endpoint.name)
        .chain(elsewhere.into_iter().flatten().copied())
        .collect();
    assert_eq!(served, named);
}

/// The server's routes beside pages and server functions. Those of documents, `isolation`, `signed_out` and `refusals` ask as
/// the wrong person; the other two answer everybody alike.
const ROUTES: [&str; 4] = ["/documents", "/documents/{id}/download", "/health", "/pkg/{*path}"];

#[test]
fn every_route_of_the_server_is_named() {
    let mut found = BTreeSet::new();
    let mut folders = vec![PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/src"))];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let source = fs::read_to_string(path).unwrap();
            for call in [".route(\"", ".route_service(\"", ".nest(\"", ".nest_service(\""] {
                let paths = source.split(call).skip(1).filter_map(|rest| rest.split_once('"'));
                found.extend(paths.map(|(path, _)| path.to_owned()));
            }
        }
    }
    assert_eq!(found, ROUTES.map(str::to_owned).into());
}
