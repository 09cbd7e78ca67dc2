//! Signing in by a passkey: alone, or as the second step after the password.

use model::own_account::{PasskeyAnswer, PasskeyQuestion};
use store::{CeremonyPurpose, Origin};

use super::{RelyingParty, Verdict, credentials, judge, question, refusal, wrong_passkey};
use crate::{Browser, Error, NewSession, Sessions, Token};

impl Sessions {
    /// Asks a browser for a passkey of whomever it knows.
    ///
    /// # Errors
    /// [`Error::Store`] with [`TooManyAttempts`](store::Error::TooManyAttempts).
    pub async fn begin_passkey_sign_in(&self, party: &RelyingParty, origin: &Origin) -> Result<PasskeyQuestion, Error> {
        let (token, asked) = (Token::random(), party.ask(&[])?);
        let attempt = self.gate.begin_passkey_attempt(&token.hash(), origin).await?;
        self.gate.begin_passkey_sign_in(&token.hash(), &asked.state, attempt, origin).await?;
        Ok(question(&token, asked.options))
    }

    /// Signs in whoever's passkey answers. It has verified its person, so that nothing more is asked.
    ///
    /// # Errors
    /// [`Error::Store`] with [`Invalid`](store::Error::Invalid), the same for whatever is wrong.
    pub async fn sign_in_by_passkey(
        &self,
        party: &RelyingParty,
        answer: &PasskeyAnswer,
        origin: &Origin,
        browser: &Browser,
    ) -> Result<NewSession, Error> {
        let verdict = judge(&self.gate, (CeremonyPurpose::SignIn, party), answer, None, origin).await?;
        if let Verdict::Right(used) = &verdict {
            let (token, session) = self.new_session(browser);
            let challenge = Token::random().hash();
            if let Some(kind) = self.gate.sign_in_by_passkey(used, &challenge, &session, origin).await? {
                return Ok(NewSession { token, kind });
            }
        }
        self.refuse_passkey(&verdict, origin).await
    }

    /// Asks a browser for one of the passkeys of whoever's password was right. Takes one of the sign-in's attempts.
    ///
    /// # Errors
    /// [`Error::Store`] with [`NotFound`](store::Error::NotFound) when the sign-in has to begin anew, with
    /// [`Invalid`](store::Error::Invalid) for an account without passkeys, and with
    /// [`TooManyAttempts`](store::Error::TooManyAttempts).
    pub async fn begin_passkey_step(
        &self,
        challenge: &Token,
        party: &RelyingParty,
        origin: &Origin,
    ) -> Result<PasskeyQuestion, Error> {
        let hash = challenge.hash();
        let challenged = self.gate.attempt_challenge(&hash, origin).await?;
        let passkeys = self.gate.challenge_passkeys(&hash).await?;
        if passkeys.is_empty() {
            return Err(refusal("Your account has no passkey. Enter a code instead."));
        }
        let (token, asked) = (Token::random(), party.ask(&credentials(&passkeys))?);
        self.gate.begin_passkey_step(&challenged, &hash, &token.hash(), &asked.state, origin).await?;
        Ok(question(&token, asked.options))
    }

    /// Takes the second step of a sign-in by a passkey.
    ///
    /// # Errors
    /// [`Error::Store`] with [`Invalid`](store::Error::Invalid) for a wrong answer, and for a sign-in that is over.
    pub async fn take_passkey_step(
        &self,
        challenge: &Token,
        party: &RelyingParty,
        answer: &PasskeyAnswer,
        origin: &Origin,
        browser: &Browser,
    ) -> Result<NewSession, Error> {
        let verdict = judge(&self.gate, (CeremonyPurpose::SecondStep, party), answer, None, origin).await?;
        if let Verdict::Right(used) = &verdict {
            let (token, session) = self.new_session(browser);
            if let Some(kind) = self.gate.pass_challenge_by_passkey(used, &challenge.hash(), &session, origin).await? {
                return Ok(NewSession { token, kind });
            }
        }
        self.refuse_passkey(&verdict, origin).await
    }

    async fn refuse_passkey(&self, verdict: &Verdict, origin: &Origin) -> Result<NewSession, Error> {
        self.gate.refuse_passkey(verdict.account(), None, origin).await?;
        Err(wrong_passkey())
    }
}
