//! Closing an account for good, so that its address is free.

use leptos::prelude::*;
use model::id::UserId;

use crate::{
    api::administration::RetireAccount,
    components::{
        button::{Button, Look},
        confirm::ConfirmForm,
        confirmation::Confirmation,
        form::refusal_of,
        opening::{Opening, OpeningDialog},
    },
};

/// Which account is to be closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closing {
    pub user: UserId,
    pub email: String,
    pub is_applicant: bool,
}

impl Closing {
    fn explanation(&self) -> &'static str {
        if self.is_applicant {
            "Their application is gone, too: whoever it was applies again, if they should work here."
        } else {
            "It is linked to no record. Whoever had let it in to a record of theirs is told that this has ended."
        }
    }

    /// The button in a row of the list.
    pub fn button(self, has_script: Signal<bool>, opening: Opening<Self>) -> AnyView {
        let of = format!(" {} and free the address", self.email);
        let disabled = Signal::derive(move || !has_script.get());
        let open = move |_| opening.open(self.clone());
        view! {
            <Button look=Look::Danger disabled on_click=open>
                <span>"Close account"<span class="visually-hidden">{of}</span></span>
            </Button>
        }
        .into_any()
    }
}

/// Asks before an account is closed.
///
/// # Arguments
/// `on_done` is told what was done.
#[component]
pub fn ClosingDialog(
    opening: Opening<Closing>,
    confirmation: Confirmation,
    on_done: Callback<String>,
) -> impl IntoView {
    let title = opening.text(|closing| format!("Close {} and free the address", closing.email));
    let content = move |closing| view! { <ClosingForm closing opening confirmation on_done/> }.into_any();
    view! { <OpeningDialog id="closing" opening title content/> }
}

#[component]
fn ClosingForm(
    closing: Closing,
    opening: Opening<Closing>,
    confirmation: Confirmation,
    on_done: Callback<String>,
) -> impl IntoView {
    let retire = ServerAction::<RetireAccount>::new();
    let answer = retire.value();
    let explanation = closing.explanation();
    let Closing { user, email, .. } = closing;
    let signed_out = format!("Whoever uses {email} is signed out everywhere, and can't sign in with it any more. ");
    opening
        .finish_on(answer, move || on_done.run(format!("The account is closed, and {email} is free for a new one.")));
    let send = move || _ = retire.dispatch(RetireAccount { user });
    confirmation.watch(answer, send);
    view! {
        <ConfirmForm
            verb="Close account"
            look=Look::Danger
            pending=retire.pending()
            error=refusal_of(answer)
            is_open=opening.is_open()
            on_confirm=move |()| send()
        >
            <p>{signed_out}{explanation}</p>
            <p>"The address is free for a new account. It can't be undone."</p>
        </ConfirmForm>
    }
}
