//! `/sign-in`, which leads back to where somebody was sent here from.

mod passkey;

use leptos::{form::ActionForm, prelude::*};
use leptos_router::hooks::use_query_map;

use self::passkey::PasskeySignIn;
use crate::{
    api::session,
    components::{
        badge::Tone,
        form::{ActionMessage, SubmitButton, TextField, refusal_of},
        page::PageHeader,
        session::use_session,
        state::Notice,
    },
};

/// The form works as a plain one: whoever is in a hurry signs in before the script runs.
#[component]
pub fn SignIn() -> impl IntoView {
    let sign_in = ServerAction::<session::SignIn>::new();
    let error = refusal_of(sign_in.value());
    let next = use_query_map().with_untracked(|query| query.get("next")).filter(|next| !next.is_empty());
    let hidden = next.clone().map(|next| view! { <input type="hidden" name="next" value=next/> });
    let is_changed = use_query_map().with_untracked(|query| query.get("password").is_some());
    view! {
        <PageHeader title="Sign in"/>
        <div class="entrance">
            <AlreadySignedIn/>
            {is_changed.then(|| view! { <Notice tone=Tone::Good><p>"Your password is changed. Sign in with the new one."</p></Notice> })}
            <ActionForm action=sign_in attr:class="form card">
                <TextField
                    label="Email"
                    name="email"
                    kind="email"
                    autocomplete="username"
                    error
                    is_required=true
                    has_focus=true
                />
                <TextField
                    label="Password"
                    name="password"
                    kind="password"
                    autocomplete="current-password"
                    error
                    is_required=true
                />
                {hidden}
                <ActionMessage error/>
                <SubmitButton label="Sign in" pending=sign_in.pending()/>
            </ActionForm>
            <PasskeySignIn next/>
            <p>"You are a provider without an account? " <a href="/apply">"Apply for an account"</a> "."</p>
            <p class="muted">
                "Patients get a link from their provider to set up an account. "
                "A forgotten password: the clinic's administrator gives you a link for a new one."
            </p>
        </div>
    }
}

/// Says who is signed in on this browser, which may be shared.
#[component]
fn AlreadySignedIn() -> impl IntoView {
    let session = use_session();
    view! {
        <Suspense>
            {move || Suspend::new(async move {
                session.user().await.map(|user| {
                    view! {
                        <Notice tone=Tone::Neutral>
                            <p>
                                {format!("You are signed in as {}. ", user.display_name)}
                                <a href=user.home()>"Go on"</a>
                                ", or sign in below as someone else."
                            </p>
                        </Notice>
                    }
                })
            })}
        </Suspense>
    }
}
