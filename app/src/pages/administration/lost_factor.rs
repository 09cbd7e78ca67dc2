//! A second factor that somebody has lost.

use leptos::prelude::*;

use super::help::LockedOut;
use crate::{
    api::administration::RemoveLostSecondFactor,
    components::{
        button::Look,
        confirm::ConfirmForm,
        confirmation::Confirmation,
        form::refusal_of,
        opening::{Opening, OpeningDialog},
    },
};

/// Asks before it is removed.
#[component]
pub fn LostFactorDialog(
    opening: Opening<LockedOut>,
    confirmation: Confirmation,
    on_done: Callback<String>,
) -> impl IntoView {
    let title = opening.text(|(_, email)| format!("Remove the second factor of {email}"));
    let content = move |account| view! { <LostFactorForm account opening confirmation on_done/> }.into_any();
    view! { <OpeningDialog id="lost-factor" opening title content/> }
}

#[component]
fn LostFactorForm(
    account: LockedOut,
    opening: Opening<LockedOut>,
    confirmation: Confirmation,
    on_done: Callback<String>,
) -> impl IntoView {
    let remove = ServerAction::<RemoveLostSecondFactor>::new();
    let answer = remove.value();
    let (user, email) = account;
    let send = move || _ = remove.dispatch(RemoveLostSecondFactor { user });
    confirmation.watch(answer, send);
    opening.finish_on(answer, move || {
        on_done.run(format!("The second factor of {email} is removed, and they are signed out everywhere."))
    });
    view! {
        <ConfirmForm
            verb="Remove second factor"
            look=Look::Danger
            pending=remove.pending()
            error=refusal_of(answer)
            is_open=opening.is_open()
            on_confirm=move |()| send()
        >
            <p>
                "Their authenticator, their recovery codes and all of their passkeys stop working, and they are signed out "
                "everywhere. Their password alone then signs them in, so make sure first that it is they who ask, on the "
                "phone or in person."
            </p>
            <p>
                "They are told of it when they sign in next. A link for a new password that was made before stops working: "
                "make it afterwards. It can't be undone."
            </p>
        </ConfirmForm>
    }
}
