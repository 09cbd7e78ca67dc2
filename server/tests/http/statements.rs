//! A page asks the database a fixed, small number of statements, however much is there: the session's lookup, and for
//! each read of the page the transaction's begin with the identity, the query, its audit event and the commit. They are
//! counted in the database's own log, so that nothing on the way to it is missed.

use std::{
    fs::{self, File},
    io::{Read, Seek, SeekFrom},
    path::{Path, PathBuf},
};

use sqlx::{AssertSqlSafe, Executor};

use crate::{
    browser::Browser,
    clinic::{Provider, Record},
    harness::Database,
    running::Server,
};

const SESSION: usize = 1;
const READ: usize = 4;

/// How many reads each page makes: the cards and the table; the header, and what the tab shows.
const PAGES: [(&str, usize); 6] = [
    ("dashboard", 2),
    ("chart", 3),
    ("chart?tab=visits", 3),
    ("chart?tab=demographics", 1),
    ("chart?tab=prescriptions", 2),
    ("chart?tab=documents", 2),
];

const LOG_ALL: &str = "
    do $$ begin execute format('alter database %I set log_statement = ''all''', current_database()); end $$";

/// An empty list asks whether the record is there at all: here none is.
const MEASURE: &str = "
    insert into visits (id, patient_id, provider_id, visit_date, chief_complaint, vitals)
    values (gen_random_uuid(), 'PATIENT', 'PROVIDER', now() - interval '1 day', 'Cough', '{\"pulse\": 72}')";

const GROW: &str = "
    with new as (
        insert into patients (id, first_name, last_name, date_of_birth)
        select gen_random_uuid(), 'Asa', 'Toy', '1990-01-01' from generate_series(1, 60)
        returning id)
    insert into care_relationships (provider_id, patient_id, began_by)
    select 'PROVIDER', new.id, 'registration' from new;
    insert into visits (id, patient_id, provider_id, visit_date, chief_complaint, vitals)
    select gen_random_uuid(), 'PATIENT', 'PROVIDER', now() - number * interval '1 hour', 'Cough', '{\"pulse\": 72}'
      from generate_series(1, 60) number;
    insert into prescriptions (id, patient_id, provider_id, medication, start_date)
    select gen_random_uuid(), 'PATIENT', 'PROVIDER', 'Metformin', current_date from generate_series(1, 60);
    insert into documents (id, patient_id, file_url, document_type, media_type, size_bytes, sha256)
    select gen_random_uuid(), 'PATIENT', gen_random_uuid()::text, 'other', 'application/pdf', 1, sha256('')
      from generate_series(1, 60)";

/// A server whose statements the database logs, and that log.
async fn logged_server() -> (Server, PathBuf) {
    let database = Database::new().await;
    let superuser = database.superuser_pool().await;
    superuser.execute(LOG_ALL).await.unwrap();
    let data: String = sqlx::query_scalar("show data_directory").fetch_one(&superuser).await.unwrap();
    (Server::start_on(database, &[]).await, Path::new(&data).with_file_name("postgres.log"))
}

/// The statements that the server sends for one page.
async fn statements(server: &Server, log: &Path, browser: &Browser, path: &str) -> Vec<String> {
    let before = fs::metadata(log).unwrap().len();
    let answer = browser.get(path).await;
    assert_eq!(answer.status, 200, "{path}");
    // Each is logged before it runs, so that they stand there now.
    let mut file = File::open(log).unwrap();
    file.seek(SeekFrom::Start(before)).unwrap();
    let mut text = Vec::new();
    file.read_to_end(&mut text).unwrap();
    // Other tests' servers have other databases in the same cluster.
    let processes = "
        select pid from pg_stat_activity where datname = current_database() and usename = 'carechart_app'";
    let processes: Vec<i32> = sqlx::query_scalar(processes).fetch_all(&server.superuser).await.unwrap();
    let marks: Vec<String> = processes.iter().map(|process| format!("[{process}] LOG:  ")).collect();
    let of_the_server = |line: &str| marks.iter().find_map(|mark| Some(line.split_once(mark)?.1.to_owned()));
    String::from_utf8_lossy(&text).lines().filter_map(of_the_server).collect()
}

async fn assert_fixed_numbers(server: &Server, log: &Path, provider: &Provider, record: &Record) {
    for (page, reads) in PAGES {
        let path = match page.strip_prefix("chart") {
            Some(query) => format!("/patients/{}{query}", record.patient),
            None => "/patients".to_owned(),
        };
        let statements = statements(server, log, provider.browser(), &path).await;
        assert_eq!(statements.len(), SESSION + reads * READ, "{page}: {statements:#?}");
        let audited = statements.iter().filter(|statement| statement.contains("select audit(")).count();
        assert_eq!(audited, reads, "{page}: {statements:#?}");
    }
}

#[tokio::test]
async fn a_page_asks_a_fixed_number_of_statements() {
    let (server, log) = logged_server().await;
    let provider = server.provider("provider").await;
    let record = provider.record("Ada").await;
    // One row of each kind, then many of them, and many patients.
    for rows in [MEASURE, GROW] {
        let rows = rows.replace("PROVIDER", &provider.id.to_string()).replace("PATIENT", &record.patient.to_string());
        sqlx::raw_sql(AssertSqlSafe(rows)).execute(&server.superuser).await.unwrap();
        assert_fixed_numbers(&server, &log, &provider, &record).await;
    }
}
