//! Sessions: the rows. The tokens behind the hashes are in the browsers' cookies.

use std::time::Duration;

use model::{
    account::{AccountKind, CurrentUser},
    id::{PatientId, ProviderId, SessionId, UserId},
};
use sqlx::{FromRow, types::Json};
use uuid::Uuid;

use crate::{Caller, Error, SignInAttempt, SignedIn, Store, Transaction, store::is_broken};

const FIND: &str = "
    select s.session_id, s.user_id, to_json(s.kind) as kind, s.display_name, s.provider_id, s.is_verified, s.patient_id,
           f.has_one as has_second_factor, f.is_missing as is_second_factor_missing,
           has_factor_removal(s.user_id) as is_second_factor_removed
      from find_session($1, make_interval(secs => $2)) s
     cross join lateral second_factor_state(s.user_id) f";

const BEGIN: &str = "select begin_session($1, $2, $3::inet, make_interval(secs => $4), $5, $6, $7)";

const END: &str = "select end_session($1)";

/// A session that begins.
#[derive(Clone, Debug)]
pub struct NewSession {
    /// SHA-256 of the token.
    pub token_hash: [u8; 32],
    /// When it ends at the latest.
    pub lifetime: Duration,
    /// The one that the browser had, which ends.
    pub replaced: Option<SessionId>,
    /// What the browser is, such as `Firefox on Linux`; at most 100 characters.
    pub device: String,
}

#[derive(FromRow)]
struct Row {
    session_id: Uuid,
    user_id: Uuid,
    kind: Json<AccountKind>,
    display_name: String,
    provider_id: Option<Uuid>,
    is_verified: bool,
    patient_id: Option<Uuid>,
    has_second_factor: bool,
    is_second_factor_missing: bool,
    is_second_factor_removed: bool,
}

impl From<Row> for SignedIn {
    fn from(row: Row) -> Self {
        let user = CurrentUser {
            id: UserId(row.user_id),
            kind: row.kind.0,
            display_name: row.display_name,
            provider: row.provider_id.map(ProviderId),
            is_verified: row.is_verified,
            patient: row.patient_id.map(PatientId),
            has_second_factor: row.has_second_factor,
            is_second_factor_missing: row.is_second_factor_missing,
            is_second_factor_removed: row.is_second_factor_removed,
        };
        Self { user, session: SessionId(row.session_id) }
    }
}

impl Store {
    /// Who is signed in with the token of this hash; `None` when the session is unknown, has ended, has lasted for its
    /// whole lifetime, or wasn't used for `idle`.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn find_session(&self, token_hash: &[u8; 32], idle: Duration) -> Result<Option<SignedIn>, Error> {
        let mut others = self.others();
        loop {
            let find = sqlx::query_as(FIND).bind(token_hash.as_slice()).bind(idle.as_secs_f64());
            let found: Result<Option<Row>, _> = find.fetch_optional(self.pool()).await;
            match found {
                // Looked up twice, it is the same session.
                Err(error) if is_broken(&error) && others.next().is_some() => {}
                found => return Ok(found?.map(SignedIn::from)),
            }
        }
    }

    /// Begins the caller's session, once their password has been compared.
    ///
    /// # Arguments
    /// `attempt` is forgiven, with the earlier failures of this account from this place.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn begin_session(
        &self,
        caller: &Caller,
        session: &NewSession,
        attempt: Option<&SignInAttempt>,
    ) -> Result<(), Error> {
        let mut tx = self.begin_as(caller).await?;
        tx.begin_session(caller.session, session, attempt.map(|attempt| attempt.id)).await?;
        tx.commit().await
    }

    /// Ends the caller's session.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn end_session(&self, caller: &Caller) -> Result<(), Error> {
        let mut tx = self.begin_as(caller).await?;
        sqlx::query(END).bind(caller.session.0).execute(tx.connection()).await?;
        tx.commit().await
    }
}

impl Transaction {
    /// # Arguments
    /// `attempt` is forgiven.
    pub(crate) async fn begin_session(
        &mut self,
        id: SessionId,
        session: &NewSession,
        attempt: Option<Uuid>,
    ) -> Result<(), Error> {
        let address = self.address();
        sqlx::query(BEGIN)
            .bind(id.0)
            .bind(session.token_hash.as_slice())
            .bind(address)
            .bind(session.lifetime.as_secs_f64())
            .bind(session.replaced.map(|session| session.0))
            .bind(attempt)
            .bind(&session.device)
            .execute(self.connection())
            .await?;
        Ok(())
    }
}
