use model::{
    access::AccessRight,
    account::AccountKind,
    caregiver::AcceptCaregiver,
    id::{PatientId, UserId},
};
use store::{Error, NewCaregiver, NewSession, SessionSecret, SignInStep};

use crate::scene::{NOWHERE, Scene, kept_password, link, new_session, nobodys};

const BORN: &str = "1980-02-03";

pub async fn invite(scene: &Scene, by: UserId, patient: PatientId, number: u8) -> Result<(), Error> {
    let mut tx = scene.begin_confirmed(by).await;
    tx.invite_caregiver(patient, "Ana", 12, &link(number).1).await?;
    tx.commit().await
}

fn answer(number: u8, born: &str) -> AcceptCaregiver {
    AcceptCaregiver { token: link(number).0, date_of_birth: born.parse().unwrap(), account: None }
}

/// By a new account, which is signed in then.
pub async fn accept(scene: &Scene, number: u8, born: &str, email: &str) -> Result<UserId, Error> {
    let session = NewSession { secret: SessionSecret(nobodys()), ..new_session(0) };
    let (password_hash, challenge) = (kept_password("Ana"), nobodys());
    let new = NewCaregiver { email, password_hash: &password_hash, challenge: &challenge, session: &session };
    let step = scene.gate.accept_caregiver(&answer(number, born), Some(new), None, &NOWHERE).await?;
    let user = scene.user(email).await;
    assert_eq!(step, Some(SignInStep::Begun(AccountKind::Patient)));
    assert_eq!(scene.store.find_session(session.secret).await.unwrap().unwrap().user.id, user);
    Ok(user)
}

async fn accept_as(scene: &Scene, user: UserId, number: u8) -> Result<(), Error> {
    let caller = scene.caller(user).await;
    let step = scene.gate.accept_caregiver(&answer(number, BORN), None, Some(&caller), &NOWHERE).await?;
    assert_eq!(step, None, "whoever is signed in stays so");
    Ok(())
}

pub async fn revoke_first(scene: &Scene, by: UserId) -> Result<(), Error> {
    let grant = "select id from caregivers order by created_at desc limit 1";
    let grant = sqlx::query_scalar(grant).fetch_one(&scene.superuser).await.unwrap();
    let mut tx = scene.begin(by).await;
    tx.revoke_caregiver(model::id::CaregiverId(grant)).await?;
    tx.commit().await
}

pub async fn reads(scene: &Scene, user: UserId, patient: PatientId) -> bool {
    scene.begin(user).await.chart_header(patient).await.is_ok()
}

#[tokio::test]
async fn a_caregiver_reads_the_record_and_nothing_more_until_it_is_revoked() {
    let scene = Scene::new().await;
    let maya = scene.provider("Maya").await;
    let (patient, freda) = scene.linked_patient(maya, "freda@example.org").await;
    let other = scene.patient(maya).await;
    invite(&scene, freda, patient, 1).await.unwrap();
    let ana = accept(&scene, 1, BORN, "ana@example.org").await.unwrap();
    let header = scene.begin(ana).await.chart_header(patient).await.unwrap();
    assert_eq!((header.right, header.treated_by[0].display_name.as_str()), (AccessRight::Caregiver, "Maya"));
    assert!((364..=366).contains(&(header.right_until.unwrap().at - chrono::Utc::now()).num_days()));
    let mut tx = scene.begin(ana).await;
    tx.list_visits(patient, None).await.unwrap();
    tx.list_documents(patient, None).await.unwrap();
    let cared_for = tx.list_cared_for().await.unwrap();
    assert_eq!((cared_for.len(), cared_for[0].patient.id), (1, patient));
    tx.commit().await.unwrap();
    assert!(matches!(tx_my_record(&scene, ana).await, Err(Error::NotFound)));
    assert!(!reads(&scene, ana, other).await);
    assert!(matches!(invite(&scene, ana, patient, 9).await, Err(Error::NotFound)), "a caregiver lets nobody in");

    // The patient sees who looked, under the name they gave.
    let history = scene.begin(freda).await.list_access(patient, None).await.unwrap().rows;
    assert!(history.iter().any(|access| access.who == "Ana" && access.right == AccessRight::Caregiver), "{history:?}");
    assert_eq!(scene.begin(freda).await.list_caregivers(patient).await.unwrap()[0].name, "Ana");

    let outsider = scene.provider("Other").await;
    for by in [outsider.user, maya.user, scene.administrator] {
        assert!(matches!(revoke_first(&scene, by).await, Err(Error::NotFound)));
    }
    revoke_first(&scene, freda).await.unwrap();
    assert!(!reads(&scene, ana, patient).await);
    assert!(matches!(revoke_first(&scene, freda).await, Err(Error::NotFound)));
}

