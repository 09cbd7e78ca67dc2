//! How accounts begin.

use model::{
    account::{AcceptInvitation, ProviderApplication},
    clinic::ClinicTime,
    id::PatientId,
};
use store::{Caller, Origin, Transaction};

use crate::{Browser, Error, Sessions, SignIn, Token, refuse_common_password};

impl Sessions {
    /// Makes an unverified provider's account. A known address takes the same work and answers the same.
    ///
    /// # Errors
    /// [`Error::Busy`], and [`Error::Store`] with [`TooManyAttempts`](store::Error::TooManyAttempts), and with
    /// [`Invalid`](store::Error::Invalid) for a common password.
    pub async fn apply_as_provider(&self, application: &ProviderApplication, origin: &Origin) -> Result<(), Error> {
        refuse_common_password(&application.password, &[&application.email, &application.display_name])?;
        let attempt = self.gate.begin_application(&application.email, origin).await?;
        let hash = self.passwords.hash(&application.password).await?;
        Ok(self.gate.apply_as_provider(attempt, application, &hash, origin).await?)
    }

    /// Makes the secret of a patient's link, and says until when it is good. Ends the transaction.
    ///
    /// # Errors
    /// [`Error::Store`] with [`NotFound`](store::Error::NotFound) for a patient whom the caller doesn't treat, and
    /// with [`Changed`](store::Error::Changed) when the record is linked to an account already.
    pub async fn invite_patient(&self, mut tx: Transaction, patient: PatientId) -> Result<(Token, ClinicTime), Error> {
        let token = Token::random();
        let expires_at = tx.invite_patient(patient, &token.hash()).await;
        Ok((token, tx.finish(patient, expires_at).await?))
    }

    /// Whether an invitation's link works. Says nothing of whom it is for.
    ///
    /// # Arguments
    /// `caller`: who is signed in at the browser already.
    ///
    /// # Errors
    /// [`Error::Store`] with [`NotFound`](store::Error::NotFound) for one that doesn't.
    pub async fn check_invitation(&self, token: &str, caller: Option<&Caller>, origin: &Origin) -> Result<(), Error> {
        Ok(self.gate.check_invitation(token, caller, origin).await?)
    }

    /// Makes the account of a patient who was invited, and signs in; an account that is used again may have a second
    /// factor, which is then asked for.
    ///
    /// # Errors
    /// [`Error::Busy`]; [`Error::Store`] with [`NotFound`](store::Error::NotFound) for a link that doesn't work, and
    /// with [`Invalid`](store::Error::Invalid) for a wrong birth date, which takes an attempt, and for a provider or an
    /// administrator who is signed in.
    pub async fn accept_invitation(
        &self,
        accepted: &AcceptInvitation,
        origin: &Origin,
        browser: &Browser,
        caller: Option<&Caller>,
    ) -> Result<SignIn, Error> {
        // Before the work of hashing, which nobody gets for a made-up link.
        self.gate.check_invitation(&accepted.token, caller, origin).await?;
        refuse_common_password(&accepted.password, &[&accepted.email])?;
        let hash = self.passwords.hash(&accepted.password).await?;
        let challenge = Token::random();
        let (token, session) = self.new_session(browser);
        let begins = (&challenge.hash(), &session);
        let step = self.gate.accept_invitation((accepted, &hash), begins, caller, origin).await?;
        Ok(SignIn::after(step, token, challenge))
    }
}
