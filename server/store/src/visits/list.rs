use chrono::{DateTime, Utc};
use model::{
    access::Action,
    id::{PatientId, VisitId},
    page::{Cursor, Page},
    visit::{Addendum, Visit, VisitVersion},
    vitals::Vitals,
};
use serde::Deserialize;
use sqlx::{FromRow, types::Json};
use uuid::Uuid;

use crate::{Error, Transaction, cursor, rows::ErrorColumns};

const VISITS: &str = "
    select v.id, v.visit_date, v.chief_complaint, v.diagnosis, v.notes, v.vitals, v.version,
           v.entered_in_error_at, v.entered_in_error_reason,
           (select marker.display_name from providers marker where marker.id = v.entered_in_error_by)
               as entered_in_error_by,
           coalesce(v.provider_id = (select current_provider_id()), false) as is_mine,
           v.entered_in_error_at is null and may_mark_in_error(v.provider_id, v.patient_id) as may_mark_in_error,
           array(select r.medication from prescriptions r
                  where r.visit_id = v.id and r.provider_id = v.provider_id and r.entered_in_error_at is null
                  order by r.id) as medications,
           coalesce(author.display_name, '') as provider_name, coalesce(author.specialty, '') as provider_specialty,
           (select count(*) from visit_versions earlier where earlier.visit_id = v.id) as amendments,
           coalesce((select n.text from visit_private_notes n where n.visit_id = v.id), '') as private_note,
           (select coalesce(json_agg(json_build_object(
                       'provider_name', coalesce(r.display_name, ''), 'at', a.created_at, 'text', a.text)
                       order by a.created_at, a.id), '[]')
              from visit_addenda a
              left join providers r on r.id = a.provider_id
             where a.visit_id = v.id) as addenda
      from visits v
      left join providers author on author.id = v.provider_id
     where v.patient_id = $1
       and ($3::uuid is null or (v.visit_date, v.id) < ($2, $3))
     order by v.visit_date desc, v.id desc
     limit $4";

const VERSIONS: &str = "
    select version, replaced_at, reason, visit_date, chief_complaint, diagnosis, notes, vitals
      from visit_versions
     where visit_id = $1
     order by version desc";

#[derive(FromRow)]
struct Row {
    id: Uuid,
    visit_date: DateTime<Utc>,
    provider_name: String,
    provider_specialty: String,
    chief_complaint: String,
    diagnosis: String,
    notes: String,
    vitals: Json<Vitals>,
    addenda: Json<Vec<AddendumRow>>,
    amendments: i64,
    is_mine: bool,
    may_mark_in_error: bool,
    medications: Vec<String>,
    version: i32,
    private_note: String,
    #[sqlx(flatten)]
    error: ErrorColumns,
}

#[derive(Deserialize)]
struct AddendumRow {
    provider_name: String,
    at: DateTime<Utc>,
    text: String,
}

#[derive(FromRow)]
struct VersionRow {
    version: i32,
    replaced_at: DateTime<Utc>,
    reason: String,
    visit_date: DateTime<Utc>,
    chief_complaint: String,
    diagnosis: String,
    notes: String,
    vitals: Json<Vitals>,
}

impl Transaction {
    /// A page of a record's visits, the latest first, those entered in error marked. Patients and who reads
    /// for them don't see these.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a patient whom the caller can't see, [`Error::Invalid`] for a wrong cursor.
    pub async fn list_visits(&mut self, patient: PatientId, after: Option<&Cursor>) -> Result<Page<Visit>, Error> {
        const LIST: &str = "visits";
        let after: Option<(DateTime<Utc>, Uuid)> = cursor::decode(LIST, after)?;
        let rows: Vec<Row> = sqlx::query_as(VISITS)
            .bind(patient.0)
            .bind(after.map(|(at, _)| at))
            .bind(after.map(|(_, id)| id))
            .bind(cursor::ROWS_TO_FETCH)
            .fetch_all(self.connection())
            .await?;
        if rows.is_empty() {
            self.require_visible(patient).await?;
        }
        self.audit(Action::VisitsList, Some(patient), None).await?;
        Ok(cursor::page(LIST, rows, |row| (row.visit_date, row.id), |row| self.visit(row)))
    }

    /// The earlier versions of a visit, the newest first; none for one that was never amended.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a visit that the caller can't see.
    pub async fn list_visit_versions(&mut self, visit: VisitId) -> Result<Vec<VisitVersion>, Error> {
        let patient = self.patient_of_visit(visit).await?;
        let rows: Vec<VersionRow> = sqlx::query_as(VERSIONS).bind(visit.0).fetch_all(self.connection()).await?;
        self.audit(Action::VisitVersions, Some(patient), Some(visit.0)).await?;
        let convert = |row: VersionRow| VisitVersion {
            version: row.version,
            replaced_at: self.clinic_time(row.replaced_at),
            reason: row.reason,
            time: self.clinic_time(row.visit_date),
            chief_complaint: row.chief_complaint,
            diagnosis: row.diagnosis,
            notes: row.notes,
            vitals: row.vitals.0,
        };
        Ok(rows.into_iter().map(convert).collect())
    }

    /// Whose visit it is.
    async fn patient_of_visit(&mut self, visit: VisitId) -> Result<PatientId, Error> {
        let patient = sqlx::query_scalar("select patient_id from visits where id = $1").bind(visit.0);
        patient.fetch_optional(self.connection()).await?.map(PatientId).ok_or(Error::NotFound)
    }

    fn visit(&self, row: Row) -> Visit {
        let addendum = |row: AddendumRow| Addendum {
            provider_name: row.provider_name,
            at: self.clinic_time(row.at),
            text: row.text,
        };
        Visit {
            id: VisitId(row.id),
            time: self.clinic_time(row.visit_date),
            provider_name: row.provider_name,
            provider_specialty: row.provider_specialty,
            chief_complaint: row.chief_complaint,
            diagnosis: row.diagnosis,
            notes: row.notes,
            vitals: row.vitals.0,
            addenda: row.addenda.0.into_iter().map(addendum).collect(),
            amendments: row.amendments,
            entered_in_error: row.error.convert(self),
            is_mine: row.is_mine,
            may_mark_in_error: row.may_mark_in_error,
            medications: row.medications,
            version: row.version,
            private_note: row.private_note,
        }
    }
}
