//! Invitations: a link with which a patient sets up the account of their record.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use chrono::{DateTime, Utc};
use model::{account::AcceptInvitation, clinic::ClinicTime, id::PatientId};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{
    Caller, Error, Gate, NewSession, Origin, SignInStep, Transaction, identity::Identity, pool::commit, texts::invalid,
};

const INVITE: &str = "select expires_at from invite_patient($1, $2, $3)";

const ACCEPT: &str = "select accept_invitation($1, $2, $3, $4, $5, $6)";

impl Transaction {
    /// Makes a link of which the database keeps the token's hash; the record's earlier link stops working. Answers
    /// until when it is good.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a patient whom the caller doesn't treat, [`Error::Changed`] when the record is linked
    /// to an account already; [`Error::ConfirmationRequired`].
    pub async fn invite_patient(&mut self, patient: PatientId, token_hash: &[u8; 32]) -> Result<ClinicTime, Error> {
        let invite = sqlx::query_scalar(INVITE).bind(Uuid::now_v7()).bind(patient.0).bind(token_hash.as_slice());
        let answer: Option<Option<DateTime<Utc>>> = invite.fetch_optional(self.connection()).await?;
        let expires_at = answer.ok_or(Error::NotFound)?.ok_or(Error::Changed)?;
        Ok(self.clinic_time(expires_at))
    }
}

impl Gate {
    /// Whether the link with this token works. Says nothing of whom it is for.
    ///
    /// # Arguments
    /// `caller`: whoever is signed in at the browser that asks.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it is unknown, used, replaced, expired or out of attempts, when the record has an
    /// account by now, or when whoever made it doesn't treat the patient any more: all alike.
    pub async fn check_invitation(&self, token: &str, caller: Option<&Caller>, origin: &Origin) -> Result<(), Error> {
        self.check_link("select is_invitation_open($1)", token, caller, origin).await
    }

    /// Makes the patient's account, links it to the record, and signs in. A wrong birth date takes one of five attempts.
    ///
    /// # Arguments
    /// `caller`: whoever is signed in at the browser that asks. `challenge`: the hash of the sign-in's token.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a link that doesn't work; [`Error::Invalid`] with the field `date_of_birth` for a wrong
    /// one, or `email` for an address that has an account, and within a provider's or an administrator's session.
    pub async fn accept_invitation(
        &self,
        (accepted, password_hash): (&AcceptInvitation, &str),
        (challenge, session): (&[u8; 32], &NewSession),
        caller: Option<&Caller>,
        origin: &Origin,
    ) -> Result<SignInStep, Error> {
        let identity = Identity::of(caller, origin);
        let mut tx = self.begin(identity).await?;
        let answer: Option<String> = sqlx::query_scalar(ACCEPT)
            .bind(token_hash(&accepted.token).as_slice())
            .bind(accepted.date_of_birth)
            .bind(Uuid::now_v7())
            .bind(&accepted.email)
            .bind(password_hash)
            .bind(challenge.as_slice())
            .fetch_one(&mut *tx)
            .await?;
        let answer = match answer.as_deref() {
            Some(step @ ("passed" | "second_step")) => Ok(session.go_on(&mut tx, challenge, step).await?),
            Some("wrong_date_of_birth") => Err(invalid(
                "date_of_birth",
                "This isn't the date of birth in your record. After five attempts the link stops working.",
            )),
            Some("of_staff") => Err(invalid(
                "email",
                "You are signed in as a provider or an administrator. This link is the patient's own: hand it over, or sign \
                 out first.",
            )),
            Some(_) => Err(invalid(
                "email",
                "This address can't be used here. Enter another one, or ask the clinic's administrator to free it.",
            )),
            None => Err(Error::NotFound),
        };
        // What was refused has taken an attempt.
        commit(tx).await?;
        self.finish_link(answer, identity).await
    }

    /// # Arguments
    /// `check`: a statement with the token's hash that answers whether it works.
    pub(crate) async fn check_link(
        &self,
        check: &'static str,
        token: &str,
        caller: Option<&Caller>,
        origin: &Origin,
    ) -> Result<(), Error> {
        let hash = token_hash(token);
        let ask = |pool| async move { sqlx::query_scalar(check).bind(hash).fetch_one(&pool).await };
        let works: bool = self.pool().ask(ask).await?;
        self.finish_link(if works { Ok(()) } else { Err(Error::NotFound) }, Identity::of(caller, origin)).await
    }
}

/// What the database is told of a token; of a text that is no token, something that it never keeps.
pub(crate) fn token_hash(token: &str) -> [u8; 32] {
    let bytes = BASE64_URL_SAFE_NO_PAD.decode(token).unwrap_or_default();
    Sha256::digest(bytes).into()
}
