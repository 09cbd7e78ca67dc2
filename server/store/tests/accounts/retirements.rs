//! An account that is closed for good: nothing opens it again, and its address is free.

use model::{account::AccountKind, id::UserId};
use store::{Error, Owner, SignInStep};
use uuid::Uuid;

use crate::{
    retired_caregivers::caregivers,
    scene::{NOWHERE, Scene, kept_password, new_session},
};

const BORN: &str = "1980-02-03";

impl Scene {
    /// By the administrator, who has just proved who they are.
    pub async fn unlink(&self, user: UserId) -> Result<(), Error> {
        let mut tx = self.begin_confirmed(self.administrator).await;
        tx.unlink_patient_account(user).await?;
        tx.commit().await
    }
}

async fn retire(scene: &Scene, user: UserId) -> Result<(), Error> {
    let mut tx = scene.begin_confirmed(scene.administrator).await;
    tx.retire_account(user).await?;
    tx.commit().await
}

pub async fn count(scene: &Scene, from: &'static str) -> i64 {
    sqlx::query_scalar(sqlx::AssertSqlSafe(format!("select count(*) from {from}")))
        .fetch_one(&scene.superuser)
        .await
        .unwrap()
}

/// An intruder in the account, who has left whatever would let them in again: a session, a passkey, a factor with a code, a
/// sign-in that has passed, a question to a browser, and a link for a new password.
async fn intrude(scene: &Scene, account: UserId) {
    scene.sign_in(account, 1, None).await;
    let (user, administrator) = (account.0, scene.administrator.0);
    scene
        .run(&format!(
            "insert into second_factors (user_id, sealed_secret, last_step, confirmed_at)
             values ('{user}', sha256('secret'), 100, now());
             insert into recovery_codes (user_id, code_hash) values ('{user}', sha256('code'));
             insert into passkeys (id, user_id, credential_id, credential, name)
             values (gen_random_uuid(), '{user}', decode(repeat('01', 16), 'hex'), '{{}}', 'Mallory''s');
             insert into sign_in_challenges (id, user_id, token_hash, expires_at, passed_at)
             values (gen_random_uuid(), '{user}', sha256(decode(repeat('03', 32), 'hex')), now() + interval '1 hour', now());
             insert into passkey_ceremonies (token_hash, purpose, user_id, state)
             values (sha256('question'), 'second_step', '{user}', '{{}}');
             insert into links (id, purpose, user_id, made_by, token_hash, expires_at)
             values (gen_random_uuid(), 'password_reset', '{user}', '{administrator}', sha256(decode(repeat('04', 32), 'hex')),
                     now() + interval '1 day')"
        ))
        .await;
}

#[tokio::test]
async fn whatever_an_intruder_left_in_an_unlinked_account_opens_nothing() {
    let scene = Scene::new().await;
    let maya = scene.provider("Maya").await;
    let (patient, intruded) = scene.linked_patient(maya, "freda@example.org").await;
    intrude(&scene, intruded).await;
    assert!(scene.gate.find_passkey(&[1; 16], intruded).await.unwrap().is_some());
    scene.unlink(intruded).await.unwrap();

    // Freda comes by another invitation, to the same address.
    scene.invite(maya, patient, 9).await.unwrap();
    let freda = scene.accept(9, BORN, "freda@example.org").await.unwrap();
    assert_ne!(freda, intruded);
    assert_eq!(scene.begin(freda).await.my_record().await.unwrap().id, patient);
    assert_eq!(scene.enter("Freda", 20).await, Some(SignInStep::Begun(AccountKind::Patient)), "with no second step");
    assert!(scene.begin(intruded).await.my_record().await.is_err());

    assert!(scene.find(1).await.is_none());
    assert!(scene.gate.find_passkey(&[1; 16], intruded).await.unwrap().is_none());
    let begun = "select begin_session(decode(repeat('03', 32), 'hex'), gen_random_uuid(), sha256('new'), '1 hour', '1 hour', null, '')";
    let begun: Option<String> = sqlx::query_scalar(begun).fetch_one(&scene.superuser).await.unwrap();
    assert_eq!(begun, None, "a sign-in that had passed");
    let reset = scene.gate.reset_password(&[4; 32], &kept_password("Mallory"), &NOWHERE).await;
    assert!(matches!(reset, Err(Error::NotFound)), "{reset:?}");
    for table in ["passkeys", "second_factors", "recovery_codes", "passkey_ceremonies"] {
        assert_eq!(count(&scene, table).await, 0, "{table}");
    }
    assert_eq!(count(&scene, "users where retired_at is not null and password_hash <> ''").await, 0);
    assert_eq!(count(&scene, "links where closed_at is null").await, 0);
}

