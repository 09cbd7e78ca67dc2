//! The command line's `isolation-report`, as a program: over a Postgres of its own, over a clinic's database, and over one
//! whose rules somebody has changed.

// Clippy permits it in tests, but not in the functions that they share.
#![allow(clippy::unwrap_used)]

#[path = "../../store/tests/harness/mod.rs"]
mod harness;

use std::{
    env, fs,
    os::unix::fs::PermissionsExt,
    path::PathBuf,
    process::{self, Command, Output},
};

use sqlx::{AssertSqlSafe, ConnectOptions, PgPool, postgres::PgConnectOptions};
use tempfile::TempDir;

use crate::harness::Database;

/// A directory for the data and the report. The user postgres must be able to reach it.
struct Place(TempDir);

impl Place {
    fn new() -> Self {
        let directory = TempDir::new().unwrap();
        fs::set_permissions(directory.path(), fs::Permissions::from_mode(0o755)).unwrap();
        Self(directory)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_server"));
        command.env_clear().env("PATH", env::var_os("PATH").unwrap());
        command.arg("--data").arg(self.path("data")).arg("isolation-report").args(arguments);
        command
    }

    fn report(&self, inspector: &PgConnectOptions, arguments: &[&str]) -> Output {
        self.command(arguments).env("ISOLATION_DATABASE_URL", inspector.to_url_lossy().as_str()).output().unwrap()
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn last_line(output: &Output) -> String {
    text(&output.stdout).lines().last().unwrap_or_default().to_owned()
}

/// Somebody's record, whose every word would be noticed in a report.
async fn add_record(superuser: &PgPool) {
    let record = "
        insert into users (id, kind, email, password_hash)
        values (gen_random_uuid(), 'provider', 'marker.provider@example.org', 'marker'),
               (gen_random_uuid(), 'patient', 'marker.patient@example.org', 'marker'),
               (gen_random_uuid(), 'administrator', 'marker.admin@example.org', 'marker');
        insert into providers (id, user_id, display_name, is_verified, verified_at)
        select gen_random_uuid(), id, 'Marker', true, now() from users where kind = 'provider';
        insert into patients (id, user_id, first_name, last_name, date_of_birth)
        select gen_random_uuid(), id, 'Marker', 'Marker', '2000-01-01' from users where kind = 'patient';
        insert into care_relationships (provider_id, patient_id, began_by)
        select r.id, p.id, 'registration' from providers r, patients p;
        insert into visits (id, patient_id, provider_id, visit_date, chief_complaint)
        select gen_random_uuid(), c.patient_id, c.provider_id, now(), 'Marker' from care_relationships c;
        insert into audit_events (id, actor_role, access_right, action)
        values (gen_random_uuid(), 'owner', 'none', 'account.create')";
    sqlx::raw_sql(record).execute(superuser).await.unwrap();
}

#[test]
fn the_embedded_database_keeps_what_is_promised() {
    let place = Place::new();
    let page = place.path("report.html");
    let output = place.command(&["--html", page.to_str().unwrap()]).output().unwrap();
    assert!(output.status.success(), "{}{}", text(&output.stdout), text(&output.stderr));
    assert!(last_line(&output).starts_with("The database keeps what is promised: "), "{}", last_line(&output));
    let report = text(&output.stdout);
    for said in
        ["Database                 carechart, PostgreSQL ", "Freda's (treated): author", "Freda's (own): patient"]
    {
        assert!(report.contains(said), "{said} isn't in the report:\n{report}");
    }
    let page = fs::read_to_string(page).unwrap();
    assert!(page.starts_with("<!DOCTYPE html>\n<html lang=\"en\">") && page.contains(&last_line(&output)));
    assert!(page.contains("<caption>visits</caption>") && !page.contains("class=\"difference\""));
    // Whoever opens it asks nobody else for anything.
    assert!(!page.contains("http:") && !page.contains("https:") && !page.contains("<script"));
}

/// As a role that may become the others, and nothing else.
#[tokio::test]
async fn of_a_clinics_own_records_the_report_says_nothing() {
    let (place, database) = (Place::new(), Database::new().await);
    let superuser = database.superuser_pool().await;
    add_record(&superuser).await;
    let role = format!("inspector_{}", process::id());
    let make = format!(
        "create role {role} login noinherit password 'inspector'
           in role carechart_owner, carechart_app, carechart_gate, carechart_worker"
    );
    sqlx::raw_sql(AssertSqlSafe(make)).execute(&superuser).await.unwrap();
    let inspector = database.superuser.clone().username(&role).password("inspector");
    let (as_text, as_page) = (place.report(&inspector, &[]), place.report(&inspector, &["--format", "html"]));
    sqlx::raw_sql(AssertSqlSafe(format!("drop role {role}"))).execute(&superuser).await.unwrap();
    for output in [as_text, as_page] {
        let said = text(&output.stdout) + &text(&output.stderr);
        assert!(output.status.success(), "{said}");
        assert!(!said.to_lowercase().contains("marker"), "{said}");
    }
    let left =
        "select (select count(*) from users) + (select count(*) from patients) + (select count(*) from audit_events)";
    let left: i64 = sqlx::query_scalar(left).fetch_one(&superuser).await.unwrap();
    assert_eq!(left, 3 + 1 + 1);
}

#[tokio::test]
async fn a_rule_that_was_changed_is_named() {
    let (place, database) = (Place::new(), Database::new().await);
    let changed = "create policy stray on visits for select to carechart_app using (true);
                   alter table visit_addenda disable trigger unchanged;
                   alter table documents no force row level security;
                   grant select on sessions to carechart_app";
    let superuser = database.superuser_pool().await;
    add_record(&superuser).await;
    sqlx::raw_sql(changed).execute(&superuser).await.unwrap();
    let output = place.report(&database.superuser, &[]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(text(&output.stderr), "error: the database doesn't keep what is promised\n");
    assert!(last_line(&output).starts_with("The database does NOT keep what is promised: "), "{}", last_line(&output));
    let report = text(&output.stdout);
    for named in [
        "! visits, select, without a session: promised nothing, found Freda's, Otis's, in error",
        "! visits, select, author: promised Freda's, in error, found Freda's, Otis's, in error",
        "! sessions, select, without a session: promised no grant, found nothing",
        "! change a remark, the owner: promised trigger, found done",
        "! documents lacks FORCE ROW LEVEL SECURITY",
    ] {
        assert!(report.contains(named), "{named} isn't in the report:\n{report}");
    }
    assert!(!report.to_lowercase().contains("marker"), "{report}");
    let page = text(&place.report(&database.superuser, &["--format", "html"]).stdout);
    let cell = "found Freda's (other), Otis's (other), in error, promised nothing";
    assert!(page.contains(cell) && page.contains("class=\"difference\""), "{page}");
}

/// What it answers was never promised.
#[tokio::test]
async fn a_database_that_another_program_migrated_is_refused_in_a_line() {
    let (place, database) = (Place::new(), Database::new().await);
    let superuser = database.superuser_pool().await;
    for (change, expected) in [
        ("update schema_rules set digest = 'another'", "the rules in the database aren't this program's"),
        ("delete from _sqlx_migrations where version = 1", "the database isn't migrated: 0001_accounts is missing"),
    ] {
        sqlx::raw_sql(change).execute(&superuser).await.unwrap();
        let output = place.report(&database.superuser, &[]);
        assert_eq!((output.status.code(), output.stdout.len()), (Some(1), 0));
        let message = format!("error: the database: {expected}. Run `server migrate`.\n");
        assert_eq!(text(&output.stderr), message);
    }
}

#[tokio::test]
async fn a_role_that_may_not_ask_is_refused_in_a_line() {
    let (place, database) = (Place::new(), Database::new().await);
    let refused = |output: Output| {
        assert_eq!((output.status.code(), output.stdout.len()), (Some(1), 0));
        text(&output.stderr)
    };
    let message = refused(place.report(&database.owner, &[]));
    assert!(message.starts_with("error: the database: this role may not become"), "{message}");
    let message = refused(place.command(&[]).envs(database.settings()).output().unwrap());
    assert!(message.starts_with("error: ISOLATION_DATABASE_URL is missing"), "{message}");
}
