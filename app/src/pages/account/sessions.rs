use leptos::prelude::*;
use model::own_account::OwnSession;

use super::OpenAccount;
use crate::{
    api::own_account::{EndOtherSessions, EndOwnSession},
    components::{
        badge::{Badge, Tone},
        button::{Button, Look, use_script},
        form::{ActionMessage, refusal_of},
    },
};

/// The browsers that are signed in, each to be signed out.
#[component]
pub fn SessionsSection(sessions: Vec<OwnSession>, open: OpenAccount) -> impl IntoView {
    let end = ServerAction::<EndOwnSession>::new();
    let end_others = ServerAction::<EndOtherSessions>::new();
    Effect::new(move || {
        if end.value().with(|answer| matches!(answer, Some(Ok(())))) {
            open.finish("That browser is signed out.");
        }
    });
    Effect::new(move || {
        if end_others.value().with(|answer| matches!(answer, Some(Ok(())))) {
            open.finish("All your other browsers are signed out.");
        }
    });
    let has_script = use_script();
    let disabled = Signal::derive(move || !has_script.get() || end.pending().get() || end_others.pending().get());
    let has_others = sessions.len() > 1;
    let entry = move |session: OwnSession| entry(session, disabled, end);
    view! {
        <section class="card stack" aria-labelledby="sessions-title">
            <h2 id="sessions-title">"Where you are signed in"</h2>
            <ul class="entries">{sessions.into_iter().map(entry).collect_view()}</ul>
            <ActionMessage error=refusal_of(end.value())/>
            <ActionMessage error=refusal_of(end_others.value())/>
            {has_others.then(|| view! {
                <div class="button-row">
                    <Button look=Look::Danger disabled on_click=move |_| _ = end_others.dispatch(EndOtherSessions {})>
                        "Sign out everywhere else"
                    </Button>
                </div>
            })}
            <p class="muted">"If you don't recognise one, sign it out and change your password."</p>
        </section>
    }
}

fn entry(session: OwnSession, disabled: Signal<bool>, end: ServerAction<EndOwnSession>) -> impl IntoView {
    let OwnSession { id, device, address, began_at, last_seen_at, is_current } = session;
    let device = if device.is_empty() { "A browser".to_owned() } else { device };
    let place = if address.is_empty() { "an unknown address".to_owned() } else { address };
    let about = format!(" {device}, since {}", began_at.display());
    let action = match is_current {
        true => view! { <p><Badge tone=Tone::Good label="This browser"/></p> }.into_any(),
        false => view! {
            <div class="button-row">
                <Button disabled on_click=move |_| _ = end.dispatch(EndOwnSession { session: id })>
                    <span>"Sign out"<span class="visually-hidden">{about}</span></span>
                </Button>
            </div>
        }
        .into_any(),
    };
    view! {
        <li class="entry entry-body access-entry">
            <h3 class="entry-title">{device}</h3>
            <p class="muted">{format!("Signed in {} from {place}, last seen {}.", began_at.display(), last_seen_at.display())}</p>
            {action}
        </li>
    }
}
