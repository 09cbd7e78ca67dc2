//! Proving again who one is, a new password, and a forgotten one.

use model::{
    clinic::ClinicTime,
    form::FieldError,
    id::UserId,
    own_account::{ChangePasswordForm, OwnAccount, ResetPasswordForm},
};
use store::{Caller, Origin, Transaction};

use crate::{Error, Sessions, Token, one_time, refuse_common_password};

impl Sessions {
    /// The caller's account, with the sessions that haven't ended.
    ///
    /// # Errors
    /// [`Error::Store`] when the database doesn't answer.
    pub async fn own_account(&self, mut tx: Transaction) -> Result<OwnAccount, Error> {
        let account = tx.own_account(self.idle()).await?;
        tx.commit().await?;
        Ok(account)
    }

    /// The caller proves again who they are, by the password or the code of an authenticator.
    ///
    /// # Errors
    /// [`Error::Store`] with [`Invalid`](store::Error::Invalid) with the field `proof`, and with
    /// [`TooManyAttempts`](store::Error::TooManyAttempts).
    pub async fn confirm(&self, caller: &Caller, proof: &str) -> Result<(), Error> {
        let attempt = self.store.begin_confirmation(caller).await?;
        if !(self.is_own_code(caller, proof).await? || self.is_own_password(caller, proof).await?) {
            return self.refuse(caller, "proof", "This is neither your password nor a code that is good now.").await;
        }
        let mut tx = self.store.begin_as(caller).await?;
        tx.confirm_session(attempt).await?;
        Ok(tx.commit().await?)
    }

    /// Changes the caller's password, and ends their other sessions.
    ///
    /// # Errors
    /// [`Error::Store`] with [`Invalid`](store::Error::Invalid) with the fields `present` and `password`, and with
    /// [`TooManyAttempts`](store::Error::TooManyAttempts).
    pub async fn change_password(&self, caller: &Caller, form: &ChangePasswordForm) -> Result<(), Error> {
        form.check().map_err(store::Error::Invalid)?;
        let mut tx = self.store.begin_as(caller).await?;
        let present = tx.own_credentials().await?;
        tx.commit().await?;
        refuse_common_password(&form.password, &[&present.email])?;
        let attempt = self.store.begin_confirmation(caller).await?;
        if !self.matches(&form.present, Some(&present.password_hash)).await? {
            return self.refuse(caller, "present", "This isn't your present password.").await;
        }
        let hash = self.passwords.hash(&form.password).await?;
        let mut tx = self.store.begin_as(caller).await?;
        tx.confirm_session(attempt).await?;
        tx.change_own_password(&hash).await?;
        Ok(tx.commit().await?)
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
        Ok(self.store.reset_password(&hash, &password, origin).await?)
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
        let mut tx = self.store.begin_for(signed_in, origin).await?;
        let email = tx.password_reset_account(&hash).await;
        Ok((hash, self.store.finish_link(tx, email).await?))
    }

    async fn is_own_password(&self, caller: &Caller, password: &str) -> Result<bool, Error> {
        let mut tx = self.store.begin_as(caller).await?;
        let hash = tx.own_credentials().await?.password_hash;
        tx.commit().await?;
        self.matches(password, Some(&hash)).await
    }

    /// Six digits are never a password, which is longer.
    async fn is_own_code(&self, caller: &Caller, code: &str) -> Result<bool, Error> {
        if one_time::digits(code).is_none() {
            return Ok(false);
        }
        let mut tx = self.store.begin_as(caller).await?;
        let factor = tx.own_second_factor().await?.filter(|factor| factor.confirmed_at.is_some());
        let proof = match factor {
            Some(factor) => self.proof(caller.user, code, &factor.sealed_secret, factor.last_step)?,
            None => None,
        };
        let is_used = match proof {
            Some(proof) => tx.use_second_factor(proof).await?,
            None => false,
        };
        tx.commit().await?;
        Ok(is_used)
    }

    async fn refuse(&self, caller: &Caller, field: &str, message: &str) -> Result<(), Error> {
        let mut tx = self.store.begin_as(caller).await?;
        tx.refuse_confirmation().await?;
        tx.commit().await?;
        Err(store::Error::Invalid(vec![FieldError { field: field.into(), message: message.into() }]).into())
    }
}
