//! What a server function stands on: the services that the server provides, and who asks.
//!
//! The server puts [`Services`] into Leptos' context, and [`ClientAddress`], [`store::SignedIn`] and [`FirstTransaction`] into each
//! request's extensions. Nothing here decides who may see what.

mod accounts;
mod answer;
mod break_glass;
mod caregivers;
mod error;
mod own_account;
mod passkeys;
mod plain_form;

use std::{
    net::IpAddr,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use http::request::Parts;
use leptos::prelude::{use_context, with_context};
use model::account::CurrentUser;
use sessions::Sessions;
use store::{Caller, Origin, SignedIn, Store, Transaction};

pub use store::Asked;

pub use self::{
    accounts::{
        accept_invitation, apply_as_provider, check_invitation, invite_patient, sign_in, sign_out, take_second_step,
    },
    break_glass::{begin_break_glass, dismiss_break_glass},
    caregivers::{accept_caregiver, check_caregiver_invitation, invite_caregiver, see_caregiver_end},
    own_account::{
        begin_second_factor, change_password, check_password_reset, confirm_identity, confirm_second_factor,
        make_password_reset, own_account, replace_recovery_codes, reset_password,
    },
    passkeys::{
        add_passkey, begin_passkey, begin_passkey_confirmation, begin_passkey_sign_in, begin_passkey_step,
        confirm_by_passkey, sign_in_by_passkey, take_passkey_step,
    },
};
use crate::api::ApiError;

/// What the server gives to every page and server function.
#[derive(Clone)]
pub struct Services {
    pub store: Store,
    pub sessions: Sessions,
    /// Where the site is reached, such as `https://records.example.org`; without it, links are made from the request.
    pub public_origin: Option<String>,
    /// For how long a chart opens in an emergency.
    pub break_glass_lasts: Duration,
}

/// The transaction by which it was found out who asks, in a request's extensions. Whoever asks first goes on with it, and
/// whoever asks otherwise lets it go first: a request that held it and waited for another one would, with enough of its kind,
/// wait for itself.
#[derive(Clone)]
pub struct FirstTransaction(Arc<Mutex<Option<Transaction>>>);

impl FirstTransaction {
    pub fn new(transaction: Option<Transaction>) -> Self {
        Self(Arc::new(Mutex::new(transaction)))
    }

    /// The transaction, once.
    pub fn take(&self) -> Option<Transaction> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// The client's address, in a request's extensions.
#[derive(Clone, Copy, Debug)]
pub struct ClientAddress(pub IpAddr);

/// The services.
///
/// # Errors
/// [`ApiError::Unexpected`] outside of a request.
pub fn services() -> Result<Services, ApiError> {
    use_context().ok_or(ApiError::Unexpected)
}

/// Who is signed in.
pub fn current_user() -> Option<CurrentUser> {
    signed_in().map(|signed_in| signed_in.user)
}

/// A transaction under the caller's identity.
///
/// # Errors
/// [`ApiError::SignInRequired`] when nobody is signed in: a page then redirects to the sign-in page and comes back;
/// [`ApiError::Unavailable`].
pub async fn begin() -> Result<Transaction, ApiError> {
    if let Some(first) = extension::<FirstTransaction>().and_then(|first| first.take()) {
        return Ok(first);
    }
    let caller = caller()?;
    Ok(services()?.store.begin_as(&caller).await?)
}

/// Who asks.
fn caller() -> Result<Caller, ApiError> {
    whoever().ok_or_else(|| {
        answer::redirect_page_to_sign_in();
        ApiError::SignInRequired
    })
}

/// Who asks, if they are signed in.
fn whoever() -> Option<Caller> {
    drop(extension::<FirstTransaction>().and_then(|first| first.take()));
    signed_in().map(|signed_in| signed_in.caller(client_address()))
}

fn origin() -> Origin {
    Origin { address: client_address() }
}

fn client_address() -> Option<IpAddr> {
    extension().map(|ClientAddress(address)| address)
}

fn signed_in() -> Option<SignedIn> {
    extension()
}

fn extension<T: Clone + Send + Sync + 'static>() -> Option<T> {
    with_context::<Parts, _>(|parts| parts.extensions.get().cloned()).flatten()
}
