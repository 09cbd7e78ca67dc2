use model::account::AccountKind;
use store::{Caller, Error, Proof, SignInStep};

use crate::scene::{NOWHERE, Provider, Scene, new_session};

const SEALED: [u8; 49] = [9; 49];
const CODE: [u8; 32] = [5; 32];
const BEGUN: Option<AccountKind> = Some(AccountKind::Provider);

/// Sets one up, with the step 100 and one recovery code, in a session of that number.
async fn set_up(scene: &Scene, provider: Provider, number: u8) -> Caller {
    let caller = scene.sign_in(provider.user, number, None).await;
    let mut tx = scene.store.begin_as(&caller).await.unwrap();
    tx.begin_second_factor(&SEALED).await.unwrap();
    tx.confirm_second_factor(100, &[CODE]).await.unwrap();
    tx.commit().await.unwrap();
    caller
}

/// Another answer to a challenge of Maya's; the session that begins has the same number. Without a proof the code was wrong.
async fn answer(scene: &Scene, number: u8, proof: Option<Proof>) -> Result<Option<AccountKind>, Error> {
    let challenge = [number; 32];
    let challenged = scene.gate.attempt_challenge(&challenge, &NOWHERE).await?;
    assert_eq!(challenged.sealed_secret, SEALED);
    scene.gate.pass_challenge(&challenged, &challenge, proof, &new_session(number), &NOWHERE).await
}

/// Maya's password and the second step, in a sign-in of that number.
async fn pass(scene: &Scene, number: u8, proof: Proof) -> Result<Option<AccountKind>, Error> {
    assert_eq!(scene.enter("Maya", number).await, Some(SignInStep::SecondStep));
    assert!(scene.find(number).await.is_none());
    answer(scene, number, Some(proof)).await
}

#[tokio::test]
async fn it_protects_from_its_first_code_on_and_ends_other_sessions() {
    let scene = Scene::new().await;
    let maya = scene.provider("Maya").await;
    scene.sign_in(maya.user, 1, None).await;
    let caller = scene.sign_in(maya.user, 2, None).await;
    let mut tx = scene.store.begin_as(&caller).await.unwrap();
    tx.begin_second_factor(&SEALED).await.unwrap();
    tx.begin_second_factor(&SEALED).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(scene.enter("Maya", 3).await, BEGUN.map(SignInStep::Begun), "not yet");
    let mut tx = scene.store.begin_as(&caller).await.unwrap();
    tx.confirm_second_factor(100, &[CODE]).await.unwrap();
    assert!(matches!(tx.confirm_second_factor(101, &[CODE]).await, Err(Error::Changed)));
    assert!(matches!(tx.begin_second_factor(&SEALED).await, Err(Error::Changed)));
    tx.commit().await.unwrap();
    assert!(scene.find(1).await.is_none() && scene.find(3).await.is_none());
    assert!(scene.find(2).await.unwrap().user.has_second_factor);
    assert_eq!(scene.enter("Maya", 4).await, Some(SignInStep::SecondStep));
}

#[tokio::test]
async fn a_session_begins_with_the_second_step_only() {
    let scene = Scene::new().await;
    let maya = scene.provider("Maya").await;
    set_up(&scene, maya, 1).await;
    assert_eq!(pass(&scene, 3, Proof::Step(101)).await.unwrap(), BEGUN);
    assert_eq!(scene.find(3).await.unwrap().user.id, maya.user);
    assert_eq!(pass(&scene, 4, Proof::Step(101)).await.unwrap(), None, "a code is good once");
    assert_eq!(pass(&scene, 5, Proof::Step(100)).await.unwrap(), None);
    assert_eq!(pass(&scene, 6, Proof::RecoveryCode([6; 32])).await.unwrap(), None);
    assert_eq!(pass(&scene, 7, Proof::RecoveryCode(CODE)).await.unwrap(), BEGUN);
    assert_eq!(pass(&scene, 8, Proof::RecoveryCode(CODE)).await.unwrap(), None, "a recovery code, too");
    assert!(scene.find(7).await.is_some());
    for number in [4, 5, 6, 8] {
        assert!(scene.find(number).await.is_none());
    }
    let mine = |action: &str| (action.to_owned(), Some(maya.user.0), "account".to_owned());
    let events = scene.events().await;
    assert_eq!(events.iter().filter(|event| **event == mine("factor.use_recovery_code")).count(), 1, "{events:?}");
}

