//! Emergency access: who opens which chart, for how long, what it permits, and who is told.

mod matching;
mod opening;
mod telling;

use std::time::Duration;

use model::{
    access::AccessRight,
    break_glass::BreakGlassRequest,
    id::{PatientId, UserId},
};
use store::Error;

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

async fn ask(scene: &Scene, user: UserId, request: &BreakGlassRequest, lasts: Duration) -> Result<PatientId, Error> {
    scene.begin(user).await.begin_break_glass(request, lasts).await
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
    scene.begin(provider.user).await.chart_header(patient).await.unwrap().ends.map(|end| end.right)
}
