use model::account::AccountKind;
use serde_json::json;
use store::{Caller, CeremonyPurpose, Error, SignInStep, UsedPasskey};

use crate::scene::{NOWHERE, Provider, Scene, new_session, nobodys};

const PROVIDER: Option<AccountKind> = Some(AccountKind::Provider);

/// Adds a passkey whose credential has that number.
async fn add(scene: &Scene, caller: &Caller, number: u8) -> Result<(), Error> {
    let mut tx = scene.store.begin_as(caller).await.unwrap();
    tx.add_passkey(&[number; 16], "My phone", &json!({ "counter": 0 })).await?;
    tx.commit().await
}

/// The passkey with that number, whose counter has gone on, by an attempt at a sign-in that was counted.
async fn used(scene: &Scene, provider: Provider, number: u8, counter: u32) -> UsedPasskey {
    let found = scene.gate.find_passkey(&[number; 16], provider.user).await.unwrap().unwrap();
    let token_hash = nobodys();
    let attempt = Some(scene.gate.begin_passkey_attempt(&token_hash, &NOWHERE).await.unwrap());
    UsedPasskey { found, after: json!({ "counter": counter }), token_hash, attempt }
}

/// The same by another attempt, of a question that is taken in the sign-in with that number whose second step it is.
async fn used_in(scene: &Scene, challenge: u8, used: UsedPasskey) -> UsedPasskey {
    let (challenge, token_hash) = ([challenge; 32], nobodys());
    let challenged = scene.gate.attempt_challenge(&challenge, &NOWHERE).await.unwrap();
    assert!(challenged.sealed_secret.is_empty());
    scene.gate.begin_passkey_step(&challenged, &challenge, &token_hash, &json!({}), &NOWHERE).await.unwrap();
    let purpose = CeremonyPurpose::SecondStep;
    let asked = scene.gate.take_passkey_ceremony(purpose, &token_hash, None, &NOWHERE).await.unwrap().unwrap();
    assert_eq!(asked.user, Some(challenged.user), "whose password it was");
    UsedPasskey { token_hash, attempt: asked.attempt, ..used }
}

/// The same by another attempt, of whoever proves again who they are.
async fn used_by(scene: &Scene, caller: &Caller, used: &UsedPasskey) -> UsedPasskey {
    let attempt = Some(scene.gate.begin_confirmation(caller).await.unwrap());
    UsedPasskey { attempt, ..used.clone() }
}

/// That the attempt isn't one that was counted for this, or was used.
fn assert_uncounted<T: std::fmt::Debug>(answer: &Result<T, Error>) {
    assert!(matches!(answer, Err(Error::Database(error)) if error.code == "23001"), "{answer:?}");
}

#[tokio::test]
async fn with_the_first_one_other_sessions_end_and_the_password_isnt_enough() {
    let scene = Scene::new().await;
    let maya = scene.provider("Maya").await;
    scene.sign_in(maya.user, 1, None).await;
    let caller = scene.sign_in(maya.user, 2, None).await;
    add(&scene, &caller, 1).await.unwrap();
    assert!(scene.find(1).await.is_none() && scene.find(2).await.unwrap().user.has_second_factor);
    assert_eq!(scene.enter("Maya", 3).await, Some(SignInStep::SecondStep));
    assert!(scene.find(3).await.is_none());
    let again = add(&scene, &caller, 1).await;
    assert!(matches!(again, Err(Error::Invalid(_))), "{again:?}");
    let tomas = scene.provider("Tomas").await;
    let caller = scene.sign_in(tomas.user, 5, None).await;
    assert!(matches!(add(&scene, &caller, 1).await, Err(Error::Invalid(_))), "it is somebody's");
    for number in 2..22 {
        add(&scene, &caller, number).await.unwrap();
    }
    assert!(matches!(add(&scene, &caller, 22).await, Err(Error::Invalid(_))), "twenty are enough");
}

