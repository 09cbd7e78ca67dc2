use leptos::{ev::SubmitEvent, prelude::*};

use super::{super::state::OpenChart, Task, Words};
use crate::components::{
    dialog::DialogActions,
    form::{ActionMessage, SubmitButton, TextArea, Typed, refusal_of},
    opening::OpeningDialog,
};

#[component]
pub fn TaskDialog(chart: OpenChart) -> impl IntoView {
    let opening = chart.dialogs.task;
    let title = opening.text(move |task| {
        let name = chart.header.with(|header| header.demographics.full_name());
        format!("{}: {name}", task.words().title)
    });
    view! { <OpeningDialog id="chart-task" opening title content=move |task| task_form(chart, task)/> }
}

fn task_form(chart: OpenChart, task: Task) -> AnyView {
    let opening = chart.dialogs.task;
    let Words { lead, field, label, verb, look, done, is_required, .. } = task.words();
    let initial = task.initial();
    let write = Action::new(move |text: &String| task.clone().run(text.clone()));
    let answer = write.value();
    opening.finish_on(answer, move || chart.refresh(done));
    let send = move |event: SubmitEvent| {
        if let Some(typed) = Typed::of(&event)
            && !write.pending().get_untracked()
        {
            write.dispatch(typed.text(field));
        }
    };
    let error = refusal_of(answer);
    view! {
        <form class="form" novalidate=true on:submit=send>
            <p>{lead}</p>
            <TextArea label name=field id=format!("chart-task-{field}") initial error is_required/>
            <ActionMessage error/>
            <DialogActions open=opening.is_open()>
                <SubmitButton label=verb pending=write.pending() look/>
            </DialogActions>
        </form>
    }
    .into_any()
}
