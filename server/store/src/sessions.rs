//! Sessions: the rows. The tokens behind them are in the browsers' cookies.

use std::{net::IpAddr, time::Duration};

use model::{
    account::{AccountKind, CurrentUser},
    id::{PatientId, ProviderId, SessionId, UserId},
};
use sqlx::{FromRow, PgConnection, Postgres, postgres::PgArguments, query::QueryAs, types::Json};
use uuid::Uuid;

use crate::{Caller, Error, SessionSecret, SignedIn, Store, Transaction, identity::Identity};

const OPEN: &str = "
    select session_id, user_id, to_json(kind) as kind, display_name, provider_id, is_verified, patient_id,
           has_second_factor, is_second_factor_missing, is_second_factor_removed, is_due
      from open_session($1, $2)";

const TOUCH: &str = "select touch_session($1)";

const BEGIN: &str = "
    select to_json(begin_session($1, $2, $3, make_interval(secs => $4), make_interval(secs => $5), $6, $7))";

/// A session that begins.
#[derive(Clone, Debug)]
pub struct NewSession {
    pub secret: SessionSecret,
    /// How long it lives without a request.
    pub idle: Duration,
    /// When it ends at the latest.
    pub lifetime: Duration,
    /// The one that the browser had, which ends.
    pub replaced: Option<SessionSecret>,
    /// What the browser is, such as `Firefox on Linux`; at most 100 characters.
    pub device: String,
}

/// A session that lives, and the transaction by which that was found out, which the request may go on with.
#[derive(Debug)]
pub struct OpenSession {
    pub signed_in: SignedIn,
    /// `None` when it has ended already.
    pub transaction: Option<Transaction>,
}

/// How far a sign-in got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignInStep {
    /// The session has begun.
    Begun(AccountKind),
    /// A code or a passkey is asked for, too.
    SecondStep,
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
    is_due: bool,
}

impl Row {
    fn signed_in(self, secret: SessionSecret) -> SignedIn {
        let row = self;
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
        SignedIn { user, session: SessionId(row.session_id), secret }
    }
}

impl Store {
    /// Whose session it is, by one statement; `None` when it is unknown, has ended, has lasted for its whole lifetime, or wasn't
    /// used for too long. Notes, at most once a minute, that it was seen.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn find_session(&self, secret: SessionSecret) -> Result<Option<SignedIn>, Error> {
        let found = self.pool().ask(|pool| async move { open(secret, None).fetch_optional(&pool).await }).await?;
        let Some(found) = found else { return Ok(None) };
        if found.is_due {
            self.touch_session(secret).await?;
        }
        Ok(Some(found.signed_in(secret)))
    }

    /// The same, and a transaction of that session: a request's first one, so that finding out who asks takes none of its own.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn open_session(
        &self,
        secret: SessionSecret,
        address: Option<IpAddr>,
    ) -> Result<Option<OpenSession>, Error> {
        let mut tx = self.pool().begin_as_nobody().await?;
        let found: Option<Row> = open(secret, address).fetch_optional(&mut *tx).await?;
        let Some(found) = found else { return Ok(None) };
        if found.is_due {
            // Not on a second connection, of which many requests at once would leave none.
            tx.rollback().await?;
            self.touch_session(secret).await?;
            return Ok(Some(OpenSession { signed_in: found.signed_in(secret), transaction: None }));
        }
        let transaction = self.transaction(tx, Identity { secret: Some(secret), address });
        Ok(Some(OpenSession { signed_in: found.signed_in(secret), transaction: Some(transaction) }))
    }

    /// In a transaction of its own, so that a session's requests don't wait for each other until they end.
    async fn touch_session(&self, secret: SessionSecret) -> Result<(), Error> {
        let touch = |pool| async move { sqlx::query(TOUCH).bind(secret.0).execute(&pool).await };
        self.pool().ask(touch).await.map(drop)
    }

    /// Ends the caller's session.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn end_session(&self, caller: &Caller) -> Result<(), Error> {
        let mut tx = self.begin_as(caller).await?;
        sqlx::query("select end_session()").execute(tx.connection()).await?;
        tx.commit().await
    }
}

fn open(secret: SessionSecret, address: Option<IpAddr>) -> QueryAs<'static, Postgres, Row, PgArguments> {
    sqlx::query_as(OPEN).bind(secret.0).bind(address.map(|address| address.to_string()))
}

impl NewSession {
    /// Begins it, in the transaction in which the sign-in took its last step. Answers the kind of the account.
    ///
    /// # Arguments
    /// `challenge`: the hash of the sign-in's token.
    ///
    /// # Errors
    /// [`Error::Changed`] when the sign-in is over.
    pub(crate) async fn begin(
        &self,
        connection: &mut PgConnection,
        challenge: &[u8; 32],
    ) -> Result<AccountKind, Error> {
        let kind: Option<Json<AccountKind>> = sqlx::query_scalar(BEGIN)
            .bind(challenge.as_slice())
            .bind(Uuid::now_v7())
            .bind(self.secret.0.as_slice())
            .bind(self.idle.as_secs_f64())
            .bind(self.lifetime.as_secs_f64())
            .bind(self.replaced.as_ref().map(|replaced| replaced.0.as_slice()))
            .bind(&self.device)
            .fetch_one(connection)
            .await?;
        kind.map(|kind| kind.0).ok_or(Error::Changed)
    }

    /// Begins it, if the database says that nothing more is asked.
    ///
    /// # Arguments
    /// `step`: as `begin_challenge()` answers.
    pub(crate) async fn go_on(
        &self,
        connection: &mut PgConnection,
        challenge: &[u8; 32],
        step: &str,
    ) -> Result<SignInStep, Error> {
        match step {
            "passed" => Ok(SignInStep::Begun(self.begin(connection, challenge).await?)),
            _ => Ok(SignInStep::SecondStep),
        }
    }
}
