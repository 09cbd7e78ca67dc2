use model::id::UserId;
use store::{Error, PAGE_SIZE};
use uuid::Uuid;

use crate::scene::Scene;

#[tokio::test]
async fn accounts_come_newest_first_and_are_found_by_address() {
    let scene = Scene::new().await;
    let maya = scene.provider("Maya").await;
    let (_, freda) = scene.linked_patient(maya, "freda@example.org").await;
    let (_, otis) = scene.linked_patient(maya, "otis@example.org").await;
    let mut tx = scene.begin(scene.administrator).await;
    let rows = tx.list_patient_accounts("", None).await.unwrap().rows;
    let listed: Vec<_> = rows.iter().map(|row| (row.id, row.email.as_str(), row.is_linked)).collect();
    assert_eq!(listed, [(otis, "otis@example.org", true), (freda, "freda@example.org", true)]);
    let rows = tx.list_patient_accounts(" FREDA@", None).await.unwrap().rows;
    assert_eq!(rows.iter().map(|row| row.id).collect::<Vec<_>>(), [freda]);
    assert!(tx.list_patient_accounts("maya", None).await.unwrap().rows.is_empty(), "a provider's account isn't listed");
}

#[tokio::test]
async fn accounts_page_without_gaps_or_repeats() {
    let scene = Scene::new().await;
    for number in 0..PAGE_SIZE + 3 {
        let insert = "insert into users (id, kind, email, password_hash, created_at)
                      values ($1, 'patient', $2, '', '2026-01-01')";
        let insert = sqlx::query(insert).bind(Uuid::now_v7()).bind(format!("{number}@example.org"));
        insert.execute(&scene.superuser).await.unwrap();
    }
    let mut tx = scene.begin(scene.administrator).await;
    let first = tx.list_patient_accounts("", None).await.unwrap();
    let second = tx.list_patient_accounts("", first.next.as_ref()).await.unwrap();
    assert_eq!((first.rows.len(), second.rows.len(), second.next), (PAGE_SIZE, 3, None));
    let ids: Vec<_> = first.rows.iter().chain(&second.rows).map(|row| row.id).collect();
    assert!(ids.windows(2).all(|pair| pair[0] > pair[1]));
}

#[tokio::test]
async fn an_unlinked_account_reads_nothing_and_its_sessions_end() {
    let scene = Scene::new().await;
    let maya = scene.provider("Maya").await;
    let (patient, freda) = scene.linked_patient(maya, "freda@example.org").await;
    scene.sign_in(freda, 1, None).await;
    scene.unlink(freda).await.unwrap();
    assert!(matches!(scene.unlink(freda).await, Err(Error::NotFound)));
    assert_eq!(scene.find(1).await, None);
    assert!(matches!(scene.begin(freda).await.my_record().await, Err(Error::NotFound)));
    assert!(matches!(scene.begin(freda).await.chart_header(patient).await, Err(Error::NotFound)));
    let mut tx = scene.begin(scene.administrator).await;
    assert!(tx.list_patient_accounts("", None).await.unwrap().rows.is_empty(), "it is closed");
    let unknown = scene.unlink(UserId(Uuid::now_v7())).await;
    assert!(matches!(unknown, Err(Error::NotFound)));
}
