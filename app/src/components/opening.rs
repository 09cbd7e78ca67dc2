//! Dialogs that are about something: their content is made when they open, and kept until their task is done.

use leptos::{prelude::*, wasm_bindgen::JsCast};
use web_sys::HtmlElement;

use super::dialog::Dialog;
use crate::api::ApiError;

/// Whether a dialog is open, and what it is about.
pub struct Opening<T: 'static> {
    is_open: RwSignal<bool>,
    subject: RwSignal<Option<T>>,
    /// Whether somebody typed since the content was made.
    has_typed: StoredValue<bool>,
}

impl<T> Clone for Opening<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Opening<T> {}

impl<T: Clone + PartialEq + Send + Sync + 'static> Default for Opening<T> {
    fn default() -> Self {
        Self { is_open: RwSignal::new(false), subject: RwSignal::new(None), has_typed: StoredValue::new(false) }
    }
}

impl<T: Clone + PartialEq + Send + Sync + 'static> Opening<T> {
    /// Opens the dialog. What was typed when it was last open about the same subject is still there.
    pub fn open(self, subject: T) {
        if self.subject.with_untracked(|last| last.as_ref() != Some(&subject)) {
            self.has_typed.set_value(false);
            self.subject.set(Some(subject));
        }
        self.is_open.set(true);
    }

    /// Opens the dialog about a version of something. What was typed about an earlier version of the same is still
    /// there: the server says that there is a newer one when it is sent.
    pub fn open_version(self, subject: T, is_same: impl FnOnce(&T, &T) -> bool) {
        let is_kept = self.has_typed.get_value()
            && self.subject.with_untracked(|last| last.as_ref().is_some_and(|last| is_same(last, &subject)));
        if is_kept {
            self.is_open.set(true);
        } else {
            self.open(subject);
        }
    }

    /// Notes that something was typed, or that a row was added or removed.
    pub fn touch(self) {
        self.has_typed.set_value(true);
    }

    /// Closes the dialog and forgets what was typed: its task is done.
    pub fn finish(self) {
        self.is_open.set(false);
        self.has_typed.set_value(false);
        self.subject.set(None);
    }

    /// Closes the dialog once its action has succeeded, and then goes on: only after that, since what was done takes the
    /// focus that the dialog gives back.
    pub fn finish_on(self, answer: MappedSignal<Option<Result<(), ApiError>>>, then: impl Fn() + 'static) {
        Effect::new(move || {
            if answer.with(|answer| matches!(answer, Some(Ok(())))) {
                self.finish();
                then();
            }
        });
    }

    /// For the dialog's own buttons.
    pub fn is_open(self) -> RwSignal<bool> {
        self.is_open
    }

    /// A text that depends on the subject, such as a title; empty without one.
    pub fn text(self, of: impl Fn(&T) -> String + Send + Sync + 'static) -> Signal<String> {
        Signal::derive(move || self.subject.with(|subject| subject.as_ref().map(&of).unwrap_or_default()))
    }
}

/// A [`Dialog`] whose content is made by script, so that a page doesn't carry every form that it might open.
///
/// # Arguments
/// `content` makes it for a subject. It runs once for each, whatever it reads. `is_held` is the dialog's.
#[component]
pub fn OpeningDialog<T>(
    id: &'static str,
    opening: Opening<T>,
    #[prop(into)] title: Signal<String>,
    #[prop(into)] content: Callback<T, AnyView>,
    #[prop(optional, into)] is_held: Signal<bool>,
) -> impl IntoView
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    let Opening { is_open, subject, .. } = opening;
    // The dialog opens before its content is there, and would leave the focus on the button that closes it.
    Effect::new(move || {
        if is_open.get() && subject.read().is_some() {
            request_animation_frame(move || focus_first_control(id));
        }
    });
    view! {
        <Dialog id open=is_open title is_held>
            <div on:input=move |_| opening.touch()>
                {move || subject.get().map(|subject| untrack(|| content.run(subject)))}
            </div>
        </Dialog>
    }
}

fn focus_first_control(dialog: &str) {
    let controls = ["input:not([type=hidden])", "select", "textarea", "button"]
        .map(|control| format!("#{dialog}[open] .dialog-body {control}"))
        .join(",");
    let first = document().query_selector(&controls).ok().flatten();
    if let Some(first) = first.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        // It only fails for an element that has just been removed.
        _ = first.focus();
    }
}
