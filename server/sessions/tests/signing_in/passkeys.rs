mod adding;

use model::own_account::PasskeyAnswer;
use sessions::{Browser, Error, NewSession, RelyingParty, SignIn, Token};
use store::Caller;

use crate::{
    authenticator::Authenticator,
    scene::{EMAIL, NOWHERE, PASSWORD, Scene},
};

const ORIGIN: &str = "https://records.example.org";

fn party() -> RelyingParty {
    RelyingParty::new(ORIGIN, "Riverside Clinic").unwrap()
}

/// The administrator, in a session that has just begun.
async fn caller(scene: &Scene) -> Caller {
    let session = scene.sign_in(EMAIL, PASSWORD).await.unwrap();
    let signed_in = scene.find(&session.token).await.unwrap();
    signed_in.caller(None)
}

async fn add(scene: &Scene, caller: &Caller) -> Authenticator {
    let mut authenticator = Authenticator::new(ORIGIN);
    let question = scene.sessions.begin_passkey(caller, &party()).await.unwrap();
    let answer = authenticator.create(&question);
    scene.sessions.add_passkey(caller, &party(), "My phone", &answer).await.unwrap();
    authenticator
}

async fn sign_in(scene: &Scene, answer: &PasskeyAnswer) -> Result<NewSession, Error> {
    scene.sessions.sign_in_by_passkey(&party(), answer, &NOWHERE, &Browser::default()).await
}

/// A sign-in by the passkey alone, from its question on.
async fn alone(scene: &Scene, authenticator: &mut Authenticator) -> Result<NewSession, Error> {
    let question = scene.sessions.begin_passkey_sign_in(&party(), &NOWHERE).await.unwrap();
    sign_in(scene, &authenticator.get(&question)).await
}

async fn first_step(scene: &Scene) -> Token {
    match scene.sessions.sign_in(EMAIL, PASSWORD, &NOWHERE, &Browser::default()).await.unwrap() {
        SignIn::SecondStep(token) => token,
        SignIn::Done(_) => panic!("the password was enough"),
    }
}

