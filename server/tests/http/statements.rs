//! A page asks the database a fixed, small number of statements, however much is there: for each read the transaction's begin,
//! who asks, the query, its audit event and the commit. Whose session it is says the first read's. They are counted in the
//! database's own log, so that nothing on the way to it is missed.

use std::{
    fs::{self, File},
    io::{Read, Seek, SeekFrom},
    path::{Path, PathBuf},
};

use sqlx::{AssertSqlSafe, Executor};

use crate::{
    browser::{Answer, Browser},
    clinic::{Provider, Record},
    endpoints::{Endpoint, OF_A_RECORD, OF_THE_ADMINISTRATOR, Subject},
    harness::Database,
    running::Server,
};

const READ: usize = 5;

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
pub async fn logged_server() -> (Server, PathBuf) {
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
    logged_since(server, log, before).await
}

/// The statements that the server has sent as the application since the log was so long, each as a whole.
async fn logged_since(server: &Server, log: &Path, before: u64) -> Vec<String> {
    // Each is logged before it runs, so that they stand there now.
    let mut file = File::open(log).unwrap();
    file.seek(SeekFrom::Start(before)).unwrap();
    let mut text = Vec::new();
    file.read_to_end(&mut text).unwrap();
    // Other tests' servers have other databases in the same cluster.
    let processes = "
        select pid from pg_stat_activity where datname = current_database() and usename = 'carechart_app'";
    let processes: Vec<i32> = sqlx::query_scalar(processes).fetch_all(&server.superuser).await.unwrap();
    let text = String::from_utf8_lossy(&text);
    processes.iter().flat_map(|process| statements_of(*process, &text)).collect()
}

/// What one process of the database was sent. A statement's further lines begin with a tab.
fn statements_of(process: i32, log: &str) -> Vec<String> {
    let mark = format!("[{process}] LOG:  ");
    let (mut statements, mut is_open) = (Vec::<String>::new(), false);
    for line in log.lines() {
        match (line.split_once(&mark), line.strip_prefix('\t'), statements.last_mut()) {
            (Some((_, statement)), ..) => {
                // Prepared statements have another name on every connection.
                let text = statement.split_once(": ").map_or(statement, |(_, text)| text);
                statements.push(text.to_owned());
                is_open = true;
            }
            (None, Some(further), Some(statement)) if is_open => statement.push_str(further),
            _ => is_open = false,
        }
    }
    statements
}

async fn assert_fixed_numbers(server: &Server, log: &Path, provider: &Provider, record: &Record) {
    for (page, reads) in PAGES {
        let path = match page.strip_prefix("chart") {
            Some(query) => format!("/patients/{}{query}", record.patient),
            None => "/patients".to_owned(),
        };
        let statements = statements(server, log, provider.browser(), &path).await;
        assert_eq!(statements.len(), reads * READ, "{page}: {statements:#?}");
        let audited = statements.iter().filter(|statement| statement.contains("select audit")).count();
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

/// What is asked for a refusal, whatever the order of the connections.
pub async fn refused(server: &Server, log: &Path, ask: impl Future<Output = Answer>) -> Vec<String> {
    let before = fs::metadata(log).unwrap().len();
    let answer = ask.await;
    assert_eq!(answer.status, 404, "{}", answer.text());
    let mut statements = logged_since(server, log, before).await;
    statements.sort();
    statements
}

#[tokio::test]
async fn somebody_elses_id_and_a_made_up_one_run_the_same_statements() {
    let (server, log) = logged_server().await;
    let (mine, theirs) = (server.provider("mine").await, server.provider("theirs").await);
    let record = theirs.record("Ada").await;
    let subject = Subject { record, provider: theirs.id, user: theirs.person.user };
    let made_up = Subject::made_up();
    // The last one makes a record of an id that is made up.
    let of_a_record = &OF_A_RECORD[..OF_A_RECORD.len() - 1];
    for Endpoint { name, arguments } in of_a_record.iter().chain(OF_THE_ADMINISTRATOR) {
        let (real, unreal) = (arguments(&subject), arguments(&made_up));
        let real = refused(&server, &log, mine.browser().call(name, &real)).await;
        let unreal = refused(&server, &log, mine.browser().call(name, &unreal)).await;
        assert_eq!(real, unreal, "{name}");
        let undone = real.iter().filter(|statement| *statement == "rollback; begin").count();
        assert_eq!(undone, 1, "{name}: {real:#?}");
    }
    let download = |subject: Subject| format!("/documents/{}/download", subject.record.document);
    let real = refused(&server, &log, mine.browser().get(&download(subject))).await;
    assert_eq!(real, refused(&server, &log, mine.browser().get(&download(made_up))).await);
}
