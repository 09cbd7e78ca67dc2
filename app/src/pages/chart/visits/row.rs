//! A visit in the list: a line that unfolds, also before the script runs.

use leptos::prelude::*;
use model::visit::{Addendum, Visit};

use crate::{
    components::{
        badge::{Badge, Tone},
        button::{Button, Look},
        date::TimeWithAge,
        vitals_list::VitalsList,
    },
    pages::chart::{state::OpenChart, task::Task},
};

pub fn visit_row(chart: OpenChart, visit: Visit) -> AnyView {
    let id = visit.id;
    let is_error = visit.entered_in_error.is_some();
    let today = untrack(|| chart.calendar.today());
    let is_open = chart.unfolded.with_untracked(|unfolded| unfolded.contains(&id));
    let keep = move |is_open: bool| {
        chart.unfolded.update_untracked(|unfolded| {
            unfolded.retain(|known| *known != id);
            if is_open {
                unfolded.push(id);
            }
        });
    };
    let error = is_error.then(|| view! { <Badge tone=Tone::Danger label="Entered in error"/> });
    let amended = (visit.amendments > 0).then(|| view! { <Badge label="Amended"/> });
    let diagnosis = if visit.diagnosis.is_empty() { "None recorded".to_owned() } else { visit.diagnosis.clone() };
    let part = |label: &'static str, text: String, specialty: String| {
        let specialty = (!specialty.is_empty()).then(|| view! { <span class="muted">{specialty}</span> });
        view! { <span class="visit-part"><span class="visit-label">{label}</span><span>{text}</span>" "{specialty}</span> }
    };
    view! {
        <li class="visit" class:in-error=is_error>
            <details open=is_open on:toggle:target=move |event| keep(event.target().open())>
                <summary>
                    <span class="visit-part visit-date"><TimeWithAge time=visit.time today/>{error}{amended}</span>
                    {part("Provider", visit.provider_name.clone(), visit.provider_specialty.clone())}
                    {part("Chief complaint", visit.chief_complaint.clone(), String::new())}
                    {part("Diagnosis", diagnosis, String::new())}
                </summary>
                <div class="visit-body">{body(chart, visit)}</div>
            </details>
        </li>
    }
    .into_any()
}

fn body(chart: OpenChart, visit: Visit) -> AnyView {
    let actions = actions(chart, &visit);
    let Visit { notes, vitals, addenda, entered_in_error, private_note, .. } = visit;
    let reason = entered_in_error.map(|error| view! { <p class="error-reason">{error.words()}</p> });
    let notes = if notes.is_empty() { "No notes.".to_owned() } else { notes };
    let vitals = (!vitals.is_empty()).then(|| view! { <section><h2>"Vital signs"</h2><VitalsList vitals/></section> });
    let addenda = (!addenda.is_empty()).then(|| {
        let addendum = |Addendum { provider_name, at, text }: Addendum| {
            view! {
                <li>
                    <p class="muted">{format!("{provider_name}, {}", at.display())}</p>
                    <p class="prose">{text}</p>
                </li>
            }
        };
        view! { <section><h2>"Addenda"</h2><ul class="addenda">{addenda.into_iter().map(addendum).collect_view()}</ul></section> }
    });
    let private_note = (!private_note.is_empty()).then(|| {
        view! { <section class="private-note"><h2>"Private note, which only you read"</h2><p class="prose">{private_note}</p></section> }
    });
    view! {
        {reason}
        <section><h2>"Notes"</h2><p class="prose">{notes}</p></section>
        {vitals}
        {addenda}
        {private_note}
        <div class="button-row">{actions}</div>
    }
    .into_any()
}

/// The author amends, colleagues add; both read the earlier versions. Who may mark it as an error, the database says.
fn actions(chart: OpenChart, visit: &Visit) -> AnyView {
    let (disabled, dialogs, id) = (chart.is_static, chart.dialogs, visit.id);
    let name = format!("the visit of {}", visit.time.display());
    let task = move |label: &'static str, look: Look, task: Task| {
        view! { <Button look disabled on_click=move |_| dialogs.task.open(task.clone())>{label}</Button> }
    };
    let versions = (visit.amendments > 0).then(|| {
        let (visit, count) = (visit.clone(), visit.amendments);
        let label = if count == 1 { "1 earlier version".to_owned() } else { format!("{count} earlier versions") };
        view! { <Button disabled on_click=move |_| dialogs.versions.open(visit.clone())>{label}</Button> }
    });
    let of_author = (visit.is_mine && visit.entered_in_error.is_none()).then(|| {
        let (visit, note) = (visit.clone(), visit.private_note.clone());
        view! {
            <Button disabled on_click=move |_| dialogs.amendment.open_version(visit.clone(), |one, other| one.id == other.id)>"Amend"</Button>
            {task("Private note", Look::Plain, Task::SavePrivateNote(id, name.clone(), note))}
        }
    });
    let mark = visit.may_mark_in_error.then(|| {
        let task_of_visit = Task::MarkVisit(id, name.clone(), visit.medications.clone());
        task("Mark entered in error", Look::Danger, task_of_visit)
    });
    let of_colleague = (!visit.is_mine).then(|| task("Add addendum", Look::Plain, Task::AddAddendum(id, name.clone())));
    view! { {of_author}{mark}{of_colleague}{versions} }.into_any()
}
