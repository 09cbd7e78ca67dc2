use model::own_account::PasskeyAnswer;
use sessions::Browser;

use super::{ORIGIN, caller, message, party};
use crate::{
    authenticator::Authenticator,
    scene::{EMAIL, NOWHERE, PASSWORD, Scene, done},
};

#[tokio::test]
async fn a_passkey_that_wasnt_asked_for_isnt_added() {
    let scene = Scene::new().await;
    let caller = caller(&scene).await;
    let mut phone = Authenticator::new(ORIGIN);
    let question = scene.sessions.begin_passkey(&caller, &party()).await.unwrap();
    let answer = phone.create(&question);
    let add = async |answer: &PasskeyAnswer| scene.sessions.add_passkey(&caller, &party(), "My phone", answer).await;
    assert!(message(scene.sessions.add_passkey(&caller, &party(), " ", &answer).await).contains("name is missing"));
    phone.verifies = false;
    message(add(&phone.create(&question)).await);
    message(add(&answer).await);
    assert!(done_by_password(&scene).await, "nothing was added");

    // Elsewhere, and twice.
    let question = scene.sessions.begin_passkey(&caller, &party()).await.unwrap();
    message(add(&Authenticator::new("https://records.example.com").create(&question)).await);
    let mut phone = Authenticator::new(ORIGIN);
    let question = scene.sessions.begin_passkey(&caller, &party()).await.unwrap();
    add(&phone.create(&question)).await.unwrap();
    let question = scene.sessions.begin_passkey(&caller, &party()).await.unwrap();
    message(add(&phone.create(&question)).await);
}

async fn done_by_password(scene: &Scene) -> bool {
    let outcome = scene.sessions.sign_in(EMAIL, PASSWORD, &NOWHERE, &Browser::default()).await.unwrap();
    let session = done(outcome);
    scene.find(&session.token).await.is_some()
}
