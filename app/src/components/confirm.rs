//! Asking before something is done.

use leptos::{ev::SubmitEvent, prelude::*};

use super::{
    button::Look,
    dialog::DialogActions,
    form::{ActionMessage, SubmitButton},
};
use crate::api::ApiError;

/// The inside of a dialog that asks: what will happen as children, and a button with the verb.
#[component]
pub fn ConfirmForm(
    verb: &'static str,
    #[prop(default = Look::Primary)] look: Look,
    #[prop(into)] pending: Signal<bool>,
    #[prop(into)] error: Signal<Option<ApiError>>,
    is_open: RwSignal<bool>,
    #[prop(into)] on_confirm: Callback<()>,
    children: Children,
) -> impl IntoView {
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        if !pending.get_untracked() {
            on_confirm.run(());
        }
    };
    view! {
        <form class="form" on:submit=send>
            {children()}
            <ActionMessage error/>
            <DialogActions open=is_open>
                <SubmitButton label=verb look pending/>
            </DialogActions>
        </form>
    }
}
