use std::{sync::Arc, thread::available_parallelism, time::Duration};

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{
        PasswordHasher,
        phc::{Output, PasswordHash},
    },
};
use sha2::{Digest, Sha256};
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

/// Hashes passwords, a few at a time: each takes 19 MiB and some 30 ms, so that a flood of sign-ins would otherwise exhaust
/// the memory. The database compares. It keeps a PHC string whose last part is the SHA-256 of argon2id's output, so that what
/// is kept isn't what signs in.
#[derive(Clone, Debug)]
pub struct Passwords {
    argon2: Argon2<'static>,
    /// Hashed with when there is no account, so that the answer takes as long.
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
        let dummy = kept(&argon2, &rand::random::<[u8; 32]>())?;
        let at_once = available_parallelism().map_or(2, |count| count.get()).clamp(2, 4);
        Ok(Self { argon2, dummy: dummy.into(), turns: Arc::new(Semaphore::new(at_once)), patience: MOST_PATIENCE })
    }

    /// What the database keeps of a new password: a PHC string with its parameters and a new salt.
    ///
    /// # Errors
    /// [`PasswordError::Busy`], [`PasswordError::Failed`].
    pub async fn hash(&self, password: &str) -> Result<String, PasswordError> {
        let (argon2, password) = (self.argon2.clone(), password.to_owned());
        self.in_turn(move || kept(&argon2, password.as_bytes())).await?
    }

    /// What the database compares with what it keeps: the 32 bytes that argon2id makes of a typed password.
    ///
    /// # Arguments
    /// `parameters`: the kept PHC string up to the salt; without them it takes the same work, and the bytes are nobody's.
    ///
    /// # Errors
    /// [`PasswordError::Busy`]; [`PasswordError::Failed`] also for parameters that are none.
    pub async fn compute(&self, password: &str, parameters: Option<&str>) -> Result<[u8; 32], PasswordError> {
        let (parameters, password) = (parameters.unwrap_or(&self.dummy).to_owned(), password.to_owned());
        self.in_turn(move || compute(&parameters, password.as_bytes())).await?
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

fn kept(argon2: &Argon2<'_>, password: &[u8]) -> Result<String, PasswordError> {
    let mut hash: PasswordHash = argon2.hash_password(password).map_err(|_| PasswordError::Failed)?;
    let output = hash.hash.ok_or(PasswordError::Failed)?;
    hash.hash = Some(Output::new(&Sha256::digest(output.as_bytes())).map_err(|_| PasswordError::Failed)?);
    Ok(hash.to_string())
}

fn compute(parameters: &str, password: &[u8]) -> Result<[u8; 32], PasswordError> {
    let failed = |_| PasswordError::Failed;
    let kept = PasswordHash::new(parameters).map_err(failed)?;
    let (Some(salt), Ok(parameters)) = (kept.salt, Params::try_from(&kept)) else { return Err(PasswordError::Failed) };
    if kept.algorithm != Algorithm::Argon2id.ident() || kept.version != Some(Version::V0x13.into()) {
        return Err(PasswordError::Failed);
    }
    let mut computed = [0; 32];
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, parameters);
    argon2.hash_password_into(password, &salt, &mut computed).map_err(|_| PasswordError::Failed)?;
    Ok(computed)
}

#[cfg(test)]
mod tests {
    use base64::{Engine, prelude::BASE64_STANDARD_NO_PAD};

    use super::*;

    /// As `password_parameters()` and `is_password()` have it.
    async fn is_right(passwords: &Passwords, password: &str, kept: &str) -> bool {
        let (parameters, hash) = kept.rsplit_once('$').unwrap();
        let computed = passwords.compute(password, Some(parameters)).await.unwrap();
        hash == BASE64_STANDARD_NO_PAD.encode(Sha256::digest(computed))
    }

    #[tokio::test]
    async fn a_password_matches_its_own_hash_only() {
        let passwords = Passwords::new().unwrap();
        let kept = passwords.hash("correct horse battery").await.unwrap();
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{kept}");
        assert_ne!(kept, passwords.hash("correct horse battery").await.unwrap());
        assert!(is_right(&passwords, "correct horse battery", &kept).await);
        assert!(!is_right(&passwords, "correct horse batterz", &kept).await);
        // What is kept signs nobody in: it is no output of argon2id, but the hash of one.
        let computed = passwords.compute("correct horse battery", kept.rsplit_once('$').map(|(start, _)| start)).await;
        assert!(!kept.ends_with(&BASE64_STANDARD_NO_PAD.encode(computed.unwrap())));
        assert!(passwords.compute("", None).await.is_ok());
        for damaged in ["", "$argon2i$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ", "$argon2id$v=19$m=19456,t=2,p=1"] {
            assert_eq!(passwords.compute("", Some(damaged)).await, Err(PasswordError::Failed), "{damaged}");
        }
    }

    /// Of the reference implementation (phc-winner-argon2, test.c).
    #[tokio::test]
    async fn the_bytes_are_those_of_the_reference() {
        let computed =
            Passwords::new().unwrap().compute("password", Some("$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ")).await;
        let expected = "09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7";
        let hex: String = computed.unwrap().iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(hex, expected);
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
