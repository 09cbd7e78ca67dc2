//! Proving again who one is, a new password, and a forgotten one.

use model::{
    clinic::ClinicTime,
    form::FieldError,
    id::UserId,
    own_account::{ChangePasswordForm, OwnAccount, ResetPasswordForm},
};
use store::{Caller, Origin, OwnProofs, Transaction};

use crate::{Error, Sessions, Token, one_time, refuse_common_password};

impl Sessions {
    /// The caller's account, with the sessions that live.
    ///
    /// # Errors
    /// [`Error::Store`] when the database doesn't answer.
    pub async fn own_account(&self, mut tx: Transaction) -> Result<OwnAccount, Error> {
        let account = tx.own_account().await?;
        tx.commit().await?;
        Ok(account)
    }

    /// The caller proves again who they are, by the password or the code of an authenticator.
    ///
    /// # Errors
    /// [`Error::Store`] with [`Invalid`](store::Error::Invalid) with the field `proof`, and with
    /// [`TooManyAttempts`](store::Error::TooManyAttempts).
    pub async fn confirm(&self, caller: &Caller, proof: &str) -> Result<(), Error> {
        let attempt = self.gate.begin_confirmation(caller).await?;
        let OwnProofs { parameters, second_factor } = self.gate.own_proofs(caller).await?;
        // Six digits are never a password, which is longer.
        let (step, computed) = if one_time::digits(proof).is_some() {
            let factor = second_factor.filter(|factor| factor.confirmed_at.is_some());
            let step = factor.map(|factor| self.step(caller.user, proof, &factor.sealed_secret, factor.last_step));
            (step.transpose()?.flatten(), None)
        } else {
            (None, Some(self.compute(proof, parameters.as_deref()).await?))
        };
        if self.gate.confirm_session(caller, attempt, step, computed.as_ref()).await? {
            return Ok(());
        }
        Err(wrong("proof", "This is neither your password nor a code that is good now."))
    }

    /// Changes the caller's password, and ends their other sessions.
    ///
    /// # Errors
    /// [`Error::Store`] with [`Invalid`](store::Error::Invalid) with the fields `present` and `password`, and with
    /// [`TooManyAttempts`](store::Error::TooManyAttempts).
    pub async fn change_password(&self, caller: &Caller, form: &ChangePasswordForm) -> Result<(), Error> {
        form.check().map_err(store::Error::Invalid)?;
        let mut tx = self.store.begin_as(caller).await?;
        let email = tx.own_email().await?;
        tx.commit().await?;
        refuse_common_password(&form.password, &[&email])?;
        let attempt = self.gate.begin_confirmation(caller).await?;
        let parameters = self.gate.own_proofs(caller).await?.parameters;
        let present = self.compute(&form.present, parameters.as_deref()).await?;
        let hash = self.passwords.hash(&form.password).await?;
        if self.gate.change_own_password(caller, attempt, &present, &hash).await? {
            return Ok(());
        }
        Err(wrong("present", "This isn't your present password."))
    }

    /// Makes the secret of a link that resets a password, and says until when it is good. Ends the transaction.
    ///
    /// # Errors
    /// [`Error::Store`] with [`NotFound`](store::Error::NotFound) for anyone but an administrator and for an account
    /// that is none, and with [`ConfirmationRequired`](store::Error::ConfirmationRequired).
    pub async fn begin_password_reset(&self, mut tx: Transaction, user: UserId) -> Result<(Token, ClinicTime), Error> {
        let token = Token::random();
        let expires_at = tx.begin_password_reset(user, &token.hash()).await;
        Ok((token, tx.finish(user, expires_at).await?))
    }

    /// Whether a link works. Says nothing of whom it is for.
    ///
    /// # Errors
    /// [`Error::Store`] with [`NotFound`](store::Error::NotFound) for one that doesn't.
    pub async fn check_password_reset(
        &self,
        token: &str,
        signed_in: Option<&Caller>,
        origin: &Origin,
    ) -> Result<(), Error> {
        self.password_reset_account(token, signed_in, origin).await.map(drop)
    }

    /// Sets a new password by a link, and ends every session of the account. Its second factor stays.
    ///
    /// # Errors
    /// [`Error::Store`] with [`NotFound`](store::Error::NotFound) for a link that doesn't work, and with
    /// [`Invalid`](store::Error::Invalid) with the field `password`.
    pub async fn reset_password(
        &self,
        form: &ResetPasswordForm,
        signed_in: Option<&Caller>,
        origin: &Origin,
    ) -> Result<(), Error> {
        // Before the work of hashing, which nobody gets for a made-up link.
        let (hash, email) = self.password_reset_account(&form.token, signed_in, origin).await?;
        form.check().map_err(store::Error::Invalid)?;
        refuse_common_password(&form.password, &[&email])?;
        let password = self.passwords.hash(&form.password).await?;
        Ok(self.gate.reset_password(&hash, &password, origin).await?)
    }

    /// The token's hash, and the address of the account.
    async fn password_reset_account(
        &self,
        token: &str,
        signed_in: Option<&Caller>,
        origin: &Origin,
    ) -> Result<([u8; 32], String), Error> {
        // Of what is no token, a hash that no link has.
        let hash = Token::decode(token).map(|token| token.hash()).unwrap_or_default();
        let email = self.gate.password_reset_account(&hash, signed_in, origin).await?;
        Ok((hash, email))
    }
}

fn wrong(field: &str, message: &str) -> Error {
    store::Error::Invalid(vec![FieldError { field: field.into(), message: message.into() }]).into()
}
