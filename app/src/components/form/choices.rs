//! Fields that choose from a list.

use leptos::prelude::*;

use super::field::Field;
use crate::api::ApiError;

/// One of a few values.
///
/// # Arguments
/// - `options`: pairs of a value and what is shown for it;
/// - `value`: what is chosen, for a form that keeps signals; otherwise `initial` may say where it starts.
#[component]
pub fn SelectField(
    #[prop(into)] label: String,
    #[prop(into)] name: String,
    #[prop(optional, into)] field: Option<String>,
    #[prop(optional, into)] id: Option<String>,
    options: Vec<(String, String)>,
    #[prop(optional)] value: Option<RwSignal<String>>,
    #[prop(optional, into)] initial: Option<String>,
    #[prop(optional, into)] error: Signal<Option<ApiError>>,
    #[prop(optional, into)] hint: Signal<String>,
    #[prop(optional)] is_required: bool,
) -> impl IntoView {
    let warning = Signal::default();
    let initial = value.map(|value| value.get_untracked()).or(initial).unwrap_or_default();
    Field { label, name, field, id, hint, warning, error, is_required }.render(move |control| {
        let choices = options.into_iter().map(|(choice, shown)| {
            let is_initial = choice == initial;
            let key = choice.clone();
            let is_chosen = move || value.map_or(is_initial, |value| value.with(|value| *value == key));
            view! { <option value=choice selected=is_initial prop:selected=is_chosen>{shown}</option> }
        });
        let keep = move |choice: String| {
            if let Some(value) = value {
                value.set(choice);
            }
        };
        view! {
            <select
                id=control.id
                name=control.name
                class="input"
                required=control.is_required
                aria-describedby=control.described_by
                aria-invalid=control.is_invalid
                on:change:target=move |event| keep(event.target().value())
            >
                {choices.collect_view()}
            </select>
        }
        .into_any()
    })
}
