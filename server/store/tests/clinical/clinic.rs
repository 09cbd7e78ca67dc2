//! A clinic in a database of its own: people with accounts, records, and the store as the application's role.

use chrono::{DateTime, NaiveDate, NaiveDateTime, SubsecRound, TimeDelta, Utc};
use chrono_tz::Tz;
use model::{
    id::{PatientId, ProviderId, UserId},
    patient::Demographics,
};
use sqlx::{PgPool, postgres::PgConnectOptions, types::Json};
use store::{Caller, Store, Transaction, Worker};
use uuid::Uuid;

use crate::{
    forms::demographics,
    harness::{Database, standing_session},
};

/// Someone who can sign in.
pub struct Person {
    user: UserId,
    provider: Option<ProviderId>,
}

impl Person {
    pub fn provider(&self) -> ProviderId {
        self.provider.unwrap()
    }

    pub fn user(&self) -> UserId {
        self.user
    }
}

pub struct Clinic {
    /// Past every policy, to set the scene and to look behind it.
    pub superuser: PgPool,
    owner: PgConnectOptions,
    worker: PgConnectOptions,
    store: Store,
    time_zone: Tz,
    moment: DateTime<Utc>,
}

const PROVIDER: &str = "
    insert into providers (id, user_id, display_name, specialty, is_verified)
    values ($1, $2, $3, 'Family medicine', $4)";

const RELATIONSHIP: &str = "
    insert into care_relationships (provider_id, patient_id, began_by) values ($1, $2, 'registration')";

const PATIENT: &str = "
    insert into patients (id, first_name, last_name, date_of_birth, gender, blood_type, emergency_contact, address,
                          insurance)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";

impl Clinic {
    pub async fn new() -> Self {
        Self::new_in(Tz::UTC).await
    }

    pub async fn new_in(time_zone: Tz) -> Self {
        let database = Database::new().await;
        let (superuser, store) = (database.superuser_pool().await, database.store_in(time_zone).await);
        Self {
            superuser,
            owner: database.owner,
            worker: database.worker,
            store,
            time_zone,
            moment: Utc::now().trunc_subsecs(6),
        }
    }

    pub fn owner_options(&self) -> PgConnectOptions {
        self.owner.clone()
    }

    pub async fn worker(&self) -> Worker {
        Worker::connect(self.worker.clone()).await.unwrap()
    }

    pub fn today(&self) -> NaiveDate {
        self.store.clinic().today
    }

    /// On the clinic's wall clock.
    pub fn an_hour_ago(&self) -> NaiveDateTime {
        (self.moment - TimeDelta::hours(1)).with_timezone(&self.time_zone).naive_local()
    }

    /// A moment in the past, today unless it is midnight; the same one whenever it is asked for.
    pub fn moment(&self) -> DateTime<Utc> {
        self.moment
    }

    pub async fn begin(&self, person: &Person) -> Transaction {
        self.store.begin_as(&self.caller(person).await).await.unwrap()
    }

    /// As somebody who has just proved who they are.
    pub async fn begin_confirmed(&self, person: &Person) -> Transaction {
        let caller = self.caller(person).await;
        let confirm = sqlx::query("update sessions set confirmed_at = now() where id = $1").bind(caller.session.0);
        confirm.execute(&self.superuser).await.unwrap();
        self.store.begin_as(&caller).await.unwrap()
    }

    /// In a session of theirs that nobody has ended.
    pub async fn caller(&self, person: &Person) -> Caller {
        standing_session(&self.superuser, person.user).await
    }

    /// As whoever's session has ended, who is nobody any more.
    pub async fn begin_ended(&self, person: &Person) -> Transaction {
        let caller = self.caller(person).await;
        let end = sqlx::query("update sessions set ended_at = now() where id = $1").bind(caller.session.0);
        end.execute(&self.superuser).await.unwrap();
        self.store.begin_as(&caller).await.unwrap()
    }

    async fn user(&self, kind: &str) -> UserId {
        let id = Uuid::now_v7();
        sqlx::query("insert into users (id, kind, email, password_hash) values ($1, $2, $3, '')")
            .bind(id)
            .bind(kind)
            .bind(format!("{id}@example.org"))
            .execute(&self.superuser)
            .await
            .unwrap();
        UserId(id)
    }

    pub async fn administrator(&self) -> Person {
        Person { user: self.user("administrator").await, provider: None }
    }

    pub async fn provider(&self, name: &str) -> Person {
        self.new_provider(name, true).await
    }

    pub async fn unverified_provider(&self, name: &str) -> Person {
        self.new_provider(name, false).await
    }

    async fn new_provider(&self, name: &str, is_verified: bool) -> Person {
        let user = self.user("provider").await;
        let id = Uuid::now_v7();
        let insert = sqlx::query(PROVIDER).bind(id).bind(user.0).bind(name).bind(is_verified);
        insert.execute(&self.superuser).await.unwrap();
        Person { user, provider: Some(ProviderId(id)) }
    }

    /// Gives an imported practitioner an account.
    pub async fn attach(&self, external_id: &str) -> Person {
        let user = self.user("provider").await;
        let attach = sqlx::query_scalar(
            "update providers set user_id = $1, is_verified = true where external_id = $2 returning id",
        );
        let id = attach.bind(user.0).bind(external_id).fetch_one(&self.superuser).await.unwrap();
        Person { user, provider: Some(ProviderId(id)) }
    }

    pub async fn patient(&self, treated_by: &[&Person], first: &str, last: &str) -> PatientId {
        self.patient_with(treated_by, &demographics(first, last)).await
    }

    pub async fn patient_with(&self, treated_by: &[&Person], who: &Demographics) -> PatientId {
        let id = Uuid::now_v7();
        let insert = sqlx::query(PATIENT)
            .bind(id)
            .bind(&who.first_name)
            .bind(&who.last_name)
            .bind(who.date_of_birth)
            .bind(who.gender.as_str())
            .bind(&who.blood_type)
            .bind(Json(&who.emergency_contact))
            .bind(Json(&who.address))
            .bind(Json(&who.insurance));
        insert.execute(&self.superuser).await.unwrap();
        for provider in treated_by {
            self.treat(provider, PatientId(id)).await;
        }
        PatientId(id)
    }

    pub async fn treat(&self, provider: &Person, patient: PatientId) {
        let begin = sqlx::query(RELATIONSHIP).bind(provider.provider().0).bind(patient.0);
        begin.execute(&self.superuser).await.unwrap();
    }

    /// An account linked to the patient's record.
    pub async fn account_of(&self, patient: PatientId) -> Person {
        let user = self.user("patient").await;
        let link = sqlx::query("update patients set user_id = $1 where id = $2").bind(user.0).bind(patient.0);
        link.execute(&self.superuser).await.unwrap();
        Person { user, provider: None }
    }

    pub async fn end_relationship(&self, provider: &Person, patient: PatientId) {
        let end = "update care_relationships set ended_at = now() where provider_id = $1 and patient_id = $2";
        let end = sqlx::query(end).bind(provider.provider().0).bind(patient.0);
        assert_eq!(end.execute(&self.superuser).await.unwrap().rows_affected(), 1);
    }
}
