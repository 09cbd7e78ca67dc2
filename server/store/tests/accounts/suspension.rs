use model::{account::AccountKind, id::UserId};
use store::{Error, Proof, SignInStep};
use uuid::Uuid;

use crate::scene::{NOWHERE, Scene, link, new_session};

async fn set(scene: &Scene, by: UserId, user: UserId, is_suspended: bool) -> Result<(), Error> {
    let mut tx = scene.begin_confirmed(by).await;
    tx.set_account_suspended(user, is_suspended).await?;
    tx.commit().await
}

#[tokio::test]
async fn whoever_is_suspended_is_signed_out_and_reads_nothing_until_it_is_lifted() {
    let scene = Scene::new().await;
    let maya = scene.provider("Maya").await;
    let (patient, freda) = scene.linked_patient(maya, "freda@example.org").await;
    for (number, user) in [(1, maya.user), (2, freda)] {
        scene.sign_in(user, number, None).await;
        set(&scene, scene.administrator, user, true).await.unwrap();
        assert!(scene.find(number).await.is_none());
        assert!(matches!(scene.begin(user).await.chart_header(patient).await, Err(Error::NotFound)));
        // A session that began at the same moment is nobody's, too.
        scene.sign_in(user, number + 10, None).await;
        assert!(scene.find(number + 10).await.is_none());
    }
    for email in ["maya@example.org", "freda@example.org"] {
        assert!(scene.gate.begin_sign_in(email, &NOWHERE).await.unwrap().parameters.is_none(), "{email}");
    }
    for (name, number) in [("Maya", 21), ("Freda", 22)] {
        assert_eq!(scene.enter(name, number).await, None, "{name}");
    }
    let mut tx = scene.begin(scene.administrator).await;
    assert!(tx.list_providers("", None).await.unwrap().rows[0].is_suspended);
    assert!(tx.list_patient_accounts("", None).await.unwrap().rows[0].is_suspended);

    for user in [maya.user, freda] {
        set(&scene, scene.administrator, user, false).await.unwrap();
        assert!(scene.begin(user).await.chart_header(patient).await.is_ok());
    }
    for number in [1, 2, 11, 12] {
        assert!(scene.find(number).await.is_none(), "what has ended stays ended");
    }
    assert_eq!(scene.enter("Maya", 23).await, Some(SignInStep::Begun(AccountKind::Provider)));
    let actions = scene.actions().await;
    let count = |name: &str| actions.iter().filter(|action| *action == name).count();
    assert_eq!((count("account.suspend"), count("account.lift")), (2, 2));
}

#[tokio::test]
async fn a_suspended_provider_is_no_colleague_and_their_links_rest() {
    let scene = Scene::new().await;
    let (maya, tomas) = (scene.provider("Maya").await, scene.provider("Tomas").await);
    let patient = scene.patient(maya).await;
    scene.invite(maya, patient, 1).await.unwrap();
    set(&scene, scene.administrator, tomas.user, true).await.unwrap();
    let mut tx = scene.begin(maya.user).await;
    assert!(tx.find_colleagues(patient, "").await.unwrap().is_empty());
    assert!(tx.list_colleagues().await.unwrap().is_empty());
    assert!(matches!(tx.share_chart(patient, tomas.id).await, Err(Error::NotFound)));
    set(&scene, scene.administrator, maya.user, true).await.unwrap();
    let check = scene.gate.check_invitation(&link(1).0, None, &NOWHERE).await;
    assert!(matches!(check, Err(Error::NotFound)));
}

#[tokio::test]
async fn a_sign_in_that_waits_for_its_code_goes_no_further() {
    let scene = Scene::new().await;
    let maya = scene.provider("Maya").await;
    let protect = "insert into second_factors (user_id, sealed_secret, confirmed_at)
                   select id, decode(repeat('09', 49), 'hex'), now() from users where email = 'maya@example.org'";
    scene.run(protect).await;
    for number in [1, 2] {
        assert_eq!(scene.enter("Maya", number).await, Some(SignInStep::SecondStep));
    }
    let waiting = scene.gate.attempt_challenge(&[1; 32], &NOWHERE).await.unwrap();
    set(&scene, scene.administrator, maya.user, true).await.unwrap();
    // As if the second had begun at the same moment.
    let reopen =
        "update sign_in_challenges set closed_at = null where token_hash = sha256(decode(repeat('02', 32), 'hex'))";
    assert_eq!(scene.run(reopen).await, 1);
    for number in [1, 2] {
        let attempted = scene.gate.attempt_challenge(&[number; 32], &NOWHERE).await;
        assert!(matches!(attempted, Err(Error::NotFound)), "{number}: {attempted:?}");
    }
    set(&scene, scene.administrator, maya.user, false).await.unwrap();
    let ended = scene.gate.attempt_challenge(&[1; 32], &NOWHERE).await;
    assert!(matches!(ended, Err(Error::NotFound)), "what has ended stays ended");
    let passed =
        scene.gate.pass_challenge(&waiting, &[1; 32], Some(Proof::Step(101)), &new_session(1), &NOWHERE).await.unwrap();
    assert_eq!((passed, scene.find(1).await), (None, None), "with a right code, too");
}

#[tokio::test]
async fn a_link_for_a_new_password_that_was_made_before_stops_working() {
    let scene = Scene::new().await;
    let maya = scene.provider("Maya").await;
    let make = "insert into links (id, purpose, user_id, made_by, token_hash, expires_at)
                select gen_random_uuid(), 'password_reset', u.id, a.id, sha256('reset'), now() + interval '1 day'
                  from users u, users a where u.email = 'maya@example.org' and a.kind = 'administrator'";
    scene.run(make).await;
    let open = "select count(*) from links where closed_at is null";
    let count = async || sqlx::query_scalar::<_, i64>(open).fetch_one(&scene.superuser).await.unwrap();
    assert_eq!(count().await, 1);
    set(&scene, scene.administrator, maya.user, true).await.unwrap();
    assert_eq!(count().await, 0);
}

#[tokio::test]
async fn only_an_administrator_suspends_and_never_an_administrator() {
    let scene = Scene::new().await;
    let maya = scene.provider("Maya").await;
    let (_, freda) = scene.linked_patient(maya, "freda@example.org").await;
    for by in [maya.user, freda] {
        assert!(matches!(set(&scene, by, maya.user, true).await, Err(Error::NotFound)));
    }
    for user in [scene.administrator, UserId(Uuid::now_v7())] {
        assert!(matches!(set(&scene, scene.administrator, user, true).await, Err(Error::NotFound)));
    }
}
