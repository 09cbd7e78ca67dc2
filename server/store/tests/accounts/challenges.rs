//! What the gate is given is good once: an attempt for one comparison, a challenge for one session. Whatever it says itself, it
//! gets no further.

use model::account::{AccountKind, ProviderApplication};
use sqlx::{Connection, PgConnection};
use store::{Error, NewSession, Proof, SessionSecret, SignInStep};
use uuid::Uuid;

use crate::scene::{NOWHERE, Scene, computed, kept_password, new_session, nobodys};

const BEGUN: Option<SignInStep> = Some(SignInStep::Begun(AccountKind::Provider));

/// The gate's own connection, and what it says there: the answer, or the SQLSTATE.
struct Gate(PgConnection);

impl Gate {
    async fn new(scene: &Scene) -> Self {
        Self(PgConnection::connect_with(&scene.database.gate).await.unwrap())
    }

    async fn begin_attempt(&mut self, what: &str, who: &str) -> Uuid {
        let id = Uuid::now_v7();
        let begin = sqlx::query_scalar("select begin_attempt($1, $2, $3)").bind(id).bind(what).bind(who);
        let seconds: i32 = begin.fetch_one(&mut self.0).await.unwrap();
        assert_eq!(seconds, 0);
        id
    }

    async fn sign_in(&mut self, attempt: Uuid, email: &str, name: &str) -> Result<String, String> {
        let sign_in = sqlx::query_scalar("select sign_in($1, $2, $3, $4)").bind(attempt).bind(email);
        sign_in.bind(computed(name)).bind(nobodys()).fetch_one(&mut self.0).await.map_err(sqlstate)
    }

    /// The kind of the account whose session begins from the challenge with that number; `None` when none does.
    async fn begin_session(&mut self, challenge: u8, session: u8) -> Option<String> {
        let begin = "select begin_session($1, $2, $3, '30 minutes', '12 hours', null, '')";
        let begin = sqlx::query_scalar(begin).bind([challenge; 32]).bind(Uuid::now_v7());
        begin.bind([session; 32]).fetch_one(&mut self.0).await.unwrap()
    }
}

fn sqlstate(error: sqlx::Error) -> String {
    error.as_database_error().and_then(|error| error.code()).unwrap_or_default().into_owned()
}

/// Why an attempt is refused that nobody has counted, or that was used.
fn uncounted() -> Result<String, String> {
    Err("23001".into())
}

/// Gives Maya a second factor, whose next code is that of step 101.
async fn protect(scene: &Scene) {
    let protect = "insert into second_factors (user_id, sealed_secret, last_step, confirmed_at)
                   select id, decode(repeat('09', 49), 'hex'), 100, now() from users where email = 'maya@example.org'";
    assert_eq!(scene.run(protect).await, 1);
}

#[tokio::test]
async fn an_attempt_is_good_for_one_comparison() {
    let scene = Scene::new().await;
    scene.provider("Maya").await;
    let sign_in = async |attempt, name: &str, number: u8| {
        scene.gate.sign_in(attempt, &computed(name), &[number; 32], &new_session(number), &NOWHERE).await
    };
    let attempt = scene.gate.begin_sign_in("maya@example.org", &NOWHERE).await.unwrap();
    assert_eq!(sign_in(&attempt, "Mallory", 1).await.unwrap(), None);
    let again = sign_in(&attempt, "Maya", 2).await;
    assert!(matches!(&again, Err(Error::Database(error)) if error.code == "23001"), "{again:?}");
    let attempt = scene.gate.begin_sign_in("maya@example.org", &NOWHERE).await.unwrap();
    assert_eq!(sign_in(&attempt, "Maya", 3).await.unwrap(), BEGUN);
    assert!(sign_in(&attempt, "Maya", 4).await.is_err(), "nor after a success");
    assert!(scene.find(3).await.is_some());
    for number in [1, 2, 4] {
        assert!(scene.find(number).await.is_none());
    }
}

