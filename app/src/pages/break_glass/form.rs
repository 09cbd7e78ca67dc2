use leptos::{form::ActionForm, prelude::*};
use model::break_glass::REASON_LEAST;

use crate::{
    api::break_glass::BeginBreakGlass,
    components::{
        button::Look,
        confirmation::{Confirmation, ConfirmationDialog},
        form::{ActionMessage, DateField, SubmitButton, TextArea, TextField, refusal_of},
    },
};

/// Whose chart, and why. It works as a plain form: an emergency doesn't wait for the script.
#[component]
pub fn BreakGlassFields(begin: ServerAction<BeginBreakGlass>) -> impl IntoView {
    let answer = begin.value();
    let error = refusal_of(answer);
    // What was sent last, to be sent again as soon as they have said who they are.
    let sent = StoredValue::new(None);
    Effect::new(move || {
        if let Some(input) = begin.input().get() {
            sent.set_value(Some(input));
        }
    });
    let confirmation = Confirmation::default();
    confirmation.watch(answer, move || {
        if let Some(input) = sent.get_value() {
            begin.dispatch(input);
        }
    });
    view! {
        <ActionForm action=begin attr:class="form card">
            <p>"The whole name and the date of birth, as they stand in the record. There is no search by a part of them."</p>
            <TextField label="First name" name="form[first_name]" field="first_name" autocomplete="off" error is_required=true/>
            <TextField label="Last name" name="form[last_name]" field="last_name" autocomplete="off" error is_required=true/>
            <DateField
                label="Date of birth"
                name="form[date_of_birth]"
                field="date_of_birth"
                autocomplete="off"
                error
                is_required=true
            />
            <TextArea
                label="Reason"
                name="form[reason]"
                field="reason"
                hint=format!("Why you need this chart now, in a sentence: at least {REASON_LEAST} characters. The patient and the administrator read it.")
                error
                is_required=true
            />
            <ActionMessage error/>
            <SubmitButton label="Open the chart" look=Look::Danger pending=begin.pending()/>
        </ActionForm>
        <ConfirmationDialog confirmation/>
    }
}
