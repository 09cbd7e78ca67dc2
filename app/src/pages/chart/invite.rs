//! The dialog that invites the patient to an account of their own.

use leptos::{ev::SubmitEvent, prelude::*};

use super::state::OpenChart;
use crate::{
    api::{ApiError, charts::InvitePatient},
    components::{
        dialog::DialogActions,
        form::{ActionMessage, SubmitButton, refusal_of},
        handed_link::asked_and_handed,
        opening::OpeningDialog,
    },
};

#[component]
pub fn InviteDialog(chart: OpenChart) -> impl IntoView {
    let opening = chart.dialogs.invitation;
    let title = chart.title("Invite patient");
    view! { <OpeningDialog id="invite-patient" opening title content=move |()| invitation(chart)/> }
}

fn invitation(chart: OpenChart) -> AnyView {
    let opening = chart.dialogs.invitation;
    let invite = ServerAction::<InvitePatient>::new();
    let answer = invite.value();
    Effect::new(move || {
        // Somebody accepted an earlier invitation meanwhile: the button then goes.
        if let Some(Err(ApiError::Changed)) = answer.get() {
            chart.fetch_header();
        }
    });
    let make = move || _ = invite.dispatch(InvitePatient { patient: chart.patient });
    chart.dialogs.confirmation.watch(answer, make);
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        if !invite.pending().get_untracked() {
            make();
        }
    };
    let error = refusal_of(answer);
    let question = move || {
        view! {
            <form class="form" on:submit=send>
                <p>
                    "This makes a link with which the patient sets a password and reads this record. "
                    "It asks for the date of birth, works once, and is shown here only."
                </p>
                <p>"A link that was made for this patient earlier stops working."</p>
                <ActionMessage error/>
                <DialogActions open=opening.is_open()>
                    <SubmitButton label="Make the link" pending=invite.pending()/>
                </DialogActions>
            </form>
        }
    };
    asked_and_handed(answer, "invitation-link", "Link for the patient", question, move || opening.finish())
}
