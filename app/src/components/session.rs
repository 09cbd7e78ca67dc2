//! Who is signed in, and the clinic, for every page.

use leptos::prelude::*;
use leptos_router::hooks::use_location;
use model::{
    account::{AccountKind, CurrentUser},
    clinic::Clinic,
};

use super::clinic_now::set_clock;
use crate::api::{
    ApiError,
    own_account::own_account,
    session::{clinic, current_user},
};

/// Loaded once by the frame. Both change when somebody signs in or out, and only then.
#[derive(Clone, Copy)]
pub struct Session {
    user: Resource<Result<Option<CurrentUser>, ApiError>>,
    clinic: Resource<Result<Clinic, ApiError>>,
}

/// Paths where somebody becomes somebody else.
const ENTRANCES: [&str; 5] = ["/sign-in", "/invitation", "/apply", "/reset-password", "/caregiver"];

impl Session {
    /// Loads the session and gives it to everything below.
    pub fn provide() -> Self {
        let path = use_location().pathname;
        let is_entrance =
            Memo::new(move |_| path.with(|path| ENTRANCES.iter().any(|entrance| path.starts_with(entrance))));
        let session = Self {
            user: Resource::new(move || is_entrance.get(), |_| current_user()),
            clinic: Resource::new(move || is_entrance.get(), |_| clinic()),
        };
        // In the browser only, as each answer arrives.
        Effect::new(move || {
            if let Some(Ok(clinic)) = session.clinic.get() {
                set_clock(clinic.now);
            }
        });
        provide_context(session);
        session
    }

    /// Asks again who is signed in, after they changed something of their account.
    pub fn refetch(self) {
        self.user.refetch();
    }

    /// Who is signed in; `None` for nobody, and when the server can't be asked.
    pub async fn user(self) -> Option<CurrentUser> {
        self.user.await.ok().flatten()
    }

    /// What the server answers an account of `kind`. It isn't asked for one of another kind, whose page says where theirs
    /// is, nor for one that has to set up a second factor first: the refusal would become that page's status.
    ///
    /// # Errors
    /// [`ApiError::NotFound`] for these; those of `answer`.
    pub async fn only<T>(
        self,
        kind: AccountKind,
        answer: impl Future<Output = Result<T, ApiError>>,
    ) -> Result<T, ApiError> {
        match self.user().await {
            Some(user) if user.kind != kind || user.is_second_factor_missing => Err(ApiError::NotFound),
            _ => answer.await,
        }
    }

    /// Why there is no [`user`](Self::user): what needs one is asked for, and refused. A page that is rendered meanwhile
    /// then leads to the sign-in page.
    pub async fn refusal(self) -> ApiError {
        own_account().await.err().unwrap_or(ApiError::Unavailable)
    }

    /// The clinic, with today's date.
    ///
    /// # Errors
    /// [`ApiError::Disconnected`] and its kin: the clinic itself is never refused.
    pub async fn clinic(self) -> Result<Clinic, ApiError> {
        self.clinic.await
    }
}

/// The session that the frame provides; loads one of its own outside of a frame.
pub fn use_session() -> Session {
    use_context().unwrap_or_else(Session::provide)
}
