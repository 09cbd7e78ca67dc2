use model::{access::Action, id::PatientId, merge::MergeCandidate};
use sqlx::FromRow;

use crate::{Error, Transaction, rows::PatientColumns};

/// Longer searches are cut: no name has as many characters.
const LONGEST_SEARCH: usize = 100;

const MAY_MERGE: &str = "select may_pass_on($1)";

/// Among the caller's own patients. Without a search those who look like the same person, by the rule that registering
/// asks by; with one, those in whose name each word is, the likely ones first.
const CANDIDATES: &str = "
    with words as materialized (
        select word from regexp_split_to_table(normalized($2), '\\s+') word where word <> ''
    ), mine as materialized (
        select p.id as patient_id, p.first_name, p.last_name, p.date_of_birth,
               normalized(p.first_name || ' ' || p.last_name) as name
          from care_relationships c
          join patients p on p.id = c.patient_id
         where c.provider_id = (select current_provider_id()) and c.ended_at is null
    )
    select other.patient_id, other.first_name, other.last_name, other.date_of_birth, likely.is_likely
      from mine this
      join mine other on other.patient_id <> this.patient_id
     cross join lateral (
           select other.name = this.name
                  or other.date_of_birth = this.date_of_birth and similarity(other.name, this.name) >= 0.4
                  as is_likely) likely
     where this.patient_id = $1
       and case when exists (select from words)
                then not exists (select from words where position(word in other.name) = 0)
                else likely.is_likely end
     order by likely.is_likely desc, other.name, other.patient_id
     limit 20";

#[derive(FromRow)]
struct Row {
    #[sqlx(flatten)]
    patient: PatientColumns,
    is_likely: bool,
}

impl Transaction {
    /// Other patients of the caller's whose record may be the same person's; at most 20.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a patient whom the caller doesn't treat without an end.
    pub async fn find_merge_candidates(
        &mut self,
        patient: PatientId,
        search: &str,
    ) -> Result<Vec<MergeCandidate>, Error> {
        let may_merge = sqlx::query_scalar(MAY_MERGE).bind(patient.0);
        if !may_merge.fetch_one(self.connection()).await? {
            return Err(Error::NotFound);
        }
        let search: String = search.chars().filter(|c| !c.is_control()).take(LONGEST_SEARCH).collect();
        let find = sqlx::query_as(CANDIDATES).bind(patient.0).bind(search);
        let rows: Vec<Row> = find.fetch_all(self.connection()).await?;
        self.audit(Action::PatientFindDuplicates, Some(patient), None).await?;
        let convert = |row: Row| MergeCandidate { patient: row.patient.into(), is_likely: row.is_likely };
        let candidates: Vec<MergeCandidate> = rows.into_iter().map(convert).collect();
        if !candidates.is_empty() {
            self.audit_list(Action::PatientsFindAlike, candidates.iter().map(|candidate| candidate.patient.id)).await?;
        }
        Ok(candidates)
    }
}
