//! The dashboard and the chart answer with a fixed, small number of statements, however long the record is.

use std::cell::Cell;

use chrono::{TimeDelta, Utc};
use model::{dashboard::PatientQuery, id::PatientId, vitals::Vitals};
use tracing::{Event, Subscriber};
use tracing_subscriber::{
    Layer, Registry,
    layer::{Context, SubscriberExt},
};

use crate::clinic::{Clinic, Person};

thread_local! {
    /// A test's runtime stays on its thread, so that tests beside it don't disturb the count.
    static STATEMENTS: Cell<u64> = const { Cell::new(0) };
}

/// Counts the statements that sqlx reports.
struct CountStatements;

impl<S: Subscriber> Layer<S> for CountStatements {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        if event.metadata().target() == "sqlx::query" {
            STATEMENTS.set(STATEMENTS.get() + 1);
        }
    }
}

/// What each read of a page asks, its audit event included.
async fn statements_of_the_pages(clinic: &Clinic, caller: &Person, patient: PatientId) -> Vec<(&'static str, u64)> {
    let mut counts = Vec::new();
    macro_rules! count {
        ($method:ident($($argument:expr),*)) => {
            let mut tx = clinic.begin(caller).await;
            let before = STATEMENTS.get();
            tx.$method($($argument),*).await.unwrap();
            counts.push((stringify!($method), STATEMENTS.get() - before));
        };
    }
    count!(dashboard_counts());
    count!(list_patients(&PatientQuery::default()));
    count!(chart_header(patient));
    count!(list_visits(patient, None));
    count!(list_vitals(patient));
    count!(list_prescriptions(patient, None));
    count!(list_documents(patient, None));
    counts
}

#[tokio::test]
async fn pages_ask_a_fixed_number_of_statements() {
    tracing::subscriber::set_global_default(Registry::default().with(CountStatements)).unwrap();
    let clinic = Clinic::new().await;
    let ana = clinic.provider("Ana Ibarra").await;
    let patient = clinic.patient(&[&ana], "Freda", "Kris").await;
    let two_each = [
        ("dashboard_counts", 2),
        ("list_patients", 2),
        ("chart_header", 2),
        ("list_visits", 2),
        ("list_vitals", 2),
        ("list_prescriptions", 2),
        ("list_documents", 2),
    ];
    let vitals = Vitals { pulse: Some(72.0), ..Vitals::default() };
    // The first rows, then many.
    for (records, rows) in [(0, 1), (30, 40)] {
        for _ in 0..records {
            clinic.patient(&[&ana], "Asa", "Toy").await;
        }
        for number in 0..rows {
            clinic.visit_with(patient, &ana, Utc::now() - TimeDelta::days(number), "Cold", vitals.clone()).await;
            clinic.prescription(patient, "Metformin", clinic.today(), None).await;
            clinic.document(patient, Utc::now()).await;
        }
        assert_eq!(statements_of_the_pages(&clinic, &ana, patient).await, two_each);
    }
}
