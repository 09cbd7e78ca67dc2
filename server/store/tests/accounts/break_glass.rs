//! Emergency access: who opens which chart, for how long, what it permits, and who is told.

mod matching;
mod opening;
mod telling;
mod writing;

use std::time::Duration;

use model::{
    access::AccessRight,
    break_glass::BreakGlassRequest,
    id::{PatientId, UserId},
};
use sqlx::{Connection, PgConnection};
use store::Error;

use crate::{
    entering::identify,
    scene::{Provider, Scene},
};

pub const LASTS: Duration = Duration::from_secs(4 * 3_600);
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
    scene.begin_confirmed(user).await.begin_break_glass(request, lasts).await
}

/// Of the patient that [`Scene::patient`] makes.
pub async fn open(scene: &Scene, provider: Provider) -> Result<PatientId, Error> {
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

/// Statements about the patient, $1, and the provider, $2, one after the other as the application's role: what became of
/// the last. They are taken back.
async fn as_provider(
    scene: &Scene,
    provider: Provider,
    patient: PatientId,
    statements: &[&'static str],
) -> Result<u64, String> {
    let mut connection = PgConnection::connect_with(&scene.database.application).await.unwrap();
    let mut tx = connection.begin().await.unwrap();
    identify(&mut tx, Some(scene.caller(provider.user).await.secret)).await;
    let mut last = 0;
    for &statement in statements {
        let done = sqlx::query(statement).bind(patient.0).bind(provider.id.0).execute(&mut *tx).await;
        last = done.map(|done| done.rows_affected()).map_err(|error| {
            error.as_database_error().and_then(|error| error.code()).unwrap_or_default().into_owned()
        })?;
    }
    Ok(last)
}
