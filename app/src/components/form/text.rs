//! Fields for text and dates.

use leptos::prelude::*;

use super::field::Field;
use crate::api::ApiError;

/// A line of text.
///
/// # Arguments
/// - `field`: the name in [`ApiError::field`], where it isn't `name`;
/// - `value`: what is typed, for a form that script sends; a plain form leaves it out and may give `initial`;
/// - `kind`: the input's type, such as `email`, `password`, `tel`, `datetime-local`;
/// - `warning`: what looks wrong and may be right; it doesn't mark the field as invalid;
/// - `minlength`: the fewest characters, which the browser checks before it sends;
/// - `has_focus`: whether the page opens at this field.
#[component]
pub fn TextField(
    #[prop(into)] label: String,
    #[prop(into)] name: String,
    #[prop(optional, into)] field: Option<String>,
    #[prop(optional, into)] id: Option<String>,
    #[prop(optional)] value: Option<RwSignal<String>>,
    #[prop(optional, into)] initial: Option<String>,
    #[prop(optional, into)] error: Signal<Option<ApiError>>,
    #[prop(optional, into)] hint: Signal<String>,
    #[prop(optional, into)] warning: Signal<Option<String>>,
    #[prop(default = "text")] kind: &'static str,
    #[prop(optional)] autocomplete: Option<&'static str>,
    #[prop(optional)] inputmode: Option<&'static str>,
    #[prop(optional, into)] min: Option<String>,
    #[prop(optional, into)] max: Option<String>,
    #[prop(optional)] minlength: Option<usize>,
    #[prop(optional)] is_required: bool,
    #[prop(optional)] has_focus: bool,
) -> impl IntoView {
    let start = value.map_or(initial, |value| Some(value.get_untracked()));
    Field { label, name, field, id, hint, warning, error, is_required }.render(move |control| {
        let input = view! {
            <input
                id=control.id
                name=control.name
                type=kind
                class="input"
                value=start
                required=control.is_required
                autocomplete=autocomplete
                inputmode=inputmode
                min=min
                max=max
                minlength=minlength.map(|least| least.to_string())
                autofocus=has_focus
                aria-describedby=control.described_by
                aria-invalid=control.is_invalid
            />
        };
        match value {
            Some(value) => input.bind(leptos::attr::Value, value).into_any(),
            None => input.into_any(),
        }
    })
}

/// A date, as the browser's own picker gives it: `2026-03-12`.
#[component]
pub fn DateField(
    #[prop(into)] label: String,
    #[prop(into)] name: String,
    #[prop(optional, into)] field: Option<String>,
    #[prop(optional, into)] id: Option<String>,
    #[prop(optional)] value: Option<RwSignal<String>>,
    #[prop(optional, into)] initial: Option<String>,
    #[prop(optional, into)] error: Signal<Option<ApiError>>,
    #[prop(optional, into)] hint: Signal<String>,
    #[prop(optional)] autocomplete: Option<&'static str>,
    #[prop(optional, into)] min: Option<String>,
    #[prop(optional, into)] max: Option<String>,
    #[prop(optional)] is_required: bool,
) -> impl IntoView {
    TextField(TextFieldProps {
        label,
        name,
        field,
        id,
        value,
        initial,
        error,
        hint,
        warning: Signal::default(),
        kind: "date",
        autocomplete,
        inputmode: None,
        min,
        max,
        minlength: None,
        is_required,
        has_focus: false,
    })
}

/// Several lines of text.
#[component]
pub fn TextArea(
    #[prop(into)] label: String,
    #[prop(into)] name: String,
    #[prop(optional, into)] field: Option<String>,
    #[prop(optional, into)] id: Option<String>,
    #[prop(optional)] value: Option<RwSignal<String>>,
    #[prop(optional, into)] initial: Option<String>,
    #[prop(optional, into)] error: Signal<Option<ApiError>>,
    #[prop(optional, into)] hint: Signal<String>,
    #[prop(default = 4)] rows: u32,
    #[prop(optional)] is_required: bool,
) -> impl IntoView {
    let value = value.unwrap_or_else(|| RwSignal::new(initial.unwrap_or_default()));
    let warning = Signal::default();
    Field { label, name, field, id, hint, warning, error, is_required }.render(move |control| {
        // No text as a child: in a `<textarea>` the markers that hydration needs would be part of it.
        view! {
            <textarea
                id=control.id
                name=control.name
                class="input"
                rows=rows.to_string()
                required=control.is_required
                aria-describedby=control.described_by
                aria-invalid=control.is_invalid
                bind:value=value
            ></textarea>
        }
        .into_any()
    })
}
