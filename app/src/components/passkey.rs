//! Passkeys: the button that asks for one, and what becomes of it.

mod browser;

use leptos::{prelude::*, task::spawn_local};

pub use self::browser::{create, get, use_passkeys};
use super::{
    button::{Button, Look},
    form::ActionMessage,
};
use crate::api::ApiError;

/// A question about a passkey, which one button asks at a time.
#[derive(Clone, Copy)]
pub struct PasskeyTask {
    is_pending: RwSignal<bool>,
    error: RwSignal<Option<ApiError>>,
}

impl Default for PasskeyTask {
    fn default() -> Self {
        Self { is_pending: RwSignal::new(false), error: RwSignal::new(None) }
    }
}

impl PasskeyTask {
    /// Runs the task, and `on_done` after it, if the page is still there.
    pub fn run(self, task: impl Future<Output = Result<(), ApiError>> + 'static, on_done: impl FnOnce() + 'static) {
        if self.is_pending.get_untracked() {
            return;
        }
        self.is_pending.set(true);
        self.error.set(None);
        spawn_local(async move {
            let answer = task.await;
            let is_left = self.is_pending.try_set(false).is_some();
            match answer {
                _ if is_left => {}
                Ok(()) => on_done(),
                Err(error) => self.error.set(Some(error)),
            }
        });
    }

    /// Why it was refused last.
    pub fn error(self) -> Signal<Option<ApiError>> {
        self.error.into()
    }

    /// Whether the browser or the server is asked just now.
    pub fn is_pending(self) -> Signal<bool> {
        self.is_pending.into()
    }
}

/// A button that asks for a passkey, with the refusal below it; nothing where the browser has none.
#[component]
pub fn PasskeyButton(
    label: &'static str,
    #[prop(optional)] look: Look,
    task: PasskeyTask,
    #[prop(into)] on_click: Callback<()>,
) -> impl IntoView {
    let has_passkeys = use_passkeys();
    view! {
        <Show when=move || has_passkeys.get()>
            <div class="passkey">
                <Button look disabled=task.is_pending() on_click=move |_| on_click.run(())>{label}</Button>
                <ActionMessage error=task.error()/>
            </div>
        </Show>
    }
}
