use leptos::{ev::SubmitEvent, prelude::*};
use model::{
    break_glass::{BreakGlassReview, UnreviewedBreakGlass},
    form::FieldError,
};

use crate::{
    api::{ApiError, break_glass::ReviewBreakGlass},
    components::{
        dialog::DialogActions,
        form::{ActionMessage, SelectField, SubmitButton, TextArea, refusal_of},
        opening::{Opening, OpeningDialog},
    },
};

const JUSTIFIED: &str = "justified";
const UNJUSTIFIED: &str = "unjustified";

/// Closes the review of an emergency access.
///
/// # Arguments
/// `on_done` is told what was done.
#[component]
pub fn ReviewDialog(opening: Opening<UnreviewedBreakGlass>, on_done: Callback<String>) -> impl IntoView {
    let title = opening.text(|access| format!("Review the emergency access by {}", access.who));
    let content = move |access| view! { <ReviewForm access opening on_done/> }.into_any();
    view! { <OpeningDialog id="review-emergency" opening title content/> }
}

#[component]
fn ReviewForm(
    access: UnreviewedBreakGlass,
    opening: Opening<UnreviewedBreakGlass>,
    on_done: Callback<String>,
) -> impl IntoView {
    let close = ServerAction::<ReviewBreakGlass>::new();
    let answer = close.value();
    let (choice, verdict) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let id = access.id;
    opening.finish_on(answer, move || on_done.run("The review is closed. The patient reads your verdict.".to_owned()));
    let send = move |submitted: SubmitEvent| {
        submitted.prevent_default();
        if close.pending().get_untracked() {
            return;
        }
        let choice = choice.get_untracked();
        if ![JUSTIFIED, UNJUSTIFIED].contains(&choice.as_str()) {
            answer.set(Some(Err(undecided())));
            return;
        }
        let review = BreakGlassReview { is_justified: choice == JUSTIFIED, verdict: verdict.get_untracked() };
        close.dispatch(ReviewBreakGlass { id, review });
    };
    let error = refusal_of(answer);
    let options = [("", "Choose one"), (JUSTIFIED, "Justified"), (UNJUSTIFIED, "Not justified")];
    let options = options.map(|(value, shown)| (value.to_owned(), shown.to_owned())).to_vec();
    view! {
        <form class="form" on:submit=send novalidate>
            <p>"The patient reads your verdict. It can't be changed afterwards."</p>
            <p class="prose">{format!("The reason that was given: {}", access.reason)}</p>
            <SelectField label="Was it justified?" name="is_justified" options value=choice error is_required=true/>
            <TextArea label="Verdict" name="verdict" id="review-verdict" value=verdict error is_required=true/>
            <ActionMessage error/>
            <DialogActions open=opening.is_open()>
                <SubmitButton label="Close the review" pending=close.pending()/>
            </DialogActions>
        </form>
    }
}

fn undecided() -> ApiError {
    let message = "Say whether it was justified.".to_owned();
    ApiError::Invalid(vec![FieldError { field: "is_justified".to_owned(), message }])
}
