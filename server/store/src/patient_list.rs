//! The table of the caller's patients: sorted, searched, paged by key.

use chrono::{DateTime, NaiveDate, Utc};
use model::{
    access::Action,
    dashboard::{PatientQuery, PatientRow},
    id::PatientId,
    page::Page,
    patient::PatientSummary,
};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{Error, Transaction, cursor};

/// $1 sort, $2 search, $3 today, $4 to $6 the cursor (whether the key is missing, the key, the id), $7 rows.
/// A search word is part of a name, or close to one (pg_trgm) when it is long enough for that to mean anything.
macro_rules! patients_page {
    ($direction:literal, $beyond:literal) => {
        concat!(
            "
    with words as materialized (
        select word from regexp_split_to_table(normalized($2), '\\s+') word where word <> ''
    ), mine as materialized (
        select p.id, p.first_name, p.last_name, p.date_of_birth,
               normalized(p.first_name) as first, normalized(p.last_name) as last, c.ended_at as cover_until
          from care_relationships c
          join patients p on p.id = c.patient_id
         where c.provider_id = (select current_provider_id())
           and is_on_panel(c.began_by, c.ended_at)
    ), found as materialized (
        select mine.*,
               (case $1
                    when 'name' then last || chr(1) || first
                    when 'date-of-birth' then to_char(date_of_birth, 'YYYY-MM-DD')
                    when 'last-visit' then (
                        select to_char(v.visit_date at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')
                          from visits v
                         where v.patient_id = mine.id and v.visit_date <= now() and v.entered_in_error_at is null
                         order by v.visit_date desc, v.id desc limit 1)
                    when 'active-prescriptions' then (
                        select to_char(count(*), 'FM000000000')
                          from prescriptions r
                         where r.patient_id = mine.id and r.is_active and r.entered_in_error_at is null
                           and r.start_date <= $3 and (r.end_date is null or r.end_date >= $3))
                end) collate \"C\" as key
          from mine
         where not exists (
               select from words
                where position(word in first) = 0 and position(word in last) = 0
                  and not (length(word) >= 5
                           and greatest(word_similarity(word, first), word_similarity(word, last)) >= 0.5))
    ), page as (
        select *
          from found
         where $6::uuid is null
            or (key is null) > $4
            or (key is null) = $4 and (coalesce(key, ''), id) ",
            $beyond,
            " ($5, $6)
         order by key is null, key ",
            $direction,
            ", id ",
            $direction,
            "
         limit $7
    )
    select page.id, page.first_name, page.last_name, page.date_of_birth, page.key, page.cover_until,
           visit.visit_date as last_visit, visit.diagnosis as last_diagnosis,
           prescription.count as active_prescriptions
      from page
      left join lateral (
           select v.visit_date, v.diagnosis from visits v
            where v.patient_id = page.id and v.visit_date <= now() and v.entered_in_error_at is null
            order by v.visit_date desc, v.id desc limit 1) visit on true
     cross join lateral (
           select count(*) from prescriptions r
            where r.patient_id = page.id and r.is_active and r.entered_in_error_at is null
              and r.start_date <= $3 and (r.end_date is null or r.end_date >= $3)) prescription
     order by page.key is null, page.key ",
            $direction,
            ", page.id ",
            $direction
        )
    };
}

const ASCENDING: &str = patients_page!("asc", ">");
const DESCENDING: &str = patients_page!("desc", "<");

/// Longer searches are cut: no name has as many characters.
const LONGEST_SEARCH: usize = 100;

#[derive(FromRow)]
struct Row {
    id: Uuid,
    first_name: String,
    last_name: String,
    date_of_birth: NaiveDate,
    key: Option<String>,
    last_visit: Option<DateTime<Utc>>,
    last_diagnosis: Option<String>,
    active_prescriptions: i64,
    cover_until: Option<DateTime<Utc>>,
}

impl Transaction {
    /// A page of the caller's patients. Patients without a past visit come last, whichever way they are sorted by it.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a cursor that isn't of this order.
    pub async fn list_patients(&mut self, query: &PatientQuery) -> Result<Page<PatientRow>, Error> {
        let direction = if query.descending { "desc" } else { "asc" };
        let list = format!("patients/{}/{direction}", query.sort.as_str());
        let after: Option<(Option<String>, Uuid)> = cursor::decode(&list, query.after.as_ref())?;
        let (key, id) = after.map_or((None, None), |(key, id)| (key, Some(id)));
        let search: String = query.search.chars().filter(|c| !c.is_control()).take(LONGEST_SEARCH).collect();
        let rows: Vec<Row> = sqlx::query_as(if query.descending { DESCENDING } else { ASCENDING })
            .bind(query.sort.as_str())
            .bind(search)
            .bind(self.today())
            .bind(key.is_none())
            .bind(key.unwrap_or_default())
            .bind(id)
            .bind(cursor::ROWS_TO_FETCH)
            .fetch_all(self.connection())
            .await?;
        let page = cursor::page(&list, rows, |row| (row.key.clone(), row.id), |row| self.patient_row(row));
        self.audit_list(Action::PatientsList, page.rows.iter().map(|row| row.patient.id)).await?;
        Ok(page)
    }

    fn patient_row(&self, row: Row) -> PatientRow {
        PatientRow {
            patient: PatientSummary {
                id: PatientId(row.id),
                first_name: row.first_name,
                last_name: row.last_name,
                date_of_birth: row.date_of_birth,
            },
            last_visit: row.last_visit.map(|at| self.clinic_time(at)),
            last_diagnosis: row.last_diagnosis.unwrap_or_default(),
            active_prescriptions: row.active_prescriptions,
            cover_until: row.cover_until.map(|at| self.clinic_time(at)),
        }
    }
}