#[tokio::test]
async fn nothing_brings_a_closed_account_back() {
    let scene = Scene::new().await;
    let maya = scene.provider("Maya").await;
    let (_, freda) = scene.linked_patient(maya, "freda@example.org").await;
    scene.unlink(freda).await.unwrap();
    macro_rules! refused {
        ($($method:ident($($argument:expr),*)),+ $(,)?) => {$(
            let mut tx = scene.begin_confirmed(scene.administrator).await;
            let answer = tx.$method($($argument),*).await.map(drop);
            drop(tx);
            assert!(matches!(answer, Err(Error::NotFound)), "{}: {answer:?}", stringify!($method));
        )+};
    }
    refused!(
        set_account_suspended(freda, false),
        set_account_suspended(freda, true),
        begin_password_reset(freda, &[7; 32]),
        remove_lost_second_factor(freda),
        unlink_patient_account(freda),
        retire_account(freda),
    );
    // The definer's own policy, whatever function came to it.
    let mut tx = scene.superuser.begin().await.unwrap();
    let caller = scene.sign_in(scene.administrator, 5, None).await;
    sqlx::query("set local role carechart_definer").execute(&mut *tx).await.unwrap();
    crate::entering::identify(&mut tx, Some(caller.secret)).await;
    for change in ["suspended_at = null, retired_at = null", "password_hash = 'new'", "retired_at = now()"] {
        let change = format!("update users set {change} where id = '{}'", freda.0);
        let changed = sqlx::query(sqlx::AssertSqlSafe(change)).execute(&mut *tx).await.unwrap();
        assert_eq!(changed.rows_affected(), 0);
    }
    assert!(tx.rollback().await.is_ok());

    // The command line speaks of whoever has the address now.
    let owner = Owner::connect(scene.database.owner.clone()).await.unwrap();
    let removed = owner.remove_second_factor("freda@example.org").await;
    assert!(matches!(&removed, Err(Error::Invalid(errors)) if errors[0].message.contains("no account")), "{removed:?}");
    owner.create_administrator("freda@example.org", &kept_password("Freda")).await.unwrap();
    let again = owner.create_administrator("freda@example.org", &kept_password("Freda")).await;
    assert!(matches!(again, Err(Error::Invalid(_))), "an address has one account");
    assert_ne!(scene.user("freda@example.org").await, freda);
}

#[tokio::test]
async fn whoever_closes_an_account_proves_who_they_are() {
    let scene = Scene::new().await;
    let maya = scene.provider("Maya").await;
    let (patient, freda) = scene.linked_patient(maya, "freda@example.org").await;
    let applicant = scene.applicant("Nobody").await;
    let unlinked = scene.begin(scene.administrator).await.unlink_patient_account(freda).await;
    assert!(matches!(unlinked, Err(Error::ConfirmationRequired)), "{unlinked:?}");
    let retired = scene.begin(scene.administrator).await.retire_account(applicant.user).await;
    assert!(matches!(retired, Err(Error::ConfirmationRequired)), "{retired:?}");
    assert_eq!(scene.begin(freda).await.my_record().await.unwrap().id, patient);
}

