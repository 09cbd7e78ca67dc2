//! Whoever is let in to one record for a time, or no more: through every server function that the tables know.

use model::{access::Access, page::Page};
use serde_json::json;
use uuid::Uuid;

use crate::{
    browser::Browser,
    clinic::{self, PASSWORD, Person, Record},
    endpoints::{
        BETWEEN_TWO, Endpoint, OF_A_MERGE, OF_A_RECORD, OF_THE_ACCOUNT, OF_THE_ADMINISTRATOR, OF_THE_CALLER, READING,
        Subject,
    },
    isolation::{assert_nothing_there, of_an_existing_record},
    running::Server,
};

/// What passes a patient on, or lets somebody in.
const PASSING_ON: [&str; 7] = [
    "find_colleagues",
    "find_merge_candidates",
    "invite_patient",
    "share_chart",
    "list_shares",
    "ask_handover",
    "end_relationship",
];

/// Somebody with an account of their own, whom the patient has let in.
async fn caregiver(server: &Server, patient: &Person, record: &Record) -> Browser {
    let email = "ana@clinic.example";
    let account = server.account("patient", email).await;
    let grant = "
        insert into caregivers (id, patient_id, granted_by, name, expires_at, is_until_of_age, user_id, accepted_at)
        values ($1, $2, $3, 'Ana', now() + interval '1 year', false, $4, now())";
    let grant = sqlx::query(grant).bind(Uuid::now_v7()).bind(record.patient.0).bind(patient.user.0).bind(account.0);
    grant.execute(&server.superuser).await.unwrap();
    let mut browser = server.browser();
    assert_eq!(browser.sign_in(email, PASSWORD).await.status, 302);
    browser
}

#[tokio::test]
async fn a_caregiver_reads_one_record_and_is_refused_everything_else() {
    let server = Server::start().await;
    let (theirs, third) = (server.provider("theirs").await, server.provider("third").await);
    let (record, other) = (theirs.record("Ada").await, theirs.record("Berta").await);
    let patient = server.patient("ada", record.patient).await;
    let ana = caregiver(&server, &patient, &record).await;
    let subject = |record| Subject { record, provider: third.id, user: third.person.user };

    for endpoints in [OF_A_RECORD, OF_A_MERGE, BETWEEN_TWO, OF_THE_ADMINISTRATOR] {
        assert_nothing_there(&ana, endpoints, &subject(other), 404).await;
    }
    for Endpoint { name, arguments } in OF_A_RECORD.iter().chain(OF_A_MERGE).chain(BETWEEN_TWO) {
        let answer = ana.call(name, &arguments(&subject(record))).await;
        let expected = if READING.contains(name) { 200 } else { 404 };
        assert_eq!(answer.status, expected, "{name}: {}", answer.text());
    }
    for Endpoint { name, arguments } in OF_THE_CALLER {
        let answer = ana.call(name, &arguments(&subject(other))).await;
        assert!(!answer.text().contains("Berta"), "{name}: {}", answer.text());
    }
    let history = json!({ "patient": record.patient, "after": null });
    assert_eq!(ana.ask::<Page<Access>>("list_access", &history).await.rows, [], "who looked is the patient's to know");
    assert_eq!(ana.get(&format!("/documents/{}/download", other.document)).await.status, 404);
    assert_eq!(ana.upload(&record.patient.to_string(), clinic::PDF).await.status, 404);
}

#[tokio::test]
async fn who_covers_reads_the_covered_ones_patients_and_nobody_elses_and_passes_none_on() {
    let server = Server::start().await;
    let (covering, theirs) = (server.provider("covering").await, server.provider("theirs").await);
    let third = server.provider("third").await;
    let (record, other) = (theirs.record("Ada").await, third.record("Berta").await);
    let cover = Uuid::now_v7();
    let form = json!({ "colleague": covering.id.to_string(), "until": clinic::tomorrow() });
    theirs.browser().ask::<()>("ask_cover", &json!({ "id": cover, "form": form })).await;
    covering.browser().ask::<()>("answer_cover", &json!({ "cover": cover, "is_accepted": true })).await;
    let subject = |record| Subject { record, provider: third.id, user: third.person.user };

    assert_nothing_there(covering.browser(), of_an_existing_record(), &subject(other), 404).await;
    for endpoints in [OF_A_MERGE, OF_THE_ADMINISTRATOR] {
        assert_nothing_there(covering.browser(), endpoints, &subject(record), 404).await;
    }
    for Endpoint { name, arguments } in OF_A_RECORD {
        let expected = match name {
            reading if READING.contains(reading) => 200,
            passing if PASSING_ON.contains(passing) => 404,
            _ => continue,
        };
        let answer = covering.browser().call(name, &arguments(&subject(record))).await;
        assert_eq!(answer.status, expected, "{name}: {}", answer.text());
    }
    assert_eq!(covering.browser().get(&format!("/documents/{}/download", other.document)).await.status, 404);
}

#[tokio::test]
async fn who_is_suspended_is_nobody_to_every_server_function_and_route() {
    let server = Server::start().await;
    let (theirs, administrator) = (server.provider("theirs").await, server.administrator().await);
    let record = theirs.record("Ada").await;
    let suspend = json!({ "user": theirs.person.user, "is_suspended": true });
    administrator.browser.ask::<()>("set_account_suspended", &suspend).await;
    let subject = Subject { record, provider: theirs.id, user: theirs.person.user };
    for endpoints in [OF_A_RECORD, OF_A_MERGE, BETWEEN_TWO, OF_THE_CALLER, OF_THE_ADMINISTRATOR, OF_THE_ACCOUNT] {
        assert_nothing_there(theirs.browser(), endpoints, &subject, 401).await;
    }
    assert_eq!(theirs.browser().upload(&record.patient.to_string(), clinic::PDF).await.status, 401);
    let download = theirs.browser().get(&format!("/documents/{}/download", record.document)).await;
    assert_eq!((download.status, download.header("location")), (303, Some("/sign-in")));
}
