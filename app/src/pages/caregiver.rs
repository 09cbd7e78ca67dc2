//! `/caregiver/:token`: somebody is let in to read another person's record, with the link they were given.

mod form;

use leptos::prelude::*;

use self::form::form_for;
use super::link::{link_page, use_token};
use crate::{
    api::{ApiError, caregivers::check_caregiver_invitation},
    components::{session::use_session, state::TableSkeleton},
};

/// A caregiver's link.
pub fn view() -> AnyView {
    let session = use_session();
    let token = use_token();
    let check = Resource::new(move || token.get(), check_caregiver_invitation);
    let accept = ServerAction::new();
    // The fifth wrong date of birth ends the link while the form is open.
    let is_ended = Memo::new(move |_| matches!(accept.value().get(), Some(Err(ApiError::NotFound))));
    let form = move || {
        view! {
            <Suspense fallback=|| view! { <TableSkeleton rows=3/> }>
                {move || Suspend::new(async move { form_for(session.user().await, token.get_untracked(), accept) })}
            </Suspense>
        }
        .into_any()
    };
    link_page("Read a record for somebody", check, is_ended, form, advice)
}

/// Where to get another link.
fn advice() -> AnyView {
    view! {
        <p>
            "A link works once and for a few days, until it is taken back or after five wrong dates of birth. Ask whoever "
            "gave it to you for a new one. If you have used it already, sign in."
        </p>
    }
    .into_any()
}
