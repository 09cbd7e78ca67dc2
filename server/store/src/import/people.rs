use std::collections::BTreeSet;

use chrono::NaiveDate;
use model::{
    id::PatientId,
    import::{ImportedAllergy, ImportedProvider, ImportedRecord},
};
use sqlx::{PgConnection, types::Json};
use uuid::Uuid;

use super::{ImportError, Tally};
use crate::Error;

/// In the order of their ids, so that two imports at once wait for each other instead of deadlocking.
const PROVIDERS: &str = "
    insert into providers (id, external_id, display_name, license_number, specialty)
    select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[])
             as new (id, external_id, display_name, license_number, specialty)
     order by external_id
    on conflict (external_id) do nothing";

const PATIENT: &str = "
    insert into patients (id, external_id, first_name, last_name, date_of_birth, gender, blood_type,
                          emergency_contact, address, insurance, allergy_status)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
    on conflict (external_id) do nothing";

/// What an identifier's record was merged into has the identifier's patient now.
const FOUND: &str = "
    select coalesce((select m.survivor_id from patient_merges m where m.merged_id = p.id and m.undone_at is null), p.id),
           p.first_name, p.last_name, p.date_of_birth
      from patients p
     where p.external_id = $1
       for update";

const ALLERGIES: &str = "
    insert into patient_allergies (id, patient_id, external_id, substance, code, reaction, severity, status)
    select new.id, $1, new.external_id, new.substance, new.code, new.reaction, new.severity,
           case when new.is_active then 'active' else 'inactive' end
      from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bool[])
               as new (id, external_id, substance, code, reaction, severity, is_active)
    on conflict (patient_id, external_id) do nothing";

/// An allergy that came later than its patient contradicts "none known".
const RECORDED: &str = "
    update patients
       set allergy_status = 'recorded', version = version + 1, updated_at = now()
     where id = $1 and allergy_status <> 'recorded'
       and exists (select from patient_allergies a where a.patient_id = $1 and a.status = 'active')";

/// A relationship that was ended stays ended.
const RELATIONSHIPS: &str = "
    insert into care_relationships (provider_id, patient_id, began_by)
    select r.id, $1, 'import' from providers r where r.external_id = any($2)
    on conflict (provider_id, patient_id) do nothing";

pub(super) async fn insert_providers(
    connection: &mut PgConnection,
    providers: &[ImportedProvider],
) -> Result<Tally, Error> {
    let texts = |of: fn(&ImportedProvider) -> &str| providers.iter().map(of).collect::<Vec<_>>();
    let inserted = sqlx::query(PROVIDERS)
        .bind(new_ids(providers.len()))
        .bind(texts(|provider| &provider.external_id))
        .bind(texts(|provider| &provider.display_name))
        .bind(texts(|provider| &provider.license_number))
        .bind(texts(|provider| &provider.specialty))
        .execute(connection)
        .await?;
    Ok(Tally::of(providers.len(), inserted.rows_affected()))
}

/// The patient, new or found, whose row stays locked until the record is in. An identifier is only as good as whoever
/// gave it: a patient of another name or birth date is somebody else.
pub(super) async fn insert_patient(
    connection: &mut PgConnection,
    record: &ImportedRecord,
) -> Result<(PatientId, Tally), ImportError> {
    let who = &record.demographics;
    let inserted = sqlx::query(PATIENT)
        .bind(Uuid::now_v7())
        .bind(&record.external_id)
        .bind(&who.first_name)
        .bind(&who.last_name)
        .bind(who.date_of_birth)
        .bind(who.gender.as_str())
        .bind(&who.blood_type)
        .bind(Json(&who.emergency_contact))
        .bind(Json(&who.address))
        .bind(Json(&who.insurance))
        .bind(record.allergy_status.as_str())
        .execute(&mut *connection)
        .await?;
    let (id, first_name, last_name, date_of_birth): (Uuid, String, String, NaiveDate) =
        sqlx::query_as(FOUND).bind(&record.external_id).fetch_one(connection).await?;
    let is_same = date_of_birth == who.date_of_birth
        && last_name.to_lowercase() == who.last_name.to_lowercase()
        && first_word(&first_name) == first_word(&who.first_name);
    if !is_same {
        return Err(ImportError::AnotherPerson);
    }
    Ok((PatientId(id), Tally::of(1, inserted.rows_affected())))
}

/// Twins have all but this in common; further given names come and go.
fn first_word(name: &str) -> String {
    name.split_whitespace().next().unwrap_or_default().to_lowercase()
}

pub(super) async fn insert_allergies(
    connection: &mut PgConnection,
    patient: PatientId,
    allergies: &[ImportedAllergy],
) -> Result<Tally, Error> {
    let texts = |of: fn(&ImportedAllergy) -> &str| allergies.iter().map(of).collect::<Vec<_>>();
    let inserted = sqlx::query(ALLERGIES)
        .bind(patient.0)
        .bind(new_ids(allergies.len()))
        .bind(texts(|allergy| &allergy.external_id))
        .bind(texts(|allergy| &allergy.substance))
        .bind(texts(|allergy| &allergy.code))
        .bind(texts(|allergy| &allergy.reaction))
        .bind(texts(|allergy| allergy.severity.as_str()))
        .bind(allergies.iter().map(|allergy| allergy.is_active).collect::<Vec<_>>())
        .execute(&mut *connection)
        .await?;
    if inserted.rows_affected() > 0 {
        sqlx::query(RECORDED).bind(patient.0).execute(connection).await?;
    }
    Ok(Tally::of(allergies.len(), inserted.rows_affected()))
}

/// Whoever saw the patient or prescribed something treats them.
pub(super) async fn insert_relationships(
    connection: &mut PgConnection,
    patient: PatientId,
    record: &ImportedRecord,
) -> Result<Tally, Error> {
    let saw = record.visits.iter().map(|visit| visit.provider.as_str());
    let prescribed = record.prescriptions.iter().filter_map(|prescription| prescription.provider.as_deref());
    let providers: Vec<&str> = saw.chain(prescribed).collect::<BTreeSet<_>>().into_iter().collect();
    let inserted = sqlx::query(RELATIONSHIPS).bind(patient.0).bind(&providers).execute(connection).await?;
    Ok(Tally::of(providers.len(), inserted.rows_affected()))
}

/// Ids in ascending order, as UUIDv7 of one process are.
pub(super) fn new_ids(count: usize) -> Vec<Uuid> {
    (0..count).map(|_| Uuid::now_v7()).collect()
}