#[tokio::test]
async fn a_session_begins_with_an_answer_of_ones_own_passkey_once() {
    let scene = Scene::new().await;
    let (maya, tomas) = (scene.provider("Maya").await, scene.provider("Tomas").await);
    let caller = scene.sign_in(maya.user, 1, None).await;
    add(&scene, &caller, 1).await.unwrap();
    let answer = used(&scene, maya, 1, 7).await;
    let sign_in = async |answer: &UsedPasskey, number: u8| {
        scene.gate.sign_in_by_passkey(answer, &[number; 32], &new_session(number), &NOWHERE).await
    };
    assert_uncounted(&sign_in(&UsedPasskey { attempt: None, ..answer.clone() }, 3).await);
    assert_uncounted(&sign_in(&UsedPasskey { token_hash: nobodys(), ..answer.clone() }, 3).await);
    assert_eq!(sign_in(&answer, 2).await.unwrap(), PROVIDER);
    assert_eq!(scene.find(2).await.unwrap().user.id, maya.user);
    assert_uncounted(&sign_in(&answer, 3).await);
    let next = used(&scene, maya, 1, 8).await;
    assert_eq!(next.found.credential, json!({ "counter": 7 }));
    let late = UsedPasskey { found: answer.found, ..next };
    assert_eq!((sign_in(&late, 3).await.unwrap(), scene.find(3).await), (None, None), "another answer came first");
    let actions = scene.actions().await;
    assert!(actions.ends_with(&["passkey.add", "passkey.use", "session.begin"].map(str::to_owned)), "{actions:?}");

    // Whose it is says the passkey, and nobody else.
    let mut others = used(&scene, maya, 1, 8).await;
    others.found.user = tomas.user;
    assert_eq!(sign_in(&others, 4).await.unwrap(), PROVIDER);
    assert_eq!(scene.find(4).await.unwrap().user.id, maya.user);
    assert!(scene.gate.find_passkey(&[1; 16], tomas.user).await.unwrap().is_none());
    assert!(scene.gate.find_passkey(&[9; 16], maya.user).await.unwrap().is_none());
    let account = scene.store.begin_as(&caller).await.unwrap().own_account().await.unwrap();
    assert_eq!((account.passkeys.len(), account.passkeys[0].name.as_str()), (1, "My phone"));
    assert!(account.passkeys[0].last_used_at.is_some() && !account.must_have_second_factor);
}

#[tokio::test]
async fn a_second_step_is_taken_by_ones_own_passkey_once() {
    let scene = Scene::new().await;
    let (maya, tomas) = (scene.provider("Maya").await, scene.provider("Tomas").await);
    for (provider, number) in [(maya, 1), (tomas, 9)] {
        let caller = scene.sign_in(provider.user, number, None).await;
        add(&scene, &caller, number).await.unwrap();
    }
    let pass = async |answer: &UsedPasskey, challenge: u8, number: u8| {
        let session = new_session(number);
        scene.gate.pass_challenge_by_passkey(answer, &[challenge; 32], &session, &NOWHERE).await
    };
    let (mayas, others) = (used(&scene, maya, 1, 1).await, used(&scene, tomas, 9, 1).await);
    assert_eq!(pass(&mayas, 2, 2).await.unwrap(), None, "there was no password");
    assert_eq!(scene.enter("Maya", 2).await, Some(SignInStep::SecondStep));
    assert_uncounted(&pass(&mayas, 2, 2).await);
    assert_eq!(scene.gate.challenge_passkeys(&[2; 32]).await.unwrap().len(), 1);
    let others = used_in(&scene, 2, others).await;
    assert_eq!(pass(&others, 2, 3).await.unwrap(), None, "somebody else's");
    assert_uncounted(&pass(&UsedPasskey { attempt: others.attempt, ..mayas.clone() }, 2, 3).await);
    let mayas = used_in(&scene, 2, mayas).await;
    assert_eq!(pass(&mayas, 2, 3).await.unwrap(), PROVIDER);
    assert_eq!(scene.find(3).await.unwrap().user.id, maya.user);
    assert_eq!(pass(&mayas, 2, 4).await.unwrap(), None, "it was passed");
    assert!(scene.find(2).await.is_none() && scene.find(4).await.is_none());
    assert!(scene.gate.challenge_passkeys(&[2; 32]).await.unwrap().is_empty());
}

#[tokio::test]
async fn one_proves_again_who_one_is_by_a_passkey_of_ones_own() {
    let scene = Scene::new().await;
    let (maya, tomas) = (scene.provider("Maya").await, scene.provider("Tomas").await);
    let (mayas, tomas) = (scene.sign_in(maya.user, 1, None).await, scene.sign_in(tomas.user, 2, None).await);
    add(&scene, &mayas, 1).await.unwrap();
    scene.run("update sessions set confirmed_at = now() - interval '1 hour'").await;
    let answer = used(&scene, maya, 1, 1).await;
    let made_up = Caller { secret: new_session(9).secret, ..mayas };
    assert_uncounted(&scene.gate.confirm_by_passkey(&mayas, &answer).await);
    let confirm = async |caller: &Caller| {
        let answer = used_by(&scene, caller, &answer).await;
        scene.gate.confirm_by_passkey(caller, &answer).await
    };
    assert!(!confirm(&tomas).await.unwrap(), "it isn't his");
    assert!(!confirm(&made_up).await.unwrap(), "nobody's session");
    assert!(confirm(&mayas).await.unwrap());
    assert!(!confirm(&mayas).await.unwrap(), "another answer came first");
    assert_eq!(scene.actions().await.last().unwrap(), "session.confirm");
    scene.store.begin_as(&mayas).await.unwrap().require_confirmation().await.unwrap();
    let refused = scene.store.begin_as(&tomas).await.unwrap().require_confirmation().await;
    assert!(matches!(refused, Err(Error::ConfirmationRequired)), "{refused:?}");
}

