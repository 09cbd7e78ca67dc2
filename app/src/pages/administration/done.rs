use leptos::{html, prelude::*};

use crate::components::{badge::Tone, state::Notice};

/// What was done last. It takes the focus, because the button that had it may be gone from its row.
#[component]
pub fn Done(done: RwSignal<String>) -> impl IntoView {
    let element = NodeRef::<html::Div>::new();
    Effect::new(move || {
        if !done.read().is_empty()
            && let Some(element) = element.get_untracked()
        {
            _ = element.focus();
        }
    });
    view! {
        <div class="done" role="status" tabindex="-1" node_ref=element>
            {move || (!done.read().is_empty()).then(|| view! { <Notice tone=Tone::Good><p>{done.get()}</p></Notice> })}
        </div>
    }
}
