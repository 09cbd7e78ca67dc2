//! Whom the patient let in to one of the two records never reads the other one's by a merge that is undone.

use model::id::PatientId;
use uuid::Uuid;

use super::Twice;
use crate::clinic::Person;

/// Somebody whom the account let in to the record.
async fn let_in(twice: &Twice, account: &Person, patient: PatientId) -> Person {
    let other = twice.clinic.patient(&[&twice.ana], "Eva", "Other").await;
    let caregiver = twice.clinic.account_of(other).await;
    let (one, two) = (Uuid::now_v7(), Uuid::now_v7());
    let hash: [u8; 32] = [one.into_bytes(), two.into_bytes()].concat().try_into().unwrap();
    let mut tx = twice.clinic.begin_confirmed(account).await;
    tx.invite_caregiver(patient, "Eva", 3, &hash).await.unwrap();
    tx.commit().await.unwrap();
    let accept = "update caregivers c set user_id = $1, accepted_at = now()
                    from links l where l.caregiver_id = c.id and l.token_hash = sha256($2)";
    let accept = sqlx::query(accept).bind(caregiver.user().0).bind(hash.as_slice());
    accept.execute(&twice.clinic.superuser).await.unwrap();
    caregiver
}

async fn reads(twice: &Twice, person: &Person, patient: PatientId) -> bool {
    let header = twice.clinic.begin(person).await.chart_header(patient).await;
    header.is_ok_and(|header| header.id == patient)
}

#[tokio::test]
async fn whom_the_account_let_in_meanwhile_reads_the_survivor_no_longer() {
    let twice = Twice::new().await;
    let account = twice.clinic.account_of(twice.merged).await;
    let before = let_in(&twice, &account, twice.merged).await;
    let merge = twice.merge().await;
    let meanwhile = let_in(&twice, &account, twice.survivor).await;
    assert!(reads(&twice, &meanwhile, twice.survivor).await);
    assert!(!reads(&twice, &before, twice.merged).await);
    twice.undo_as(&twice.ana, merge).await.unwrap();
    assert!(!reads(&twice, &meanwhile, twice.survivor).await, "the account isn't the survivor's any more");
    assert!(!reads(&twice, &meanwhile, twice.merged).await);
    assert!(reads(&twice, &before, twice.merged).await);
    let ended = "select c.user_id, e.patient_id from caregivers c join audit_events e on e.subject_id = c.id
                  where e.action = 'caregivers.end' and c.ended_with = 'granting_account'";
    let ended: Vec<(Uuid, Uuid)> = sqlx::query_as(ended).fetch_all(&twice.clinic.superuser).await.unwrap();
    assert_eq!(ended, [(meanwhile.user().0, twice.survivor.0)], "and its record is told");
}

#[tokio::test]
async fn whom_an_account_let_in_goes_when_it_is_unlinked_while_the_records_are_one() {
    let twice = Twice::new().await;
    let account = twice.clinic.account_of(twice.merged).await;
    let before = let_in(&twice, &account, twice.merged).await;
    let merge = twice.merge().await;
    let administrator = twice.clinic.administrator().await;
    let mut tx = twice.clinic.begin_confirmed(&administrator).await;
    tx.unlink_patient_account(account.user()).await.unwrap();
    tx.commit().await.unwrap();
    twice.undo_as(&twice.ana, merge).await.unwrap();
    assert!(!reads(&twice, &before, twice.merged).await);
    let linked = "select count(*) from patients where user_id = $1";
    let linked: i64 =
        sqlx::query_scalar(linked).bind(account.user().0).fetch_one(&twice.clinic.superuser).await.unwrap();
    assert_eq!(linked, 0, "what is closed is linked to neither again");
}
