use chrono::{DateTime, Utc};
use model::{
    caregiver::AcceptCaregiver,
    clinic::ClinicTime,
    id::{PatientId, UserId},
};
use uuid::Uuid;

use crate::{
    Caller, Error, Origin, Store, Transaction,
    invitations::{Accepted, token_hash},
    texts::invalid,
};

const INVITE: &str = "select link_expires_at from invite_caregiver($1, $2, $3, $4, $5)";

const CHECK: &str = "select caregiver_invitation($1)";

const ACCEPT: &str = "select outcome, user_id from accept_caregiver($1, $2, $3, $4, $5)";

impl Transaction {
    /// Makes a link of which the database keeps the token's hash. Answers until when it is good.
    ///
    /// # Arguments
    /// `months`: how long the access lasts; for a child it ends at the 18th birthday at the latest.
    ///
    /// # Errors
    /// [`Error::NotFound`] unless the caller is the patient, or may pass on the chart of a child.
    pub async fn invite_caregiver(
        &mut self,
        patient: PatientId,
        name: &str,
        months: i32,
        token_hash: &[u8; 32],
    ) -> Result<ClinicTime, Error> {
        let invite = sqlx::query_scalar(INVITE).bind(Uuid::now_v7()).bind(patient.0).bind(name).bind(months);
        let expires_at: Option<DateTime<Utc>> =
            invite.bind(token_hash.as_slice()).fetch_optional(self.connection()).await?;
        let expires_at = expires_at.ok_or(Error::NotFound)?;
        Ok(self.clinic_time(expires_at))
    }

    /// Whether the caregiver's link with this token works. Says nothing of whose record it is for.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it is unknown, used, revoked, expired or out of attempts: all alike.
    pub async fn check_caregiver_invitation(&mut self, token: &str) -> Result<(), Error> {
        let check = sqlx::query_scalar(CHECK).bind(token_hash(token));
        let caregiver: Option<Uuid> = check.fetch_one(self.connection()).await?;
        caregiver.map(drop).ok_or(Error::NotFound)
    }
}

impl Store {
    /// Lets the caregiver in: whoever is signed in, or else a new account with the address and the hash. A wrong birth
    /// date takes one of five attempts, which is committed here, since nothing else of a refusal would last.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a link that doesn't work; [`Error::Invalid`] with the field `date_of_birth` for a wrong
    /// one, or `email` for an account that can't be used.
    pub async fn accept_caregiver(
        &self,
        accepted: &AcceptCaregiver,
        account: Option<(&str, &str)>,
        caller: Option<&Caller>,
        origin: &Origin,
    ) -> Result<UserId, Error> {
        let mut tx = self.begin_for(caller, origin).await?;
        let answer: Option<Accepted> = sqlx::query_as(ACCEPT)
            .bind(token_hash(&accepted.token))
            .bind(accepted.date_of_birth)
            .bind(Uuid::now_v7())
            .bind(account.map(|(email, _)| email))
            .bind(account.map(|(_, hash)| hash))
            .fetch_optional(tx.connection())
            .await?;
        let refusal = |outcome: &str| match outcome {
            "wrong_date_of_birth" => invalid(
                "date_of_birth",
                "This isn't the date of birth in the record. After five attempts the link stops working.",
            ),
            _ => invalid(
                "email",
                "This account can't be used here. If you have one of your own as a patient or caregiver, sign in with it \
                 first and open the link again.",
            ),
        };
        match answer {
            Some(answer) => answer.finish(tx, refusal).await,
            None => self.finish_link(tx, Err(Error::NotFound)).await,
        }
    }
}
