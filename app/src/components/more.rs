//! What is done seldom, folded away beside the buttons for what is done often.

use leptos::{
    ev::{self, MouseEvent},
    html,
    prelude::*,
    wasm_bindgen::JsCast,
};
use web_sys::{Element, Event, Node};

/// A list of buttons that unfolds below the word "More": the browser's own `<details>`, which opens before the script
/// runs. It closes when something is chosen, by Esc, and when somebody goes on elsewhere on the page.
///
/// # Arguments
/// `about` says of whom, for screen readers, where a page has more than one. `children` are the list's `<li>`, each with
/// a button that is disabled until the script runs.
#[component]
pub fn More(#[prop(optional, into)] about: String, children: Children) -> impl IntoView {
    let details = NodeRef::<html::Details>::new();
    let summary = NodeRef::<html::Summary>::new();
    let close = move |keeps_focus: bool| {
        if let Some(details) = details.get_untracked() {
            details.set_open(false);
        }
        if let (true, Some(summary)) = (keeps_focus, summary.get_untracked()) {
            // It only fails for an element that has just been removed.
            _ = summary.focus();
        }
    };
    Effect::new(move || {
        let clicks = window_event_listener(ev::click, move |event| {
            if details.get_untracked().is_some_and(|details| details.open() && !is_within(&details, &event)) {
                close(false);
            }
        });
        // Not when the focus moves: a mouse moves it when it is pressed, and whatever it was pressed on would move away
        // before it is released.
        let keys = window_event_listener(ev::keyup, move |event| {
            let Some(details) = details.get_untracked().filter(|details| details.open()) else { return };
            let is_inside = is_within(&details, &event);
            if event.key() == "Escape" || !is_inside {
                close(is_inside);
            }
        });
        on_cleanup(move || {
            clicks.remove();
            keys.remove();
        });
    });
    // Before the button itself hears of it: the dialog that it opens gives the focus back to what can be seen then.
    let choose = move |event: MouseEvent| {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        if target.and_then(|target| target.closest("button:enabled").ok().flatten()).is_some() {
            close(true);
        }
    };
    view! {
        <details class="more" node_ref=details>
            <summary class="button" node_ref=summary>
                <span>"More"<span class="visually-hidden">{about}</span></span>
            </summary>
            <ul class="more-list" on:click:capture=choose>{children()}</ul>
        </details>
    }
}

fn is_within(node: &Node, event: &Event) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Node>().ok());
    node.contains(target.as_ref())
}
