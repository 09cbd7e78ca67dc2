use model::{
    account::{AcceptInvitation, AccountKind, ProviderApplication},
    id::PatientId,
    patient::{Address, Demographics, EmergencyContact, Gender, Insurance},
};
use sessions::{Browser, Error, Token};
use store::{SignedIn, Transaction};
use uuid::Uuid;

use crate::scene::{EMAIL, NOWHERE, PASSWORD, Scene, done};

fn application(email: &str) -> ProviderApplication {
    ProviderApplication {
        display_name: "Maya Lindqvist".into(),
        email: email.into(),
        password: "a provider's password".into(),
        license_number: "L-1".into(),
        specialty: "Family medicine".into(),
    }
}

async fn begin(scene: &Scene, signed_in: &SignedIn) -> Transaction {
    let caller = signed_in.caller(None);
    scene.store.begin_as(&caller).await.unwrap()
}

/// Signed in as a provider whom the administrator has verified.
async fn verified_provider(scene: &Scene) -> SignedIn {
    scene.sessions.apply_as_provider(&application("maya@example.org"), &NOWHERE).await.unwrap();
    let maya = scene.sign_in("maya@example.org", "a provider's password").await.unwrap();
    let maya = scene.find(&maya.token).await.unwrap();
    let administrator = scene.sign_in(EMAIL, PASSWORD).await.unwrap();
    let administrator = scene.find(&administrator.token).await.unwrap();
    let mut tx = begin(scene, &administrator).await;
    tx.set_provider_verified(maya.user.provider.unwrap(), true).await.unwrap();
    tx.commit().await.unwrap();
    maya
}

async fn registered_patient(scene: &Scene, provider: &SignedIn) -> PatientId {
    let id = PatientId(Uuid::now_v7());
    let demographics = Demographics {
        first_name: "Freda".into(),
        last_name: "Kris".into(),
        date_of_birth: "1980-02-03".parse().unwrap(),
        gender: Gender::Female,
        blood_type: None,
        emergency_contact: EmergencyContact::default(),
        address: Address::default(),
        insurance: Insurance::default(),
    };
    let mut tx = begin(scene, provider).await;
    tx.register_patient(id, &demographics, &[]).await.unwrap();
    tx.commit().await.unwrap();
    id
}

fn answer(token: &Token, date_of_birth: &str) -> AcceptInvitation {
    AcceptInvitation {
        token: token.encode(),
        date_of_birth: date_of_birth.parse().unwrap(),
        email: "freda@example.org".into(),
        password: "a patient's password".into(),
    }
}

#[tokio::test]
async fn an_applicant_signs_in_with_the_password_of_the_application() {
    let scene = Scene::new().await;
    scene.sessions.apply_as_provider(&application("maya@example.org"), &NOWHERE).await.unwrap();
    let session = scene.sign_in("maya@example.org", "a provider's password").await.unwrap();
    let user = scene.find(&session.token).await.unwrap().user;
    assert_eq!((user.kind, user.is_verified), (AccountKind::Provider, false));
}

#[tokio::test]
async fn applying_with_a_known_address_takes_over_nothing() {
    let scene = Scene::new().await;
    scene.sessions.apply_as_provider(&application(EMAIL), &NOWHERE).await.unwrap();
    assert!(matches!(scene.sign_in(EMAIL, "a provider's password").await, Err(Error::WrongCredentials)));
    assert!(scene.sign_in(EMAIL, PASSWORD).await.is_ok());
}

#[tokio::test]
async fn an_invited_patient_is_signed_in_and_comes_back_with_the_password() {
    let scene = Scene::new().await;
    let maya = verified_provider(&scene).await;
    let patient = registered_patient(&scene, &maya).await;
    let (token, _) = scene.sessions.invite_patient(begin(&scene, &maya).await, patient).await.unwrap();
    let wrong =
        scene.sessions.accept_invitation(&answer(&token, "1980-03-02"), &NOWHERE, &Browser::default(), None).await;
    assert!(matches!(wrong, Err(Error::Store(store::Error::Invalid(_)))), "{wrong:?}");
    let accepted =
        scene.sessions.accept_invitation(&answer(&token, "1980-02-03"), &NOWHERE, &Browser::default(), None).await;
    let session = done(accepted.unwrap());
    assert_eq!(scene.find(&session.token).await.unwrap().user.patient, Some(patient));
    let session = scene.sign_in("freda@example.org", "a patient's password").await.unwrap();
    assert_eq!(
        (session.kind, scene.find(&session.token).await.unwrap().user.patient),
        (AccountKind::Patient, Some(patient))
    );

    let again =
        scene.sessions.accept_invitation(&answer(&token, "1980-02-03"), &NOWHERE, &Browser::default(), None).await;
    assert!(matches!(again, Err(Error::Store(store::Error::NotFound))), "{again:?}");
    let linked = scene.sessions.invite_patient(begin(&scene, &maya).await, patient).await;
    assert!(matches!(linked, Err(Error::Store(store::Error::Changed))));
}

#[tokio::test]
async fn five_wrong_birth_dates_end_a_link() {
    let scene = Scene::new().await;
    let maya = verified_provider(&scene).await;
    let patient = registered_patient(&scene, &maya).await;
    let (token, _) = scene.sessions.invite_patient(begin(&scene, &maya).await, patient).await.unwrap();
    for _ in 0..5 {
        let wrong =
            scene.sessions.accept_invitation(&answer(&token, "1980-03-02"), &NOWHERE, &Browser::default(), None).await;
        assert!(matches!(wrong, Err(Error::Store(store::Error::Invalid(_)))), "{wrong:?}");
    }
    let right =
        scene.sessions.accept_invitation(&answer(&token, "1980-02-03"), &NOWHERE, &Browser::default(), None).await;
    assert!(matches!(right, Err(Error::Store(store::Error::NotFound))), "{right:?}");
}
