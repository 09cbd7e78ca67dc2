//! Invitations: a link with which a patient sets up the account of their record.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use chrono::{DateTime, Utc};
use model::{
    account::AcceptInvitation,
    clinic::ClinicTime,
    id::{PatientId, UserId},
};
use sha2::{Digest, Sha256};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{Caller, Error, Origin, Store, Transaction, texts::invalid};

const INVITE: &str = "select expires_at from invite_patient($1, $2, $3)";

const CHECK: &str = "select invited_patient($1)";

const ACCEPT: &str = "select outcome, user_id from accept_invitation($1, $2, $3, $4, $5)";

/// The database's answer to a link.
#[derive(FromRow)]
pub(crate) struct Accepted {
    outcome: String,
    user_id: Option<Uuid>,
}

impl Accepted {
    /// Keeps what was done: a refusal has taken an attempt, which is noted as well.
    ///
    /// # Errors
    /// What `refusal` makes of the outcome.
    pub(crate) async fn finish(self, tx: Transaction, refusal: impl FnOnce(&str) -> Error) -> Result<UserId, Error> {
        tx.commit().await?;
        self.user_id.map(UserId).ok_or_else(|| refusal(&self.outcome))
    }
}

impl Transaction {
    /// Makes a link of which the database keeps the token's hash; the record's earlier link stops working. Answers
    /// until when it is good.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a patient whom the caller doesn't treat, [`Error::Changed`] when the record is linked
    /// to an account already.
    pub async fn invite_patient(&mut self, patient: PatientId, token_hash: &[u8; 32]) -> Result<ClinicTime, Error> {
        let invite = sqlx::query_scalar(INVITE).bind(Uuid::now_v7()).bind(patient.0).bind(token_hash.as_slice());
        let answer: Option<Option<DateTime<Utc>>> = invite.fetch_optional(self.connection()).await?;
        let expires_at = answer.ok_or(Error::NotFound)?.ok_or(Error::Changed)?;
        Ok(self.clinic_time(expires_at))
    }

    /// Whether the link with this token works. Says nothing of whom it is for.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it is unknown, used, replaced, expired or out of attempts, when the record has an
    /// account by now, or when whoever made it doesn't treat the patient any more: all alike.
    pub async fn check_invitation(&mut self, token: &str) -> Result<(), Error> {
        let check = sqlx::query_scalar(CHECK).bind(token_hash(token));
        let patient: Option<Uuid> = check.fetch_one(self.connection()).await?;
        patient.map(drop).ok_or(Error::NotFound)
    }
}

impl Store {
    /// Makes the patient's account and links it to the record. A wrong birth date takes one of five attempts, which is
    /// committed here, since nothing else of a refusal would last.
    ///
    /// # Arguments
    /// `caller`: whoever is signed in at the browser that asks.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a link that doesn't work; [`Error::Invalid`] with the field `date_of_birth` for a wrong
    /// one, or `email` for an address that has another account, and within a provider's or an administrator's session.
    pub async fn accept_invitation(
        &self,
        accepted: &AcceptInvitation,
        password_hash: &str,
        caller: Option<&Caller>,
        origin: &Origin,
    ) -> Result<UserId, Error> {
        let mut tx = self.begin_for(caller, origin).await?;
        let answer: Option<Accepted> = sqlx::query_as(ACCEPT)
            .bind(token_hash(&accepted.token))
            .bind(accepted.date_of_birth)
            .bind(Uuid::now_v7())
            .bind(&accepted.email)
            .bind(password_hash)
            .fetch_optional(tx.connection())
            .await?;
        let refusal = |outcome: &str| match outcome {
            "wrong_date_of_birth" => invalid(
                "date_of_birth",
                "This isn't the date of birth in your record. After five attempts the link stops working.",
            ),
            "of_staff" => invalid(
                "email",
                "You are signed in as a provider or an administrator. This link is the patient's own: hand it over, or sign \
                 out first.",
            ),
            _ => invalid("email", "This address can't be used here. Enter another one."),
        };
        match answer {
            Some(answer) => answer.finish(tx, refusal).await,
            None => self.finish_link(tx, Err(Error::NotFound)).await,
        }
    }
}

/// What the database keeps of a token; of a text that is no token, something that it never keeps.
pub(crate) fn token_hash(token: &str) -> [u8; 32] {
    let bytes = BASE64_URL_SAFE_NO_PAD.decode(token).unwrap_or_default();
    Sha256::digest(bytes).into()
}
