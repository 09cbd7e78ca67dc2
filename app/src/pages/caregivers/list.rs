use leptos::prelude::*;
use model::caregiver::{CaredFor, Caregiver};

use crate::{
    api::caregivers::RevokeCaregiver,
    components::{
        badge::{Badge, Tone},
        button::{Button, Look},
        form::{ActionMessage, focus, refusal_of},
        state::EmptyState,
    },
};

/// # Arguments
/// `changed` is told what was done.
pub fn list(caregivers: Vec<Caregiver>, changed: Callback<String>) -> AnyView {
    if caregivers.is_empty() {
        return view! { <EmptyState title="Nobody yet" advice="Whoever is let in to read the record stands here."/> }
            .into_any();
    }
    let entry = |caregiver: Caregiver| {
        let (tone, state) =
            if caregiver.is_accepted { (Tone::Good, "Reads the record") } else { (Tone::Neutral, "Invited") };
        let done = format!("{} can't read the record any more.", caregiver.name);
        view! { <Entry caregiver tone state done changed/> }
    };
    let entries = caregivers.into_iter().map(entry).collect_view();
    view! { <ul class="entries" aria-label="Caregivers">{entries}</ul> }.into_any()
}

/// The records that the caller reads as a caregiver, each of which they can give up.
pub fn cared_for(records: Vec<CaredFor>, changed: Callback<String>) -> AnyView {
    let entry = |record: CaredFor| {
        let name = record.patient.full_name();
        let done = format!("You can't read the record of {name} any more.");
        let caregiver =
            Caregiver { id: record.caregiver, name, is_accepted: true, until: record.until, is_providers: false };
        view! { <Entry caregiver tone=Tone::Good state="You read it" done changed/> }
    };
    let entries = records.into_iter().map(entry).collect_view();
    view! { <ul class="entries" aria-label="Records you read">{entries}</ul> }.into_any()
}

/// One grant, with a button that asks again before it ends the access.
#[component]
fn Entry(
    caregiver: Caregiver,
    tone: Tone,
    state: &'static str,
    done: String,
    changed: Callback<String>,
) -> impl IntoView {
    let revoke = ServerAction::<RevokeCaregiver>::new();
    let answer = revoke.value();
    let Caregiver { id, name, is_accepted, until, is_providers } = caregiver;
    let time = if is_accepted {
        format!("Until {}.", until.display())
    } else {
        format!("The link works until {}.", until.display())
    };
    let by = is_providers.then_some(" Let in by a provider.");
    Effect::new(move || {
        if let Some(Ok(())) = answer.get() {
            changed.run(done.clone());
        }
    });
    let is_asking = RwSignal::new(false);
    let of = StoredValue::new(format!(" of {name}"));
    let question = StoredValue::new(format!("end-access-{id}"));
    let ask = move |_| {
        is_asking.set(true);
        // The button that asked is gone, and the focus with it.
        request_animation_frame(move || focus(&question.get_value()));
    };
    let end = move |_| _ = revoke.dispatch(RevokeCaregiver { caregiver: id });
    view! {
        <li class="entry entry-body">
            <div class="entry-head"><h3 class="entry-title">{name}</h3><Badge tone label=state/></div>
            <p class="muted">{time}{by}</p>
            <div class="button-row">
                {move || if is_asking.get() {
                    view! {
                        <span id=question.get_value() tabindex="-1">"End the access now?"</span>
                        <Button look=Look::Danger on_click=end><span>"Yes, end it"<span class="visually-hidden">{of.get_value()}</span></span></Button>
                        <Button on_click=move |_| is_asking.set(false)>"Keep it"</Button>
                    }
                    .into_any()
                } else {
                    view! {
                        <Button look=Look::Danger on_click=ask>
                            <span>"End access"<span class="visually-hidden">{of.get_value()}</span></span>
                        </Button>
                    }
                    .into_any()
                }}
            </div>
            <ActionMessage error=refusal_of(answer)/>
        </li>
    }
}
