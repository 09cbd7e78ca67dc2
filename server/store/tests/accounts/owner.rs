use std::collections::BTreeMap;

use sqlx::AssertSqlSafe;
use store::{DemonstrationPeople, Error, Owner};

use crate::scene::{Scene, kept_password};

async fn counts(scene: &Scene) -> BTreeMap<&'static str, i64> {
    let mut counts = BTreeMap::new();
    for table in ["users", "providers", "patients", "care_relationships", "audit_events"] {
        let count = format!("select count(*) from {table}");
        counts.insert(table, sqlx::query_scalar(AssertSqlSafe(count)).fetch_one(&scene.superuser).await.unwrap());
    }
    counts
}

#[tokio::test]
async fn an_address_becomes_an_administrators_once() {
    let scene = Scene::new().await;
    let owner = Owner::connect(scene.database.owner.clone()).await.unwrap();
    match owner.create_administrator("admin@example.org", "another hash").await {
        Err(error @ Error::Invalid(_)) => assert_eq!(error.to_string(), "This email address has an account already."),
        other => panic!("{other:?}"),
    }
    let hash: String = sqlx::query_scalar("select password_hash from users").fetch_one(&scene.superuser).await.unwrap();
    assert_eq!(hash, kept_password("admin"));
}

#[tokio::test]
async fn the_demonstrations_accounts_are_made_once() {
    let scene = Scene::new().await;
    let owner = Owner::connect(scene.database.owner.clone()).await.unwrap();
    scene.practitioner("npi-1").await;
    scene.practitioner("npi-2").await;
    scene
        .run(
            "insert into patients (id, first_name, last_name, date_of_birth, external_id)
              values (gen_random_uuid(), 'Freda', 'Kris', '1980-02-03', 'issuer|42')",
        )
        .await;
    let mut before = None;
    for _ in 0..2 {
        owner.attach_demo_provider("npi-1", "maya@example.org", "hash").await.unwrap();
        owner.add_demo_applicant("new@example.org", "hash", "New Provider", "L-1", "Surgery").await.unwrap();
        owner.link_demo_patient("issuer|42", "freda@example.org", "hash").await.unwrap();
        owner.begin_demo_relationship("issuer|42", "npi-1").await.unwrap();
        owner.begin_demo_relationship("issuer|42", "npi-9").await.unwrap();
        let now = counts(&scene).await;
        assert_eq!(*before.get_or_insert(now.clone()), now);
    }
    let record = scene.begin(scene.user("freda@example.org").await).await.my_record().await.unwrap();
    let mut tx = scene.begin(scene.user("maya@example.org").await).await;
    assert_eq!(tx.chart_header(record.id).await.unwrap().treated_by[0].display_name, "npi-1");
}

#[tokio::test]
async fn the_demonstration_is_loaded_beside_nobody_else() {
    let scene = Scene::new().await;
    let owner = Owner::connect(scene.database.owner.clone()).await.unwrap();
    let may_load = async || {
        let patients = ["issuer|42".to_owned()];
        let people = DemonstrationPeople {
            emails: &["maya@demo.example", "new@demo.example", "admin@demo.example"],
            providers: &["npi-1"],
            patients: &patients,
            administrator: "admin@demo.example",
        };
        owner.may_load_demonstration(people).await.unwrap()
    };
    // Nothing of a record can be deleted otherwise.
    let empty = "set session_replication_role = replica; truncate users, providers, patients cascade;
                 reset session_replication_role";
    let patient = |external_id: &str| {
        format!(
            "insert into patients (id, first_name, last_name, date_of_birth, external_id)
             values (gen_random_uuid(), 'Freda', 'Kris', '1980-02-03', {external_id})"
        )
    };
    assert!(!may_load().await, "the clinic has an administrator");
    scene.run(empty).await;
    assert!(may_load().await);
    for somebody in [patient("null"), patient("'issuer|43'")] {
        scene.run(&somebody).await;
        assert!(!may_load().await, "{somebody}");
        scene.run(empty).await;
    }
    scene.practitioner("npi-2").await;
    assert!(!may_load().await, "an imported practitioner");
    scene.run(empty).await;
    scene.applicant("Maya").await;
    assert!(!may_load().await, "an applicant");
    scene.run(empty).await;

    // Half-way through.
    scene.practitioner("npi-1").await;
    scene.run(&patient("'issuer|42'")).await;
    owner.attach_demo_provider("npi-1", "maya@demo.example", "hash").await.unwrap();
    owner.add_demo_applicant("new@demo.example", "hash", "New Provider", "L-1", "Surgery").await.unwrap();
    assert!(may_load().await);
    // Once it is whole, people may try things out in it.
    owner.create_administrator("admin@demo.example", "hash").await.unwrap();
    scene.run(&patient("null")).await;
    scene.applicant("Somebody").await;
    assert!(may_load().await);
}
