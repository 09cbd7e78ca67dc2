//! The lists behind the dashboard's cards. Each counts what its card counts, over the caller's own patients.

use chrono::{DateTime, NaiveDate, Utc};
use model::{
    access::Action,
    dashboard::{DocumentRow, PrescriptionRow, VisitRow},
    document::DocumentType,
    id::{DocumentId, PrescriptionId, VisitId},
    page::{Cursor, Page},
};
use sqlx::{FromRow, types::Json};
use uuid::Uuid;

use crate::{Error, Transaction, cursor, rows::PatientColumns};

const VISITS: &str = "
    select v.id, v.visit_date, v.chief_complaint, v.diagnosis, coalesce(provider.display_name, '') as provider_name,
           p.id as patient_id, p.first_name, p.last_name, p.date_of_birth
      from care_relationships c
      join patients p on p.id = c.patient_id
     cross join lateral (
           select * from visits v
            where v.patient_id = p.id and v.visit_date >= $1 and v.visit_date < $2 and v.entered_in_error_at is null
              and ($4::uuid is null or (v.visit_date, v.id) > ($3, $4))) v
      left join providers provider on provider.id = v.provider_id
     where c.provider_id = (select current_provider_id())
           and is_on_panel(c.began_by, c.ended_at)
     order by v.visit_date, v.id
     limit $5";

const PRESCRIPTIONS: &str = "
    with mine as materialized (
        select p.id as patient_id, p.first_name, p.last_name, p.date_of_birth,
               (normalized(p.last_name) || chr(1) || normalized(p.first_name)) collate \"C\" as name
          from care_relationships c
          join patients p on p.id = c.patient_id
         where c.provider_id = (select current_provider_id())
           and is_on_panel(c.began_by, c.ended_at)
    )
    select r.id, r.medication, r.dosage, r.frequency, r.start_date, r.end_date, mine.*
      from mine
     cross join lateral (
           select * from prescriptions r
            where r.patient_id = mine.patient_id and r.is_active and r.entered_in_error_at is null
              and r.start_date <= $1 and (r.end_date is null or r.end_date >= $1)) r
     where $3::uuid is null or (mine.name, r.id) > ($2, $3)
     order by mine.name, r.id
     limit $4";

const DOCUMENTS: &str = "
    select d.id, to_json(d.document_type) as document_type, d.description, d.uploaded_at, d.size_bytes,
           p.id as patient_id, p.first_name, p.last_name, p.date_of_birth
      from care_relationships c
      join patients p on p.id = c.patient_id
     cross join lateral (
           select * from documents d
            where d.patient_id = p.id and d.reviewed_at is null and d.entered_in_error_at is null
              and ($2::uuid is null or (d.uploaded_at, d.id) > ($1, $2))) d
     where c.provider_id = (select current_provider_id())
           and is_on_panel(c.began_by, c.ended_at)
     order by d.uploaded_at, d.id
     limit $3";

#[derive(FromRow)]
struct Visit {
    id: Uuid,
    visit_date: DateTime<Utc>,
    chief_complaint: String,
    diagnosis: String,
    provider_name: String,
    #[sqlx(flatten)]
    patient: PatientColumns,
}

#[derive(FromRow)]
struct Prescription {
    id: Uuid,
    name: String,
    medication: String,
    dosage: String,
    frequency: String,
    start_date: NaiveDate,
    end_date: Option<NaiveDate>,
    #[sqlx(flatten)]
    patient: PatientColumns,
}

#[derive(FromRow)]
struct Document {
    id: Uuid,
    document_type: Json<DocumentType>,
    description: String,
    uploaded_at: DateTime<Utc>,
    size_bytes: i64,
    #[sqlx(flatten)]
    patient: PatientColumns,
}

impl Transaction {
    /// The visits of this week, Monday to Sunday in the clinic's time zone, in order of time.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a cursor that isn't of this list.
    pub async fn list_visits_this_week(&mut self, after: Option<&Cursor>) -> Result<Page<VisitRow>, Error> {
        const LIST: &str = "visits-this-week";
        let after: Option<(DateTime<Utc>, Uuid)> = cursor::decode(LIST, after)?;
        let (monday, next_monday) = self.this_week()?;
        let rows: Vec<Visit> = sqlx::query_as(VISITS)
            .bind(monday)
            .bind(next_monday)
            .bind(after.map(|(at, _)| at))
            .bind(after.map(|(_, id)| id))
            .bind(cursor::ROWS_TO_FETCH)
            .fetch_all(self.connection())
            .await?;
        let convert = |row: Visit| VisitRow {
            id: VisitId(row.id),
            patient: row.patient.into(),
            time: self.clinic_time(row.visit_date),
            provider_name: row.provider_name,
            chief_complaint: row.chief_complaint,
            diagnosis: row.diagnosis,
        };
        let page = cursor::page(LIST, rows, |row| (row.visit_date, row.id), convert);
        self.audit_list(Action::VisitsThisWeek, page.rows.iter().map(|row| row.patient.id)).await?;
        Ok(page)
    }

    /// The prescriptions that are active today, by patient's name (last name first, without case and accents).
    ///
    /// # Errors
    /// [`Error::Invalid`] for a cursor that isn't of this list.
    pub async fn list_active_prescriptions(&mut self, after: Option<&Cursor>) -> Result<Page<PrescriptionRow>, Error> {
        const LIST: &str = "active-prescriptions";
        let after: Option<(String, Uuid)> = cursor::decode(LIST, after)?;
        let (name, id) = after.unzip();
        let rows: Vec<Prescription> = sqlx::query_as(PRESCRIPTIONS)
            .bind(self.today())
            .bind(name)
            .bind(id)
            .bind(cursor::ROWS_TO_FETCH)
            .fetch_all(self.connection())
            .await?;
        let convert = |row: Prescription| PrescriptionRow {
            id: PrescriptionId(row.id),
            patient: row.patient.into(),
            medication: row.medication,
            dosage: row.dosage,
            frequency: row.frequency,
            start_date: row.start_date,
            end_date: row.end_date,
        };
        let page = cursor::page(LIST, rows, |row| (row.name.clone(), row.id), convert);
        self.audit_list(Action::PrescriptionsActive, page.rows.iter().map(|row| row.patient.id)).await?;
        Ok(page)
    }

    /// The documents nobody has reviewed yet, the oldest first.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a cursor that isn't of this list.
    pub async fn list_pending_documents(&mut self, after: Option<&Cursor>) -> Result<Page<DocumentRow>, Error> {
        const LIST: &str = "pending-documents";
        let after: Option<(DateTime<Utc>, Uuid)> = cursor::decode(LIST, after)?;
        let rows: Vec<Document> = sqlx::query_as(DOCUMENTS)
            .bind(after.map(|(at, _)| at))
            .bind(after.map(|(_, id)| id))
            .bind(cursor::ROWS_TO_FETCH)
            .fetch_all(self.connection())
            .await?;
        let convert = |row: Document| DocumentRow {
            id: DocumentId(row.id),
            patient: row.patient.into(),
            document_type: row.document_type.0,
            description: row.description,
            uploaded_at: self.clinic_time(row.uploaded_at),
            size: row.size_bytes,
        };
        let page = cursor::page(LIST, rows, |row| (row.uploaded_at, row.id), convert);
        self.audit_list(Action::DocumentsPending, page.rows.iter().map(|row| row.patient.id)).await?;
        Ok(page)
    }
}
