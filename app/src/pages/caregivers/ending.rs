use leptos::prelude::*;
use model::id::CaregiverId;

use crate::{
    api::caregivers::RevokeCaregiver,
    components::{
        button::Look,
        confirm::ConfirmForm,
        form::refusal_of,
        opening::{Opening, OpeningDialog},
    },
};

/// The access that is about to end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ending {
    pub caregiver: CaregiverId,
    /// Of whoever reads the record; of the patient, to the caregiver who gives it up.
    pub name: String,
    /// What follows.
    pub explanation: String,
    /// What is said once it has ended.
    pub done: String,
}

/// Asks before a caregiver's access ends.
///
/// # Arguments
/// `id` is unique on the page. `on_done` is told what was done.
#[component]
pub fn EndAccessDialog(id: &'static str, opening: Opening<Ending>, on_done: Callback<String>) -> impl IntoView {
    let title = opening.text(|ending| format!("End access of {}", ending.name));
    let content = move |ending| view! { <EndAccessForm ending opening on_done/> }.into_any();
    view! { <OpeningDialog id opening title content/> }
}

#[component]
fn EndAccessForm(ending: Ending, opening: Opening<Ending>, on_done: Callback<String>) -> impl IntoView {
    let revoke = ServerAction::<RevokeCaregiver>::new();
    let answer = revoke.value();
    let Ending { caregiver, explanation, done, .. } = ending;
    opening.finish_on(answer, move || on_done.run(done.clone()));
    let on_confirm = move |()| _ = revoke.dispatch(RevokeCaregiver { caregiver });
    view! {
        <ConfirmForm
            verb="End access"
            look=Look::Danger
            pending=revoke.pending()
            error=refusal_of(answer)
            is_open=opening.is_open()
            on_confirm
        >
            <p>{explanation}</p>
        </ConfirmForm>
    }
}