#[tokio::test]
async fn a_challenge_has_five_attempts_and_ends_by_itself_and_with_its_use() {
    let scene = Scene::new().await;
    let maya = scene.provider("Maya").await;
    set_up(&scene, maya, 1).await;
    scene.enter("Maya", 2).await;
    for _ in 0..5 {
        assert_eq!(answer(&scene, 2, None).await.unwrap(), None);
    }
    assert!(matches!(answer(&scene, 2, Some(Proof::Step(101))).await, Err(Error::NotFound)));
    let refused = scene.events().await.into_iter().filter(|event| event.0 == "factor.refuse").collect::<Vec<_>>();
    assert_eq!(refused, vec![("factor.refuse".to_owned(), None, "none".to_owned()); 5]);
    scene.run("delete from sign_in_failures").await;
    scene.enter("Maya", 3).await;
    scene.run("update sign_in_challenges set expires_at = now()").await;
    assert!(matches!(answer(&scene, 3, Some(Proof::Step(101))).await, Err(Error::NotFound)));
    assert_eq!(pass(&scene, 4, Proof::Step(101)).await.unwrap(), BEGUN);
    assert!(matches!(answer(&scene, 4, Some(Proof::Step(102))).await, Err(Error::NotFound)));
    assert!(matches!(answer(&scene, 5, Some(Proof::Step(102))).await, Err(Error::NotFound)), "made up");
}

#[tokio::test]
async fn wrong_codes_are_throttled_for_the_account_over_all_its_sign_ins() {
    let scene = Scene::new().await;
    let maya = scene.provider("Maya").await;
    set_up(&scene, maya, 1).await;
    for number in 2..7 {
        assert_eq!(pass(&scene, number, Proof::Step(99)).await.unwrap(), None);
        assert_eq!(answer(&scene, number, Some(Proof::Step(99))).await.unwrap(), None);
    }
    let refused = pass(&scene, 12, Proof::Step(101)).await;
    assert!(matches!(refused, Err(Error::TooManyAttempts { .. })), "{refused:?}");
    assert!(scene.actions().await.contains(&"factor.throttle".to_owned()));
}

#[tokio::test]
async fn it_is_changed_only_by_whoever_has_just_proved_who_they_are() {
    let scene = Scene::new().await;
    let maya = scene.provider("Maya").await;
    let caller = set_up(&scene, maya, 1).await;
    scene.run("update sessions set confirmed_at = now() - interval '1 hour'").await;
    for attempt in 0..3 {
        let mut tx = scene.store.begin_as(&caller).await.unwrap();
        let refused = match attempt {
            0 => tx.begin_second_factor(&SEALED).await,
            1 => tx.replace_recovery_codes(&[CODE]).await,
            _ => tx.remove_second_factor().await,
        };
        assert!(matches!(refused, Err(Error::ConfirmationRequired)), "{attempt}: {refused:?}");
    }
    let confirm = async |step: Option<i64>| {
        let attempt = scene.gate.begin_confirmation(&caller).await.unwrap();
        scene.gate.confirm_session(&caller, attempt, step, None).await.unwrap()
    };
    assert!(!confirm(Some(100)).await, "it was used");
    assert!(!confirm(None).await, "a wrong code");
    assert!(confirm(Some(101)).await);
    let mut tx = scene.store.begin_as(&caller).await.unwrap();
    tx.replace_recovery_codes(&[[7; 32], [8; 32]]).await.unwrap();
    assert_eq!(tx.own_second_factor().await.unwrap().unwrap().codes_left, 2);
    tx.commit().await.unwrap();
    assert_eq!(pass(&scene, 2, Proof::RecoveryCode(CODE)).await.unwrap(), None, "the earlier ones are gone");
    assert_eq!(pass(&scene, 3, Proof::RecoveryCode([7; 32])).await.unwrap(), BEGUN);
    let mut tx = scene.store.begin_as(&caller).await.unwrap();
    tx.remove_second_factor().await.unwrap();
    assert!(matches!(tx.remove_second_factor().await, Err(Error::NotFound)));
    tx.commit().await.unwrap();
    assert_eq!(scene.enter("Maya", 4).await, BEGUN.map(SignInStep::Begun));
}

#[tokio::test]
async fn a_provider_without_one_sees_nobody_where_the_clinic_asks_for_it() {
    let scene = Scene::new().await;
    let (maya, tomas) = (scene.provider("Maya").await, scene.provider("Tomas").await);
    let patient = scene.patient(maya).await;
    scene.sign_in(maya.user, 1, None).await;
    scene.worker.set_second_factor_required(true).await.unwrap();
    scene.worker.set_second_factor_required(true).await.unwrap();
    let user = scene.find(1).await.unwrap().user;
    assert!(user.is_second_factor_missing && !user.has_second_factor && user.is_verified);
    assert!(matches!(scene.begin(maya.user).await.chart_header(patient).await, Err(Error::NotFound)));

    set_up(&scene, maya, 3).await;
    assert!(!scene.find(3).await.unwrap().user.is_second_factor_missing);
    assert!(scene.begin(maya.user).await.chart_header(patient).await.is_ok());
    scene.worker.set_second_factor_required(false).await.unwrap();
    scene.patient(tomas).await;
    let actions = scene.actions().await;
    assert_eq!(actions.iter().filter(|action| *action == "factor.require").count(), 1, "when it changes");
    assert!(actions.contains(&"factor.stop_requiring".to_owned()));
}