#[tokio::test]
async fn an_attempt_that_nobody_counted_or_of_something_else_is_refused() {
    let scene = Scene::new().await;
    let (maya, _) = (scene.provider("Maya").await, scene.provider("Tomas").await);
    let mut gate = Gate::new(&scene).await;
    let email = "maya@example.org";
    assert_eq!(gate.sign_in(Uuid::now_v7(), email, "Maya").await, uncounted(), "made up");
    for (what, who) in [
        ("sign-in", "tomas@example.org"),
        ("sign-in", "Maya@example.org"),
        ("sign-in", ""),
        ("application", email),
        ("confirmation", maya.user.0.to_string().as_str()),
        ("second step", maya.user.0.to_string().as_str()),
        ("link", ""),
    ] {
        let attempt = gate.begin_attempt(what, who).await;
        assert_eq!(gate.sign_in(attempt, email, "Maya").await, uncounted(), "{what} of {who}");
    }
    let attempt = gate.begin_attempt("sign-in", email).await;
    let late = "update sign_in_failures set at = at - interval '15 minutes' where not is_used";
    scene.run(late).await;
    assert_eq!(gate.sign_in(attempt, email, "Maya").await, uncounted(), "it doesn't count any more");
    let attempt = gate.begin_attempt("sign-in", email).await;
    assert_eq!(gate.sign_in(attempt, email, "Maya").await, Ok("passed".into()));
    // Of the second step and of proving again who one is, the same.
    protect(&scene).await;
    assert_eq!(scene.enter("Maya", 1).await, Some(SignInStep::SecondStep));
    let of_password = gate.begin_attempt("sign-in", email).await;
    let of_another = gate.begin_attempt("second step", &scene.administrator.0.to_string()).await;
    for attempt in [Uuid::now_v7(), of_password, of_another] {
        let pass = sqlx::query_scalar("select pass_challenge($1, $2, 101, null)::text").bind([1_u8; 32]).bind(attempt);
        assert_eq!(pass.fetch_one(&mut gate.0).await.map_err(sqlstate), uncounted());
    }
    let caller = scene.caller(maya.user).await;
    for attempt in [Uuid::now_v7(), of_password, of_another] {
        let confirmed = scene.gate.confirm_session(&caller, attempt, None, Some(&computed("Maya"))).await;
        assert!(matches!(&confirmed, Err(Error::Database(error)) if error.code == "23001"), "{confirmed:?}");
    }
    assert_eq!(scene.find(1).await, None);
}

#[tokio::test]
async fn an_application_takes_an_attempt_that_was_counted_for_its_address() {
    let scene = Scene::new().await;
    let application = |email: &str| ProviderApplication {
        display_name: "Mallory".into(),
        email: email.into(),
        password: String::new(),
        license_number: "L-1".into(),
        specialty: "Surgery".into(),
    };
    let apply = async |attempt: Uuid, email: &str| {
        scene.gate.apply_as_provider(attempt, &application(email), &kept_password("Mallory"), &NOWHERE).await
    };
    let attempt = scene.gate.begin_application("mallory@example.org", &NOWHERE).await.unwrap();
    for (attempt, email) in [(Uuid::now_v7(), "mallory@example.org"), (attempt, "other@example.org")] {
        let refused = apply(attempt, email).await;
        assert!(matches!(&refused, Err(Error::Database(error)) if error.code == "23001"), "{refused:?}");
    }
    apply(attempt, "mallory@example.org").await.unwrap();
    assert!(apply(attempt, "mallory@example.org").await.is_err(), "once");
    let applied: i64 = sqlx::query_scalar("select count(*) from providers").fetch_one(&scene.superuser).await.unwrap();
    assert_eq!(applied, 1);
}

#[tokio::test]
async fn a_wrong_password_begins_nothing() {
    let scene = Scene::new().await;
    scene.provider("Maya").await;
    let count =
        "select (select count(*) from sign_in_challenges) + (select count(*) from sessions s where s.user_id = u.id)
                   from users u where u.email = 'maya@example.org'";
    let mut gate = Gate::new(&scene).await;
    for (number, computed) in [(1, computed("Mallory")), (2, [0; 32]), (3, computed("admin"))] {
        assert_eq!(scene.enter_with("Maya", &computed, number).await, None);
        assert_eq!(gate.begin_session(number, number).await, None);
        assert_eq!(scene.find(number).await, None);
    }
    let attempt = gate.begin_attempt("sign-in", "maya@example.org").await;
    let nothing = "select sign_in($1, 'maya@example.org', null, $2)";
    let nothing = sqlx::query_scalar(nothing).bind(attempt).bind([4_u8; 32]);
    assert_eq!(nothing.fetch_one(&mut gate.0).await.map_err(sqlstate), Ok::<String, _>("refused".into()));
    let begun: i64 = sqlx::query_scalar(count).fetch_one(&scene.superuser).await.unwrap();
    assert_eq!(begun, 0);
    let refused = ("session.refuse".to_owned(), None, "none".to_owned());
    assert_eq!(scene.events().await, vec![refused; 4]);
}

