use std::{sync::Arc, thread::available_parallelism, time::Duration};

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use tokio::{sync::Semaphore, time::timeout};

/// OWASP's password storage cheat sheet: argon2id with 19 MiB of memory (in KiB), 2 iterations, 1 lane.
const MEMORY: u32 = 19_456;
const ITERATIONS: u32 = 2;
const LANES: u32 = 1;

/// How long a sign-in waits for its turn before it is told that the server is busy.
const MOST_PATIENCE: Duration = Duration::from_secs(10);

/// Why a password could be neither hashed nor compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    /// Too many at once.
    #[error("too many passwords are being checked at once")]
    Busy,
    /// The library refused.
    #[error("the password could not be hashed")]
    Failed,
}

/// Hashes and compares passwords, a few at a time: each takes 19 MiB and some 30 ms, so that a flood of sign-ins
/// would otherwise exhaust the memory.
#[derive(Clone, Debug)]
pub struct Passwords {
    argon2: Argon2<'static>,
    /// Compared with when there is no account, so that the answer takes as long.
    dummy: Arc<str>,
    turns: Arc<Semaphore>,
    patience: Duration,
}

impl Passwords {
    /// # Errors
    /// [`PasswordError::Failed`] when the system has no randomness.
    pub fn new() -> Result<Self, PasswordError> {
        let parameters = Params::new(MEMORY, ITERATIONS, LANES, None).map_err(|_| PasswordError::Failed)?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, parameters);
        let dummy = hash(&argon2, &rand::random::<[u8; 32]>())?;
        let at_once = available_parallelism().map_or(2, |count| count.get()).clamp(2, 4);
        Ok(Self { argon2, dummy: dummy.into(), turns: Arc::new(Semaphore::new(at_once)), patience: MOST_PATIENCE })
    }

    /// The password's hash with its parameters and a new salt, as a PHC string.
    ///
    /// # Errors
    /// [`PasswordError::Busy`], [`PasswordError::Failed`].
    pub async fn hash(&self, password: &str) -> Result<String, PasswordError> {
        let (argon2, password) = (self.argon2.clone(), password.to_owned());
        self.in_turn(move || hash(&argon2, password.as_bytes())).await?
    }

    /// Whether the password is the hash's. Without a hash it is false, after the same work.
    ///
    /// # Errors
    /// [`PasswordError::Busy`], [`PasswordError::Failed`].
    pub async fn matches(&self, password: &str, hash: Option<&str>) -> Result<bool, PasswordError> {
        let is_known = hash.is_some();
        let hash = hash.unwrap_or(&self.dummy).to_owned();
        let (argon2, password) = (self.argon2.clone(), password.to_owned());
        let is_equal = move || {
            let hash = PasswordHash::new(&hash).map_err(|_| PasswordError::Failed)?;
            Ok(argon2.verify_password(password.as_bytes(), &hash).is_ok())
        };
        Ok(self.in_turn(is_equal).await?? && is_known)
    }

    /// Runs the work on a thread that may block. The turn belongs to the work: a client that hangs up doesn't free it
    /// early.
    async fn in_turn<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, PasswordError> {
        let turn = timeout(self.patience, self.turns.clone().acquire_owned()).await;
        let turn = turn.map_err(|_| PasswordError::Busy)?.map_err(|_| PasswordError::Failed)?;
        let work = move || {
            let result = work();
            drop(turn);
            result
        };
        tokio::task::spawn_blocking(work).await.map_err(|_| PasswordError::Failed)
    }
}

fn hash(argon2: &Argon2<'_>, password: &[u8]) -> Result<String, PasswordError> {
    let hash: PasswordHash = argon2.hash_password(password).map_err(|_| PasswordError::Failed)?;
    Ok(hash.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_matches_its_own_hash_only() {
        let passwords = Passwords::new().unwrap();
        let hash = passwords.hash("correct horse battery").await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert_ne!(hash, passwords.hash("correct horse battery").await.unwrap());
        assert_eq!(passwords.matches("correct horse battery", Some(&hash)).await, Ok(true));
        assert_eq!(passwords.matches("correct horse batterz", Some(&hash)).await, Ok(false));
        assert_eq!(passwords.matches("", None).await, Ok(false));
        assert_eq!(passwords.matches("", Some("")).await, Err(PasswordError::Failed));
    }

    #[tokio::test]
    async fn when_every_turn_is_taken_the_next_one_is_told_so() {
        let passwords = Passwords { patience: Duration::ZERO, ..Passwords::new().unwrap() };
        let every = u32::try_from(passwords.turns.available_permits()).unwrap();
        let taken = passwords.turns.clone().acquire_many_owned(every).await.unwrap();
        assert_eq!(passwords.hash("correct horse battery").await, Err(PasswordError::Busy));
        drop(taken);
        assert!(passwords.hash("correct horse battery").await.is_ok());
    }
}