fn message<T: std::fmt::Debug>(answer: Result<T, Error>) -> String {
    match answer {
        Err(Error::Store(store::Error::Invalid(errors))) => errors[0].message.clone(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_passkey_signs_in_alone_and_its_counter_goes_on() {
    let scene = Scene::new().await;
    let caller = caller(&scene).await;
    let mut phone = add(&scene, &caller).await;
    for _ in 0..2 {
        let session = alone(&scene, &mut phone).await.unwrap();
        let signed_in = scene.find(&session.token).await.unwrap();
        assert_eq!(signed_in.user.id, caller.user);
        assert!(signed_in.user.has_second_factor);
    }
    let counter: i64 = sqlx::query_scalar("select (credential #>> '{cred,counter}')::bigint from passkeys")
        .fetch_one(&scene.superuser)
        .await
        .unwrap();
    assert_eq!(counter, 2);
    // A copy of the key, whose counter didn't go on.
    phone.counter = 1;
    message(alone(&scene, &mut phone).await);
    assert!(alone(&scene, &mut phone).await.is_ok(), "the real one goes on");
}

#[tokio::test]
async fn whatever_is_wrong_answers_alike() {
    let scene = Scene::new().await;
    let caller = caller(&scene).await;
    let mut phone = add(&scene, &caller).await;
    let question = scene.sessions.begin_passkey_sign_in(&party(), &NOWHERE).await.unwrap();
    let answer = phone.get(&question);
    sign_in(&scene, &answer).await.unwrap();
    let mut messages = vec![message(sign_in(&scene, &answer).await)];

    let mut unknown = Authenticator::new(ORIGIN);
    unknown.user_handle = phone.user_handle.clone();
    messages.push(message(alone(&scene, &mut unknown).await));

    let mut nobodys = Authenticator::new(ORIGIN);
    nobodys.user_handle = vec![1; 16];
    messages.push(message(alone(&scene, &mut nobodys).await));

    // A site that looks like this one.
    let mut elsewhere = add(&scene, &caller).await;
    elsewhere.move_to("https://records.example.com");
    messages.push(message(alone(&scene, &mut elsewhere).await));

    phone.verifies = false;
    messages.push(message(alone(&scene, &mut phone).await));
    phone.verifies = true;

    let question = scene.sessions.begin_passkey_sign_in(&party(), &NOWHERE).await.unwrap();
    let answer = phone.get(&question);
    sqlx::query("update passkey_ceremonies set expires_at = now()").execute(&scene.superuser).await.unwrap();
    messages.push(message(sign_in(&scene, &answer).await));

    for made_up in ["", "nonsense", &Token::random().encode()] {
        let answer = PasskeyAnswer { ceremony: made_up.into(), credential: "{}".into() };
        messages.push(message(sign_in(&scene, &answer).await));
    }
    messages.dedup();
    assert_eq!(messages.len(), 1, "{messages:?}");
    let refusals = "select count(*) from audit_events where action = 'passkey.refuse'";
    let refusals: i64 = sqlx::query_scalar(refusals).fetch_one(&scene.superuser).await.unwrap();
    assert_eq!(refusals, 9);
}

#[tokio::test]
async fn an_answer_is_good_for_its_own_question_alone() {
    let scene = Scene::new().await;
    let caller = caller(&scene).await;
    let mut phone = add(&scene, &caller).await;
    let confirmation = scene.sessions.begin_passkey_confirmation(&caller, &party()).await.unwrap();
    message(sign_in(&scene, &phone.get(&confirmation)).await);
    let first = scene.sessions.begin_passkey_sign_in(&party(), &NOWHERE).await.unwrap();
    let second = scene.sessions.begin_passkey_sign_in(&party(), &NOWHERE).await.unwrap();
    let PasskeyAnswer { credential, .. } = phone.get(&first);
    message(sign_in(&scene, &PasskeyAnswer { ceremony: second.ceremony, credential }).await);
    message(scene.sessions.confirm_by_passkey(&caller, &party(), &phone.get(&first)).await);
}

#[tokio::test]
async fn after_the_password_a_passkey_takes_the_second_step() {
    let scene = Scene::new().await;
    let caller = caller(&scene).await;
    let mut phone = add(&scene, &caller).await;
    let challenge = first_step(&scene).await;
    let code = scene.sessions.take_second_step(&challenge, "123456", &NOWHERE, &Browser::default()).await;
    assert!(message(code).starts_with("This code isn't right"), "there is no authenticator with codes");

    let question = scene.sessions.begin_passkey_step(&challenge, &party(), &NOWHERE).await.unwrap();
    let mut unknown = Authenticator::new(ORIGIN);
    unknown.user_handle = phone.user_handle.clone();
    let step = async |answer: PasskeyAnswer| {
        scene.sessions.take_passkey_step(&challenge, &party(), &answer, &NOWHERE, &Browser::default()).await
    };
    message(step(unknown.get(&question)).await);
    message(step(phone.get(&question)).await);
    let question = scene.sessions.begin_passkey_step(&challenge, &party(), &NOWHERE).await.unwrap();
    let session = step(phone.get(&question)).await.unwrap();
    assert_eq!(scene.find(&session.token).await.unwrap().user.id, caller.user);
    let over = scene.sessions.begin_passkey_step(&challenge, &party(), &NOWHERE).await;
    assert!(matches!(over, Err(Error::Store(store::Error::NotFound))), "{over:?}");
}

#[tokio::test]
async fn a_person_proves_again_by_a_passkey_who_they_are() {
    let scene = Scene::new().await;
    let caller = caller(&scene).await;
    let none = scene.sessions.begin_passkey_confirmation(&caller, &party()).await;
    assert!(message(none).contains("no passkey yet"));
    let mut phone = add(&scene, &caller).await;
    let forget = "update sessions set confirmed_at = now() - interval '1 hour'";
    sqlx::query(forget).execute(&scene.superuser).await.unwrap();
    let refused = scene.sessions.begin_passkey(&caller, &party()).await;
    assert!(matches!(refused, Err(Error::Store(store::Error::ConfirmationRequired))), "{refused:?}");
    let question = scene.sessions.begin_passkey_confirmation(&caller, &party()).await.unwrap();
    let answer = phone.get(&question);
    scene.sessions.confirm_by_passkey(&caller, &party(), &answer).await.unwrap();
    message(scene.sessions.confirm_by_passkey(&caller, &party(), &answer).await);
    scene.sessions.begin_passkey(&caller, &party()).await.unwrap();
}
