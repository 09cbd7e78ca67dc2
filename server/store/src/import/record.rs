use model::{
    id::PatientId,
    import::{ImportedPrescription, ImportedVisit},
};
use sqlx::{PgConnection, types::Json};

use super::{Tally, people::new_ids};
use crate::Error;

const VISITS: &str = "
    insert into visits (id, patient_id, provider_id, external_id, visit_date, chief_complaint, diagnosis, notes, vitals)
    select new.id, $1, r.id, new.external_id, new.visit_date, new.chief_complaint, new.diagnosis, new.notes, new.vitals
      from unnest($2::uuid[], $3::text[], $4::text[], $5::timestamptz[], $6::text[], $7::text[], $8::text[],
                  $9::jsonb[])
               as new (id, provider, external_id, visit_date, chief_complaint, diagnosis, notes, vitals)
      join providers r on r.external_id = new.provider
    on conflict (patient_id, external_id) do nothing";

const PRESCRIPTIONS: &str = "
    insert into prescriptions (id, visit_id, patient_id, provider_id, external_id, medication, dosage, frequency,
                               start_date, end_date, is_active)
    select new.id, v.id, $1, r.id, new.external_id, new.medication, new.dosage, new.frequency, new.start_date,
           new.end_date, new.is_active
      from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::date[],
                  $10::date[], $11::bool[])
               as new (id, visit, provider, external_id, medication, dosage, frequency, start_date, end_date, is_active)
      left join visits v on v.patient_id = $1 and v.external_id = new.visit
      left join providers r on r.external_id = new.provider
    on conflict (patient_id, external_id) do nothing";

pub(super) async fn insert_visits(
    connection: &mut PgConnection,
    patient: PatientId,
    visits: &[ImportedVisit],
) -> Result<Tally, Error> {
    let texts = |of: fn(&ImportedVisit) -> &str| visits.iter().map(of).collect::<Vec<_>>();
    let inserted = sqlx::query(VISITS)
        .bind(patient.0)
        .bind(new_ids(visits.len()))
        .bind(texts(|visit| &visit.provider))
        .bind(texts(|visit| &visit.external_id))
        .bind(visits.iter().map(|visit| visit.time).collect::<Vec<_>>())
        .bind(texts(|visit| &visit.chief_complaint))
        .bind(texts(|visit| &visit.diagnosis))
        .bind(texts(|visit| &visit.notes))
        .bind(visits.iter().map(|visit| Json(&visit.vitals)).collect::<Vec<_>>())
        .execute(connection)
        .await?;
    Ok(Tally::of(visits.len(), inserted.rows_affected()))
}

pub(super) async fn insert_prescriptions(
    connection: &mut PgConnection,
    patient: PatientId,
    prescriptions: &[ImportedPrescription],
) -> Result<Tally, Error> {
    let texts = |of: fn(&ImportedPrescription) -> &str| prescriptions.iter().map(of).collect::<Vec<_>>();
    let references =
        |of: fn(&ImportedPrescription) -> Option<&str>| prescriptions.iter().map(of).collect::<Vec<Option<&str>>>();
    let inserted = sqlx::query(PRESCRIPTIONS)
        .bind(patient.0)
        .bind(new_ids(prescriptions.len()))
        .bind(references(|prescription| prescription.visit.as_deref()))
        .bind(references(|prescription| prescription.provider.as_deref()))
        .bind(texts(|prescription| &prescription.external_id))
        .bind(texts(|prescription| &prescription.medication))
        .bind(texts(|prescription| &prescription.dosage))
        .bind(texts(|prescription| &prescription.frequency))
        .bind(prescriptions.iter().map(|prescription| prescription.start_date).collect::<Vec<_>>())
        .bind(prescriptions.iter().map(|prescription| prescription.end_date).collect::<Vec<_>>())
        .bind(prescriptions.iter().map(|prescription| prescription.is_active).collect::<Vec<_>>())
        .execute(connection)
        .await?;
    Ok(Tally::of(prescriptions.len(), inserted.rows_affected()))
}
