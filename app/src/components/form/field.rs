//! What every field has: a label, a hint, a warning, the server's message.

use leptos::prelude::*;

use crate::{
    api::ApiError,
    components::icon::{Icon, Symbol},
};

/// A field before its control is made.
pub(super) struct Field {
    pub label: String,
    pub name: String,
    /// The name in [`ApiError::field`], where it isn't the control's (`address[city]` is `address.city` there).
    pub field: Option<String>,
    pub id: Option<String>,
    pub hint: Signal<String>,
    pub warning: Signal<Option<String>>,
    pub error: Signal<Option<ApiError>>,
    pub is_required: bool,
}

/// What a control needs to know of its field.
pub(super) struct Control {
    pub id: String,
    pub name: String,
    pub is_required: bool,
    /// For `aria-describedby`: the ids of what is said beside the control.
    pub described_by: Signal<Option<String>>,
    /// For `aria-invalid`.
    pub is_invalid: Signal<Option<&'static str>>,
}

impl Field {
    /// The field around the control that `make` makes.
    pub fn render(self, make: impl FnOnce(Control) -> AnyView) -> AnyView {
        let Self { label, name, field, id, hint, warning, error, is_required } = self;
        let field = field.unwrap_or_else(|| name.replace('[', ".").replace(']', ""));
        let id = id.unwrap_or_else(|| name.replace(['.', '['], "-").replace(']', ""));
        let message = Signal::derive(move || error.with(|error| error.as_ref().and_then(|error| error.field(&field))));
        let [hint_id, warning_id, message_id] = ["hint", "warning", "error"].map(|part| format!("{id}-{part}"));
        let described_by = {
            let ids = [hint_id.clone(), warning_id.clone(), message_id.clone()];
            Signal::derive(move || {
                let is_there = [!hint.read().is_empty(), warning.read().is_some(), message.read().is_some()];
                let shown: Vec<_> =
                    ids.iter().zip(is_there).filter(|(_, is_there)| *is_there).map(|(id, _)| id.as_str()).collect();
                (!shown.is_empty()).then(|| shown.join(" "))
            })
        };
        let is_invalid = Signal::derive(move || message.read().is_some().then_some("true"));
        let control = make(Control { id: id.clone(), name, is_required, described_by, is_invalid });
        view! {
            <div class="field">
                <label for=id class:required=is_required>{label}</label>
                {move || (!hint.read().is_empty()).then(|| view! { <p class="field-hint" id=hint_id.clone()>{hint}</p> })}
                {control}
                {move || warning.get().map(|text| note("field-warning", &warning_id, Symbol::Warning, text))}
                {move || message.get().map(|text| note("field-error", &message_id, Symbol::Danger, text))}
            </div>
        }
        .into_any()
    }
}

fn note(class: &'static str, id: &str, symbol: Symbol, text: String) -> AnyView {
    view! { <p class=class id=id.to_owned()><Icon symbol/>{text}</p> }.into_any()
}

/// Fields that belong together, under a legend.
#[component]
pub fn FieldSet(#[prop(into)] legend: String, children: Children) -> impl IntoView {
    view! {
        <fieldset class="field-set">
            <legend>{legend}</legend>
            <div class="field-grid">{children()}</div>
        </fieldset>
    }
}
