use std::collections::HashMap;

use sqlx::{ConnectOptions, postgres::PgConnectOptions};

use super::*;

fn read(settings: &[(&str, &str)]) -> Result<Configuration, ConfigurationError> {
    let get = |name: &str| settings.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned());
    Configuration::read(&get, "Carechart")
}

fn errors(settings: &[(&str, &str)]) -> Vec<String> {
    match read(settings) {
        Ok(_) => Vec::new(),
        Err(ConfigurationError(errors)) => errors,
    }
}

/// The roles whose passwords are known, and how they sign in.
fn roles(settings: &[(&str, &str)]) -> HashMap<DatabaseRole, PgConnectOptions> {
    let configuration = read(settings).unwrap_or_else(|error| panic!("{error}"));
    match configuration.database {
        DatabaseSetting::External { roles: Some(roles), .. } => roles,
        _ => panic!("the database has an address"),
    }
}

const ADDRESS: (&str, &str) = ("DATABASE_URL", "postgres://db/carechart");

const S3: [(&str, &str); 4] = [
    ("S3_ENDPOINT", "https://s3.example.org"),
    ("S3_BUCKET", "records"),
    ("S3_ACCESS_KEY", "access"),
    ("S3_SECRET_KEY", "hidden"),
];

#[test]
fn nothing_set_means_everything_embedded() {
    let configuration = read(&[("DATABASE_URL", " ")]).unwrap_or_else(|error| panic!("{error}"));
    assert!(matches!(configuration.database, DatabaseSetting::Embedded));
    assert!(matches!(configuration.bucket, BucketSetting::Embedded { public_endpoint: None }));
    assert_eq!(configuration.signed_url_lifetime, Duration::from_secs(3_600));
    assert_eq!(configuration.session_idle, Duration::from_secs(1_800));
    assert_eq!(configuration.break_glass_lasts, Duration::from_secs(4 * 3_600));
    assert!(!configuration.is_secure() && !configuration.has_trusted_proxy);
    assert_eq!(configuration.clinic.name, "Carechart");
}

#[test]
fn a_database_and_a_bucket_are_set_alone_or_together() {
    let configuration = read(&[ADDRESS]).unwrap_or_else(|error| panic!("{error}"));
    assert!(matches!(configuration.database, DatabaseSetting::External { roles: Some(_), inspector: None }));
    let inspector = ("ISOLATION_DATABASE_URL", "postgres://inspector:secret@db/carechart");
    let configuration = read(&[inspector]).unwrap_or_else(|error| panic!("{error}"));
    assert!(matches!(configuration.database, DatabaseSetting::External { roles: None, inspector: Some(_) }));
    let configuration = read(&S3).unwrap_or_else(|error| panic!("{error}"));
    let BucketSetting::External(bucket) = configuration.bucket else { panic!("the bucket is external") };
    assert_eq!((bucket.region.as_str(), bucket.public_endpoint), ("us-east-1", bucket.endpoint));
    assert!(matches!(configuration.database, DatabaseSetting::Embedded));
}

#[test]
fn across_a_network_the_database_shows_its_certificate_unless_its_address_says_otherwise() {
    let mode = |address: &str| {
        let roles = roles(&[("DATABASE_URL", address), ("DATABASE_APP_PASSWORD", "secret")]);
        format!("{:?}", roles[&DatabaseRole::Application].get_ssl_mode())
    };
    assert_eq!(mode("postgres://db/carechart"), "VerifyFull");
    assert_eq!(mode("postgres://db/carechart?sslrootcert=/etc/db.pem"), "VerifyFull");
    assert_eq!(mode("postgres://db/carechart?sslmode=require"), "Require");
    assert_eq!(mode("postgres://db/carechart?sslmode=prefer"), "Prefer");
    assert_eq!(mode("postgres://localhost/carechart"), "Prefer");
    assert_eq!(mode("postgres://%2Frun%2Fpostgresql/carechart"), "Prefer");
    assert_eq!(mode("postgres:///carechart?host=/run/postgresql"), "Prefer");
}

/// Those of the password file are tested where the program runs (`server/tests/http/process.rs`).
#[test]
fn each_role_signs_in_with_its_own_password_at_the_one_address() {
    let passwords = [("DATABASE_APP_PASSWORD", "of the app"), ("DATABASE_OWNER_PASSWORD", "p:/@%#")];
    let roles = roles(&[&[ADDRESS], &passwords[..]].concat());
    assert_eq!(roles.len(), 2);
    let application = roles[&DatabaseRole::Application].to_url_lossy();
    assert!(application.as_str().starts_with("postgres://carechart_app:of%20the%20app@db:5432/carechart?"));
    let owner = roles[&DatabaseRole::Owner].to_url_lossy();
    assert!(owner.as_str().starts_with("postgres://carechart_owner:p%3A%2F%40%25%23@db:5432/carechart?"), "{owner}");
}

