//! Who is signed in, and the clinic, for every page.

use leptos::prelude::*;
use leptos_router::hooks::use_location;
use model::{account::CurrentUser, clinic::Clinic};

use crate::api::{
    ApiError,
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
