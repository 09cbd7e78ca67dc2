//! The dialog that invites the patient to an account of their own.

use leptos::{ev::SubmitEvent, html, prelude::*, task::spawn_local};
use model::chart::InvitationLink;

use super::state::OpenChart;
use crate::{
    api::{ApiError, charts::InvitePatient},
    components::{
        button::{Button, Look},
        clipboard,
        dialog::DialogActions,
        form::{ActionMessage, SubmitButton, refusal_of},
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
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        if !invite.pending().get_untracked() {
            invite.dispatch(InvitePatient { patient: chart.patient });
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
    let announced = move || {
        let is_made = answer.with(|answer| matches!(answer, Some(Ok(_))));
        is_made.then_some("The link is made. Copy it, and hand it over yourself.")
    };
    view! {
        <p class="visually-hidden" role="status">{announced}</p>
        {move || match answer.get() {
            Some(Ok(link)) => view! { <Link chart link/> }.into_any(),
            _ => untrack(question).into_any(),
        }}
    }
    .into_any()
}

#[component]
fn Link(chart: OpenChart, link: InvitationLink) -> impl IntoView {
    let InvitationLink { url, expires_at } = link;
    let field = NodeRef::<html::Input>::new();
    let said = RwSignal::new("");
    // The button that made it is gone.
    request_animation_frame(move || {
        if let Some(field) = field.get_untracked() {
            _ = field.focus();
            field.select();
        }
    });
    let address = StoredValue::new(url.clone());
    let copy = move |_| {
        spawn_local(async move {
            let is_copied = clipboard::write(&address.get_value()).await;
            if !is_copied && let Some(field) = field.get_untracked() {
                field.select();
            }
            // The dialog may have been closed meanwhile.
            _ = said.try_set(if is_copied { "Copied." } else { "Copy it with your keyboard: it is selected." });
        });
    };
    view! {
        <div class="form">
            <div class="field">
                <label for="invitation-link">"Link for the patient"</label>
                <p class="field-hint" id="invitation-hint">
                    {format!("It works once, until {}. Hand it over yourself; it isn't shown again.", expires_at.display())}
                </p>
                <input id="invitation-link" class="input" readonly=true value=url aria-describedby="invitation-hint" node_ref=field/>
            </div>
            <div class="dialog-actions">
                <Button look=Look::Primary on_click=copy>"Copy"</Button>
                <Button on_click=move |_| chart.dialogs.invitation.finish()>"Done"</Button>
                <span role="status">{said}</span>
            </div>
        </div>
    }
}
