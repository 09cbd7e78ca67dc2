//! The demonstration clinic's accounts, beside its imported records. Each changes nothing when it is done already, so
//! that loading can be stopped half-way and begun again.

use model::access::Action;
use uuid::Uuid;

use super::{Owner, audit, insert_user};
use crate::Error;

/// The demonstration's administrator comes last, and only the owner makes one.
const MAY_BE_LOADED: &str = "
    select exists (select from users where kind = 'administrator' and email = $4)
        or not exists (select from users where email <> all ($1))
           and not exists (select from patients where (external_id = any ($3)) is not true)
           and not exists (
               select from providers r
                 left join users u on u.id = r.user_id
                where (r.external_id = any ($2)) is not true and (u.email = any ($1)) is not true)";

const UNATTACHED_PROVIDER: &str = "select id from providers where external_id = $1 and user_id is null for update";

const ATTACH: &str = "update providers set user_id = $2, is_verified = true, verified_at = now() where id = $1";

const APPLICANT: &str = "
    insert into providers (id, user_id, display_name, license_number, specialty) values ($1, $2, $3, $4, $5)";

const UNLINKED_PATIENT: &str = "select id from patients where external_id = $1 and user_id is null for update";

const LINK: &str = "update patients set user_id = $2 where id = $1";

const RELATIONSHIP: &str = "
    insert into care_relationships (provider_id, patient_id, began_by)
    select r.id, p.id, 'import'
      from providers r, patients p
     where r.external_id = $1 and p.external_id = $2
    on conflict (provider_id, patient_id) do nothing
    returning patient_id, provider_id";

/// Who is in the demonstration.
#[derive(Clone, Copy, Debug)]
pub struct DemonstrationPeople<'a> {
    /// Everybody's who can sign in.
    pub emails: &'a [&'a str],
    /// External ids.
    pub providers: &'a [&'a str],
    /// External ids.
    pub patients: &'a [String],
    /// An email address.
    pub administrator: &'a str,
}

impl Owner {
    /// Whether the demonstration may be loaded: into a database that holds nobody else, and again where it was loaded
    /// whole, whoever has been added there since.
    ///
    /// # Errors
    /// [`Error::Database`], [`Error::Unavailable`].
    pub async fn may_load_demonstration(&self, people: DemonstrationPeople<'_>) -> Result<bool, Error> {
        let ask = sqlx::query_scalar(MAY_BE_LOADED).bind(people.emails).bind(people.providers).bind(people.patients);
        Ok(ask.bind(people.administrator).fetch_one(&self.pool).await?)
    }

    /// Gives an imported practitioner an account, verified. One who has an account stays as they are.
    ///
    /// # Errors
    /// [`Error::Database`], [`Error::Unavailable`].
    pub async fn attach_demo_provider(
        &self,
        external_provider_id: &str,
        email: &str,
        password_hash: &str,
    ) -> Result<(), Error> {
        let mut tx = self.pool.begin().await?;
        let find = sqlx::query_scalar(UNATTACHED_PROVIDER).bind(external_provider_id);
        let Some(provider): Option<Uuid> = find.fetch_optional(&mut *tx).await? else { return Ok(()) };
        if let Some(user) = insert_user(&mut tx, "provider", email, password_hash).await? {
            sqlx::query(ATTACH).bind(provider).bind(user).execute(&mut *tx).await?;
            audit(&mut tx, Action::ProviderAttach, None, provider).await?;
        }
        Ok(tx.commit().await?)
    }

    /// Adds a provider who has applied and waits for verification.
    ///
    /// # Errors
    /// [`Error::Database`], [`Error::Unavailable`].
    pub async fn add_demo_applicant(
        &self,
        email: &str,
        password_hash: &str,
        display_name: &str,
        license_number: &str,
        specialty: &str,
    ) -> Result<(), Error> {
        let mut tx = self.pool.begin().await?;
        if let Some(user) = insert_user(&mut tx, "provider", email, password_hash).await? {
            let insert = sqlx::query(APPLICANT).bind(Uuid::now_v7()).bind(user).bind(display_name);
            insert.bind(license_number).bind(specialty).execute(&mut *tx).await?;
        }
        Ok(tx.commit().await?)
    }

    /// Gives a patient an account. A record that has one stays as it is.
    ///
    /// # Errors
    /// [`Error::Database`], [`Error::Unavailable`].
    pub async fn link_demo_patient(
        &self,
        external_patient_id: &str,
        email: &str,
        password_hash: &str,
    ) -> Result<(), Error> {
        let mut tx = self.pool.begin().await?;
        let find = sqlx::query_scalar(UNLINKED_PATIENT).bind(external_patient_id);
        let Some(patient): Option<Uuid> = find.fetch_optional(&mut *tx).await? else { return Ok(()) };
        if let Some(user) = insert_user(&mut tx, "patient", email, password_hash).await? {
            sqlx::query(LINK).bind(patient).bind(user).execute(&mut *tx).await?;
            audit(&mut tx, Action::AccountLink, Some(patient), user).await?;
        }
        Ok(tx.commit().await?)
    }

    /// Lets a provider treat a patient. A relationship that there is, or that was ended, stays as it is.
    ///
    /// # Errors
    /// [`Error::Database`], [`Error::Unavailable`].
    pub async fn begin_demo_relationship(
        &self,
        external_patient_id: &str,
        external_provider_id: &str,
    ) -> Result<(), Error> {
        let mut tx = self.pool.begin().await?;
        let begin = sqlx::query_as(RELATIONSHIP).bind(external_provider_id).bind(external_patient_id);
        let begun: Option<(Uuid, Uuid)> = begin.fetch_optional(&mut *tx).await?;
        if let Some((patient, provider)) = begun {
            audit(&mut tx, Action::ChartShare, Some(patient), provider).await?;
        }
        Ok(tx.commit().await?)
    }
}
