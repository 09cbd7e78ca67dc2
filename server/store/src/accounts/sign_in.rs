use uuid::Uuid;

use super::attempts::Attempt;
use crate::{Error, Gate, NewSession, Origin, SignInStep, pool::commit};

const PARAMETERS: &str = "select password_parameters($1)";

/// Longer texts are no email address, and nobody's.
const LONGEST: usize = 254;

/// An attempt to sign in that has been counted.
#[derive(Debug)]
pub struct SignInAttempt {
    id: Uuid,
    email: String,
    /// With what the typed password is hashed, as a PHC string without the hash; `None` for an email address that is nobody's.
    pub parameters: Option<String>,
}

impl Gate {
    /// Counts an attempt to sign in and looks up how the password is hashed, the same way for an address that is nobody's.
    /// Whoever calls it hashes the password, and signs in with that.
    ///
    /// # Errors
    /// [`Error::TooManyAttempts`] when there were too many for this email address or from this place.
    pub async fn begin_sign_in(&self, email: &str, origin: &Origin) -> Result<SignInAttempt, Error> {
        let email = normalized(email);
        let id = self.begin_attempt(Attempt::SignIn, &email, origin).await?;
        let find = |pool| {
            let find = sqlx::query_scalar(PARAMETERS).bind(email.clone());
            async move { find.fetch_one(&pool).await }
        };
        let parameters = self.pool().ask(find).await?;
        Ok(SignInAttempt { id, email, parameters })
    }

    /// Signs in, if the password is right: begins the session, or the wait for the second step. `None` when it is wrong or the
    /// email address nobody's, which is noted.
    ///
    /// # Arguments
    /// `computed`: the 32 bytes that argon2id makes of the password. `challenge`: the hash of the sign-in's token.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn sign_in(
        &self,
        attempt: &SignInAttempt,
        computed: &[u8; 32],
        challenge: &[u8; 32],
        session: &NewSession,
        origin: &Origin,
    ) -> Result<Option<SignInStep>, Error> {
        let mut tx = self.begin(origin).await?;
        let sign_in = sqlx::query_scalar("select sign_in($1, $2, $3, $4)").bind(attempt.id).bind(&attempt.email);
        let sign_in = sign_in.bind(computed.as_slice()).bind(challenge.as_slice());
        let answer: String = sign_in.fetch_one(&mut *tx).await?;
        let step = match answer.as_str() {
            "refused" => None,
            step => Some(session.go_on(&mut tx, challenge, step).await?),
        };
        commit(tx).await?;
        Ok(step)
    }
}

/// As accounts keep it; empty, which is nobody's, for what can't be an address.
fn normalized(email: &str) -> String {
    let email = email.trim();
    if email.len() > LONGEST || email.chars().any(char::is_control) { String::new() } else { email.to_lowercase() }
}

#[cfg(test)]
mod tests {
    use super::normalized;

    #[test]
    fn an_address_is_looked_up_as_accounts_keep_it() {
        assert_eq!(normalized(" Maya@Example.ORG "), "maya@example.org");
        assert_eq!(normalized("maya\0@example.org"), "");
        assert_eq!(normalized(&"a".repeat(10_000)), "");
    }
}
