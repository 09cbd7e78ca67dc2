//! Refusals are summed up: whoever makes as many as they like fills no audit, and none of them is dropped.

use std::collections::BTreeMap;

use proptest::{prelude::*, strategy::ValueTree, test_runner::TestRunner};
use sqlx::{Connection, PgConnection};
use store::{Error, Origin};

use crate::scene::{Provider, Scene, from, link};

/// All refusals of each action: the events, with what they stand for, and what is counted on top of them.
const ALL: &str = "
    select action, sum(times)::bigint
      from (select action, times from audit_events where is_refusal(action)
            union all
            select action, more from refusal_counts) refused
     group by action";

async fn all(scene: &Scene) -> BTreeMap<String, i64> {
    let rows: Vec<(String, i64)> = sqlx::query_as(ALL).fetch_all(&scene.superuser).await.unwrap();
    rows.into_iter().filter(|(_, times)| *times > 0).collect()
}

/// How many times each event of refusals stands for, in their order.
async fn times(scene: &Scene) -> Vec<i32> {
    let times = "select times from audit_events where is_refusal(action) order by id";
    sqlx::query_scalar(times).fetch_all(&scene.superuser).await.unwrap()
}

/// As if so many minutes had passed since.
async fn minutes_pass(scene: &Scene, minutes: u32) {
    let ago = format!("interval '{minutes} minutes'");
    scene.run(&format!("update refusal_counts set since = since - {ago}, until = until - {ago}")).await;
}

async fn follow_dead_link(scene: &Scene, origin: &Origin) {
    let refused = scene.gate.check_invitation(&link(1).0, None, origin).await;
    assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
}

/// Asks for a chart that isn't there.
async fn ask_for_no_chart(scene: &Scene, provider: Provider) {
    let patient = model::id::PatientId(uuid::Uuid::now_v7());
    let mut tx = scene.begin(provider.user).await;
    let refused = tx.chart_header(patient).await.map(drop);
    assert!(matches!(tx.finish(patient, refused).await, Err(Error::NotFound)));
}

#[tokio::test]
async fn twenty_from_one_place_are_events_and_the_rest_becomes_one() {
    let scene = Scene::new().await;
    for number in 0..60 {
        follow_dead_link(&scene, &from(&format!("2001:db8:0:1::{number:x}"))).await;
    }
    assert_eq!(times(&scene).await, [1; 20]);
    follow_dead_link(&scene, &from("2001:db8:0:2::1")).await;
    assert_eq!(times(&scene).await, [1; 21], "another place counts for itself");
    scene.worker.sum_up_refusals().await.unwrap();
    assert_eq!(times(&scene).await, [1; 21], "the quarter of an hour isn't over");
    minutes_pass(&scene, 15).await;
    scene.worker.sum_up_refusals().await.unwrap();
    let mut expected = vec![1; 21];
    expected.push(40);
    assert_eq!(times(&scene).await, expected);
    assert_eq!(scene.run("select from refusal_counts").await, 0, "nothing is left to be counted");
    follow_dead_link(&scene, &from("2001:db8:0:1::1")).await;
    expected.push(1);
    assert_eq!(times(&scene).await, expected, "and it begins anew");
}

#[tokio::test]
async fn the_next_refusal_sums_up_what_was_counted_before() {
    let scene = Scene::new().await;
    for _ in 0..25 {
        follow_dead_link(&scene, &from("192.0.2.1")).await;
    }
    minutes_pass(&scene, 15).await;
    follow_dead_link(&scene, &from("192.0.2.1")).await;
    // It has its id already when it is found that others are to be summed up.
    let mut expected = vec![1; 21];
    expected.push(5);
    assert_eq!(times(&scene).await, expected);
    let said = "select host(address), occurred_at < at, actor_role from audit_events where times = 5";
    let said: (String, bool, String) = sqlx::query_as(said).fetch_one(&scene.superuser).await.unwrap();
    assert_eq!(said, ("192.0.2.1".to_owned(), true, "anonymous".to_owned()));
}

#[tokio::test]
async fn of_those_who_come_from_everywhere_a_hundred_are_events() {
    let scene = Scene::new().await;
    for number in 0..150 {
        follow_dead_link(&scene, &from(&format!("198.51.100.{number}"))).await;
    }
    assert_eq!(times(&scene).await, [1; 100]);
    minutes_pass(&scene, 15).await;
    scene.worker.sum_up_refusals().await.unwrap();
    let mut expected = vec![1; 100];
    expected.push(50);
    assert_eq!(times(&scene).await, expected);
}

#[tokio::test]
async fn applicants_are_limited_together_and_a_provider_for_themself() {
    let scene = Scene::new().await;
    let (maya, tomas) = (scene.provider("Maya").await, scene.provider("Tomas").await);
    for _ in 0..30 {
        ask_for_no_chart(&scene, maya).await;
    }
    ask_for_no_chart(&scene, tomas).await;
    assert_eq!(times(&scene).await, [1; 21], "a colleague's are seen beside a flood");
    for number in 0..6 {
        let applicant = scene.applicant(&format!("Applicant {number}").replace(' ', "-")).await;
        for _ in 0..20 {
            ask_for_no_chart(&scene, applicant).await;
        }
    }
    assert_eq!(times(&scene).await, [1; 121]);
    assert_eq!(all(&scene).await, BTreeMap::from([("chart.refuse".to_owned(), 151)]));
}

