use leptos::{ev::SubmitEvent, form::form_data_from_event, wasm_bindgen::JsCast};
use web_sys::{File, FormData};

/// What was typed into a form that is being sent, by the fields' names.
///
/// For forms with rows or computed names; a form that follows one type is read by [`leptos::form::FromFormData`].
pub struct Typed(FormData);

impl Typed {
    /// Reads the form and keeps the browser from sending it by itself.
    pub fn of(event: &SubmitEvent) -> Option<Self> {
        event.prevent_default();
        form_data_from_event(event).ok().map(Self)
    }

    /// A field's text; empty for one that isn't there.
    pub fn text(&self, name: &str) -> String {
        self.0.get(name).as_string().unwrap_or_default()
    }

    /// The file that was chosen. Browsers send a nameless one when none was.
    pub fn file(&self, name: &str) -> Option<File> {
        self.0.get(name).dyn_into().ok().filter(|file: &File| !file.name().is_empty())
    }
}
