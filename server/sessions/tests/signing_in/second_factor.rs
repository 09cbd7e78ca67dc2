use std::time::{SystemTime, UNIX_EPOCH};

use data_encoding::BASE32_NOPAD;
use model::own_account::{ChangePasswordForm, ResetPasswordForm};
use ring::hmac;
use sessions::{Browser, Error, NewSession, SignIn, Token};
use store::Caller;

use crate::scene::{EMAIL, NOWHERE, PASSWORD, Scene, done};

/// What an authenticator shows so many steps from now.
pub fn code(secret: &str, later: i64) -> String {
    let secret = BASE32_NOPAD.decode(secret.replace(' ', "").as_bytes()).unwrap();
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    let step = i64::try_from(now / 30).unwrap() + later;
    let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &secret), &step.to_be_bytes());
    let tag = tag.as_ref();
    let offset = usize::from(tag[19] & 15);
    let number = u32::from_be_bytes(tag[offset..offset + 4].try_into().unwrap()) & 0x7fff_ffff;
    format!("{:06}", number % 1_000_000)
}

struct Protected {
    secret: String,
    /// The code that was the first.
    used: String,
    codes: Vec<String>,
    caller: Caller,
}

/// The administrator with a second factor, whose present code is used.
async fn protect(scene: &Scene) -> Protected {
    let session = scene.sign_in(EMAIL, PASSWORD).await.unwrap();
    let signed_in = scene.find(&session.token).await.unwrap();
    let caller = signed_in.caller(None);
    let set_up = scene.sessions.begin_second_factor(&caller).await.unwrap();
    assert!(set_up.picture.size >= 21 && set_up.picture.path.starts_with('M'));
    let wrong = scene.sessions.confirm_second_factor(&caller, &code(&set_up.secret, 40)).await;
    assert!(matches!(wrong, Err(Error::Store(store::Error::Invalid(_)))), "{wrong:?}");
    let used = code(&set_up.secret, 0);
    let codes = scene.sessions.confirm_second_factor(&caller, &used).await.unwrap();
    Protected { secret: set_up.secret, used, codes, caller }
}

async fn first_step(scene: &Scene) -> Token {
    match scene.sessions.sign_in(EMAIL, PASSWORD, &NOWHERE, &Browser::default()).await.unwrap() {
        SignIn::SecondStep(token) => token,
        SignIn::Done(_) => panic!("the password was enough"),
    }
}

async fn second_step(scene: &Scene, token: &Token, code: &str) -> Result<NewSession, Error> {
    scene.sessions.take_second_step(token, code, &NOWHERE, &Browser::default()).await
}

fn is_wrong(answer: &Result<NewSession, Error>) -> bool {
    matches!(answer, Err(Error::Store(store::Error::Invalid(_))))
}

#[tokio::test]
async fn signing_in_takes_the_password_and_a_code_that_is_good_once() {
    let scene = Scene::new().await;
    let protected = protect(&scene).await;
    let token = first_step(&scene).await;
    assert_eq!(scene.find(&token).await, None, "it is no session");
    for wrong in [protected.used.clone(), code(&protected.secret, 40), String::new()] {
        assert!(is_wrong(&second_step(&scene, &token, &wrong).await), "{wrong}");
    }
    let later = code(&protected.secret, 1);
    let session = second_step(&scene, &token, &later).await.unwrap();
    assert_eq!(scene.find(&session.token).await.unwrap().user.id, protected.caller.user);
    let again = second_step(&scene, &token, &later).await;
    assert!(matches!(again, Err(Error::Store(store::Error::NotFound))), "{again:?}");
    let token = first_step(&scene).await;
    assert!(is_wrong(&second_step(&scene, &token, &later).await));
}

#[tokio::test]
async fn a_recovery_code_signs_in_once_and_new_ones_replace_it() {
    let scene = Scene::new().await;
    let protected = protect(&scene).await;
    assert_eq!(protected.codes.len(), 10);
    let token = first_step(&scene).await;
    second_step(&scene, &token, &protected.codes[0].to_uppercase()).await.unwrap();
    let token = first_step(&scene).await;
    assert!(is_wrong(&second_step(&scene, &token, &protected.codes[0]).await));
    second_step(&scene, &token, &protected.codes[1]).await.unwrap();
    let new = scene.sessions.replace_recovery_codes(&protected.caller).await.unwrap();
    let token = first_step(&scene).await;
    assert!(is_wrong(&second_step(&scene, &token, &protected.codes[2]).await));
    second_step(&scene, &token, &new[0]).await.unwrap();
}

