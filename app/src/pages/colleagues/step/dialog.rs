use leptos::prelude::*;

use super::Step;
use crate::components::{
    confirm::ConfirmForm,
    confirmation::Confirmation,
    form::refusal_of,
    opening::{Opening, OpeningDialog},
};

/// Asks before a step is taken.
///
/// # Arguments
/// `on_done` is told what was done.
#[component]
pub fn StepDialog(opening: Opening<Step>, confirmation: Confirmation, on_done: Callback<String>) -> impl IntoView {
    let content = move |step| view! { <StepForm step opening confirmation on_done/> }.into_any();
    view! { <OpeningDialog id="arrangement" opening title=opening.text(Step::title) content/> }
}

#[component]
fn StepForm(
    step: Step,
    opening: Opening<Step>,
    confirmation: Confirmation,
    on_done: Callback<String>,
) -> impl IntoView {
    let (verb, look, done, explanation) = (step.word(), step.look(), step.done(), step.explanation());
    let take = Action::new(move |(): &()| step.clone().run());
    let answer = take.value();
    opening.finish_on(answer, move || on_done.run(done.to_owned()));
    let send = move || _ = take.dispatch(());
    confirmation.watch(answer, send);
    let on_confirm = move |()| send();
    view! {
        <ConfirmForm verb look pending=take.pending() error=refusal_of(answer) is_open=opening.is_open() on_confirm>
            <p>{explanation}</p>
        </ConfirmForm>
    }
}
