//! About accounts: the administrator's work, and everybody's own.

use serde_json::{Value, json};

use super::{Endpoint, FIRST_PAGE, endpoint};

/// The administrator's.
pub const OF_THE_ADMINISTRATOR: &[Endpoint] = &[
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
    endpoint("end_reported_access", |s| json!({ "report": s.user })),
    endpoint("list_break_glass_reviews", |_| json!({})),
    endpoint(
        "review_break_glass",
        |s| json!({ "id": s.user, "review": { "is_justified": true, "verdict": "On duty" } }),
    ),
    endpoint("unlink_patient_account", |s| json!({ "user": s.user })),
    endpoint("retire_account", |s| json!({ "user": s.user })),
];

/// An answer to no question.
fn answer() -> Value {
    json!({ "ceremony": "", "credential": "{}" })
}

/// Those about the caller's own account, for everyone who is signed in: `account` and `passkeys` have their tests.
pub const OF_THE_ACCOUNT: &[Endpoint] = &[
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
