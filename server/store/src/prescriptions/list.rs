use chrono::{DateTime, NaiveDate, Utc};
use model::{
    access::Action,
    id::{PatientId, PrescriptionId, VisitId},
    page::{Cursor, Page},
    prescription::Prescription,
};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{Error, Transaction, cursor, rows::ErrorColumns};

const PRESCRIPTIONS: &str = "
    select r.*, r.entered_in_error_at is null and may_mark_in_error(r.provider_id, r.patient_id)
                    and (r.visit_id is not null or treats_beyond_emergency(r.patient_id)) as may_mark_in_error
      from (select r.id, r.visit_id, r.medication, r.dosage, r.frequency, r.start_date, r.end_date, r.stop_reason,
                   r.planned_end_date, r.stopped_at, r.allergy_override_reason, r.entered_in_error_at, r.entered_in_error_reason,
                   (select marker.display_name from providers marker where marker.id = r.entered_in_error_by)
                       as entered_in_error_by,
                   r.patient_id, r.provider_id,
                   coalesce(provider.display_name, '') as prescribed_by,
                   r.is_active and r.entered_in_error_at is null and r.start_date <= $2
                       and (r.end_date is null or r.end_date >= $2) as is_active_today
              from prescriptions r
              left join providers provider on provider.id = r.provider_id
             where r.patient_id = $1) r
     where $5::uuid is null or (r.is_active_today, r.start_date, r.id) < ($3, $4, $5)
     order by r.is_active_today desc, r.start_date desc, r.id desc
     limit $6";

#[derive(FromRow)]
struct Row {
    id: Uuid,
    visit_id: Option<Uuid>,
    medication: String,
    dosage: String,
    frequency: String,
    start_date: NaiveDate,
    end_date: Option<NaiveDate>,
    planned_end_date: Option<NaiveDate>,
    stopped_at: Option<DateTime<Utc>>,
    may_mark_in_error: bool,
    stop_reason: String,
    allergy_override_reason: String,
    prescribed_by: String,
    is_active_today: bool,
    #[sqlx(flatten)]
    error: ErrorColumns,
}

impl Transaction {
    /// A page of a record's prescriptions: those active today first, then the latest start first; those entered in
    /// error marked. Patients and who reads for them don't see those that a visit in error took along.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a patient whom the caller can't see, [`Error::Invalid`] for a wrong cursor.
    pub async fn list_prescriptions(
        &mut self,
        patient: PatientId,
        after: Option<&Cursor>,
    ) -> Result<Page<Prescription>, Error> {
        const LIST: &str = "prescriptions";
        let after: Option<(bool, NaiveDate, Uuid)> = cursor::decode(LIST, after)?;
        let rows: Vec<Row> = sqlx::query_as(PRESCRIPTIONS)
            .bind(patient.0)
            .bind(self.today())
            .bind(after.map(|(is_active, ..)| is_active))
            .bind(after.map(|(_, start, _)| start))
            .bind(after.map(|(.., id)| id))
            .bind(cursor::ROWS_TO_FETCH)
            .fetch_all(self.connection())
            .await?;
        if rows.is_empty() {
            self.require_visible(patient).await?;
        }
        self.audit(Action::PrescriptionsList, Some(patient), None).await?;
        let key = |row: &Row| (row.is_active_today, row.start_date, row.id);
        Ok(cursor::page(LIST, rows, key, |row| self.prescription(row)))
    }

    fn prescription(&self, row: Row) -> Prescription {
        Prescription {
            id: PrescriptionId(row.id),
            visit: row.visit_id.map(VisitId),
            medication: row.medication,
            dosage: row.dosage,
            frequency: row.frequency,
            start_date: row.start_date,
            end_date: row.end_date,
            planned_end_date: row.planned_end_date,
            never_began: row.stopped_at.is_some_and(|at| self.clinic_time(at).date() < row.start_date),
            is_active_today: row.is_active_today,
            prescribed_by: row.prescribed_by,
            stop_reason: row.stop_reason,
            allergy_override_reason: row.allergy_override_reason,
            entered_in_error: row.error.convert(self),
            may_mark_in_error: row.may_mark_in_error,
        }
    }
}
