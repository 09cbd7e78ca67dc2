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
    let database = ("DATABASE_URL", "postgres://carechart_app:secret@db/carechart");
    let configuration = read(&[database]).unwrap_or_else(|error| panic!("{error}"));
    assert!(matches!(
        configuration.database,
        DatabaseSetting::External { application: Some(_), owner: None, inspector: None }
    ));
    let configuration = read(&S3).unwrap_or_else(|error| panic!("{error}"));
    let BucketSetting::External(bucket) = configuration.bucket else { panic!("the bucket is external") };
    assert_eq!((bucket.region.as_str(), bucket.public_endpoint), ("us-east-1", bucket.endpoint));
    assert!(matches!(configuration.database, DatabaseSetting::Embedded));
}

#[test]
fn across_a_network_the_database_shows_its_certificate_unless_its_address_says_otherwise() {
    let mode = |address: &str| {
        let configuration = read(&[("DATABASE_URL", address)]).unwrap_or_else(|error| panic!("{error}"));
        let DatabaseSetting::External { application: Some(options), .. } = configuration.database else {
            panic!("the database is external")
        };
        format!("{:?}", options.get_ssl_mode())
    };
    assert_eq!(mode("postgres://carechart_app:secret@db/carechart"), "VerifyFull");
    assert_eq!(mode("postgres://carechart_app:secret@db/carechart?sslrootcert=/etc/db.pem"), "VerifyFull");
    assert_eq!(mode("postgres://carechart_app:secret@db/carechart?sslmode=require"), "Require");
    assert_eq!(mode("postgres://carechart_app:secret@db/carechart?sslmode=prefer"), "Prefer");
    assert_eq!(mode("postgres://carechart_app:secret@localhost/carechart"), "Prefer");
    assert_eq!(mode("postgres://carechart_app:secret@%2Frun%2Fpostgresql/carechart"), "Prefer");
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
    for name in asked.into_inner() {
        assert!(example.contains(&format!("{name}=")), "{name} is missing");
    }
}
