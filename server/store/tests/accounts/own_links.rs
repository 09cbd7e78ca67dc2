use model::id::{SessionId, UserId};
use store::{Caller, Error};
use uuid::Uuid;

use crate::scene::{NOWHERE, Scene, answer, link};

/// Whoever made the link knows the birth date, too.
#[tokio::test]
async fn nobody_answers_it_in_a_providers_or_an_administrators_session() {
    let scene = Scene::new().await;
    let (maya, tomas, new) =
        (scene.provider("Maya").await, scene.provider("Tomas").await, scene.applicant("New").await);
    let (_, otis) = scene.linked_patient(maya, "otis@example.org").await;
    let patient = scene.patient(maya).await;
    scene.invite(maya, patient, 1).await.unwrap();
    let accept_as = async |user: UserId| {
        let caller = Caller { user, session: SessionId(Uuid::now_v7()), address: None };
        let answer = answer(&link(1).0, "1980-02-03", "freda@example.org");
        scene.store.accept_invitation(&answer, "Freda's hash", Some(&caller), &NOWHERE).await
    };
    // More often than there are attempts: it takes none.
    for user in [maya.user, tomas.user, new.user, scene.administrator, maya.user, maya.user] {
        match accept_as(user).await {
            Err(Error::Invalid(errors)) => assert_eq!(errors[0].field, "email"),
            other => panic!("{other:?}"),
        }
    }
    let refused: Vec<_> =
        scene.events().await.into_iter().filter(|(action, ..)| action == "invitation.refuse").collect();
    assert_eq!(refused.len(), 6);
    assert_eq!(refused[0], ("invitation.refuse".into(), Some(maya.user.0), "treating".into()), "whose session it was");
    // A patient's browser may be another patient's: a parent's, for one.
    let freda = accept_as(otis).await.unwrap();
    assert_eq!(scene.begin(freda).await.my_record().await.unwrap().id, patient);
}