#[tokio::test]
async fn a_session_begins_from_a_challenge_once_and_never_from_one_that_hasnt_passed() {
    let scene = Scene::new().await;
    let maya = scene.provider("Maya").await;
    let mut gate = Gate::new(&scene).await;
    assert_eq!(scene.enter("Maya", 1).await, BEGUN);
    assert_eq!((gate.begin_session(1, 2).await, scene.find(2).await), (None, None), "once");
    protect(&scene).await;
    assert_eq!(scene.enter("Maya", 3).await, Some(SignInStep::SecondStep));
    assert_eq!((gate.begin_session(3, 3).await, scene.find(3).await), (None, None), "its second step is missing");
    assert_eq!(gate.begin_session(9, 9).await, None, "made up");
    let challenged = scene.gate.attempt_challenge(&[3; 32], &NOWHERE).await.unwrap();
    let pass =
        async |proof| scene.gate.pass_challenge(&challenged, &[3; 32], Some(proof), &new_session(4), &NOWHERE).await;
    assert_eq!(pass(Proof::Step(101)).await.unwrap(), Some(AccountKind::Provider));
    assert_eq!(scene.find(4).await.unwrap().user.id, maya.user);
    assert_eq!(pass(Proof::Step(102)).await.unwrap(), None, "it was passed");
    assert_eq!((gate.begin_session(3, 5).await, scene.find(5).await), (None, None), "once");

    // One that has passed, and from which no session began, is good for ten minutes, and until something else changes.
    for (number, too_late) in [(6, "expires_at = now()"), (7, "closed_at = now()")] {
        let pass = format!(
            "insert into sign_in_challenges (id, user_id, token_hash, expires_at, passed_at, created_at)
             values (gen_random_uuid(), '{}', sha256(decode(repeat('0{number}', 32), 'hex')),
                     now() + interval '1 minute', now(), now() - interval '9 minutes');
             update sign_in_challenges set {too_late} where token_hash = sha256(decode(repeat('0{number}', 32), 'hex'))",
            maya.user.0
        );
        assert_eq!(scene.run(&pass).await, 2);
        assert_eq!((gate.begin_session(number, number).await, scene.find(number).await), (None, None), "{too_late}");
    }
}

#[tokio::test]
async fn at_sign_in_only_the_session_ends_whose_secret_the_browser_had() {
    let scene = Scene::new().await;
    let (maya, tomas) = (scene.provider("Maya").await, scene.provider("Tomas").await);
    for (number, user) in [(1, maya.user), (2, maya.user), (3, tomas.user)] {
        scene.sign_in(user, number, None).await;
    }
    let kept = "select token_hash from sessions where token_hash = sha256(decode(repeat('01', 32), 'hex'))";
    let kept: Vec<u8> = sqlx::query_scalar(kept).fetch_one(&scene.superuser).await.unwrap();
    let replace = async |replaced: Option<[u8; 32]>, number: u8| {
        let attempt = scene.gate.begin_sign_in("maya@example.org", &NOWHERE).await.unwrap();
        let session = NewSession { replaced: replaced.map(SessionSecret), ..new_session(number) };
        let step = scene.gate.sign_in(&attempt, &computed("Maya"), &[number; 32], &session, &NOWHERE).await.unwrap();
        assert_eq!(step, BEGUN);
        let mut live = Vec::new();
        for number in 1..10 {
            live.extend(scene.find(number).await.map(|_| number));
        }
        live
    };
    assert_eq!(replace(None, 4).await, [1, 2, 3, 4]);
    assert_eq!(replace(Some(kept.try_into().unwrap()), 5).await, [1, 2, 3, 4, 5], "what the table keeps is no secret");
    assert_eq!(replace(Some(nobodys()), 6).await, [1, 2, 3, 4, 5, 6]);
    assert_eq!(replace(Some([1; 32]), 7).await, [2, 3, 4, 5, 6, 7]);
    assert_eq!(replace(Some([3; 32]), 8).await, [2, 4, 5, 6, 7, 8], "whoever had the browser before");
}
