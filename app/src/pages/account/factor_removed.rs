use leptos::prelude::*;
use model::clinic::ClinicTime;

use super::OpenAccount;
use crate::{
    api::passkeys::SeeFactorRemoval,
    components::{
        badge::Tone,
        button::{Button, use_script},
        form::{ActionMessage, refusal_of},
        state::Notice,
    },
};

/// Says that somebody else removed the second factor, until its person says that they know.
#[component]
pub fn FactorRemoved(removed_at: ClinicTime, open: OpenAccount) -> impl IntoView {
    let see = ServerAction::<SeeFactorRemoval>::new();
    let answer = see.value();
    Effect::new(move || {
        if answer.with(|answer| matches!(answer, Some(Ok(())))) {
            open.finish("You aren't told of it again.");
        }
    });
    let has_script = use_script();
    let disabled = Signal::derive(move || !has_script.get() || see.pending().get());
    view! {
        <Notice tone=Tone::Warning>
            <p>
                {format!("The clinic's administrator removed your second factor on {}. ", removed_at.display())}
                "If you didn't ask for it, tell the clinic, and change your password."
            </p>
            <ActionMessage error=refusal_of(answer)/>
            <div class="button-row">
                <Button disabled on_click=move |_| _ = see.dispatch(SeeFactorRemoval {})>"I know"</Button>
            </div>
        </Notice>
    }
}
