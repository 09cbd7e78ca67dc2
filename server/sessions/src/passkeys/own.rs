//! Adding a passkey to one's own account, and proving by one who one is.

use model::own_account::{PasskeyAnswer, PasskeyQuestion, check_passkey_name};
use store::{Asked, Caller, CeremonyPurpose, Origin};

use super::{RelyingParty, Verdict, credentials, judge, question, refusal, wrong_passkey};
use crate::{Error, Sessions, Token};

impl Sessions {
    /// Asks the caller's browser for a new passkey.
    ///
    /// # Errors
    /// [`Error::Store`] with [`ConfirmationRequired`](store::Error::ConfirmationRequired).
    pub async fn begin_passkey(&self, caller: &Caller, party: &RelyingParty) -> Result<PasskeyQuestion, Error> {
        let token = Token::random();
        let mut tx = self.store.begin_as(caller).await?;
        let email = tx.own_email().await?;
        let present = tx.own_passkeys().await?;
        let asked = party.ask_for_new(caller.user.0, &email, &credentials(&present))?;
        let begun = tx.ask_for_new_passkey(&token.hash(), &asked.state).await;
        tx.finish(Asked::OWN_ACCOUNT, begun).await?;
        Ok(question(&token, asked.options))
    }

    /// Adds the passkey that the browser has made.
    ///
    /// # Errors
    /// [`Error::Store`] with [`ConfirmationRequired`](store::Error::ConfirmationRequired), after which the same answer may
    /// be given again; with [`Invalid`](store::Error::Invalid) with the fields `name` and `passkey`.
    pub async fn add_passkey(
        &self,
        caller: &Caller,
        party: &RelyingParty,
        name: &str,
        answer: &PasskeyAnswer,
    ) -> Result<(), Error> {
        let name = check_passkey_name(name).map_err(store::Error::Invalid)?;
        let token = Token::decode(&answer.ceremony).ok_or_else(not_made)?;
        let mut tx = self.store.begin_as(caller).await?;
        let state = tx.take_new_passkey(&token.hash()).await?;
        match state.and_then(|state| party.take_new(&answer.credential, state)) {
            Some(credential) => {
                let added = tx.add_passkey(&credential.id, &name, &credential.kept).await;
                Ok(tx.finish(Asked::OWN_ACCOUNT, added).await?)
            }
            None => {
                tx.commit().await?;
                Err(not_made())
            }
        }
    }

    /// Asks the caller's browser for one of their passkeys, to prove who they are.
    ///
    /// # Errors
    /// [`Error::Store`] with [`Invalid`](store::Error::Invalid) for an account without passkeys, and with
    /// [`TooManyAttempts`](store::Error::TooManyAttempts).
    pub async fn begin_passkey_confirmation(
        &self,
        caller: &Caller,
        party: &RelyingParty,
    ) -> Result<PasskeyQuestion, Error> {
        let passkeys = self.gate.own_passkeys(caller).await?;
        if passkeys.is_empty() {
            return Err(refusal("Your account has no passkey yet. Use your password, or a code."));
        }
        let attempt = self.gate.begin_confirmation(caller).await?;
        let (token, asked) = (Token::random(), party.ask(&credentials(&passkeys))?);
        self.gate.begin_passkey_confirmation(caller, &token.hash(), &asked.state, attempt).await?;
        Ok(question(&token, asked.options))
    }

    /// The caller proves again who they are, by a passkey.
    ///
    /// # Errors
    /// [`Error::Store`] with [`Invalid`](store::Error::Invalid) for a wrong answer.
    pub async fn confirm_by_passkey(
        &self,
        caller: &Caller,
        party: &RelyingParty,
        answer: &PasskeyAnswer,
    ) -> Result<(), Error> {
        let origin = Origin { address: caller.address };
        let verdict = judge(&self.gate, (CeremonyPurpose::Confirm, party), answer, Some(caller), &origin).await?;
        if let Verdict::Right(used) = &verdict
            && self.gate.confirm_by_passkey(caller, used).await?
        {
            return Ok(());
        }
        self.gate.refuse_passkey(verdict.account(), Some(caller), &origin).await?;
        Err(wrong_passkey())
    }
}

fn not_made() -> Error {
    refusal("The passkey wasn't added: it came too late, or wasn't made for this site. Try it again.")
}
