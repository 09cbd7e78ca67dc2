//! Sending a form, and what came back.

use leptos::{ev, html, prelude::*, wasm_bindgen::JsCast};
use web_sys::HtmlElement;

use crate::{
    api::ApiError,
    components::{badge::Tone, button::Look, state::Notice},
};

/// The form's button, with a verb on it. While `pending` it stays focusable and sends nothing more.
#[component]
pub fn SubmitButton(
    #[prop(into)] label: Signal<String>,
    #[prop(optional, into)] pending: Signal<bool>,
    #[prop(default = Look::Primary)] look: Look,
) -> impl IntoView {
    let hold = move |event: ev::MouseEvent| {
        if pending.get_untracked() {
            event.prevent_default();
        }
    };
    let is_pending = move || pending.get().then_some("true");
    view! {
        <button type="submit" class=look.class() aria-disabled=is_pending aria-busy=is_pending on:click=hold>{label}</button>
    }
}

/// Why a form wasn't saved, announced when it appears. The focus goes to the first wrong field, which has its own
/// message beside it, or else to the message here.
#[component]
pub fn ActionMessage(#[prop(into)] error: Signal<Option<ApiError>>) -> impl IntoView {
    let element = NodeRef::<html::Div>::new();
    Effect::new(move || {
        if error.read().is_some() {
            // In the next frame, when the fields are marked.
            request_animation_frame(move || focus_problem(element));
        }
    });
    view! {
        <div class="action-message" role="alert" tabindex="-1" node_ref=element>
            {move || error.get().map(|error| view! { <Notice tone=Tone::Danger><Refusal error/></Notice> })}
        </div>
    }
}

/// A refusal in words. Whoever's session has ended signs in beside the page, which keeps what was typed.
#[component]
pub fn Refusal(error: ApiError) -> impl IntoView {
    let sign_in = (error == ApiError::SignInRequired).then(|| {
        view! {
            <p>
                <a href="/sign-in" target="_blank" rel="noopener">"Sign in in a new tab"</a>
                ", come back to this one and send it again."
            </p>
        }
    });
    view! { <p>{error.message()}</p>{sign_in} }
}

fn focus_problem(message: NodeRef<html::Div>) {
    let Some(message) = message.get_untracked() else { return };
    let form = message.closest("form").ok().flatten();
    let field = form.and_then(|form| form.query_selector("[aria-invalid=true]").ok().flatten());
    // Focusing only fails for an element that has just been removed.
    _ = match field.and_then(|field| field.dyn_into::<HtmlElement>().ok()) {
        Some(field) => field.focus(),
        None => message.focus(),
    };
}
