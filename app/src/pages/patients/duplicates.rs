//! The warning before the same person is registered twice.

use leptos::{html, prelude::*};
use model::{clinic::display_date, patient::PatientSummary};

use crate::components::{badge::Tone, button::Button, state::Notice};

/// Those of the caller's own patients who look like the same person, as links; and the way on for a namesake.
///
/// That button doesn't send the form: it would be the one that Enter presses, also after a name was corrected.
#[component]
pub fn Duplicates(patients: Signal<Vec<PatientSummary>>, #[prop(into)] on_confirm: Callback<()>) -> impl IntoView {
    let element = NodeRef::<html::Div>::new();
    Effect::new(move || {
        if !patients.read().is_empty()
            && let Some(element) = element.get_untracked()
        {
            _ = element.focus();
        }
    });
    let warning = move || {
        let links = patients.get().into_iter().map(|patient| {
            let text = format!("{}, born {}", patient.full_name(), display_date(patient.date_of_birth));
            view! { <li><a href=format!("/patients/{}", patient.id)>{text}</a></li> }
        });
        view! {
            <Notice tone=Tone::Warning>
                <p>"This may be a patient of yours already. Nothing has been saved."</p>
                <ul>{links.collect_view()}</ul>
                <div class="button-row">
                    <Button on_click=move |_| on_confirm.run(())>"It's someone else: register"</Button>
                </div>
            </Notice>
        }
    };
    view! {
        <div class="action-message" role="alert" tabindex="-1" node_ref=element>
            {move || (!patients.read().is_empty()).then(warning)}
        </div>
    }
}
