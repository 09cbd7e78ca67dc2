//! Signing in and out, and how accounts begin.

use http::{header, request::Parts};
use leptos::prelude::with_context;
use model::{
    account::{AcceptInvitationForm, ProviderApplicationForm},
    chart::InvitationLink,
    id::PatientId,
};
use sessions::{NewSession, own_path};

use super::{answer, origin, plain_form, services, signed_in};
use crate::{
    api::{
        ApiError,
        accounts::{AcceptInvitation, ApplyAsProvider},
        session::SignIn,
    },
    components::url::with_query,
};

/// Signs in, and redirects to `next` if it is a path of this site, otherwise to the account's first page.
///
/// # Errors
/// [`ApiError::WrongCredentials`], [`ApiError::TooManyAttempts`], [`ApiError::Unavailable`].
pub async fn sign_in(email: &str, password: &str, next: Option<&str>) -> Result<(), ApiError> {
    let result = begin_session_of(email, password, next.and_then(own_path)).await;
    result.inspect_err(|refusal| {
        let page = with_query("/sign-in", &[("next", next.unwrap_or_default())]);
        plain_form::return_refusal::<SignIn>(&page, refusal);
    })
}

async fn begin_session_of(email: &str, password: &str, next: Option<&str>) -> Result<(), ApiError> {
    let replaced = signed_in().map(|signed_in| signed_in.session);
    let session = services()?.sessions.sign_in(email, password, &origin(), replaced).await?;
    keep(&session)?;
    leptos_axum::redirect(next.unwrap_or_else(|| session.kind.home()));
    Ok(())
}

/// Ends the session and redirects to the sign-in page.
///
/// # Errors
/// [`ApiError::Unavailable`]: the session then goes on.
pub async fn sign_out() -> Result<(), ApiError> {
    let sessions = services()?.sessions;
    if let Some(signed_in) = signed_in() {
        sessions.sign_out(&signed_in, &origin()).await?;
    }
    answer::set_cookie(sessions.cookie().remove());
    leptos_axum::redirect("/sign-in");
    Ok(())
}

/// Applies for a provider's account; nobody learns whether the address is known.
///
/// # Errors
/// [`ApiError::Invalid`], [`ApiError::TooManyAttempts`], [`ApiError::Unavailable`].
pub async fn apply_as_provider(form: ProviderApplicationForm) -> Result<(), ApiError> {
    let result = apply(&form).await;
    match &result {
        Ok(()) => plain_form::send_to("/apply?received=true"),
        Err(refusal) => plain_form::return_refusal::<ApplyAsProvider>("/apply", refusal),
    }
    result
}

async fn apply(form: &ProviderApplicationForm) -> Result<(), ApiError> {
    let application = form.parse().map_err(ApiError::Invalid)?;
    Ok(services()?.sessions.apply_as_provider(&application, &origin()).await?)
}

/// Sets up a patient's account, signs in and redirects to the record.
///
/// # Errors
/// [`ApiError::NotFound`] for a link that doesn't work, [`ApiError::Invalid`], [`ApiError::Unavailable`].
pub async fn accept_invitation(form: AcceptInvitationForm) -> Result<(), ApiError> {
    let result = accept(&form).await;
    result.inspect_err(|refusal| {
        // What isn't a token would make another path of it.
        let token = form.token.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
        let page = format!("/invitation/{}", token.collect::<String>());
        plain_form::return_refusal::<AcceptInvitation>(&page, refusal);
    })
}

async fn accept(form: &AcceptInvitationForm) -> Result<(), ApiError> {
    let accepted = form.parse().map_err(ApiError::Invalid)?;
    let replaced = signed_in().map(|signed_in| signed_in.session);
    let session = services()?.sessions.accept_invitation(&accepted, &origin(), replaced).await?;
    keep(&session)?;
    leptos_axum::redirect(session.kind.home());
    Ok(())
}

/// Makes the link with which a patient sets up an account.
///
/// # Errors
/// [`ApiError::NotFound`] for a patient whom the caller doesn't treat; [`ApiError::Changed`] when the record is linked
/// already.
pub async fn invite_patient(patient: PatientId) -> Result<InvitationLink, ApiError> {
    let services = services()?;
    let tx = super::begin().await?;
    let (token, expires_at) = services.sessions.invite_patient(tx, patient).await?;
    let origin = services.public_origin.or_else(requested_origin).ok_or(ApiError::Unexpected)?;
    Ok(InvitationLink { url: format!("{origin}/invitation/{}", token.encode()), expires_at })
}

/// Where the caller's browser reached this site, without TLS: with TLS, the public address is configured.
fn requested_origin() -> Option<String> {
    let host = |parts: &Parts| parts.headers.get(header::HOST).and_then(|host| Some(host.to_str().ok()?.to_owned()));
    with_context(host).flatten().map(|host| format!("http://{host}"))
}

fn keep(session: &NewSession) -> Result<(), ApiError> {
    let sessions = services()?.sessions;
    answer::set_cookie(sessions.cookie().keep(&session.token, sessions.lifetime()));
    Ok(())
}
