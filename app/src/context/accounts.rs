//! Signing in and out, and how accounts begin.

use http::{header, request::Parts};
use leptos::prelude::with_context;
use model::{
    account::{AcceptInvitationForm, ProviderApplicationForm},
    chart::InvitationLink,
    id::PatientId,
};
use sessions::{Browser, SignIn as Outcome, Token, device, own_path};

use super::{answer, origin, plain_form, services, signed_in, whoever};
use crate::{
    api::{
        ApiError,
        accounts::{AcceptInvitation, ApplyAsProvider},
        session::{SignIn, TakeSecondStep},
    },
    components::url::with_query,
};

/// The page of the second step.
const SECOND_STEP: &str = "/sign-in/code";

/// Signs in, and redirects to `next` if it is a path of this site, otherwise to the account's first page.
///
/// With a second factor it leads to the second step first.
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
    let outcome = services()?.sessions.sign_in(email, password, &origin(), &browser()).await?;
    go_on(outcome, next)
}

/// Keeps the session, or what the second step needs, and leads there.
pub(super) fn go_on(outcome: Outcome, next: Option<&str>) -> Result<(), ApiError> {
    match outcome {
        Outcome::Done(session) => {
            let sessions = services()?.sessions;
            answer::set_cookie(sessions.cookie().keep(&session.token, sessions.lifetime()));
            leptos_axum::redirect(next.unwrap_or_else(|| session.kind.home()));
        }
        Outcome::SecondStep(token) => {
            let sessions = services()?.sessions;
            answer::set_cookie(sessions.second_step_cookie().keep(&token, sessions.second_step_lifetime()));
            leptos_axum::redirect(&with_query(SECOND_STEP, &[("next", next.unwrap_or_default())]));
        }
    }
    Ok(())
}

/// Takes the second step of a sign-in, and redirects as the first one would have.
///
/// # Errors
/// [`ApiError::NotFound`] when the sign-in has to begin anew, [`ApiError::Invalid`] for a wrong code,
/// [`ApiError::TooManyAttempts`], [`ApiError::Unavailable`].
pub async fn take_second_step(code: &str, next: Option<&str>) -> Result<(), ApiError> {
    let result = second_step(code, next.and_then(own_path)).await;
    result.inspect_err(|refusal| {
        let page = with_query(SECOND_STEP, &[("next", next.unwrap_or_default())]);
        plain_form::return_refusal::<TakeSecondStep>(&page, refusal);
    })
}

async fn second_step(code: &str, next: Option<&str>) -> Result<(), ApiError> {
    let sessions = services()?.sessions;
    let cookie = sessions.second_step_cookie();
    let session = sessions.take_second_step(&challenge()?, code, &origin(), &browser()).await?;
    answer::set_cookie(cookie.remove());
    go_on(Outcome::Done(session), next)
}

/// What the browser holds of a sign-in that waits for its second step.
pub(super) fn challenge() -> Result<Token, ApiError> {
    let cookie = services()?.sessions.second_step_cookie();
    with_context::<Parts, _>(|parts| cookie.read(&parts.headers)).flatten().ok_or(ApiError::NotFound)
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

/// Whether an invitation's link works.
///
/// # Errors
/// [`ApiError::NotFound`] for one that doesn't, [`ApiError::Unavailable`].
pub async fn check_invitation(token: &str) -> Result<(), ApiError> {
    Ok(services()?.sessions.check_invitation(token, whoever().as_ref(), &origin()).await?)
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
    let sessions = services()?.sessions;
    let outcome = sessions.accept_invitation(&accepted, &origin(), &browser(), whoever().as_ref()).await?;
    go_on(outcome, None)
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
    Ok(InvitationLink { url: format!("{}/invitation/{}", site_origin()?, token.encode()), expires_at })
}

/// Where links lead.
pub(super) fn site_origin() -> Result<String, ApiError> {
    services()?.public_origin.or_else(requested_origin).ok_or(ApiError::Unexpected)
}

/// Where the caller's browser reached this site, without TLS: with TLS, the public address is configured.
fn requested_origin() -> Option<String> {
    let host = |parts: &Parts| parts.headers.get(header::HOST).and_then(|host| Some(host.to_str().ok()?.to_owned()));
    with_context(host).flatten().map(|host| format!("http://{host}"))
}

/// The browser that asks, and the session that it has.
pub(super) fn browser() -> Browser {
    let agent = |parts: &Parts| Some(device(parts.headers.get(header::USER_AGENT)?.to_str().ok()?));
    let device = with_context(agent).flatten().unwrap_or_default();
    Browser { replaced: signed_in().map(|signed_in| signed_in.secret), device }
}
