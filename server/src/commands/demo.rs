//! The demonstration clinic: synthetic patients, made-up providers, and a sign-in for each kind of account.
//! `server/demo/README.md` says where everything comes from.

mod clinical;
mod details;
mod documents;
mod last_visits;
mod people;
mod record;
mod shift;
mod vitals;

use anyhow::Context;
use chrono::Utc;
use sessions::Passwords;
use store::{DemonstrationPeople, Error, ImportError, Owner};
use tokio::task::block_in_place;

use self::people::{ACCOUNT_HOLDER, APPLICANT, PATIENTS, PROVIDERS, SHARED};
use super::bucket_sink::BucketSink;
use crate::infrastructure::Infrastructure;

/// The clinic's name, unless it is set.
pub const CLINIC: &str = "Riverside Clinic";

/// Everybody's.
pub const PASSWORD: &str = "demonstration only";

const ADMINISTRATOR: &str = "admin@demo.carechart.example";

const PATIENT: &str = "patient@demo.carechart.example";

/// Who can sign in, and as what.
pub const SIGN_INS: [(&str, &str); 6] = [
    (PROVIDERS[0].email, "a provider"),
    (PROVIDERS[1].email, "a provider who shares patients with her"),
    (PROVIDERS[2].email, "a provider who shares one"),
    (APPLICANT.email, "a provider who isn't verified yet"),
    (PATIENT, "a patient"),
    (ADMINISTRATOR, "the administrator"),
];

/// Loads the demonstration clinic, and prints its sign-ins.
///
/// # Errors
/// When the database or the bucket doesn't take it.
pub async fn demo(infrastructure: &Infrastructure) -> anyhow::Result<()> {
    load(infrastructure).await?;
    println!("The demonstration clinic is loaded.");
    print_sign_ins();
    Ok(())
}

/// Prints who can sign in.
pub fn print_sign_ins() {
    println!("Sign-ins of the demonstration, all with the password “{PASSWORD}”:");
    for (email, what) in SIGN_INS {
        println!("  {email:<40} {what}");
    }
}

/// Loads the demonstration clinic. What is there stays as it is, so that loading again changes nothing, and loading
/// that was interrupted can be begun again.
///
/// # Errors
/// When the database or the bucket doesn't take it, and when somebody else is in the database.
pub async fn load(infrastructure: &Infrastructure) -> anyhow::Result<()> {
    let owner = infrastructure.owner().await?;
    let result = load_as(&owner, infrastructure).await;
    owner.close().await;
    result
}

async fn load_as(owner: &Owner, infrastructure: &Infrastructure) -> anyhow::Result<()> {
    // Everybody knows the password, the administrator's included.
    anyhow::ensure!(
        may_load(owner).await?,
        "the database holds people who aren't the demonstration's, so that it isn't loaded: everybody could sign in with \
         its password. Load it into an empty database"
    );
    import_patients(infrastructure).await.context("the demonstration's patients")?;
    let hash = Passwords::new()?.hash(PASSWORD).await?;
    open_accounts(owner, &hash).await.context("the demonstration's accounts")
}

async fn may_load(owner: &Owner) -> Result<bool, Error> {
    let emails = SIGN_INS.map(|(email, _)| email);
    let providers = PROVIDERS.map(|provider| provider.id);
    let patients: Vec<String> = PATIENTS.iter().map(|patient| people::external_id(patient.name)).collect();
    let people = DemonstrationPeople {
        emails: &emails,
        providers: &providers,
        patients: &patients,
        administrator: ADMINISTRATOR,
    };
    owner.may_load_demonstration(people).await
}

async fn import_patients(infrastructure: &Infrastructure) -> anyhow::Result<()> {
    let (now, time_zone) = (Utc::now(), infrastructure.configuration.clinic.time_zone);
    let importer = infrastructure.importer().await?;
    let sink = BucketSink::open(infrastructure).await?;
    for patient in &PATIENTS {
        let record = block_in_place(|| record::record(patient, now, time_zone)).context(patient.name)?;
        let outcome = match importer.import(&record, &sink).await {
            Ok(outcome) => outcome,
            // Loaded on another day, with the birth date of that day, or renamed since.
            Err(ImportError::AnotherPerson) => continue,
            result => result.context(patient.name)?,
        };
        anyhow::ensure!(outcome.refused_documents.is_empty(), "a document of {} was refused", patient.name);
    }
    Ok(())
}

async fn open_accounts(owner: &Owner, hash: &str) -> Result<(), Error> {
    for provider in &PROVIDERS {
        owner.attach_demo_provider(provider.id, provider.email, hash).await?;
    }
    for (patient, provider) in SHARED {
        owner.begin_demo_relationship(&people::external_id(patient), PROVIDERS[provider].id).await?;
    }
    let who = &APPLICANT;
    owner.add_demo_applicant(who.email, hash, who.name, who.license_number, who.specialty).await?;
    owner.link_demo_patient(&people::external_id(ACCOUNT_HOLDER), PATIENT, hash).await?;
    match owner.create_administrator(ADMINISTRATOR, hash).await {
        // It has its account already.
        Err(Error::Invalid(_)) => Ok(()),
        result => result,
    }
}

#[cfg(test)]
mod tests;
