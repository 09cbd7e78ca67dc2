use leptos::prelude::*;
use model::{
    caregiver::{AccessEnd, CaredFor, Caregiver},
    clinic::ClinicTime,
};

use super::ending::Ending;
use crate::components::{
    badge::{Badge, Tone},
    button::{Button, Look, use_script},
    opening::Opening,
    state::EmptyState,
};

/// Each with a button that opens the dialog in which the access ends.
pub fn list(caregivers: Vec<Caregiver>, opening: Opening<Ending>) -> AnyView {
    if caregivers.is_empty() {
        return view! { <EmptyState title="Nobody yet" advice="Whoever is let in to read the record stands here."/> }
            .into_any();
    }
    let shown = |caregiver: Caregiver| {
        let Caregiver { id, name, is_accepted, until, is_providers, ended } = caregiver;
        if let Some((at, cause)) = ended {
            return over(name, &at, cause).into_any();
        }
        let (state, until, explanation) = if is_accepted {
            let explanation = format!("From now on, {name} can't read the record any more.");
            ((Tone::Good, "Reads the record"), format!("Until {}.", until.display()), explanation)
        } else {
            let until = format!("The link works until {}.", until.display());
            ((Tone::Neutral, "Invited"), until, format!("The link for {name} stops working."))
        };
        let by = if is_providers { " Let in by a provider." } else { "" };
        let done = format!("{name} can't read the record any more.");
        entry(Ending { caregiver: id, name, explanation, done }, state, until + by, opening).into_any()
    };
    let entries = caregivers.into_iter().map(shown).collect_view();
    view! { <ul class="entries" aria-label="Caregivers">{entries}</ul> }.into_any()
}

/// One that ended, for which nothing is left to do.
fn over(name: String, at: &ClinicTime, cause: AccessEnd) -> impl IntoView {
    let explanation = format!("Ended {}: {}.", at.display(), cause.words());
    view! {
        <li class="entry entry-body">
            <div class="entry-head"><h3 class="entry-title">{name}</h3><Badge label="Ended"/></div>
            <p class="muted">{explanation}</p>
        </li>
    }
}

/// The records that the caller reads as a caregiver, each of which they can give up.
pub fn cared_for(records: Vec<CaredFor>, opening: Opening<Ending>) -> AnyView {
    let shown = |record: CaredFor| {
        let name = record.patient.full_name();
        let explanation = format!("From now on, you can't read the record of {name} any more.");
        let done = format!("You can't read the record of {name} any more.");
        let until = format!("Until {}.", record.until.display());
        let ending = Ending { caregiver: record.caregiver, name, explanation, done };
        entry(ending, (Tone::Good, "You read it"), until, opening)
    };
    let entries = records.into_iter().map(shown).collect_view();
    view! { <ul class="entries" aria-label="Records you read">{entries}</ul> }.into_any()
}

fn entry(
    ending: Ending,
    (tone, state): (Tone, &'static str),
    until: String,
    opening: Opening<Ending>,
) -> impl IntoView {
    let has_script = use_script();
    let disabled = Signal::derive(move || !has_script.get());
    let name = ending.name.clone();
    let of = format!(" of {name}");
    let open = move |_| opening.open(ending.clone());
    view! {
        <li class="entry entry-body">
            <div class="entry-head"><h3 class="entry-title">{name}</h3><Badge tone label=state/></div>
            <p class="muted">{until}</p>
            <div class="button-row">
                <Button look=Look::Danger disabled on_click=open>
                    <span>"End access"<span class="visually-hidden">{of}</span></span>
                </Button>
            </div>
        </li>
    }
}
