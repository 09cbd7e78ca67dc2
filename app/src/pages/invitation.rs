//! `/invitation/:token`: a patient sets up an account with the link their provider handed over.

mod form;

use leptos::prelude::*;

use self::form::InvitationForm;
use super::link::{link_page, use_token};
use crate::{
    api::{ApiError, accounts::check_invitation},
    components::{phone::PhoneNumber, session::use_session},
};

/// A patient's invitation.
pub fn view() -> AnyView {
    let token = use_token();
    let check = Resource::new(move || token.get(), check_invitation);
    let accept = ServerAction::new();
    // The fifth wrong date of birth ends the link while the form is open.
    let is_ended = Memo::new(move |_| matches!(accept.value().get(), Some(Err(ApiError::NotFound))));
    let form = move || view! { <InvitationForm token=token.get_untracked() accept/> }.into_any();
    link_page("Set up your account", check, is_ended, form, advice)
}

/// Where to get another link.
fn advice() -> AnyView {
    let session = use_session();
    view! {
        <p>
            "A link works once and for a few days, and only until a newer one is made or after five wrong dates of birth. "
            "Ask your provider for a new one. If you have set up your account already, sign in."
        </p>
        <Suspense>
            {move || Suspend::new(async move {
                let phone = session.clinic().await.map(|clinic| clinic.phone).unwrap_or_default();
                (!phone.is_empty()).then(|| view! { <p>"Call the clinic: " <PhoneNumber number=phone/></p> })
            })}
        </Suspense>
    }
    .into_any()
}
