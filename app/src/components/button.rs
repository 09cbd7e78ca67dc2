//! Buttons, and links that look like one.
//!
//! Not thaw's: on the server each of its buttons would write the style of all buttons into the page again.

use leptos::{ev::MouseEvent, prelude::*};

use super::icon::{Icon, Symbol};

/// How much a button stands out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Look {
    #[default]
    Plain,
    /// The one thing to do here.
    Primary,
    /// Without a border, for what is seldom wanted.
    Quiet,
    /// For what can't be undone.
    Danger,
}

impl Look {
    /// The style sheet's classes.
    pub fn class(self) -> &'static str {
        match self {
            Self::Plain => "button",
            Self::Primary => "button button-primary",
            Self::Quiet => "button button-quiet",
            Self::Danger => "button button-danger",
        }
    }
}

/// A button that does something on this page. It doesn't send a form: `SubmitButton` does.
#[component]
pub fn Button(
    #[prop(into)] on_click: Callback<MouseEvent>,
    #[prop(optional)] look: Look,
    #[prop(optional)] symbol: Option<Symbol>,
    #[prop(optional, into)] disabled: Signal<bool>,
    children: Children,
) -> impl IntoView {
    view! {
        <button type="button" class=look.class() disabled=disabled on:click=move |event| on_click.run(event)>
            {symbol.map(|symbol| view! { <Icon symbol/> })}
            {children()}
        </button>
    }
}

/// A link in a button's clothes, for what leads somewhere.
#[component]
pub fn LinkButton(
    #[prop(into)] href: Signal<String>,
    #[prop(optional)] look: Look,
    #[prop(optional)] symbol: Option<Symbol>,
    children: Children,
) -> impl IntoView {
    view! {
        <a class=look.class() href=href>
            {symbol.map(|symbol| view! { <Icon symbol/> })}
            {children()}
        </a>
    }
}

/// Whether the page's script runs: false on the server and until hydration.
pub fn use_script() -> Signal<bool> {
    let is_running = RwSignal::new(false);
    Effect::new(move || is_running.set(true));
    is_running.into()
}

/// A button that opens a dialog. It needs the script, so it is disabled until that runs.
#[component]
pub fn OpenButton(
    open: RwSignal<bool>,
    #[prop(optional)] look: Look,
    #[prop(optional)] symbol: Option<Symbol>,
    children: Children,
) -> impl IntoView {
    let has_script = use_script();
    view! {
        <button
            type="button"
            class=look.class()
            aria-haspopup="dialog"
            disabled=move || !has_script.get()
            on:click=move |_| open.set(true)
        >
            {symbol.map(|symbol| view! { <Icon symbol/> })}
            {children()}
        </button>
    }
}
