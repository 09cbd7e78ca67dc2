//! Emergency access: who opens which chart, for how long, what it permits, and who is told.

mod matching;
mod opening;
mod telling;

use std::time::Duration;

use model::{
    access::AccessRight,
    break_glass::BreakGlassRequest,
    id::{PatientId, SessionId, UserId},
};
use store::{Caller, Error, Transaction};
use uuid::Uuid;

use crate::scene::{Provider, Scene};

const LASTS: Duration = Duration::from_secs(4 * 3_600);
const HOUR: Duration = Duration::from_secs(3_600);
const REASON: &str = "Unconscious in the waiting room.";

fn request(first: &str, last: &str, born: &str) -> BreakGlassRequest {
    BreakGlassRequest {
        first_name: first.into(),
        last_name: last.into(),
        date_of_birth: born.parse().unwrap(),
        reason: REASON.into(),
    }
}

/// As somebody who has just proved who they are, without the events of a sign-in.
async fn begin_confirmed(scene: &Scene, user: UserId) -> Transaction {
    let session = SessionId(Uuid::now_v7());
    let begin = "insert into sessions (id, user_id, token_hash, expires_at)
                 values ($1, $2, sha256(uuid_send($1)), now() + interval '1 hour')";
    sqlx::query(begin).bind(session.0).bind(user.0).execute(&scene.superuser).await.unwrap();
    scene.store.begin_as(&Caller { user, session, address: None }).await.unwrap()
}

async fn ask(scene: &Scene, user: UserId, request: &BreakGlassRequest, lasts: Duration) -> Result<PatientId, Error> {
    begin_confirmed(scene, user).await.begin_break_glass(request, lasts).await
}

/// Of the patient that [`Scene::patient`] makes.
async fn open(scene: &Scene, provider: Provider) -> Result<PatientId, Error> {
    ask(scene, provider.user, &request("Freda", "Kris", "1980-02-03"), LASTS).await
}

async fn reads(scene: &Scene, provider: Provider, patient: PatientId) -> bool {
    scene.begin(provider.user).await.chart_header(patient).await.is_ok()
}

/// As if an hour had passed since.
async fn an_hour_passes(scene: &Scene) {
    let hour = "interval '1 hour'";
    scene
        .run(&format!(
            "update care_relationships set began_at = began_at - {hour}, ended_at = ended_at - {hour};
             update break_glass_grants set granted_at = granted_at - {hour}, expires_at = expires_at - {hour};
             update break_glass_misses set at = at - {hour}"
        ))
        .await;
}

async fn header_end(scene: &Scene, provider: Provider, patient: PatientId) -> Option<AccessRight> {
    let header = scene.begin(provider.user).await.chart_header(patient).await.unwrap();
    header.right_until.map(|_| header.right)
}
