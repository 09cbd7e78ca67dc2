use leptos::{ev::SubmitEvent, prelude::*};
use model::{
    caregiver::{CAREGIVER_MONTHS, CaregiverForm},
    id::PatientId,
};

use crate::{
    api::caregivers::InviteCaregiver,
    components::{
        confirmation::Confirmation,
        form::{ActionMessage, SelectField, SubmitButton, TextField, refusal_of},
        handed_link::asked_and_handed,
    },
};

/// Makes a link for a caregiver.
///
/// # Arguments
/// `changed` is told what was done.
#[component]
pub fn InviteForm(patient: PatientId, confirmation: Confirmation, changed: Callback<String>) -> impl IntoView {
    let invite = ServerAction::<InviteCaregiver>::new();
    let answer = invite.value();
    let (name, months) = (RwSignal::new(String::new()), RwSignal::new("12".to_owned()));
    Effect::new(move || {
        if let Some(Ok(_)) = answer.get() {
            changed.run("The link is made.".to_owned());
        }
    });
    let make = move || {
        if !invite.pending().get_untracked() {
            let form = CaregiverForm { name: name.get_untracked(), months: months.get_untracked() };
            invite.dispatch(InviteCaregiver { patient, form });
        }
    };
    confirmation.watch(answer, make);
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        make();
    };
    let error = refusal_of(answer);
    let question = move || {
        let options =
            CAREGIVER_MONTHS.iter().map(|(months, words)| (months.to_string(), (*words).to_owned())).collect();
        view! {
            <form class="form" on:submit=send novalidate>
                <h2>"Let somebody in"</h2>
                <p>"You get a link to hand over. Whoever opens it gives the date of birth in this record, and then reads it; they change nothing."</p>
                <TextField label="Their name" name="name" id="caregiver-name" value=name error is_required=true/>
                <SelectField label="For how long" name="months" id="caregiver-months" options value=months error is_required=true/>
                <ActionMessage error/>
                <div class="button-row"><SubmitButton label="Make the link" pending=invite.pending()/></div>
            </form>
        }
    };
    let again = move || {
        name.set(String::new());
        invite.clear();
    };
    asked_and_handed(answer, "caregiver-link", "Link for the caregiver", question, again)
}