#[tokio::test]
async fn passkeys_are_changed_only_by_whoever_has_just_proved_who_they_are() {
    let scene = Scene::new().await;
    let (maya, tomas) = (scene.provider("Maya").await, scene.provider("Tomas").await);
    let caller = scene.sign_in(maya.user, 1, None).await;
    let other = scene.sign_in(tomas.user, 2, None).await;
    add(&scene, &caller, 1).await.unwrap();
    let passkey = used(&scene, maya, 1, 1).await.found.id;
    let begin = async |caller| scene.store.begin_as(caller).await.unwrap();
    let refused = begin(&other).await.remove_passkey(passkey).await;
    assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
    scene.run("update sessions set confirmed_at = now() - interval '1 hour'").await;
    for refused in [
        begin(&caller).await.remove_passkey(passkey).await,
        add(&scene, &caller, 2).await,
        begin(&caller).await.ask_for_new_passkey(&[3; 32], &json!({})).await,
    ] {
        assert!(matches!(refused, Err(Error::ConfirmationRequired)), "{refused:?}");
    }
    scene.run("update sessions set confirmed_at = now()").await;
    let mut tx = begin(&caller).await;
    tx.remove_passkey(passkey).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(scene.enter("Maya", 4).await, PROVIDER.map(SignInStep::Begun));
}

#[tokio::test]
async fn a_removed_passkey_takes_the_sessions_along_that_were_begun_with_it() {
    let scene = Scene::new().await;
    let maya = scene.provider("Maya").await;
    let caller = scene.sign_in(maya.user, 1, None).await;
    add(&scene, &caller, 1).await.unwrap();
    add(&scene, &caller, 2).await.unwrap();
    let sign_in = async |key: u8, counter: u32, number: u8| {
        let answer = used(&scene, maya, key, counter).await;
        scene.gate.sign_in_by_passkey(&answer, &[number; 32], &new_session(number), &NOWHERE).await.unwrap();
        scene.find(number).await.unwrap().caller(None)
    };
    let remove = async |caller: &Caller, key: u8| {
        let passkey = scene.gate.find_passkey(&[key; 16], maya.user).await.unwrap().unwrap().id;
        let mut tx = scene.store.begin_as(caller).await.unwrap();
        tx.remove_passkey(passkey).await.unwrap();
        tx.commit().await.unwrap();
    };
    // The one that asks was begun with another one, and stays.
    let (_, second) = (sign_in(1, 1, 11).await, sign_in(2, 1, 12).await);
    remove(&second, 1).await;
    assert!(scene.find(11).await.is_none() && scene.find(12).await.is_some());
    // In the session that asks the passkey was the second step, so that nothing is left of how it began.
    assert_eq!(scene.enter("Maya", 13).await, Some(SignInStep::SecondStep));
    let step = used_in(&scene, 13, used(&scene, maya, 2, 2).await).await;
    let kind = scene.gate.pass_challenge_by_passkey(&step, &[13; 32], &new_session(13), &NOWHERE).await.unwrap();
    assert_eq!(kind, PROVIDER);
    let third = scene.find(13).await.unwrap().caller(None);
    remove(&third, 2).await;
    assert!(scene.find(12).await.is_none() && scene.find(13).await.is_none());
    assert_eq!(scene.actions().await.last().unwrap(), "passkey.remove");
}

#[tokio::test]
async fn a_passkey_is_the_second_factor_that_a_clinic_asks_for() {
    let scene = Scene::new().await;
    let maya = scene.provider("Maya").await;
    let patient = scene.patient(maya).await;
    let caller = scene.sign_in(maya.user, 1, None).await;
    scene.worker.set_second_factor_required(true).await.unwrap();
    assert!(matches!(scene.begin(maya.user).await.chart_header(patient).await, Err(Error::NotFound)));
    add(&scene, &caller, 1).await.unwrap();
    assert!(scene.begin(maya.user).await.chart_header(patient).await.is_ok());
    assert!(!scene.find(1).await.unwrap().user.is_second_factor_missing);
    let account = scene.store.begin_as(&caller).await.unwrap().own_account().await.unwrap();
    assert!(account.must_have_second_factor);
}
