//! Setting up a second factor, its recovery codes, and removing it.

mod codes;
mod removal;
mod set_up;

use leptos::prelude::*;
use model::own_account::{SecondFactor, SecondFactorSetUp};

use self::{codes::Codes, removal::RemovalDialog, set_up::SetUpForm};
use super::OpenAccount;
use crate::{
    api::own_account::{BeginSecondFactor, ReplaceRecoveryCodes},
    components::{
        badge::{Badge, Tone},
        button::{Button, Look, OpenButton, use_script},
        form::{ActionMessage, refusal_of},
        state::Notice,
    },
};

/// What is shown in place of the state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stage {
    Idle,
    SettingUp(SecondFactorSetUp),
    /// The recovery codes, shown once.
    Codes(Vec<String>),
}

/// # Arguments
/// `is_missing`: whether the clinic asks for one, and it isn't there yet.
#[component]
pub fn SecondFactorSection(second_factor: Option<SecondFactor>, is_missing: bool, open: OpenAccount) -> impl IntoView {
    let state = move || match (open.stage.get(), second_factor.clone()) {
        (Stage::SettingUp(set_up), _) => view! { <SetUpForm set_up open/> }.into_any(),
        (Stage::Codes(codes), _) => view! { <Codes codes open/> }.into_any(),
        (Stage::Idle, Some(factor)) => view! { <Active factor open/> }.into_any(),
        (Stage::Idle, None) => view! { <Absent open/> }.into_any(),
    };
    view! {
        <section class="card stack" aria-labelledby="factor-title">
            <h2 id="factor-title">"Second factor"</h2>
            {is_missing.then(|| view! {
                <Notice tone=Tone::Warning>
                    <p>
                        "The clinic asks its providers and administrators for a second factor. Your pages open once you have "
                        "set it up: an authenticator here, or a passkey below."
                    </p>
                </Notice>
            })}
            {state}
        </section>
    }
}

#[component]
fn Absent(open: OpenAccount) -> impl IntoView {
    let begin = ServerAction::<BeginSecondFactor>::new();
    let answer = begin.value();
    let start = move || _ = begin.dispatch(BeginSecondFactor {});
    open.confirmation.watch(answer, start);
    Effect::new(move || {
        if let Some(Ok(set_up)) = answer.get() {
            open.stage.set(Stage::SettingUp(set_up));
        }
    });
    let has_script = use_script();
    let disabled = Signal::derive(move || !has_script.get() || begin.pending().get());
    view! {
        <p>
            "With a second factor, signing in takes a code of an authenticator on your phone, too: whoever learns your "
            "password can't sign in with it alone."
        </p>
        <ActionMessage error=refusal_of(answer)/>
        <div class="button-row">
            <Button look=Look::Primary disabled on_click=move |_| start()>"Set up a second factor"</Button>
        </div>
    }
}

#[component]
fn Active(factor: SecondFactor, open: OpenAccount) -> impl IntoView {
    let SecondFactor { since, codes_left } = factor;
    let replace = ServerAction::<ReplaceRecoveryCodes>::new();
    let answer = replace.value();
    let start = move || _ = replace.dispatch(ReplaceRecoveryCodes {});
    open.confirmation.watch(answer, start);
    Effect::new(move || {
        if let Some(Ok(codes)) = answer.get() {
            open.stage.set(Stage::Codes(codes));
        }
    });
    let is_removing = RwSignal::new(false);
    let has_script = use_script();
    let disabled = Signal::derive(move || !has_script.get() || replace.pending().get());
    let plural = if codes_left == 1 { "" } else { "s" };
    view! {
        <p><Badge tone=Tone::Good label="On"/>{format!(" since {}.", since.display())}</p>
        <p>{format!("{codes_left} recovery code{plural} left.")}</p>
        <p class="muted">"New codes replace all of these, and sign you out everywhere else."</p>
        <ActionMessage error=refusal_of(answer)/>
        <div class="button-row">
            <Button disabled on_click=move |_| start()>"Make new recovery codes"</Button>
            <OpenButton open=is_removing look=Look::Danger>"Remove"</OpenButton>
        </div>
        <RemovalDialog is_open=is_removing open/>
    }
}
