//! What the administrator's two lists have in common: a search, pages, and what was done last.

mod closing;
mod directory;
mod done;
mod help;
mod lost_factor;
mod password_reset;
mod search;
mod suspension;

use leptos::prelude::*;
use model::account::AccountKind;

pub use self::{
    closing::{Closing, ClosingDialog},
    directory::Directory,
    done::Done,
    help::{AccountHelp, AccountHelpDialogs},
    suspension::{Suspension, SuspensionDialog},
};
use crate::components::account_only::AccountOnly;

/// `content`, for an administrator.
pub fn administrator_only(title: &'static str, content: impl FnOnce() -> AnyView + Send + 'static) -> AnyView {
    view! { <AccountOnly kind=AccountKind::Administrator title>{content()}</AccountOnly> }.into_any()
}
