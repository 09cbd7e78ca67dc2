//! A prescription that matches a recorded allergy: what matches, and why it is right all the same.

use leptos::{html, prelude::*};
use model::{
    allergy::{AllergyConflict, Severity},
    form::FieldError,
    prescription::PrescriptionForm,
};

use crate::{
    api::ApiError,
    components::{
        badge::Tone,
        form::{TextArea, Typed},
        state::Notice,
    },
};

const REASON: &str = "allergy_override_reason";

/// The conflicts that were shown. They stay until the form is saved: a reason counts for what somebody has seen.
#[derive(Clone, Copy, Default)]
pub struct Conflicts(RwSignal<Vec<AllergyConflict>>);

impl Conflicts {
    /// Shows what the server found; nothing was written.
    pub fn ask(self, found: Vec<AllergyConflict>) {
        self.0.set(found);
    }

    /// Puts the reason beside each prescription whose conflict was shown. A medication that was typed since is asked
    /// about by the server.
    ///
    /// # Errors
    /// [`ApiError::Invalid`] when the reason is missing.
    pub fn answer(self, typed: &Typed, prescriptions: &mut [PrescriptionForm]) -> Result<(), ApiError> {
        let reason = typed.text(REASON);
        let shown = self.0.read_untracked();
        let is_shown = |form: &PrescriptionForm| shown.iter().any(|shown| shown.medication == form.medication.trim());
        for prescription in prescriptions.iter_mut().filter(|form| is_shown(form)) {
            if reason.trim().is_empty() {
                let message = "Say why it is right all the same, or prescribe something else.";
                return Err(ApiError::Invalid(vec![FieldError { field: REASON.into(), message: message.into() }]));
            }
            prescription.allergy_override_reason.clone_from(&reason);
        }
        Ok(())
    }
}

/// The conflicts with the field for the reason; nothing until there are some.
///
/// # Arguments
/// `id` begins the field's id.
#[component]
pub fn AllergyConflicts(
    id: &'static str,
    conflicts: Conflicts,
    #[prop(into)] error: Signal<Option<ApiError>>,
) -> impl IntoView {
    let Conflicts(found) = conflicts;
    let element = NodeRef::<html::Div>::new();
    let is_asked = Memo::new(move |_| !found.read().is_empty());
    Effect::new(move || {
        if !found.read().is_empty() {
            // In the next frame, when they are on the page. It only fails for an element that was just removed.
            request_animation_frame(move || {
                if let Some(element) = element.get_untracked() {
                    _ = element.focus();
                }
            });
        }
    });
    let warning = move || {
        view! {
            <Notice tone=Tone::Danger>
                <p>"This matches a recorded allergy. Nothing has been saved."</p>
                <ul>{found.get().into_iter().map(|conflict| view! { <li>{words(&conflict)}</li> }).collect_view()}</ul>
            </Notice>
        }
    };
    view! {
        <div class="action-message" role="alert" tabindex="-1" node_ref=element>
            {move || is_asked.get().then_some(warning)}
        </div>
        {move || is_asked.get().then(|| view! {
            <TextArea
                label="Reason to prescribe it all the same"
                name=REASON
                id=format!("{id}-override-reason")
                rows=2
                error
                is_required=true
            />
        })}
    }
}

fn words(conflict: &AllergyConflict) -> String {
    let severity = match conflict.severity {
        Severity::Severe => "severe",
        Severity::Moderate => "moderate",
        Severity::Mild => "mild",
        Severity::Unknown => "severity not known",
    };
    let reaction = if conflict.reaction.is_empty() { String::new() } else { format!(", {}", conflict.reaction) };
    format!("{}: allergy to {} ({severity}{reaction})", conflict.medication, conflict.substance)
}
