//! `/sign-in/code`: the second step of a sign-in. It looks the same for everyone, and says nothing of any account.

use leptos::{form::ActionForm, prelude::*};
use leptos_router::hooks::use_query_map;
use model::own_account::PasskeyAnswer;

use crate::{
    api::{
        ApiError,
        passkeys::{begin_passkey_step, take_passkey_step},
        session::TakeSecondStep,
    },
    components::{
        form::{ActionMessage, SubmitButton, TextField, refusal_of},
        page::PageHeader,
        passkey::{PasskeyButton, PasskeyTask, get},
        url::with_query,
    },
};

/// The field for the code. It works as a plain form, too.
pub fn view() -> AnyView {
    let step = ServerAction::<TakeSecondStep>::new();
    let answer = step.value();
    let error = refusal_of(answer);
    let task = PasskeyTask::default();
    let is_over = Memo::new(move |_| {
        [error.get(), task.error().get()].iter().any(|error| matches!(error, Some(ApiError::NotFound)))
    });
    let next = use_query_map().with_untracked(|query| query.get("next")).filter(|next| !next.is_empty());
    let begin_anew = with_query("/sign-in", &[("next", next.as_deref().unwrap_or_default())]);
    let next = StoredValue::new(next);
    let form = move || {
        view! {
            <ActionForm action=step attr:class="form card">
                <TextField
                    label="Code"
                    name="code"
                    hint="Six digits from your authenticator. If you can't use it: one of your recovery codes."
                    autocomplete="one-time-code"
                    error
                    is_required=true
                    has_focus=true
                />
                {next.get_value().map(|next| view! { <input type="hidden" name="next" value=next/> })}
                <ActionMessage error/>
                <SubmitButton label="Sign in" pending=step.pending()/>
            </ActionForm>
            <PasskeyButton label="Use a passkey instead" task on_click=move |()| task.run(take(next.get_value()), || ())/>
        }
    };
    let over = || {
        view! {
            <div class="empty-state" role="alert">
                <p class="empty-state-title">"This sign-in is over"</p>
                <p>"It waited for too long, or too many codes were wrong. Begin again with your password."</p>
            </div>
        }
    };
    view! {
        <PageHeader title="Enter your code"/>
        <div class="entrance">
            <Show when=move || !is_over.get() fallback=over>{form()}</Show>
            <p><a href=begin_anew>"Begin again with email and password"</a></p>
            <p class="muted">"Without your authenticator and your recovery codes, ask the clinic's administrator."</p>
        </div>
    }
    .into_any()
}

/// The same step by a passkey; the answer leads on by itself.
async fn take(next: Option<String>) -> Result<(), ApiError> {
    let asked = begin_passkey_step().await?;
    let credential = get(&asked.options).await?;
    take_passkey_step(PasskeyAnswer { ceremony: asked.ceremony, credential }, next).await
}
