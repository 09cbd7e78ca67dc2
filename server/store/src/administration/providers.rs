use chrono::{DateTime, Utc};
use model::{
    access::Action,
    administration::ProviderAccount,
    id::{ProviderId, UserId},
    page::{Cursor, Page},
};
use sqlx::FromRow;
use uuid::Uuid;

use super::cut;
use crate::{Error, Transaction, cursor, texts::invalid};

/// Those who wait for verification first: they have an account and aren't verified.
const PROVIDERS: &str = "
    with words as materialized (
        select word from regexp_split_to_table(normalized($1), '\\s+') word where word <> ''
    ), found as materialized (
        select p.*, (p.is_verified or p.user_id is null)::int as rank,
               normalized(p.display_name) collate \"C\" as name
          from administered_providers() p
         where not exists (
               select from words
                where position(word in normalized(p.display_name)) = 0 and position(word in normalized(p.specialty)) = 0
                  and position(word in lower(p.license_number)) = 0 and position(word in coalesce(p.email, '')) = 0)
    )
    select id, user_id, display_name, license_number, specialty, is_verified, is_applicant, email, created_at, rank, name,
           exists (select from suspended_accounts() s where s.user_id = found.user_id) as is_suspended,
           administered_second_factor(found.user_id) as has_second_factor
      from found
     where $4::uuid is null or (rank, name, id) > ($2, $3, $4)
     order by rank, name, id
     limit $5";

const SET_VERIFIED: &str = "select set_provider_verified($1, $2)";

const SET_SUSPENDED: &str = "select set_account_suspended($1, $2)";

const ATTACH: &str = "select attach_provider_account($1, $2)";

#[derive(FromRow)]
struct Row {
    id: Uuid,
    user_id: Option<Uuid>,
    display_name: String,
    license_number: String,
    specialty: String,
    is_verified: bool,
    is_applicant: bool,
    is_suspended: bool,
    email: Option<String>,
    created_at: DateTime<Utc>,
    rank: i32,
    name: String,
    has_second_factor: bool,
}

impl Transaction {
    /// A page of the providers, those who wait for verification first, then by name.
    ///
    /// # Errors
    /// [`Error::NotFound`] for anyone but an administrator, [`Error::Invalid`] for a wrong cursor.
    pub async fn list_providers(
        &mut self,
        search: &str,
        after: Option<&Cursor>,
    ) -> Result<Page<ProviderAccount>, Error> {
        const LIST: &str = "providers";
        let after: Option<(i32, String, Uuid)> = cursor::decode(LIST, after)?;
        let (rank, name, id) = after.map_or((None, None, None), |(rank, name, id)| (Some(rank), Some(name), Some(id)));
        let rows: Vec<Row> = sqlx::query_as(PROVIDERS)
            .bind(cut(search))
            .bind(rank)
            .bind(name)
            .bind(id)
            .bind(cursor::ROWS_TO_FETCH)
            .fetch_all(self.connection())
            .await?;
        if rows.is_empty() {
            self.require_administrator().await?;
        }
        self.audit(Action::ProvidersList, None, None).await?;
        Ok(cursor::page(LIST, rows, |row| (row.rank, row.name.clone(), row.id), |row| self.provider_account(row)))
    }

    /// Verifies a provider, or withdraws it: their access and their sessions then end at once.
    ///
    /// # Errors
    /// [`Error::NotFound`] for anyone but an administrator, and for a provider without an account;
    /// [`Error::ConfirmationRequired`] to verify, and never to withdraw.
    pub async fn set_provider_verified(&mut self, provider: ProviderId, is_verified: bool) -> Result<(), Error> {
        let set = sqlx::query_scalar(SET_VERIFIED).bind(provider.0).bind(is_verified);
        let is_set: bool = set.fetch_one(self.connection()).await?;
        if is_set { Ok(()) } else { Err(Error::NotFound) }
    }

    /// Suspends an account, or lifts it: whoever is suspended is signed out at once and doesn't sign in.
    ///
    /// # Errors
    /// [`Error::NotFound`] for anyone but an administrator, and for an account that is an administrator's or closed for good;
    /// [`Error::ConfirmationRequired`] for lifting it.
    pub async fn set_account_suspended(&mut self, user: UserId, is_suspended: bool) -> Result<(), Error> {
        let set = sqlx::query_scalar(SET_SUSPENDED).bind(user.0).bind(is_suspended);
        let is_set: bool = set.fetch_one(self.connection()).await?;
        if is_set { Ok(()) } else { Err(Error::NotFound) }
    }

    /// Attaches an imported practitioner to the account of an applicant, who then is that practitioner, still to be
    /// verified.
    ///
    /// # Errors
    /// [`Error::NotFound`] for anyone but an administrator, and for a provider who has an account;
    /// [`Error::ConfirmationRequired`]; [`Error::Invalid`] with the field `email` when it isn't the address of an applicant
    /// who was never verified.
    pub async fn attach_provider_account(&mut self, provider: ProviderId, email: &str) -> Result<(), Error> {
        let attach = sqlx::query_scalar(ATTACH).bind(provider.0).bind(cut(email).trim().to_lowercase());
        let outcome: String = attach.fetch_one(self.connection()).await?;
        match outcome.as_str() {
            "attached" => Ok(()),
            "no_applicant" => Err(invalid("email", "No applicant who waits for verification has this address.")),
            _ => Err(Error::NotFound),
        }
    }

    fn provider_account(&self, row: Row) -> ProviderAccount {
        ProviderAccount {
            id: ProviderId(row.id),
            user: row.user_id.map(UserId),
            display_name: row.display_name,
            license_number: row.license_number,
            specialty: row.specialty,
            is_verified: row.is_verified,
            is_applicant: row.is_applicant,
            is_suspended: row.is_suspended,
            email: row.email,
            has_second_factor: row.has_second_factor,
            created_at: self.clinic_time(row.created_at),
        }
    }
}
