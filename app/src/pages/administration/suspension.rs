//! Suspending an account, and lifting it.

use leptos::prelude::*;
use model::id::UserId;

use crate::{
    api::administration::SetAccountSuspended,
    components::{
        button::{Button, Look},
        confirm::ConfirmForm,
        confirmation::Confirmation,
        form::refusal_of,
        opening::{Opening, OpeningDialog},
    },
};

/// Whose account is to be suspended, or is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suspension {
    pub user: UserId,
    /// As the list calls them.
    pub name: String,
    pub is_suspended: bool,
    pub is_provider: bool,
}

impl Suspension {
    fn title(&self) -> String {
        if self.is_suspended {
            format!("Lift the suspension of {}", self.name)
        } else {
            format!("Suspend {}", self.name)
        }
    }

    fn explanation(&self) -> String {
        let name = &self.name;
        let what = if self.is_suspended {
            format!("{name} can sign in again, and reads what they read before.")
        } else {
            format!(
                "{name} is signed out everywhere now, can't sign in, and reads nothing any more. What they wrote stays. You \
                 can lift it at any time. Documents whose download they opened before may still load until its address \
                 expires."
            )
        };
        let patients =
            " Patients whom nobody else treats then have nobody: let a colleague take them over before, if you can.";
        if self.is_provider && !self.is_suspended { what + patients } else { what }
    }

    /// The button in a row of the list.
    pub fn button(self, has_script: Signal<bool>, opening: Opening<Self>) -> AnyView {
        let name = &self.name;
        let (look, verb, of) = if self.is_suspended {
            (Look::Plain, "Lift suspension", format!(" of {name}"))
        } else {
            (Look::Danger, "Suspend", format!(" {name}"))
        };
        let disabled = Signal::derive(move || !has_script.get());
        let open = move |_| opening.open(self.clone());
        view! { <Button look disabled on_click=open><span>{verb}<span class="visually-hidden">{of}</span></span></Button> }
            .into_any()
    }
}

/// Asks before an account is suspended, or it is lifted.
///
/// # Arguments
/// `on_done` is told what was done.
#[component]
pub fn SuspensionDialog(
    opening: Opening<Suspension>,
    confirmation: Confirmation,
    on_done: Callback<String>,
) -> impl IntoView {
    let content = move |suspension| view! { <SuspensionForm suspension opening confirmation on_done/> }.into_any();
    view! { <OpeningDialog id="suspension" opening title=opening.text(Suspension::title) content/> }
}

#[component]
fn SuspensionForm(
    suspension: Suspension,
    opening: Opening<Suspension>,
    confirmation: Confirmation,
    on_done: Callback<String>,
) -> impl IntoView {
    let set = ServerAction::<SetAccountSuspended>::new();
    let answer = set.value();
    let explanation = suspension.explanation();
    let Suspension { user, name, is_suspended, .. } = suspension;
    let (verb, look) =
        if is_suspended { ("Lift suspension", Look::Primary) } else { ("Suspend account", Look::Danger) };
    opening.finish_on(answer, move || {
        let state = if is_suspended { "can sign in again" } else { "is suspended and has been signed out" };
        on_done.run(format!("{name} {state}."));
    });
    let send = move || _ = set.dispatch(SetAccountSuspended { user, is_suspended: !is_suspended });
    confirmation.watch(answer, send);
    let on_confirm = move |()| send();
    view! {
        <ConfirmForm verb look pending=set.pending() error=refusal_of(answer) is_open=opening.is_open() on_confirm>
            <p>{explanation}</p>
        </ConfirmForm>
    }
}
