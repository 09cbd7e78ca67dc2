use leptos::prelude::*;
use model::{break_glass::RunningBreakGlass, clinic::display_date};

/// The charts that are open: the way back to them, as they aren't in the list of patients.
#[component]
pub fn Running(running: Vec<RunningBreakGlass>) -> impl IntoView {
    let entry = |RunningBreakGlass { patient, until }: RunningBreakGlass| {
        let name = format!("{}, born {}", patient.full_name(), display_date(patient.date_of_birth));
        view! {
            <li>
                <a href=format!("/patients/{}", patient.id)>{name}</a>
                " "<span class="muted">{format!("until {}", until.display())}</span>
            </li>
        }
    };
    (!running.is_empty()).then(|| {
        view! {
            <section class="card stack" aria-labelledby="running">
                <h2 id="running">"Open now"</h2>
                <ul class="running">{running.into_iter().map(entry).collect_view()}</ul>
            </section>
        }
    })
}
