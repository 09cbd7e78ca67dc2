//! Signing in by a passkey alone.

use leptos::prelude::*;
use model::own_account::PasskeyAnswer;

use crate::{
    api::{
        ApiError,
        passkeys::{begin_passkey_sign_in, sign_in_by_passkey},
    },
    components::passkey::{PasskeyButton, PasskeyTask, get},
};

/// One button: the browser knows whose passkeys it has. Nothing without script, or in a browser without passkeys.
#[component]
pub fn PasskeySignIn(next: Option<String>) -> impl IntoView {
    let task = PasskeyTask::default();
    // Signed in, the answer leads on by itself.
    let sign_in = move |()| task.run(sign_in(next.clone()), || ());
    view! { <PasskeyButton label="Sign in with a passkey" task on_click=sign_in/> }
}

/// Loaded when it is asked for: the page that everybody begins on stays small.
#[lazy]
async fn sign_in(next: Option<String>) -> Result<(), ApiError> {
    let asked = begin_passkey_sign_in().await?;
    let credential = get(&asked.options).await?;
    sign_in_by_passkey(PasskeyAnswer { ceremony: asked.ceremony, credential }, next).await
}
