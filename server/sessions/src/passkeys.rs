//! Passkeys: what browsers are asked, and whether what they answer is right.

mod own;
mod relying_party;
mod sign_in;

use model::{
    form::FieldError,
    id::UserId,
    own_account::{PasskeyAnswer, PasskeyQuestion},
};
use serde_json::Value;
use store::{Caller, CeremonyPurpose, FoundPasskey, Gate, KeptPasskey, Origin, UsedPasskey};
use webauthn_rs::prelude::PublicKeyCredential;

pub use self::relying_party::RelyingParty;
use crate::{Error, Token};

/// An answer that was compared with its question.
enum Verdict {
    Right(UsedPasskey),
    /// Whose passkey it named, if it is anybody's.
    Wrong(Option<UserId>),
}

/// Takes the question that is answered, which nobody answers again, and compares.
async fn judge(
    gate: &Gate,
    (purpose, party): (CeremonyPurpose, &RelyingParty),
    answer: &PasskeyAnswer,
    caller: Option<&Caller>,
    origin: &Origin,
) -> Result<Verdict, Error> {
    let Some(token) = Token::decode(&answer.ceremony) else { return Ok(Verdict::Wrong(None)) };
    let ceremony = gate.take_passkey_ceremony(purpose, &token.hash(), caller, origin).await?;
    let credential: Option<PublicKeyCredential> = serde_json::from_str(&answer.credential).ok();
    let (Some(ceremony), Some(credential)) = (ceremony, credential) else { return Ok(Verdict::Wrong(None)) };
    let found = match whose(ceremony.user, &credential) {
        Some(user) => gate.find_passkey(credential.get_credential_id(), user).await?,
        None => None,
    };
    let Some(found) = found else { return Ok(Verdict::Wrong(None)) };
    Ok(match party.check(&credential, ceremony.state, &found.credential) {
        Some(after) => {
            Verdict::Right(UsedPasskey { found, after, token_hash: token.hash(), attempt: ceremony.attempt })
        }
        None => Verdict::Wrong(Some(found.user)),
    })
}

/// Whose passkey an answer is of: the one that was asked. The passkey says it, too, and alone where nobody was asked.
fn whose(asked: Option<UserId>, credential: &PublicKeyCredential) -> Option<UserId> {
    let said = credential.get_user_unique_id().map(|id| uuid::Uuid::from_slice(id).map(UserId));
    match (asked, said) {
        (Some(asked), None) => Some(asked),
        (Some(asked), Some(Ok(said))) if asked == said => Some(asked),
        (None, Some(Ok(said))) => Some(said),
        _ => None,
    }
}

/// A new question with its token.
fn question(token: &Token, options: String) -> PasskeyQuestion {
    PasskeyQuestion { ceremony: token.encode(), options }
}

fn credentials(passkeys: &[KeptPasskey]) -> Vec<&Value> {
    passkeys.iter().map(|passkey| &passkey.credential).collect()
}

/// The one answer to whatever is wrong with a passkey: nobody learns which ones are known.
fn wrong_passkey() -> Error {
    let message = "This passkey isn't known here, or its answer came too late. Try it again, or use your password.";
    refusal(message)
}

fn refusal(message: &str) -> Error {
    store::Error::Invalid(vec![FieldError { field: "passkey".into(), message: message.into() }]).into()
}

impl Verdict {
    fn account(&self) -> Option<UserId> {
        match self {
            Self::Right(UsedPasskey { found: FoundPasskey { user, .. }, .. }) => Some(*user),
            Self::Wrong(account) => *account,
        }
    }
}
