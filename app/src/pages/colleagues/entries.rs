use leptos::prelude::*;
use model::relationship::{Cover, Handover};

use super::step::Step;
use crate::components::{
    badge::{Badge, Tone},
    button::{Button, Look, use_script},
    opening::Opening,
};

const DECLINED: (Tone, &str) = (Tone::Warning, "Declined");

/// A patient whom one of two colleagues hands over.
pub fn handover(handover: Handover, opening: Opening<Step>) -> AnyView {
    let patient = handover.patient();
    if let Some(declined_at) = handover.declined_at {
        let about =
            format!("{} declined on {}. You treat the patient as before.", handover.colleague, declined_at.display());
        return entry(patient.clone(), DECLINED, about, patient, Vec::new(), opening);
    }
    let about = if handover.is_mine {
        format!("{} was asked on {}.", handover.colleague, handover.asked_at.display())
    } else {
        format!("{} asks you to take over, since {}.", handover.colleague, handover.asked_at.display())
    };
    let steps = if handover.is_mine {
        vec![(Look::Plain, Step::WithdrawHandover(handover))]
    } else {
        vec![(Look::Primary, Step::AcceptHandover(handover.clone())), (Look::Plain, Step::DeclineHandover(handover))]
    };
    entry(patient.clone(), (Tone::Warning, "Open"), about, patient, steps, opening)
}

/// A cover, from either side.
pub fn cover(cover: Cover, opening: Opening<Step>) -> AnyView {
    let colleague = cover.colleague.clone();
    if let Some(declined_at) = cover.declined_at {
        let until = cover.until.display();
        let about = format!("Declined on {} to cover for you until {until}.", declined_at.display());
        return entry(colleague.clone(), DECLINED, about, colleague, Vec::new(), opening);
    }
    let state = if cover.is_accepted { (Tone::Good, "Running") } else { (Tone::Warning, "Open") };
    let about = match (cover.is_mine, cover.is_accepted) {
        (true, true) => format!("Covers for you until {}.", cover.until.display()),
        (true, false) => {
            format!("Was asked to cover for you until {}, and hasn't answered yet.", cover.until.display())
        }
        (false, true) => format!("You treat their patients until {}.", cover.until.display()),
        (false, false) => format!("Asks you to cover until {}.", cover.until.display()),
    };
    let steps = if cover.is_mine || cover.is_accepted {
        vec![(Look::Danger, Step::EndCover(cover))]
    } else {
        vec![(Look::Primary, Step::AcceptCover(cover.clone())), (Look::Plain, Step::DeclineCover(cover))]
    };
    entry(colleague.clone(), state, about, colleague, steps, opening)
}

fn entry(
    title: String,
    (tone, state): (Tone, &'static str),
    about: String,
    name: String,
    steps: Vec<(Look, Step)>,
    opening: Opening<Step>,
) -> AnyView {
    let has_script = use_script();
    let disabled = Signal::derive(move || !has_script.get());
    let button = |(look, step): (Look, Step)| {
        let (verb, of) = (step.word(), format!(": {name}"));
        let open = move |_| opening.open(step.clone());
        view! { <Button look disabled on_click=open><span>{verb}<span class="visually-hidden">{of}</span></span></Button> }
    };
    let buttons = (!steps.is_empty())
        .then(|| view! { <div class="button-row">{steps.into_iter().map(button).collect_view()}</div> });
    view! {
        <li class="entry entry-body">
            <div class="entry-head"><h3 class="entry-title">{title}</h3><Badge tone label=state/></div>
            <p>{about}</p>
            {buttons}
        </li>
    }
    .into_any()
}
