use chrono::{Days, NaiveDate, TimeDelta, Utc};
use model::{
    dashboard::{PatientQuery, PatientRow, PatientSort},
    page::Cursor,
    patient::Demographics,
    vitals::Vitals,
};
use store::{Error, PAGE_SIZE};

use crate::{
    clinic::{Clinic, Person},
    forms::demographics,
};

async fn all_pages(clinic: &Clinic, caller: &Person, query: PatientQuery) -> Vec<Vec<PatientRow>> {
    let mut query = query;
    let mut pages = Vec::new();
    let mut tx = clinic.begin(caller).await;
    loop {
        let page = tx.list_patients(&query).await.unwrap();
        pages.push(page.rows);
        match page.next {
            Some(next) => query.after = Some(next),
            None => return pages,
        }
    }
}

async fn found(clinic: &Clinic, caller: &Person, search: &str) -> Vec<String> {
    let query = PatientQuery { search: search.into(), ..PatientQuery::default() };
    let pages = all_pages(clinic, caller, query).await;
    pages.concat().into_iter().map(|row| row.patient.full_name()).collect()
}

#[tokio::test]
async fn every_order_pages_without_gaps_or_repeats_in_spite_of_ties() {
    let clinic = Clinic::new().await;
    let ana = clinic.provider("Ana Ibarra").await;
    let ben = clinic.provider("Ben Okafor").await;
    let count = 2 * PAGE_SIZE + 7;
    for number in 0..count {
        // Three names, three birth dates, a third without a visit: every key is shared by many.
        let name = ["Zoë", "zoe", "Ada"][number % 3];
        let date_of_birth = NaiveDate::from_ymd_opt(1960 + (number % 3) as i32, 5, 1).unwrap();
        let patient =
            clinic.patient_with(&[&ana], &Demographics { date_of_birth, ..demographics(name, "Ångström") }).await;
        clinic.patient(&[&ben], "Somebody", "Else").await;
        if number % 3 > 0 {
            clinic.visit(patient, &ben, clinic.moment() - TimeDelta::days(number as i64 % 4)).await;
            clinic.prescription(patient, "Metformin", clinic.today(), None).await;
        }
    }
    for sort in PatientSort::ALL {
        let mut orders = Vec::new();
        for descending in [false, true] {
            let query = PatientQuery { sort, descending, ..PatientQuery::default() };
            let pages = all_pages(&clinic, &ana, query).await;
            assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>(), [PAGE_SIZE, PAGE_SIZE, 7], "{sort:?}");
            let rows = pages.concat();
            let mut ids: Vec<_> = rows.iter().map(|row| row.patient.id).collect();
            ids.sort();
            ids.dedup();
            assert_eq!(ids.len(), count, "{sort:?} {descending}");
            orders.push(rows);
        }
        assert_is_sorted(sort, &orders[0], &orders[1]);
    }
}

/// Ascending and descending order by the key; patients without a visit last in both.
fn assert_is_sorted(sort: PatientSort, ascending: &[PatientRow], descending: &[PatientRow]) {
    match sort {
        PatientSort::Name => {
            let first = |row: &PatientRow| row.patient.first_name.to_lowercase().replace('ë', "e");
            assert!(ascending.is_sorted_by_key(first));
            assert!(descending.iter().rev().is_sorted_by_key(first));
        }
        PatientSort::DateOfBirth => {
            assert!(ascending.is_sorted_by_key(|row| row.patient.date_of_birth));
            assert!(descending.iter().rev().is_sorted_by_key(|row| row.patient.date_of_birth));
        }
        PatientSort::LastVisit => {
            assert!(ascending.is_sorted_by_key(|row| (row.last_visit.is_none(), row.last_visit)));
            assert!(descending.is_sorted_by_key(|row| (row.last_visit.is_none(), std::cmp::Reverse(row.last_visit))));
        }
        PatientSort::ActivePrescriptions => {
            assert!(ascending.is_sorted_by_key(|row| row.active_prescriptions));
            assert!(descending.iter().rev().is_sorted_by_key(|row| row.active_prescriptions));
        }
    }
}

#[tokio::test]
async fn a_row_shows_the_latest_past_visit_by_anyone() {
    let clinic = Clinic::new().await;
    let ana = clinic.provider("Ana Ibarra").await;
    let ben = clinic.provider("Ben Okafor").await;
    let patient = clinic.patient(&[&ana], "Freda", "Kris").await;
    let latest = clinic.moment() - TimeDelta::days(2);
    clinic.visit_with(patient, &ana, latest - TimeDelta::days(1), "Cold", Vitals::default()).await;
    clinic.visit_with(patient, &ben, latest, "Asthma", Vitals::default()).await;
    clinic.visit_with(patient, &ben, Utc::now() + TimeDelta::hours(20), "Prepared", Vitals::default()).await;
    let error = clinic.visit_with(patient, &ana, latest + TimeDelta::days(1), "Mistaken", Vitals::default()).await;
    clinic.prescription(patient, "Metformin", clinic.today() - Days::new(1), None).await;
    let mut tx = clinic.begin(&ana).await;
    tx.mark_visit_entered_in_error(error, "wrong patient").await.unwrap();
    let row = tx.list_patients(&PatientQuery::default()).await.unwrap().rows.remove(0);
    assert_eq!(row.last_visit.map(|time| time.at), Some(latest));
    assert_eq!((row.last_diagnosis.as_str(), row.active_prescriptions), ("Asthma", 1));
}

#[tokio::test]
async fn a_search_forgives_accents_parts_and_slips() {
    let clinic = Clinic::new().await;
    let ana = clinic.provider("Ana Ibarra").await;
    let ben = clinic.provider("Ben Okafor").await;
    for (first, last) in [("Raúl", "Fernández"), ("Freda", "O'Connell"), ("Jörg", "Müller"), ("Per_cent", "100%")] {
        clinic.patient(&[&ana], first, last).await;
    }
    clinic.patient(&[&ben], "Raúl", "Fernández").await;
    for search in ["raul fern", "FERNÁNDEZ", " rnan  aúl ", "fernadez", "Fernandes raul"] {
        assert_eq!(found(&clinic, &ana, search).await, ["Raúl Fernández"], "{search}");
    }
    assert_eq!(found(&clinic, &ana, "muller").await, ["Jörg Müller"]);
    assert_eq!(found(&clinic, &ana, "o'con").await, ["Freda O'Connell"]);
    assert_eq!(found(&clinic, &ana, "%").await, ["Per_cent 100%"]);
    assert_eq!(found(&clinic, &ana, "_").await, ["Per_cent 100%"]);
    assert_eq!(found(&clinic, &ana, "raul müller").await, [""; 0]);
    assert_eq!(found(&clinic, &ana, "  \0 ").await.len(), 4);
    assert_eq!(found(&clinic, &ana, &"x".repeat(10_000)).await, [""; 0]);
}

#[tokio::test]
async fn a_cursor_of_another_order_is_invalid() {
    let clinic = Clinic::new().await;
    let ana = clinic.provider("Ana Ibarra").await;
    for _ in 0..=PAGE_SIZE {
        clinic.patient(&[&ana], "Freda", "Kris").await;
    }
    let mut tx = clinic.begin(&ana).await;
    let next = tx.list_patients(&PatientQuery::default()).await.unwrap().next;
    assert!(next.is_some());
    for after in [next, Some(Cursor("nonsense".into()))] {
        let query = PatientQuery { sort: PatientSort::LastVisit, after, ..PatientQuery::default() };
        assert!(matches!(tx.list_patients(&query).await, Err(Error::Invalid(_))));
    }
}
