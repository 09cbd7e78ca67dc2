//! Badges: a state in an icon and a word, never in colour alone.

use leptos::prelude::*;

use super::icon::{Icon, Symbol};

/// What a badge means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    #[default]
    Neutral,
    Good,
    Warning,
    /// Filled, so that it can't be missed.
    Danger,
}

impl Tone {
    fn class(self) -> &'static str {
        match self {
            Self::Neutral => "badge",
            Self::Good => "badge badge-good",
            Self::Warning => "badge badge-warning",
            Self::Danger => "badge badge-danger",
        }
    }

    fn symbol(self) -> Option<Symbol> {
        match self {
            Self::Neutral => None,
            Self::Good => Some(Symbol::Good),
            Self::Warning => Some(Symbol::Warning),
            Self::Danger => Some(Symbol::Danger),
        }
    }
}

/// A badge. It is a `<span>`, unlike thaw's, so that it may stand inside of a heading or a paragraph.
#[component]
pub fn Badge(#[prop(optional)] tone: Tone, #[prop(into)] label: String) -> impl IntoView {
    view! {
        <span class=tone.class()>
            {tone.symbol().map(|symbol| view! { <Icon symbol/> })}
            <span>{label}</span>
        </span>
    }
}
