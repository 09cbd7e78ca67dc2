//! The dashboard's four cards, and what waits for an answer.
//!
//! Every list and count across patients starts from the caller's own pairs in `care_relationships`: under the
//! policies, one that started from `patients` would scan the whole clinic. A cover counts while it lasts; an emergency
//! access, which is for one chart, doesn't.

use model::{access::Action, dashboard::DashboardCounts};
use sqlx::FromRow;

use crate::{Error, Transaction};

const COUNTS: &str = "
    with mine as materialized (
        select p.id
          from care_relationships c
          join patients p on p.id = c.patient_id
         where c.provider_id = (select current_provider_id())
           and is_on_panel(c.began_by, c.ended_at)
    )
    select count(*) as total_patients,
           coalesce(sum(visit.count), 0)::bigint as visits_this_week,
           coalesce(sum(prescription.count), 0)::bigint as active_prescriptions,
           coalesce(sum(document.count), 0)::bigint as pending_documents,
           (select count(*) from open_handovers() h where not h.is_mine)
               + (select count(*) from covers v
                   where v.covering_id = (select current_provider_id()) and v.accepted_at is null
                     and v.closed_at is null and v.until > now()) as waiting_questions
      from mine
     cross join lateral (
           select count(*) from visits v
            where v.patient_id = mine.id and v.visit_date >= $1 and v.visit_date < $2
              and v.entered_in_error_at is null) visit
     cross join lateral (
           select count(*) from prescriptions r
            where r.patient_id = mine.id and r.is_active and r.entered_in_error_at is null
              and r.start_date <= $3 and (r.end_date is null or r.end_date >= $3)) prescription
     cross join lateral (
           select count(*) from documents d
            where d.patient_id = mine.id and d.reviewed_at is null and d.entered_in_error_at is null) document";

#[derive(FromRow)]
struct CountsRow {
    total_patients: i64,
    visits_this_week: i64,
    active_prescriptions: i64,
    pending_documents: i64,
    waiting_questions: i64,
}

impl Transaction {
    /// The four cards and what waits, over the caller's own patients; all zero for anyone who treats nobody.
    ///
    /// # Errors
    /// [`Error::Database`], [`Error::Unavailable`].
    pub async fn dashboard_counts(&mut self) -> Result<DashboardCounts, Error> {
        let (monday, next_monday) = self.this_week()?;
        let counts: CountsRow = sqlx::query_as(COUNTS)
            .bind(monday)
            .bind(next_monday)
            .bind(self.today())
            .fetch_one(self.connection())
            .await?;
        self.audit(Action::DashboardCounts, None, None).await?;
        Ok(DashboardCounts {
            total_patients: counts.total_patients,
            visits_this_week: counts.visits_this_week,
            active_prescriptions: counts.active_prescriptions,
            pending_documents: counts.pending_documents,
            waiting_questions: counts.waiting_questions,
        })
    }
}
