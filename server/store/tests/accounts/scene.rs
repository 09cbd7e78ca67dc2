//! A clinic in a database of its own, whose people come by their accounts as people do.

use std::{net::IpAddr, time::Duration};

use base64::{
    Engine,
    prelude::{BASE64_STANDARD_NO_PAD, BASE64_URL_SAFE_NO_PAD},
};
use model::{
    account::{AcceptInvitation, ProviderApplication},
    id::{PatientId, ProviderId, SessionId, UserId},
    patient::{Address, Demographics, EmergencyContact, Gender, Insurance, Registration},
};
use sha2::{Digest, Sha256};
use sqlx::{AssertSqlSafe, PgPool};
use store::{Caller, Error, Gate, NewSession, Origin, Owner, SessionSecret, Store, Transaction, Worker};
use uuid::Uuid;

use crate::harness::{Database, standing_session};

pub const NOWHERE: Origin = Origin { address: None };

pub fn from(address: &str) -> Origin {
    Origin { address: Some(address.parse::<IpAddr>().unwrap()) }
}

/// What argon2id would make of somebody's password.
pub fn computed(who: &str) -> [u8; 32] {
    Sha256::digest(format!("{who}'s password")).into()
}

/// What the database keeps of it.
pub fn kept_password(who: &str) -> String {
    let hash = BASE64_STANDARD_NO_PAD.encode(Sha256::digest(computed(who)));
    format!("$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ${hash}")
}

/// A session to be, whose secret is made of the number.
pub fn new_session(number: u8) -> NewSession {
    NewSession {
        secret: SessionSecret([number; 32]),
        // Only a change of the stored times can reach it.
        idle: Duration::from_secs(30 * 60),
        lifetime: Duration::from_secs(12 * 3_600),
        replaced: None,
        device: "Firefox on Linux".into(),
    }
}

/// What a token's hash is that nobody has yet.
pub fn nobodys() -> [u8; 32] {
    Sha256::digest(Uuid::now_v7()).into()
}

/// A secret as a link carries it, and what the database is told of it.
pub fn link(number: u8) -> (String, [u8; 32]) {
    (BASE64_URL_SAFE_NO_PAD.encode([number; 32]), Sha256::digest([number; 32]).into())
}

pub fn demographics(first: &str, last: &str) -> Demographics {
    Demographics {
        first_name: first.into(),
        last_name: last.into(),
        date_of_birth: "1980-02-03".parse().unwrap(),
        gender: Gender::Female,
        blood_type: None,
        emergency_contact: EmergencyContact::default(),
        address: Address::default(),
        insurance: Insurance::default(),
    }
}

pub fn answer(token: &str, date_of_birth: &str, email: &str) -> AcceptInvitation {
    AcceptInvitation {
        token: token.into(),
        date_of_birth: date_of_birth.parse().unwrap(),
        email: email.into(),
        password: String::new(),
    }
}

/// Someone who has an account.
#[derive(Clone, Copy, Debug)]
pub struct Provider {
    pub user: UserId,
    pub id: ProviderId,
}

pub struct Scene {
    pub database: Database,
    pub superuser: PgPool,
    pub store: Store,
    pub gate: Gate,
    pub worker: Worker,
    pub administrator: UserId,
}

impl Scene {
    pub async fn new() -> Self {
        let database = Database::new().await;
        let (superuser, store) = (database.superuser_pool().await, database.store().await);
        let owner = Owner::connect(database.owner.clone()).await.unwrap();
        owner.create_administrator("admin@example.org", &kept_password("admin")).await.unwrap();
        owner.close().await;
        let (gate, worker) = (database.gate().await, database.worker().await);
        let mut scene = Self { database, superuser, store, gate, worker, administrator: UserId(Uuid::nil()) };
        scene.administrator = scene.user("admin@example.org").await;
        scene
    }

    pub async fn begin(&self, user: UserId) -> Transaction {
        self.store.begin_as(&self.caller(user).await).await.unwrap()
    }

    /// In a session whose person hasn't proved lately who they are, and that nobody has ended.
    pub async fn caller(&self, user: UserId) -> Caller {
        standing_session(&self.superuser, user).await
    }

    /// Whose address it is now.
    pub async fn user(&self, email: &str) -> UserId {
        let id = sqlx::query_scalar("select id from users where email = $1 and retired_at is null").bind(email);
        UserId(id.fetch_one(&self.superuser).await.unwrap())
    }

