//! Passkeys: what is kept of them. Whether an answer is right is found out by whoever has the library.

mod ceremonies;
mod sign_in;

use chrono::{DateTime, Utc};
use model::{
    form::FieldError,
    id::PasskeyId,
    own_account::{OwnPasskey, PASSKEYS_MOST},
};
use serde_json::Value;
use sqlx::{FromRow, types::Json};
use uuid::Uuid;

pub use self::{
    ceremonies::{Ceremony, CeremonyPurpose},
    sign_in::{FoundPasskey, UsedPasskey},
};
use crate::{Error, Transaction};

const OWN: &str = "select id, credential, name, added_at, last_used_at from own_passkeys()";

/// One of the caller's. `credential` is the library's.
#[derive(Debug)]
pub struct KeptPasskey {
    pub id: PasskeyId,
    pub credential: Value,
    pub name: String,
    pub added_at: DateTime<Utc>,
    pub last_used_at: Option<DateTime<Utc>>,
}

#[derive(FromRow)]
struct Row {
    id: Uuid,
    credential: Json<Value>,
    name: String,
    added_at: DateTime<Utc>,
    last_used_at: Option<DateTime<Utc>>,
}

impl From<Row> for KeptPasskey {
    fn from(row: Row) -> Self {
        let Row { id, credential, name, added_at, last_used_at } = row;
        Self { id: PasskeyId(id), credential: credential.0, name, added_at, last_used_at }
    }
}

impl Transaction {
    /// The caller's passkeys, the latest last.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn own_passkeys(&mut self) -> Result<Vec<KeptPasskey>, Error> {
        let rows: Vec<Row> = sqlx::query_as(OWN).fetch_all(self.connection()).await?;
        Ok(rows.into_iter().map(KeptPasskey::from).collect())
    }

    /// As their own person sees them.
    pub(crate) async fn list_own_passkeys(&mut self) -> Result<Vec<OwnPasskey>, Error> {
        let kept = self.own_passkeys().await?;
        let shown = |passkey: KeptPasskey| OwnPasskey {
            id: passkey.id,
            name: passkey.name,
            added_at: self.clinic_time(passkey.added_at),
            last_used_at: passkey.last_used_at.map(|at| self.clinic_time(at)),
        };
        Ok(kept.into_iter().map(shown).collect())
    }

    /// Adds a passkey to the caller's account, and ends all other sessions.
    ///
    /// # Errors
    /// [`Error::ConfirmationRequired`]; [`Error::Invalid`] with the field `name` when it is somebody's already, or one
    /// too many.
    pub async fn add_passkey(&mut self, credential_id: &[u8], name: &str, credential: &Value) -> Result<(), Error> {
        let add = sqlx::query_scalar("select add_passkey($1, $2, $3, $4)").bind(Uuid::now_v7()).bind(credential_id);
        let is_added: bool = add.bind(name).bind(Json(credential)).fetch_one(self.connection()).await?;
        if !is_added {
            let message = format!(
                "This passkey was added before, or you have {PASSKEYS_MOST} of them already: then remove one first."
            );
            return Err(Error::Invalid(vec![FieldError { field: "name".into(), message }]));
        }
        Ok(())
    }

    /// Removes one of the caller's passkeys, and ends all other sessions.
    ///
    /// # Errors
    /// [`Error::ConfirmationRequired`]; [`Error::NotFound`] for one that isn't the caller's.
    pub async fn remove_passkey(&mut self, passkey: PasskeyId) -> Result<(), Error> {
        let remove = sqlx::query_scalar("select remove_passkey($1)").bind(passkey.0);
        let is_removed: bool = remove.fetch_one(self.connection()).await?;
        if is_removed { Ok(()) } else { Err(Error::NotFound) }
    }
}