#[tokio::test]
async fn the_administrator_frees_an_address_that_belongs_to_nobodys_record() {
    let scene = Scene::new().await;
    let (maya, applicant) = (scene.provider("Maya").await, scene.applicant("Otis").await);
    let withdrawn = scene.provider("Tomas").await;
    scene.set_verified(withdrawn, false).await.unwrap();
    let (freda, ana, eva) = caregivers(&scene, maya).await;
    for user in [maya.user, withdrawn.user, freda, ana, scene.administrator, UserId(Uuid::now_v7())] {
        let refused = retire(&scene, user).await;
        assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
    }
    for user in [maya.user, freda, applicant.user] {
        let mut tx = scene.begin_confirmed(user).await;
        assert!(matches!(tx.retire_account(eva).await, Err(Error::NotFound)));
        tx.commit().await.unwrap();
    }
    assert_eq!(scene.begin(eva).await.list_cared_for().await.unwrap().len(), 1, "nothing came of it");
    // A caregiver has no record, and an applicant squats a patient's address.
    scene.sign_in(applicant.user, 1, None).await;
    for user in [eva, applicant.user] {
        retire(&scene, user).await.unwrap();
        assert!(matches!(retire(&scene, user).await, Err(Error::NotFound)), "once");
    }
    assert!(scene.find(1).await.is_none());
    assert_eq!(scene.enter("Otis", 2).await, None);
    let mut tx = scene.begin(scene.administrator).await;
    let providers = tx.list_providers("", None).await.unwrap().rows;
    assert!(providers.iter().all(|row| row.user != Some(applicant.user) && !row.is_applicant), "{providers:?}");
    let accounts = tx.list_patient_accounts("", None).await.unwrap().rows;
    assert!(accounts.iter().all(|row| row.id != eva));
    drop(tx);
    let patient = scene.patient(maya).await;
    scene.invite(maya, patient, 9).await.unwrap();
    let otis = scene.accept(9, BORN, "otis@example.org").await.unwrap();
    assert_eq!(scene.begin(otis).await.my_record().await.unwrap().id, patient);
    assert_eq!(scene.actions().await.iter().filter(|action| *action == "account.retire").count(), 2);
}

/// Of an upgrade: an account that was unlinked before, and that may hold somebody's passkey.
#[tokio::test]
async fn an_account_that_was_unlinked_before_is_not_used_again_and_can_be_closed() {
    let scene = Scene::new().await;
    let maya = scene.provider("Maya").await;
    let (patient, earlier) = scene.linked_patient(maya, "freda@example.org").await;
    scene.run("update patients set user_id = null").await;
    intrude(&scene, earlier).await;
    scene.invite(maya, patient, 9).await.unwrap();
    let refused = scene.accept(9, BORN, "freda@example.org").await;
    assert!(matches!(&refused, Err(Error::Invalid(errors)) if errors[0].field == "email"), "{refused:?}");
    retire(&scene, earlier).await.unwrap();
    let freda = scene.accept(9, BORN, "freda@example.org").await.unwrap();
    assert_ne!(freda, earlier);
    assert_eq!(count(&scene, "passkeys").await, 0);
}

#[tokio::test]
async fn of_a_passkey_that_is_added_and_the_end_of_its_account_at_once_nothing_stays() {
    let scene = Scene::new().await;
    let maya = scene.provider("Maya").await;
    let (_, freda) = scene.linked_patient(maya, "freda@example.org").await;
    let caller = scene.sign_in(freda, 1, None).await;
    let mut adding = scene.store.begin_as(&caller).await.unwrap();
    adding.add_passkey(&[1; 16], "My phone", &serde_json::json!({})).await.unwrap();
    let (unlinked, ()) = scene.while_waiting(scene.unlink(freda), async { adding.commit().await.unwrap() }).await;
    unlinked.unwrap();
    assert_eq!(count(&scene, "passkeys").await, 0);
    let attempt = scene.gate.begin_sign_in("freda@example.org", &NOWHERE).await.unwrap();
    let entered =
        scene.gate.sign_in(&attempt, &crate::scene::computed("Freda"), &[2; 32], &new_session(2), &NOWHERE).await;
    assert_eq!(entered.unwrap(), None);
}
