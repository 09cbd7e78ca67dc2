use leptos::{form::ActionForm, prelude::*};
use model::account::{AccountKind, CurrentUser};

use crate::{
    api::caregivers::AcceptCaregiver,
    components::{
        form::{ActionMessage, DateField, NewPasswordField, SubmitButton, TextField, refusal_of},
        state::EmptyState,
        url::with_query,
    },
};

/// The form for who is signed in, or for nobody. It works as a plain form, too.
pub fn form_for(user: Option<CurrentUser>, token: String, accept: ServerAction<AcceptCaregiver>) -> AnyView {
    match user {
        Some(user) if user.kind != AccountKind::Patient => {
            let advice = format!(
                "You are signed in as {}. Sign out, and open the link again: you then set up an account as a caregiver.",
                user.display_name
            );
            view! { <EmptyState title="This account can't be a caregiver's" advice/> }.into_any()
        }
        user => view! { <CaregiverForm user token accept/> }.into_any(),
    }
}

#[component]
fn CaregiverForm(user: Option<CurrentUser>, token: String, accept: ServerAction<AcceptCaregiver>) -> impl IntoView {
    let error = refusal_of(accept.value());
    let here = with_query("/sign-in", &[("next", &format!("/caregiver/{token}"))]);
    let account = match &user {
        Some(user) => view! { <p>{format!("You are signed in as {}; the record is added to your account.", user.display_name)}</p> }.into_any(),
        None => view! {
            <p>"If you have an account as a patient or caregiver already, "<a href=here>"sign in first"</a>"."</p>
            <TextField
                label="Email"
                name="form[email]"
                field="email"
                kind="email"
                hint="Your own. You sign in with it."
                autocomplete="username"
                error
                is_required=true
            />
            <NewPasswordField error/>
        }
        .into_any(),
    };
    view! {
        <p>"Somebody lets you read their record, or a child's: visits, medicines and documents. They see each time you look, and can end it."</p>
        <ActionForm action=accept attr:class="form card">
            <input type="hidden" name="form[token]" value=token/>
            <DateField
                label="Date of birth of the person whose record it is"
                name="form[date_of_birth]"
                field="date_of_birth"
                hint="So that nobody else can use your link. After five wrong dates it stops working."
                error
                is_required=true
            />
            {account}
            <ActionMessage error/>
            <SubmitButton label="Read the record" pending=accept.pending()/>
        </ActionForm>
    }
}
