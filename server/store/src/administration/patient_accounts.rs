use chrono::{DateTime, Utc};
use model::{
    access::Action,
    administration::PatientAccount,
    id::UserId,
    page::{Cursor, Page},
};
use sqlx::FromRow;
use uuid::Uuid;

use super::cut;
use crate::{Error, Transaction, cursor};

const ACCOUNTS: &str = "
    select id, email, created_at, is_linked,
           exists (select from suspended_accounts() s where s.user_id = id) as is_suspended,
           administered_second_factor(id) as has_second_factor
      from administered_patient_accounts()
     where position(lower(trim($1)) in email) > 0
       and ($3::uuid is null or (created_at, id) < ($2, $3))
     order by created_at desc, id desc
     limit $4";

const UNLINK: &str = "select unlink_patient_account($1)";

const RETIRE: &str = "select retire_account($1)";

#[derive(FromRow)]
struct Row {
    id: Uuid,
    email: String,
    created_at: DateTime<Utc>,
    is_linked: bool,
    is_suspended: bool,
    has_second_factor: bool,
}

impl Transaction {
    /// A page of the patients' accounts, the newest first, by part of the email address. Those that are closed for good are none
    /// of them.
    ///
    /// # Errors
    /// [`Error::NotFound`] for anyone but an administrator, [`Error::Invalid`] for a wrong cursor.
    pub async fn list_patient_accounts(
        &mut self,
        search: &str,
        after: Option<&Cursor>,
    ) -> Result<Page<PatientAccount>, Error> {
        const LIST: &str = "patient-accounts";
        let after: Option<(DateTime<Utc>, Uuid)> = cursor::decode(LIST, after)?;
        let rows: Vec<Row> = sqlx::query_as(ACCOUNTS)
            .bind(cut(search))
            .bind(after.map(|(at, _)| at))
            .bind(after.map(|(_, id)| id))
            .bind(cursor::ROWS_TO_FETCH)
            .fetch_all(self.connection())
            .await?;
        if rows.is_empty() {
            self.require_administrator().await?;
        }
        self.audit(Action::AccountsList, None, None).await?;
        let convert = |row: Row| PatientAccount {
            id: UserId(row.id),
            email: row.email,
            created_at: self.clinic_time(row.created_at),
            is_linked: row.is_linked,
            is_suspended: row.is_suspended,
            has_second_factor: row.has_second_factor,
        };
        Ok(cursor::page(LIST, rows, |row| (row.created_at, row.id), convert))
    }

    /// Unlinks an account from its record and closes it for good, with whatever it signs in with and whoever's record it read;
    /// the record can then be invited again, and the address is free.
    ///
    /// # Errors
    /// [`Error::NotFound`] for anyone but an administrator, and for an account that is linked to no record;
    /// [`Error::ConfirmationRequired`].
    pub async fn unlink_patient_account(&mut self, user: UserId) -> Result<(), Error> {
        let unlink = sqlx::query_scalar(UNLINK).bind(user.0);
        let patient: Option<Uuid> = unlink.fetch_one(self.connection()).await?;
        patient.map(drop).ok_or(Error::NotFound)
    }

    /// Closes an account for good that is linked to no record, or an applicant's who was never verified and never treated
    /// anybody, so that its address is free.
    ///
    /// # Errors
    /// [`Error::NotFound`] for anyone but an administrator, and for any other account; [`Error::ConfirmationRequired`].
    pub async fn retire_account(&mut self, user: UserId) -> Result<(), Error> {
        let is_retired: bool = sqlx::query_scalar(RETIRE).bind(user.0).fetch_one(self.connection()).await?;
        if is_retired { Ok(()) } else { Err(Error::NotFound) }
    }
}
