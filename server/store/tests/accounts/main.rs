//! Who signs in, and how accounts begin, change hands and end, over a real Postgres as the roles of the server.

// Clippy permits it in tests, but not in the functions that they share.
#![allow(clippy::unwrap_used)]

mod administration;
mod administrators_factor;
mod applications;
mod beginning;
mod break_glass;
mod caregivers;
mod challenges;
mod childrens_caregivers;
mod confirmed;
mod covers;
mod covers_at_once;
mod credentials;
mod ended_covers;
mod ending_access;
mod ending_shares;
mod entering;
mod errors;
mod handovers;
#[path = "../harness/mod.rs"]
mod harness;
mod identity;
mod invitations;
mod letting_in;
mod link_limits;
mod lost_second_factors;
mod named_in_lists;
mod new_passwords;
mod own_links;
mod own_sessions;
mod owner;
mod passkey_questions;
mod passkeys;
mod password_resets;
mod patient_accounts;
mod reported_accesses;
mod reported_sessions;
mod restores;
mod retired_caregivers;
mod retirements;
mod scene;
mod seals;
mod second_factors;
mod secrets_in_statements;
mod security_events;
mod sessions;
mod sharing;
mod sign_in;
mod startup;
mod startup_privileges;
mod summed_refusals;
mod suspension;
mod throttling;
