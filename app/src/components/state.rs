//! Waiting, emptiness, refusal.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::{
    badge::Tone,
    button::{LinkButton, Look, use_script},
    icon::{Icon, Symbol},
    url::with_query,
};
use crate::api::ApiError;

/// A list without rows: what it means, what to do, and the control for it as children.
#[component]
pub fn EmptyState(
    #[prop(into)] title: String,
    #[prop(into)] advice: String,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty-state">
            <p class="empty-state-title">{title}</p>
            <p>{advice}</p>
            {children.map(|children| view! { <div class="button-row">{children()}</div> })}
        </div>
    }
}

/// Why a page or a part of it can't be shown, and what to do.
#[component]
pub fn ErrorState(error: ApiError) -> impl IntoView {
    let location = use_location();
    let here = format!("{}?{}", location.pathname.get_untracked(), location.search.get_untracked());
    let action = match error {
        ApiError::SignInRequired => {
            let href = with_query("/sign-in", &[("next", here.trim_end_matches('?'))]);
            view! { <LinkButton href look=Look::Primary>"Sign in"</LinkButton> }.into_any()
        }
        ApiError::NotFound => view! { <LinkButton href="/".to_owned()>"Go to your start page"</LinkButton> }.into_any(),
        _ => view! { <a class="button" href=here rel="external">"Load the page again"</a> }.into_any(),
    };
    view! {
        <div class="error-state" role="alert">
            <Icon symbol=Symbol::Warning/>
            <p>{error.message()}</p>
            <div class="button-row">{action}</div>
        </div>
    }
}

/// Something to know before going on, in one of four tones.
#[component]
pub fn Notice(#[prop(optional)] tone: Tone, children: Children) -> impl IntoView {
    let (class, symbol) = match tone {
        Tone::Neutral => ("notice", Symbol::Information),
        Tone::Good => ("notice notice-good", Symbol::Good),
        Tone::Warning => ("notice notice-warning", Symbol::Warning),
        Tone::Danger => ("notice notice-danger", Symbol::Danger),
    };
    view! {
        <div class=class>
            <Icon symbol/>
            <div>{children()}</div>
        </div>
    }
}

/// The rows of a table to come. The style sheet shows it after 150 ms only.
#[component]
pub fn TableSkeleton(#[prop(default = 6)] rows: usize) -> impl IntoView {
    skeleton("skeleton skeleton-table", rows)
}

/// The cards to come.
#[component]
pub fn CardsSkeleton(#[prop(default = 4)] cards: usize) -> impl IntoView {
    skeleton("skeleton skeleton-cards", cards)
}

fn skeleton(class: &'static str, items: usize) -> impl IntoView {
    view! { <div class=class role="status" aria-label="Loading">{(0..items).map(|_| view! { <span></span> }).collect_view()}</div> }
}

/// Says that what stands beside it needs JavaScript, for as long as that doesn't run: switched off, blocked, or on its
/// way. The style sheet shows it after two seconds only.
///
/// It goes when the part of the page that it is in reacts, as its buttons do: a page's own script comes after the
/// frame's.
#[component]
pub fn NeedsScript(task: &'static str) -> impl IntoView {
    let has_script = use_script();
    view! {
        <p class="needs-script" hidden=move || has_script.get()>
            {task}
            " needs JavaScript, which isn't running yet. If it stays so, load the page again, or switch it on in the browser's settings."
        </p>
    }
}