#[tokio::test]
async fn a_wrong_password_is_refused_as_without_a_second_factor() {
    let scene = Scene::new().await;
    protect(&scene).await;
    for email in [EMAIL, "nobody@example.org"] {
        assert!(matches!(scene.sign_in(email, "not the password").await, Err(Error::WrongCredentials)));
    }
    let made_up = second_step(&scene, &Token::random(), "123456").await;
    assert!(matches!(made_up, Err(Error::Store(store::Error::NotFound))));
}

#[tokio::test]
async fn the_database_holds_neither_the_secret_nor_a_code() {
    let scene = Scene::new().await;
    let protected = protect(&scene).await;
    let secret = BASE32_NOPAD.decode(protected.secret.replace(' ', "").as_bytes()).unwrap();
    let sealed: Vec<u8> =
        sqlx::query_scalar("select sealed_secret from second_factors").fetch_one(&scene.superuser).await.unwrap();
    assert!(!sealed.windows(secret.len()).any(|part| part == secret));
    let codes: String = sqlx::query_scalar("select string_agg(c::text, ' ') from recovery_codes c")
        .fetch_one(&scene.superuser)
        .await
        .unwrap();
    assert!(!codes.contains(&protected.codes[0]));
}

#[tokio::test]
async fn a_person_proves_again_who_they_are_by_password_or_code() {
    let scene = Scene::new().await;
    let protected = protect(&scene).await;
    let later = code(&protected.secret, 1);
    let forget = "update sessions set confirmed_at = now() - interval '1 hour'";
    for (proof, is_right) in [
        ("not the password".to_owned(), false),
        (String::new(), false),
        (protected.used.clone(), false),
        (later.clone(), true),
        (later, false),
        (PASSWORD.to_owned(), true),
    ] {
        sqlx::query(forget).execute(&scene.superuser).await.unwrap();
        assert_eq!(scene.sessions.confirm(&protected.caller, &proof).await.is_ok(), is_right, "{proof}");
        let codes = scene.sessions.replace_recovery_codes(&protected.caller).await;
        assert_eq!(codes.is_ok(), is_right, "{proof}: {codes:?}");
    }
}

#[tokio::test]
async fn guesses_at_who_one_is_are_throttled() {
    let scene = Scene::new().await;
    let protected = protect(&scene).await;
    for _ in 0..10 {
        assert!(scene.sessions.confirm(&protected.caller, "not the password").await.is_err());
    }
    let refused = scene.sessions.confirm(&protected.caller, PASSWORD).await;
    assert!(matches!(refused, Err(Error::Store(store::Error::TooManyAttempts { .. }))), "{refused:?}");
}

#[tokio::test]
async fn a_password_is_changed_with_the_present_one_and_to_no_common_one() {
    let scene = Scene::new().await;
    let session = scene.sign_in(EMAIL, PASSWORD).await.unwrap();
    let other = scene.sign_in(EMAIL, PASSWORD).await.unwrap();
    let signed_in = scene.find(&session.token).await.unwrap();
    let caller = signed_in.caller(None);
    for (present, password, field) in [
        ("not the password", "tulip kettle orbit", "present"),
        (PASSWORD, "password1234", "password"),
        (PASSWORD, "short", "password"),
    ] {
        let form = ChangePasswordForm { present: present.into(), password: password.into() };
        let Err(Error::Store(store::Error::Invalid(errors))) = scene.sessions.change_password(&caller, &form).await
        else {
            panic!("{password} is accepted");
        };
        assert_eq!(errors[0].field, field);
    }
    let form = ChangePasswordForm { present: PASSWORD.into(), password: "tulip kettle orbit".into() };
    scene.sessions.change_password(&caller, &form).await.unwrap();
    assert!(scene.find(&session.token).await.is_some() && scene.find(&other.token).await.is_none());
    assert!(scene.sign_in(EMAIL, PASSWORD).await.is_err());
    assert!(scene.sign_in(EMAIL, "tulip kettle orbit").await.is_ok());
}

#[tokio::test]
async fn a_link_that_is_none_resets_nothing() {
    let scene = Scene::new().await;
    for token in ["", "nonsense", &Token::random().encode()] {
        let form = ResetPasswordForm { token: token.into(), password: "tulip kettle orbit".into() };
        let refused = scene.sessions.reset_password(&form, None, &NOWHERE).await;
        assert!(matches!(refused, Err(Error::Store(store::Error::NotFound))), "{refused:?}");
    }
    done(scene.sessions.sign_in(EMAIL, PASSWORD, &NOWHERE, &Browser::default()).await.unwrap());
}
