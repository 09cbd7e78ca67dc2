//! What stands on each printed page.

use leptos::{leptos_dom::helpers::window_event_listener_untyped, prelude::*};

use super::clinic_now::clinic_now;

/// Prints whose record it is, and when: once on the first page, and at the foot of each page in browsers that print one.
///
/// # Arguments
/// `text` names the patient by two identifiers.
#[component]
pub fn PrintedFoot(#[prop(into)] text: Signal<String>, time_zone: String) -> impl IntoView {
    let printed_at = RwSignal::new(String::new());
    Effect::new(move || {
        let time_zone = time_zone.clone();
        let listener = window_event_listener_untyped("beforeprint", move |_| {
            printed_at.set(clinic_now(&time_zone).unwrap_or_default().replace('T', " "));
        });
        on_cleanup(move || listener.remove());
    });
    let line = move || match printed_at.get().as_str() {
        "" => text.get(),
        time => format!("{}, printed {time}", text.read()),
    };
    let rule =
        move || format!("@page {{ @bottom-left {{ content: \"{}\"; font: 9pt sans-serif; }} }}", css_string(&line()));
    // As HTML, because in a `<style>` the markers that hydration needs would be part of it.
    view! {
        <style inner_html=rule></style>
        <p class="print-only">{line}</p>
    }
}

/// A text as the inside of a CSS string, in which nothing can end it, nor the element around it.
fn css_string(text: &str) -> String {
    text.chars().map(|c| if c.is_ascii_alphanumeric() { c.into() } else { format!("\\{:x} ", u32::from(c)) }).collect()
}

#[cfg(test)]
mod tests {
    use super::css_string;

    #[test]
    fn nothing_leaves_the_string() {
        assert_eq!(css_string("O'Neil</style>\"}"), "O\\27 Neil\\3c \\2f style\\3e \\22 \\7d ");
    }
}
