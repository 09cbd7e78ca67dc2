//! How a caregiver is let in.

use model::{caregiver::AcceptCaregiver, clinic::ClinicTime, id::PatientId};
use store::{Caller, NewCaregiver, Origin, Transaction};

use crate::{Browser, Error, Sessions, SignIn, Token, refuse_common_password};

impl Sessions {
    /// Makes the secret of a caregiver's link, and says until when it is good. Ends the transaction.
    ///
    /// # Errors
    /// [`Error::Store`] with [`NotFound`](store::Error::NotFound) unless the caller may let somebody in to the record.
    pub async fn invite_caregiver(
        &self,
        mut tx: Transaction,
        patient: PatientId,
        name: &str,
        months: i32,
    ) -> Result<(Token, ClinicTime), Error> {
        let token = Token::random();
        let expires_at = tx.invite_caregiver(patient, name, months, &token.hash()).await;
        Ok((token, tx.finish(patient, expires_at).await?))
    }

    /// Whether a caregiver's link works. Says nothing of whose record it is for.
    ///
    /// # Errors
    /// [`Error::Store`] with [`NotFound`](store::Error::NotFound) for one that doesn't.
    pub async fn check_caregiver_invitation(
        &self,
        token: &str,
        caller: Option<&Caller>,
        origin: &Origin,
    ) -> Result<(), Error> {
        Ok(self.gate.check_caregiver_invitation(token, caller, origin).await?)
    }

    /// Lets a caregiver in: whoever is signed in, or else by a new account, which is then signed in.
    ///
    /// # Errors
    /// [`Error::Busy`]; [`Error::Store`] with [`NotFound`](store::Error::NotFound) for a link that doesn't work, and
    /// with [`Invalid`](store::Error::Invalid) for a wrong birth date, which takes an attempt, and for a common password.
    pub async fn accept_caregiver(
        &self,
        accepted: &AcceptCaregiver,
        origin: &Origin,
        browser: &Browser,
        caller: Option<&Caller>,
    ) -> Result<Option<SignIn>, Error> {
        if caller.is_some() {
            self.gate.accept_caregiver(accepted, None, caller, origin).await?;
            return Ok(None);
        }
        // Before the work of hashing, which nobody gets for a made-up link.
        self.gate.check_caregiver_invitation(&accepted.token, None, origin).await?;
        let (email, password) =
            accepted.account.as_ref().map_or(("", ""), |(email, password)| (email.as_str(), password.as_str()));
        refuse_common_password(password, &[email])?;
        let password_hash = &self.passwords.hash(password).await?;
        let challenge = Token::random();
        let (token, session) = self.new_session(browser);
        let new = NewCaregiver { email, password_hash, challenge: &challenge.hash(), session: &session };
        let step = self.gate.accept_caregiver(accepted, Some(new), None, origin).await?;
        Ok(step.map(|step| SignIn::after(step, token, challenge)))
    }
}