/// What was read or written is an event each, however often.
#[tokio::test]
async fn nothing_but_refusals_is_summed_up() {
    let scene = Scene::new().await;
    let maya = scene.provider("Maya").await;
    let patient = scene.patient(maya).await;
    for _ in 0..30 {
        let mut tx = scene.begin(maya.user).await;
        tx.chart_header(patient).await.unwrap();
        tx.commit().await.unwrap();
    }
    let read = scene.actions().await.iter().filter(|action| *action == "chart.read").count();
    assert_eq!(read, 30);
    assert_eq!(scene.run("select from refusal_counts").await, 0);
    let refusals =
        "select array_agg(name order by name) from audit_actions where is_refusal(name) and not concerns_security";
    let clinical: Option<Vec<String>> = sqlx::query_scalar(refusals).fetch_one(&scene.superuser).await.unwrap();
    assert_eq!(clinical, None, "the administrator reads of whatever is summed up");
}

#[tokio::test]
async fn what_comes_at_once_is_counted_one_by_one_and_nobody_waits_for_ever() {
    let scene = Scene::new().await;
    for round in 0..3_u8 {
        // What is over is summed up by whoever comes first, or by the worker.
        minutes_pass(&scene, 15).await;
        let mut tasks = Vec::new();
        for number in 0..120_u8 {
            let gate = scene.gate.clone();
            let origin = from(&format!("198.51.100.{}", if number < 60 { 1 } else { number }));
            tasks.push(tokio::spawn(async move {
                let refused = gate.check_invitation(&link(1).0, None, &origin).await;
                assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
            }));
        }
        let worker = scene.worker.clone();
        tasks.push(tokio::spawn(async move { worker.sum_up_refusals().await.unwrap() }));
        for task in tasks {
            task.await.unwrap();
        }
        let expected = (i64::from(round) + 1) * 120;
        assert_eq!(all(&scene).await, BTreeMap::from([("link.refuse".to_owned(), expected)]));
    }
}

/// What is rolled back was never refused: neither an event nor a count is left of it.
#[tokio::test]
async fn a_count_lasts_as_long_as_its_transaction() {
    let scene = Scene::new().await;
    let mut connection = PgConnection::connect_with(&scene.database.gate).await.unwrap();
    for _ in 0..25 {
        let mut tx = connection.begin().await.unwrap();
        sqlx::query("select refuse_link()").execute(&mut *tx).await.unwrap();
        tx.rollback().await.unwrap();
    }
    assert_eq!(all(&scene).await, BTreeMap::new());
}

#[derive(Clone, Copy, Debug)]
enum Step {
    Refuse { place: u8, action: usize, times: u8 },
    Minutes(u32),
    SumUp,
}

const ACTIONS: [&str; 3] = ["link.refuse", "session.throttle", "session.require_confirmation"];

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let refuse = (0..12_u8, 0..ACTIONS.len(), 1..45_u8);
    let step = prop_oneof![
        8 => refuse.prop_map(|(place, action, times)| Step::Refuse { place, action, times }),
        2 => (1..20_u32).prop_map(Step::Minutes),
        1 => Just(Step::SumUp),
    ];
    prop::collection::vec(step, 1..40)
}

/// As whoever's session it is, of the first places; as nobody, of the others.
const REFUSE: &str = "
    select count(audit($1, null, null))
      from (select set_config('app.session', $2, true), set_config('app.address', $3, true) offset 0) asking
     cross join generate_series(1, $4)";

#[tokio::test]
async fn events_and_counts_together_are_all_refusals_whatever_happens() {
    let mut runner = TestRunner::deterministic();
    let scene = Scene::new().await;
    let mut sessions = Vec::new();
    for user in [scene.administrator, scene.provider("Maya").await.user, scene.applicant("Tomas").await.user] {
        sessions.push(scene.caller(user).await.secret.0.iter().map(|byte| format!("{byte:02x}")).collect::<String>());
    }
    let mut expected: BTreeMap<String, i64> = BTreeMap::new();
    for _ in 0..30 {
        for step in steps().new_tree(&mut runner).unwrap().current() {
            match step {
                Step::Refuse { place, action, times } => {
                    let session = sessions.get(usize::from(place)).map_or("", String::as_str);
                    let refuse = sqlx::query(REFUSE).bind(ACTIONS[action]).bind(session);
                    let refuse = refuse.bind(format!("192.0.2.{place}")).bind(i32::from(times));
                    refuse.execute(&scene.superuser).await.unwrap();
                    *expected.entry(ACTIONS[action].to_owned()).or_default() += i64::from(times);
                }
                Step::Minutes(minutes) => minutes_pass(&scene, minutes).await,
                Step::SumUp => scene.worker.sum_up_refusals().await.unwrap(),
            }
            assert_eq!(all(&scene).await, expected, "after {step:?}");
        }
    }
    let most = "select max(events) from refusal_counts where who not like 'any %'";
    let most: Option<i32> = sqlx::query_scalar(most).fetch_one(&scene.superuser).await.unwrap();
    assert!(most.is_none_or(|most| most <= 20), "{most:?}");
}