async fn tx_my_record(scene: &Scene, user: UserId) -> Result<(), Error> {
    scene.begin(user).await.my_record().await.map(drop)
}

#[tokio::test]
async fn it_ends_by_itself_and_by_suspension_and_a_caregiver_gives_it_up() {
    let scene = Scene::new().await;
    let maya = scene.provider("Maya").await;
    let (patient, freda) = scene.linked_patient(maya, "freda@example.org").await;
    invite(&scene, freda, patient, 1).await.unwrap();
    let ana = accept(&scene, 1, BORN, "ana@example.org").await.unwrap();
    scene.run("update users set suspended_at = now() where email = 'ana@example.org'").await;
    assert!(!reads(&scene, ana, patient).await);
    scene.run("update users set suspended_at = null").await;
    assert!(reads(&scene, ana, patient).await);
    scene.run("update caregivers set created_at = created_at - interval '1 year', expires_at = now()").await;
    assert!(!reads(&scene, ana, patient).await);
    assert!(scene.begin(ana).await.list_cared_for().await.unwrap().is_empty());
    invite(&scene, freda, patient, 2).await.unwrap();
    accept_as(&scene, ana, 2).await.unwrap();
    assert!(reads(&scene, ana, patient).await);
    revoke_first(&scene, ana).await.unwrap();
    assert!(!reads(&scene, ana, patient).await);
}

#[tokio::test]
async fn whom_an_account_let_in_goes_when_it_is_unlinked() {
    let scene = Scene::new().await;
    let maya = scene.provider("Maya").await;
    let (patient, freda) = scene.linked_patient(maya, "freda@example.org").await;
    invite(&scene, freda, patient, 1).await.unwrap();
    invite(&scene, freda, patient, 2).await.unwrap();
    let ana = accept(&scene, 1, BORN, "ana@example.org").await.unwrap();
    scene.unlink(freda).await.unwrap();
    assert!(!reads(&scene, ana, patient).await);
    assert!(matches!(accept(&scene, 2, BORN, "eva@example.org").await, Err(Error::NotFound)));
}

#[tokio::test]
async fn a_link_works_once_for_five_attempts_and_never_takes_an_account_over() {
    let scene = Scene::new().await;
    let maya = scene.provider("Maya").await;
    let (patient, freda) = scene.linked_patient(maya, "freda@example.org").await;
    let (_, otis) = scene.linked_patient(maya, "otis@example.org").await;
    invite(&scene, freda, patient, 1).await.unwrap();
    for email in ["otis@example.org", "maya@example.org", "admin@example.org"] {
        assert!(
            matches!(accept(&scene, 1, BORN, email).await, Err(Error::Invalid(errors)) if errors[0].field == "email")
        );
    }
    for user in [freda, maya.user] {
        assert!(matches!(accept_as(&scene, user, 1).await, Err(Error::Invalid(_))));
    }
    assert!(matches!(accept_as(&scene, otis, 1).await, Err(Error::NotFound)), "five attempts");

    invite(&scene, freda, patient, 2).await.unwrap();
    let wrong = accept(&scene, 2, "1980-02-04", "ana@example.org").await;
    assert!(matches!(wrong, Err(Error::Invalid(errors)) if errors[0].field == "date_of_birth"));
    accept_as(&scene, otis, 2).await.unwrap();
    assert!(reads(&scene, otis, patient).await);
    assert!(matches!(accept(&scene, 2, BORN, "ana@example.org").await, Err(Error::NotFound)), "once");
    assert!(tx_my_record(&scene, otis).await.is_ok(), "besides the own record");

    // A patient's link doesn't take a caregiver's account, which has no record of its own.
    invite(&scene, freda, patient, 3).await.unwrap();
    accept(&scene, 3, BORN, "ana@example.org").await.unwrap();
    let third = scene.patient(maya).await;
    scene.invite(maya, third, 40).await.unwrap();
    assert!(matches!(scene.accept(40, BORN, "ana@example.org").await, Err(Error::Invalid(_))));
}
