use chrono::{DateTime, Utc};
use model::{caregiver::AcceptCaregiver, clinic::ClinicTime, id::PatientId};
use uuid::Uuid;

use crate::{
    Caller, Error, Gate, NewSession, Origin, SignInStep, Transaction, identity::Identity, invitations::token_hash,
    pool::commit, texts::invalid,
};

const INVITE: &str = "select link_expires_at from invite_caregiver($1, $2, $3, $4, $5)";

const ACCEPT: &str = "select accept_caregiver($1, $2, $3, $4, $5, $6)";

const TOO_MANY: &str = "Five links to this record are open or were used since yesterday. End the access of somebody who is \
                        invited and doesn't need the link any more, or wait until tomorrow.";

/// The account of a caregiver who has none yet.
#[derive(Clone, Copy, Debug)]
pub struct NewCaregiver<'a> {
    pub email: &'a str,
    pub password_hash: &'a str,
    /// The hash of the sign-in's token.
    pub challenge: &'a [u8; 32],
    pub session: &'a NewSession,
}

impl Transaction {
    /// Makes a link of which the database keeps the token's hash. Answers until when it is good. Of the links to one record five
    /// at most are open or were used within a day.
    ///
    /// # Arguments
    /// `months`: how long the access lasts; for a child it ends at the 18th birthday at the latest.
    ///
    /// # Errors
    /// [`Error::NotFound`] unless the caller is the patient, or may pass on the chart of a child; [`Error::Invalid`] for a sixth;
    /// [`Error::ConfirmationRequired`].
    pub async fn invite_caregiver(
        &mut self,
        patient: PatientId,
        name: &str,
        months: i32,
        token_hash: &[u8; 32],
    ) -> Result<ClinicTime, Error> {
        let invite = sqlx::query_scalar(INVITE).bind(Uuid::now_v7()).bind(patient.0).bind(name).bind(months);
        let answer: Option<Option<DateTime<Utc>>> =
            invite.bind(token_hash.as_slice()).fetch_optional(self.connection()).await?;
        let expires_at = answer.ok_or(Error::NotFound)?.ok_or_else(|| invalid("name", TOO_MANY))?;
        Ok(self.clinic_time(expires_at))
    }
}

impl Gate {
    /// Whether the caregiver's link with this token works. Says nothing of whose record it is for.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it is unknown, used, revoked, expired or out of attempts: all alike.
    pub async fn check_caregiver_invitation(
        &self,
        token: &str,
        caller: Option<&Caller>,
        origin: &Origin,
    ) -> Result<(), Error> {
        self.check_link("select is_caregiver_link_open($1)", token, caller, origin).await
    }

    /// Lets the caregiver in: whoever is signed in, or else by a new account, which is then signed in. A wrong birth date takes
    /// one of five attempts.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a link that doesn't work; [`Error::Invalid`] with the field `date_of_birth` for a wrong
    /// one, or `email` for an account that can't be used.
    pub async fn accept_caregiver(
        &self,
        accepted: &AcceptCaregiver,
        new: Option<NewCaregiver<'_>>,
        caller: Option<&Caller>,
        origin: &Origin,
    ) -> Result<Option<SignInStep>, Error> {
        let identity = Identity::of(caller, origin);
        let mut tx = self.begin(identity).await?;
        let answer: Option<String> = sqlx::query_scalar(ACCEPT)
            .bind(token_hash(&accepted.token).as_slice())
            .bind(accepted.date_of_birth)
            .bind(Uuid::now_v7())
            .bind(new.map(|new| new.email))
            .bind(new.map(|new| new.password_hash))
            .bind(new.map(|new| new.challenge.as_slice()))
            .fetch_one(&mut *tx)
            .await?;
        let answer = match (answer.as_deref(), new) {
            (Some("accepted"), _) => Ok(None),
            (Some(step @ ("passed" | "second_step")), Some(new)) => {
                Ok(Some(new.session.go_on(&mut tx, new.challenge, step).await?))
            }
            (Some("wrong_date_of_birth"), _) => Err(invalid(
                "date_of_birth",
                "This isn't the date of birth in the record. After five attempts the link stops working.",
            )),
            (Some(_), _) => Err(invalid(
                "email",
                "This account can't be used here. If you have one of your own as a patient or caregiver, sign in with it \
                 first and open the link again.",
            )),
            (None, _) => Err(Error::NotFound),
        };
        // What was refused has taken an attempt.
        commit(tx).await?;
        self.finish_link(answer, identity).await
    }
}
