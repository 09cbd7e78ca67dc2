use model::{
    access::Action,
    allergy::{Allergy, AllergyStatus},
    chart::Colleague,
    id::PatientId,
    merge::{ComparedRecord, MergeObstacle, RecordComparison},
    patient::Demographics,
};
use sqlx::{FromRow, types::Json};
use uuid::Uuid;

use crate::{
    Error, Transaction,
    rows::{colleagues, record_columns},
};

const COMPARED: &str = concat!(
    "
    select ",
    record_columns!(),
    ",
           ",
    colleagues!(
        "from care_relationships treating
              join providers r on r.id = treating.provider_id
             where treating.patient_id = p.id and treating.ended_at is null and r.is_verified"
    ),
    " as treated_by,
           ",
    colleagues!(
        "from care_relationships covering
              join providers r on r.id = covering.provider_id
             where covering.patient_id = p.id and covering.began_by = 'cover' and covering.ended_at > now()
               and r.is_verified"
    ),
    " as covered_by,
           (select count(*) from visits v where v.patient_id = p.id) as visits,
           (select count(*) from prescriptions r where r.patient_id = p.id) as prescriptions,
           (select count(*) from documents d where d.patient_id = p.id) as documents
      from care_relationships c
      join patients p on p.id = c.patient_id
     where c.provider_id = (select current_provider_id()) and c.patient_id = $1 and c.ended_at is null"
);

const OBSTACLE: &str = "select merge_obstacle($1, $2)";

#[derive(FromRow)]
struct Row {
    id: Uuid,
    version: i32,
    has_account: bool,
    allergy_status: Json<AllergyStatus>,
    demographics: Json<Demographics>,
    allergies: Json<Vec<Allergy>>,
    treated_by: Json<Vec<Colleague>>,
    covered_by: Json<Vec<Colleague>>,
    visits: i64,
    prescriptions: i64,
    documents: i64,
}

impl From<Row> for ComparedRecord {
    fn from(row: Row) -> Self {
        Self {
            patient: PatientId(row.id),
            version: row.version,
            demographics: row.demographics.0,
            allergy_status: row.allergy_status.0,
            allergies: row.allergies.0,
            visits: row.visits,
            prescriptions: row.prescriptions,
            documents: row.documents,
            treated_by: row.treated_by.0,
            covered_by: row.covered_by.0,
            has_account: row.has_account,
        }
    }
}

impl Transaction {
    /// Two records side by side, before one is merged into the other; and what is in the way of that.
    ///
    /// # Errors
    /// [`Error::NotFound`] unless the caller treats both without an end.
    pub async fn compare_records(&mut self, survivor: PatientId, merged: PatientId) -> Result<RecordComparison, Error> {
        let mut records: Vec<ComparedRecord> = Vec::with_capacity(2);
        for patient in [survivor, merged] {
            let compared = sqlx::query_as(COMPARED).bind(patient.0);
            let row: Option<Row> = compared.fetch_optional(self.connection()).await?;
            records.push(row.ok_or(Error::NotFound)?.into());
        }
        let obstacle = self.merge_obstacle(survivor, merged).await?;
        for (patient, other) in [(survivor, merged), (merged, survivor)] {
            self.audit(Action::PatientCompare, Some(patient), Some(other.0)).await?;
        }
        match <[ComparedRecord; 2]>::try_from(records) {
            Ok([survivor, merged]) => Ok(RecordComparison { survivor, merged, obstacle }),
            Err(_) => Err(Error::NotFound),
        }
    }

    async fn merge_obstacle(&mut self, survivor: PatientId, merged: PatientId) -> Result<Option<MergeObstacle>, Error> {
        let asked = sqlx::query_scalar(OBSTACLE).bind(survivor.0).bind(merged.0);
        let obstacle: Option<String> = asked.fetch_one(self.connection()).await?;
        obstacle.map(|word| MergeObstacle::parse(&word).ok_or(Error::NotFound)).transpose()
    }
}
