use leptos::prelude::*;

/// The text of a field that begins with a default and follows it until somebody types something else.
pub fn following(default: Signal<String>) -> RwSignal<String> {
    let text = RwSignal::new(default.get_untracked());
    let last = StoredValue::new(default.get_untracked());
    Effect::new(move || {
        let default = default.get();
        if last.with_value(|last| text.with_untracked(|text| text == last && text != &default)) {
            text.set(default.clone());
        }
        last.set_value(default);
    });
    text
}
