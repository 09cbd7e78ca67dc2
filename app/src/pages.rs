//! The pages, one file or folder per route.
//!
//! Each is a function in a part of the WASM that the browser fetches when somebody goes there (`parts`); the three that
//! everybody may meet first are plain components.

pub mod account;
pub mod admin_accounts;
pub mod admin_providers;
pub mod admin_security;
mod administration;
pub mod apply;
pub mod break_glass;
pub mod caregiver;
mod caregivers;
pub mod chart;
pub mod colleagues;
pub mod cross_site;
pub mod documents;
pub mod failure;
pub mod home;
pub mod invitation;
mod link;
pub mod my_access;
pub mod my_caregivers;
pub mod my_records;
pub mod not_found;
pub mod patients;
pub mod prescriptions;
pub mod reset_password;
pub mod second_step;
pub mod sign_in;
pub mod visits;
mod worklist;
