//! Who read a record with an account that is closed, and who is told of it.

use model::{
    access::AccessRight,
    caregiver::AccessEnd,
    id::{CaregiverId, UserId},
};
use sqlx::{Connection, PgConnection};
use store::Error;

use crate::{
    caregivers::{accept, invite},
    entering::identify,
    retirements::count,
    scene::{NOWHERE, Provider, Scene, link},
};

const BORN: &str = "1980-02-03";

/// Ana reads Freda's record and has one of her own, to which she let Eva in, and asked somebody else.
pub async fn caregivers(scene: &Scene, maya: Provider) -> (UserId, UserId, UserId) {
    let (freda_record, freda) = scene.linked_patient(maya, "freda@example.org").await;
    let (ana_record, ana) = scene.linked_patient(maya, "ana@example.org").await;
    invite(scene, freda, freda_record, 1).await.unwrap();
    let caller = scene.caller(ana).await;
    let answer =
        model::caregiver::AcceptCaregiver { token: link(1).0, date_of_birth: BORN.parse().unwrap(), account: None };
    scene.gate.accept_caregiver(&answer, None, Some(&caller), &NOWHERE).await.unwrap();
    for number in [2, 3] {
        invite(scene, ana, ana_record, number).await.unwrap();
    }
    let eva = accept(scene, 2, BORN, "eva@example.org").await.unwrap();
    (freda, ana, eva)
}

#[tokio::test]
async fn what_a_closed_account_read_ends_and_the_record_is_told_and_nobody_else() {
    let scene = Scene::new().await;
    let maya = scene.provider("Maya").await;
    let (freda, ana, eva) = caregivers(&scene, maya).await;
    let freda_record = scene.begin(freda).await.my_record().await.unwrap().id;
    let ana_record = scene.begin(ana).await.my_record().await.unwrap().id;
    assert!(scene.begin(freda).await.list_ended_caregivers().await.unwrap().is_empty());
    scene.unlink(ana).await.unwrap();
    assert!(scene.begin(eva).await.chart_header(ana_record).await.is_err());
    assert_eq!(count(&scene, "caregivers where revoked_at is null").await, 0);

    // Freda reads of it, in the history, too, and whoever treats her.
    let told = scene.begin(freda).await.list_ended_caregivers().await.unwrap();
    assert_eq!(
        told.iter().map(|told| (told.name.as_str(), told.cause)).collect::<Vec<_>>(),
        [("Ana", AccessEnd::TheirAccount)]
    );
    let history = scene.begin(freda).await.list_access(freda_record, None).await.unwrap().rows;
    assert!(history.iter().any(|access| access.right == AccessRight::Administration), "{history:?}");
    for user in [freda, maya.user] {
        let listed = scene.begin(user).await.list_caregivers(freda_record).await.unwrap();
        assert_eq!(listed.len(), 1);
        assert!(listed[0].ended.is_some());
    }
    let listed = scene.begin(maya.user).await.list_caregivers(ana_record).await.unwrap();
    assert_eq!(listed.len(), 1, "whoever was asked and never came is none: {listed:?}");

    // The administrator doesn't, and isn't told how many there were.
    let events = "select count(*) from audit_events where action = 'caregivers.end'";
    let all: i64 = sqlx::query_scalar(events).fetch_one(&scene.superuser).await.unwrap();
    assert_eq!(all, 3, "Freda's, Eva's, and the link that was open");
    let mut application = scene.superuser.begin().await.unwrap();
    let administrator = scene.sign_in(scene.administrator, 7, None).await;
    sqlx::query("set local role carechart_app").execute(&mut *application).await.unwrap();
    for (secret, expected) in [(administrator.secret, 0), (scene.sign_in(freda, 8, None).await.secret, 1)] {
        identify(&mut application, Some(secret)).await;
        let seen: i64 = sqlx::query_scalar(events).fetch_one(&mut *application).await.unwrap();
        assert_eq!(seen, expected);
    }
    drop(application);

    // She puts the notice away: nobody else does.
    let id = CaregiverId(told[0].id.0);
    for user in [eva, maya.user, scene.administrator] {
        let seen = scene.begin(user).await.see_caregiver_end(id).await;
        assert!(matches!(seen, Err(Error::NotFound)), "{seen:?}");
    }
    let mut tx = scene.begin(freda).await;
    tx.see_caregiver_end(id).await.unwrap();
    assert!(tx.list_ended_caregivers().await.unwrap().is_empty());
    assert!(matches!(tx.see_caregiver_end(id).await, Err(Error::NotFound)));
}

#[tokio::test]
async fn the_records_next_account_is_told_whom_the_one_before_had_let_in() {
    let scene = Scene::new().await;
    let maya = scene.provider("Maya").await;
    let (_, ana, _) = caregivers(&scene, maya).await;
    let record = scene.begin(ana).await.my_record().await.unwrap().id;
    scene.unlink(ana).await.unwrap();
    scene.invite(maya, record, 9).await.unwrap();
    let next = scene.accept(9, BORN, "ana@example.org").await.unwrap();
    let told = scene.begin(next).await.list_ended_caregivers().await.unwrap();
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].cause, AccessEnd::GrantingAccount);
}

#[tokio::test]
async fn of_a_link_that_is_accepted_and_the_end_of_its_account_at_once_nothing_stays() {
    let scene = Scene::new().await;
    let maya = scene.provider("Maya").await;
    let (record, freda) = scene.linked_patient(maya, "freda@example.org").await;
    let (_, ana) = scene.linked_patient(maya, "ana@example.org").await;
    invite(&scene, freda, record, 1).await.unwrap();
    let caller = scene.caller(ana).await;
    let mut gate = PgConnection::connect_with(&scene.database.gate).await.unwrap();
    let mut accepting = gate.begin().await.unwrap();
    identify(&mut accepting, Some(caller.secret)).await;
    let accept = sqlx::query_scalar("select accept_caregiver($1, '1980-02-03', gen_random_uuid(), null, null, null)");
    let accepted: String = accept.bind(link(1).1).fetch_one(&mut *accepting).await.unwrap();
    assert_eq!(accepted, "accepted");
    let (unlinked, ()) = scene.while_waiting(scene.unlink(ana), async { accepting.commit().await.unwrap() }).await;
    unlinked.unwrap();
    assert_eq!(count(&scene, "caregivers where revoked_at is null").await, 0);
    assert_eq!(scene.begin(freda).await.list_ended_caregivers().await.unwrap().len(), 1);
}
