use std::time::Duration;

use model::id::PatientId;
use sqlx::{Connection, PgConnection};
use store::{Error, Transaction};

use super::{HOUR, LASTS, an_hour_passes, ask, open, request};
use crate::{
    entering::identify,
    scene::{Provider, Scene},
};

async fn miss(scene: &Scene, provider: Provider) -> Result<PatientId, Error> {
    ask(scene, provider.user, &request("Nobody", "Kris", "1980-02-03"), LASTS).await
}

fn assert_missed(answer: Result<PatientId, Error>) {
    match answer {
        Err(Error::Invalid(errors)) => assert_eq!(errors[0].field, "first_name"),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn the_name_is_exact_whatever_its_case_and_accents() {
    let scene = Scene::new().await;
    let (maya, tomas) = (scene.provider("Maya").await, scene.provider("Tomas").await);
    scene.patient(maya).await;
    for (first, last, born) in [
        ("Fred", "Kris", "1980-02-03"),
        ("Freda", "Kr", "1980-02-03"),
        ("%", "%", "1980-02-03"),
        ("Kris", "Freda", "1980-02-03"),
        ("Freda", "Kris", "1980-03-02"),
    ] {
        assert_missed(ask(&scene, tomas.user, &request(first, last, born), LASTS).await);
    }
    scene.run("delete from break_glass_misses").await;
    ask(&scene, tomas.user, &request(" fréda", "KRIS ", "1980-02-03"), LASTS).await.unwrap();
}

#[tokio::test]
async fn two_people_with_one_name_and_birth_date_are_like_nobody() {
    let scene = Scene::new().await;
    let (maya, tomas) = (scene.provider("Maya").await, scene.provider("Tomas").await);
    scene.patient(maya).await;
    scene.patient(maya).await;
    assert_missed(open(&scene, tomas).await);
    assert_eq!(scene.run("select from break_glass_grants").await, 0);
}

#[tokio::test]
async fn misses_are_throttled_whoever_is_asked_for_and_keep_no_name() {
    let scene = Scene::new().await;
    let (maya, tomas, ingrid) =
        (scene.provider("Maya").await, scene.provider("Tomas").await, scene.provider("Ingrid").await);
    scene.patient(maya).await;
    for _ in 0..5 {
        assert_missed(miss(&scene, tomas).await);
    }
    for answer in [miss(&scene, tomas).await, open(&scene, tomas).await] {
        match answer {
            Err(Error::TooManyAttempts { retry_after }) => {
                assert!(retry_after > HOUR - Duration::from_secs(60) && retry_after <= HOUR, "{retry_after:?}");
            }
            other => panic!("{other:?}"),
        }
    }
    open(&scene, ingrid).await.unwrap();
    an_hour_passes(&scene).await;
    open(&scene, tomas).await.unwrap();
    let actions = scene.actions().await;
    assert_eq!(actions[..5], ["break_glass.miss"; 5]);
    assert_eq!(
        actions[5..],
        ["break_glass.throttle", "break_glass.throttle", "break_glass.begin", "break_glass.begin"]
    );
    let kept = "select coalesce(string_agg(column_name::text, ' ' order by ordinal_position), '')
                  from information_schema.columns where table_name = 'break_glass_misses'";
    let kept: String = sqlx::query_scalar(kept).fetch_one(&scene.superuser).await.unwrap();
    assert_eq!(kept, "id provider_id at");
    let told = "select count(*) from audit_events where action in ('break_glass.miss', 'break_glass.throttle')
                 and (patient_id is not null or subject_id is not null)";
    let told: i64 = sqlx::query_scalar(told).fetch_one(&scene.superuser).await.unwrap();
    assert_eq!(told, 0);
}

#[tokio::test]
async fn guesses_sent_at_once_are_counted_one_by_one() {
    let scene = Scene::new().await;
    let tomas = scene.provider("Tomas").await;
    // All begin first: for a moment each leaves the one session unconfirmed.
    let mut begun = Vec::new();
    for _ in 0..12 {
        begun.push(scene.begin_confirmed(tomas.user).await);
    }
    let guess = |tx: Transaction| {
        let request = request("Nobody", "Kris", "1980-02-03");
        tokio::spawn(async move { tx.begin_break_glass(&request, LASTS).await })
    };
    let guesses: Vec<_> = begun.into_iter().map(guess).collect();
    let mut missed = 0;
    for guess in guesses {
        missed += usize::from(matches!(guess.await.unwrap(), Err(Error::Invalid(_))));
    }
    assert_eq!(missed, 5);
}

/// An error that only a hit leads to would tell of it, and take its trace back.
#[tokio::test]
async fn what_a_table_would_refuse_is_refused_of_a_hit_and_a_miss_alike() {
    let scene = Scene::new().await;
    let (maya, tomas) = (scene.provider("Maya").await, scene.provider("Tomas").await);
    scene.patient(maya).await;
    assert_missed(miss(&scene, tomas).await);
    let missed = "select id from break_glass_misses";
    let missed: uuid::Uuid = sqlx::query_scalar(missed).fetch_one(&scene.superuser).await.unwrap();
    let (new, good) = (uuid::Uuid::now_v7(), Some("Unconscious in the waiting room."));
    let long = "a".repeat(1_001);
    let mut connection = PgConnection::connect_with(&scene.database.application).await.unwrap();
    for (id, reason) in [
        (Some(new), Some("Short")),
        (Some(new), Some(&long[..])),
        (Some(new), None),
        (Some(missed), good),
        (None, good),
    ] {
        for first in ["Freda", "Nobody"] {
            let caller = scene.caller(tomas.user).await;
            scene.run("update sessions set confirmed_at = now()").await;
            let mut tx = connection.begin().await.unwrap();
            identify(&mut tx, Some(caller.secret)).await;
            let ask = "select outcome from begin_break_glass($1, $2, 'Kris', '1980-02-03', $3, '1 hour')";
            let asked = sqlx::query(ask).bind(id).bind(first).bind(reason).fetch_all(&mut *tx).await;
            let code = asked.unwrap_err().as_database_error().unwrap().code().unwrap().into_owned();
            assert_eq!(code, "23514", "{first}, {id:?}, {reason:?}");
        }
    }
    assert_eq!(scene.run("select from break_glass_grants").await, 0);
}