#[test]
fn what_earlier_versions_were_told_is_refused_with_what_replaces_it() {
    for address in [
        "postgres://carechart_app:hidden@db/carechart",
        "postgres://carechart_app@db/carechart",
        "postgres://:hidden@db/carechart",
        "postgres://db/carechart?user=carechart_app",
        "postgres://db/carechart?sslmode=require&password=hidden",
    ] {
        let found = errors(&[("DATABASE_URL", address)]);
        assert!(found.len() == 1 && found[0].contains("the address alone"), "{address}: {found:?}");
        assert!(found[0].contains("DATABASE_GATE_PASSWORD") && found[0].contains("PGPASSFILE"), "{found:?}");
        assert!(!found[0].contains("hidden"), "{found:?}");
    }
    let found = errors(&[ADDRESS, ("MIGRATION_DATABASE_URL", "postgres://carechart_owner:hidden@db/carechart")]);
    assert!(found.len() == 1 && found[0].starts_with("MIGRATION_DATABASE_URL isn't read any more"), "{found:?}");
    assert!(found[0].contains("DATABASE_OWNER_PASSWORD") && !found[0].contains("hidden"), "{found:?}");
}

#[test]
fn passwords_without_an_address_or_one_for_all_roles_are_refused() {
    let (app, gate) = (("DATABASE_APP_PASSWORD", "hidden"), ("DATABASE_GATE_PASSWORD", "hidden"));
    let (worker, owner) = (("DATABASE_WORKER_PASSWORD", "hidden"), ("DATABASE_OWNER_PASSWORD", "hidden"));
    let found = errors(&[app, worker]);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found.iter().all(|error| error.contains("DATABASE_URL isn't") && !error.contains("hidden")), "{found:?}");
    let of_all = ("PGPASSWORD", "hidden");
    let found = errors(&[ADDRESS, of_all, app, gate, worker]);
    assert!(found.len() == 1 && found[0].starts_with("PGPASSWORD") && !found[0].contains("hidden"), "{found:?}");
    assert!(errors(&[ADDRESS, of_all, app, gate, worker, owner]).is_empty());
    // Each role would look for a database of its own name.
    assert_eq!(errors(&[("DATABASE_URL", "postgres://db")]).len(), 1);
}

#[test]
fn half_of_the_bucket_names_what_is_missing() {
    let missing = errors(&S3[..2]);
    assert_eq!(missing.len(), 2);
    assert!(missing[0].starts_with("S3_ACCESS_KEY") && missing[1].starts_with("S3_SECRET_KEY"));
    assert_eq!(errors(&[("S3_REGION", "eu-west-1")]).len(), 4);
}

#[test]
fn every_mistake_is_named_at_once_without_its_value() {
    let found = errors(&[
        ("DATABASE_URL", "mysql://hidden"),
        ("SIGNED_URL_SECONDS", "59"),
        ("CLINIC_TIME_ZONE", "Middle/Earth"),
        ("PUBLIC_URL", "https://example.org/hidden"),
        ("TRUSTED_PROXY", "perhaps"),
        ("LOG", "xml"),
        ("SESSION_HOURS", "-1"),
        ("BREAK_GLASS_HOURS", "25"),
    ]);
    let named: Vec<&str> = found.iter().filter_map(|error| error.split(' ').next()).collect();
    let expected = ["DATABASE_URL", "SIGNED_URL_SECONDS", "PUBLIC_URL", "CLINIC_TIME_ZONE", "SESSION_HOURS"];
    for name in expected.into_iter().chain(["BREAK_GLASS_HOURS", "TRUSTED_PROXY", "LOG"]) {
        assert!(named.contains(&name), "{name}: {found:?}");
    }
    assert_eq!(found.len(), 8);
    assert!(!found.join("").contains("hidden"));
}

#[test]
fn what_is_wrong_together_is_refused() {
    assert_eq!(errors(&[("SESSION_IDLE_MINUTES", "120"), ("SESSION_HOURS", "1")]).len(), 1);
    let secure = [("PUBLIC_URL", "https://records.example.org"), ("TRUSTED_PROXY", "yes")];
    let with = |others: &[(&'static str, &'static str)]| errors(&[&secure[..], others].concat());
    assert_eq!(with(&[]).len(), 1);
    assert!(with(&[("S3_PUBLIC_ENDPOINT", "https://files.example.org")]).is_empty());
    assert!(with(&S3).is_empty());
    assert_eq!(with(&[("S3_PUBLIC_ENDPOINT", "http://files.example.org")]).len(), 1);
}

#[test]
fn over_tls_somebody_says_whether_the_proxy_is_trusted() {
    let with = |url: &'static str, proxy: &'static str| {
        errors(&[&S3[..], &[("PUBLIC_URL", url), ("TRUSTED_PROXY", proxy)]].concat())
    };
    let found = with("https://records.example.org", "");
    assert!(found.len() == 1 && found[0].contains("TRUSTED_PROXY must be set"), "{found:?}");
    assert!(with("https://records.example.org", "no").is_empty());
    assert!(with("https://records.example.org", "yes").is_empty());
    assert!(with("http://records.example.org", "").is_empty());
}

/// Whoever adds a setting documents it.
#[test]
fn the_example_names_every_setting() {
    let example = include_str!("../../../.env.example");
    let asked = std::cell::RefCell::new(Vec::new());
    let get = |name: &str| {
        asked.borrow_mut().push(name.to_owned());
        None
    };
    let read = Configuration::read(&get, "Carechart");
    assert!(read.is_ok());
    for name in asked.into_inner().into_iter().filter(|name| name != database::REPLACED) {
        assert!(example.contains(&format!("{name}=")), "{name} is missing");
    }
}
