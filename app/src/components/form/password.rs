//! The field for a password that somebody chooses.

use leptos::prelude::*;
use model::account::PASSWORD_LEAST;

use super::text::TextField;
use crate::api::ApiError;

/// A new password, in the group `form` of a plain form.
#[component]
pub fn NewPasswordField(
    #[prop(default = "Password")] label: &'static str,
    #[prop(into)] error: Signal<Option<ApiError>>,
) -> impl IntoView {
    view! {
        <TextField
            label
            name="form[password]"
            field="password"
            kind="password"
            hint=format!("At least {PASSWORD_LEAST} characters. A few words in a row are easy to remember and hard to guess.")
            autocomplete="new-password"
            minlength=PASSWORD_LEAST
            error
            is_required=true
        />
    }
}
