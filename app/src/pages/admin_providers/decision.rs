//! Verifying a provider, and taking it back.

use leptos::prelude::*;
use model::administration::ProviderAccount;

use crate::{
    api::administration::SetProviderVerified,
    components::{
        button::Look,
        confirm::ConfirmForm,
        confirmation::Confirmation,
        form::refusal_of,
        opening::{Opening, OpeningDialog},
    },
};

/// What the administrator is about to decide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    Verify(ProviderAccount),
    Withdraw(ProviderAccount),
}

impl Decision {
    fn provider(&self) -> &ProviderAccount {
        let (Self::Verify(provider) | Self::Withdraw(provider)) = self;
        provider
    }

    fn title(&self) -> String {
        let name = &self.provider().display_name;
        match self {
            Self::Verify(_) => format!("Verify {name}"),
            Self::Withdraw(_) => format!("Withdraw the verification of {name}"),
        }
    }

    fn verb(&self) -> (&'static str, Look) {
        match self {
            Self::Verify(_) => ("Verify provider", Look::Primary),
            Self::Withdraw(_) => ("Withdraw verification", Look::Danger),
        }
    }

    fn done(&self) -> String {
        let name = &self.provider().display_name;
        match self {
            Self::Verify(_) => format!("{name} is verified."),
            Self::Withdraw(_) => format!("{name} is no longer verified and has been signed out."),
        }
    }

    fn explanation(&self) -> AnyView {
        let ProviderAccount { display_name, license_number, specialty, email, .. } = self.provider().clone();
        match self {
            Self::Verify(_) => view! {
                <p>
                    {format!("{display_name} will register patients, and read and write the records of the patients they treat. ")}
                    "Check the license with the register that issued it first."
                </p>
                <dl class="facts">
                    <div><dt>"License number"</dt><dd>{license_number}</dd></div>
                    <div><dt>"Specialty"</dt><dd>{specialty}</dd></div>
                    <div><dt>"Email"</dt><dd>{email}</dd></div>
                </dl>
            }
            .into_any(),
            Self::Withdraw(_) => view! {
                <p>
                    {format!("{display_name} is signed out now and sees no patient any more. ")}
                    "What they wrote stays in the records. You can verify them again later."
                </p>
            }
            .into_any(),
        }
    }
}

/// Asks before a decision is carried out.
///
/// # Arguments
/// `on_done` is told what was done.
#[component]
pub fn DecisionDialog(
    opening: Opening<Decision>,
    confirmation: Confirmation,
    on_done: Callback<String>,
) -> impl IntoView {
    let content = move |decision| view! { <DecisionForm decision opening confirmation on_done/> }.into_any();
    view! { <OpeningDialog id="decision" opening title=opening.text(Decision::title) content/> }
}

#[component]
fn DecisionForm(
    decision: Decision,
    opening: Opening<Decision>,
    confirmation: Confirmation,
    on_done: Callback<String>,
) -> impl IntoView {
    let set = ServerAction::<SetProviderVerified>::new();
    let answer = set.value();
    let done = decision.done();
    opening.finish_on(answer, move || on_done.run(done.clone()));
    let (verb, look) = decision.verb();
    let explanation = decision.explanation();
    let provider = decision.provider().id;
    let is_verified = matches!(decision, Decision::Verify(_));
    let send = move || _ = set.dispatch(SetProviderVerified { provider, is_verified });
    confirmation.watch(answer, send);
    let on_confirm = move |()| send();
    view! {
        <ConfirmForm verb look pending=set.pending() error=refusal_of(answer) is_open=opening.is_open() on_confirm>
            {explanation}
        </ConfirmForm>
    }
}
