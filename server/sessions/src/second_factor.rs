//! Setting up a second factor, and the second step of a sign-in.

use model::{form::FieldError, id::UserId, own_account::SecondFactorSetUp};
use store::{Asked, Caller, Origin, Proof};

use crate::{Browser, Error, NewSession, Sessions, Token, one_time, picture, recovery_code};

impl Sessions {
    /// Takes the second step of a sign-in, with the code of an authenticator or a recovery code.
    ///
    /// # Arguments
    /// `challenge` is what [`SignIn::SecondStep`](crate::SignIn::SecondStep) gave to the browser.
    ///
    /// # Errors
    /// [`Error::Store`] with [`NotFound`](store::Error::NotFound) when the sign-in has to begin anew, with
    /// [`Invalid`](store::Error::Invalid) for a wrong code, which takes one of five attempts, and with
    /// [`TooManyAttempts`](store::Error::TooManyAttempts).
    pub async fn take_second_step(
        &self,
        challenge: &Token,
        code: &str,
        origin: &Origin,
        browser: &Browser,
    ) -> Result<NewSession, Error> {
        let hash = challenge.hash();
        let challenged = self.gate.attempt_challenge(&hash, origin).await?;
        let proof = self.proof(challenged.user, code, &challenged.sealed_secret, challenged.last_step)?;
        let (token, session) = self.new_session(browser);
        let begun = self.gate.pass_challenge(&challenged, &hash, proof, &session, origin).await?;
        Ok(NewSession { token, kind: begun.ok_or_else(wrong_code)? })
    }

    /// Begins to set up a second factor: the secret, to be taken by an authenticator.
    ///
    /// # Errors
    /// [`Error::Store`] with [`ConfirmationRequired`](store::Error::ConfirmationRequired), and with
    /// [`Changed`](store::Error::Changed) when there is one already.
    pub async fn begin_second_factor(&self, caller: &Caller) -> Result<SecondFactorSetUp, Error> {
        let secret: one_time::Secret = rand::random();
        let sealed = self.key.seal(caller.user, &secret)?;
        let mut tx = self.store.begin_as(caller).await?;
        let email = tx.own_email().await?;
        let begun = tx.begin_second_factor(&sealed).await;
        tx.finish(Asked::OWN_ACCOUNT, begun).await?;
        let address = one_time::address(&secret, &self.store.clinic().name, &email);
        Ok(SecondFactorSetUp { secret: one_time::typed_secret(&secret), picture: picture::of(&address)? })
    }

    /// Ends setting up the second factor with its first code, and answers with the recovery codes.
    ///
    /// # Errors
    /// [`Error::Store`] as above, and with [`Invalid`](store::Error::Invalid) for a wrong code.
    pub async fn confirm_second_factor(&self, caller: &Caller, code: &str) -> Result<Vec<String>, Error> {
        let mut tx = self.store.begin_as(caller).await?;
        let factor = tx.own_second_factor().await?.ok_or(store::Error::Changed)?;
        let secret = self.key.open(caller.user, &factor.sealed_secret)?;
        let step = one_time::step_of(code, &secret, one_time::present_step(), factor.last_step);
        let step = step.ok_or_else(wrong_code)?;
        let (codes, hashes) = recovery_code::new_codes(caller.user);
        let confirmed = tx.confirm_second_factor(step, &hashes).await;
        tx.finish(Asked::OWN_ACCOUNT, confirmed).await?;
        Ok(codes)
    }

    /// New recovery codes in place of the earlier ones.
    ///
    /// # Errors
    /// [`Error::Store`] with [`ConfirmationRequired`](store::Error::ConfirmationRequired), and with
    /// [`NotFound`](store::Error::NotFound) without a second factor.
    pub async fn replace_recovery_codes(&self, caller: &Caller) -> Result<Vec<String>, Error> {
        let (codes, hashes) = recovery_code::new_codes(caller.user);
        let mut tx = self.store.begin_as(caller).await?;
        let replaced = tx.replace_recovery_codes(&hashes).await;
        tx.finish(Asked::OWN_ACCOUNT, replaced).await?;
        Ok(codes)
    }

    /// What a typed code proves, if it may be right.
    fn proof(&self, user: UserId, code: &str, sealed_secret: &[u8], last_step: i64) -> Result<Option<Proof>, Error> {
        if one_time::digits(code).is_none() {
            return Ok(recovery_code::hash_of(user, code).map(Proof::RecoveryCode));
        }
        // Passkeys alone make no codes.
        if sealed_secret.is_empty() {
            return Ok(None);
        }
        Ok(self.step(user, code, sealed_secret, last_step)?.map(Proof::Step))
    }

    /// The step of time whose code this is.
    pub(crate) fn step(
        &self,
        user: UserId,
        code: &str,
        sealed_secret: &[u8],
        last_step: i64,
    ) -> Result<Option<i64>, Error> {
        let secret = self.key.open(user, sealed_secret)?;
        Ok(one_time::step_of(code, &secret, one_time::present_step(), last_step))
    }
}

fn wrong_code() -> Error {
    let message = "This code isn't right, or it was used before. Enter the one that your authenticator shows now.";
    store::Error::Invalid(vec![FieldError { field: "code".into(), message: message.into() }]).into()
}