    /// Past every policy; how times pass, too.
    pub async fn run(&self, sql: &str) -> u64 {
        sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&self.superuser).await.unwrap().rows_affected()
    }

    /// A provider who has applied, with an address made of the name.
    pub async fn applicant(&self, name: &str) -> Provider {
        let email = format!("{}@example.org", name.to_lowercase());
        let application = ProviderApplication {
            display_name: name.into(),
            email: email.clone(),
            password: String::new(),
            license_number: format!("L-{name}"),
            specialty: "Family medicine".into(),
        };
        let attempt = self.gate.begin_application(&email, &NOWHERE).await.unwrap();
        self.gate.apply_as_provider(attempt, &application, &kept_password(name), &NOWHERE).await.unwrap();
        self.run(&format!("delete from sign_in_failures where id = '{attempt}'")).await;
        let user = self.user(&email).await;
        let id = sqlx::query_scalar("select id from providers where user_id = $1").bind(user.0);
        Provider { user, id: ProviderId(id.fetch_one(&self.superuser).await.unwrap()) }
    }

    pub async fn provider(&self, name: &str) -> Provider {
        let provider = self.applicant(name).await;
        self.set_verified(provider, true).await.unwrap();
        provider
    }

    pub async fn set_verified(&self, provider: Provider, is_verified: bool) -> Result<(), Error> {
        let mut tx = self.begin_confirmed(self.administrator).await;
        tx.set_provider_verified(provider.id, is_verified).await?;
        tx.commit().await
    }

    /// An imported practitioner, without an account.
    pub async fn practitioner(&self, name: &str) -> ProviderId {
        let id = Uuid::now_v7();
        let insert = sqlx::query("insert into providers (id, display_name, external_id) values ($1, $2, $2)");
        insert.bind(id).bind(name).execute(&self.superuser).await.unwrap();
        ProviderId(id)
    }

    pub async fn patient(&self, provider: Provider) -> PatientId {
        let id = PatientId(Uuid::now_v7());
        let who = demographics("Freda", "Kris");
        let mut tx = self.begin(provider.user).await;
        // Another one of the same name may be there.
        if let Registration::PossibleDuplicates(found) = tx.register_patient(id, &who, &[]).await.unwrap() {
            let namesakes: Vec<_> = found.iter().map(|patient| patient.id).collect();
            let registered = tx.register_patient(id, &who, &namesakes).await.unwrap();
            assert_eq!(registered, Registration::Registered(id));
        }
        tx.commit().await.unwrap();
        id
    }

    pub async fn invite(&self, provider: Provider, patient: PatientId, number: u8) -> Result<(), Error> {
        let mut tx = self.begin_confirmed(provider.user).await;
        tx.invite_patient(patient, &link(number).1).await?;
        tx.commit().await
    }

    /// Without a session of their own before; with one afterwards.
    pub async fn accept(&self, number: u8, date_of_birth: &str, email: &str) -> Result<UserId, Error> {
        self.accept_as(number, date_of_birth, email, None).await
    }

    /// In the browser in which somebody may be signed in.
    pub async fn accept_as(
        &self,
        number: u8,
        date_of_birth: &str,
        email: &str,
        caller: Option<&Caller>,
    ) -> Result<UserId, Error> {
        let answer = answer(&link(number).0, date_of_birth, email);
        let session = NewSession { secret: SessionSecret(nobodys()), ..new_session(0) };
        self.gate
            .accept_invitation((&answer, &kept_password("Freda")), (&nobodys(), &session), caller, &NOWHERE)
            .await?;
        Ok(self.user(email).await)
    }

    /// A patient's account, linked to a new record by a link whose number is the address' first letter.
    pub async fn linked_patient(&self, provider: Provider, email: &str) -> (PatientId, UserId) {
        let patient = self.patient(provider).await;
        let number = email.as_bytes()[0];
        self.invite(provider, patient, number).await.unwrap();
        (patient, self.accept(number, "1980-02-03", email).await.unwrap())
    }

    /// Begins a session whose secret is made of the number, as if all steps of the sign-in had been taken.
    pub async fn sign_in(&self, user: UserId, number: u8, replaced: Option<SessionSecret>) -> Caller {
        let pass = "insert into sign_in_challenges (id, user_id, token_hash, expires_at, passed_at)
                    values (gen_random_uuid(), $1, sha256($2), now() + interval '1 minute', now())";
        let (challenge, id) = (nobodys(), Uuid::now_v7());
        sqlx::query(pass).bind(user.0).bind(challenge).execute(&self.superuser).await.unwrap();
        let NewSession { secret, device, .. } = new_session(number);
        sqlx::query("select begin_session($1, $2, $3, '30 minutes', '12 hours', $4, $5)")
            .bind(challenge)
            .bind(id)
            .bind(secret.0)
            .bind(replaced.map(|replaced| replaced.0))
            .bind(device)
            .execute(&self.superuser)
            .await
            .unwrap();
        Caller { user, session: SessionId(id), secret, address: None }
    }

    /// What was done, by whom and by which right, in order; how the scene was set is left out.
    pub async fn events(&self) -> Vec<(String, Option<Uuid>, String)> {
        let events = "select action, actor_user_id, access_right from audit_events
                       where action <> all ('{account.create,account.apply,provider.verify,patient.register}')
                       order by id";
        sqlx::query_as(events).fetch_all(&self.superuser).await.unwrap()
    }

    /// The actions alone.
    pub async fn actions(&self) -> Vec<String> {
        self.events().await.into_iter().map(|(action, ..)| action).collect()
    }
}
