//! The program as a person runs it: with its own Postgres and S3, killed, started again, and told to stop.

use std::{
    fs,
    io::{BufRead, BufReader},
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    thread,
};

use tempfile::TempDir;

use crate::{
    browser::Browser,
    harness::{Database, password},
    running::program,
};

/// A data directory that the user postgres can reach; whatever runs under it ends with it.
struct Place(TempDir);

impl Place {
    fn new() -> Self {
        let mode = fs::Permissions::from_mode(0o711);
        let place = Self(tempfile::Builder::new().prefix("carechart-server-").permissions(mode).tempdir().unwrap());
        fs::create_dir_all(place.0.path().join("site/pkg")).unwrap();
        place
    }

    fn data(&self) -> PathBuf {
        self.0.path().join("data")
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = program(&self.data());
        command.args(arguments).env("LEPTOS_SITE_ROOT", self.0.path().join("site")).env("LEPTOS_HASH_FILES", "false");
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// A server with the demonstration, and its address.
    fn serve(&self) -> (Child, String) {
        let mut command = self.command(&["serve", "--demo", "--address", "127.0.0.1:0"]);
        let mut process = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let url = lines.find_map(|line| Some(format!("http://{}", line.unwrap().split_once("http://")?.1))).unwrap();
        // The rest is read, too: otherwise the server would wait, or fail, at its next line.
        thread::spawn(move || lines.count());
        (process, url)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.run(&["stop"]);
    }
}

fn signal(which: &str, process: &Child) {
    Command::new("kill").arg(which).arg(process.id().to_string()).output().unwrap();
}

fn is_running(data: &Path) -> bool {
    data.join("postgres/data/postmaster.pid").exists()
}

async fn maya(url: &str) -> (Browser, String) {
    let mut browser = Browser::new(url);
    browser.sign_in("maya.lindqvist@demo.carechart.example", "demonstration only").await;
    let page = browser.get("/patients").await;
    assert_eq!(page.status, 200);
    let text = page.text().to_owned();
    (browser, text)
}

fn patients(page: &str) -> Vec<&str> {
    page.split("href=\"/patients/").skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[tokio::test]
async fn killed_and_started_again_it_has_lost_nothing_and_ctrl_c_stops_everything() {
    let place = Place::new();
    let (mut server, url) = place.serve();
    let (browser, page) = maya(&url).await;
    assert!(page.contains("Riverside Clinic"), "the demonstration has a name of its own");
    let before: Vec<String> = patients(&page).into_iter().map(str::to_owned).collect();
    assert!(before.len() >= 3, "{page}");
    let form = crate::clinic::demographics("Ada");
    let id = uuid::Uuid::now_v7();
    let arguments = serde_json::json!({ "id": id, "form": form, "not_duplicates": [] });
    assert_eq!(browser.call("register_patient", &arguments).await.status, 200);

    // While it serves, other commands use the same Postgres and S3, and leave them running.
    assert!(!place.run(&["stop"]).status.success());
    let again = place.run(&["demo"]);
    assert!(again.status.success(), "{}", String::from_utf8_lossy(&again.stderr));
    assert_eq!(browser.get("/patients").await.status, 200);

    signal("-KILL", &server);
    server.wait().unwrap();
    assert!(is_running(&place.data()), "Postgres is left behind");
    let (mut server, url) = place.serve();
    let (_, page) = maya(&url).await;
    let mut expected = before;
    expected.push(id.to_string());
    expected.sort();
    let mut after = patients(&page);
    after.sort_unstable();
    assert_eq!(after, expected);

    signal("-INT", &server);
    assert!(server.wait().unwrap().success());
    assert!(!is_running(&place.data()));
}

#[test]
fn commands_start_what_they_need_and_stop_it() {
    let place = Place::new();
    let migrate = place.run(&["migrate"]);
    assert!(migrate.status.success(), "{}", String::from_utf8_lossy(&migrate.stderr));
    assert!(!is_running(&place.data()));
    let mut command = place.command(&["create-admin", "--email", "Admin@clinic.example"]);
    let created = command.env("ADMIN_PASSWORD", crate::clinic::PASSWORD).output().unwrap();
    assert!(created.status.success(), "{}", String::from_utf8_lossy(&created.stderr));
    let twice = command.output().unwrap();
    let message = String::from_utf8(twice.stderr).unwrap();
    assert!(!twice.status.success() && message.contains("has an account already"), "{message}");
    // Everybody knows the demonstration's password: it stays out of a clinic that has an account.
    let served = place.run(&["serve", "--demo", "--address", "127.0.0.1:0"]);
    let message = String::from_utf8(served.stderr).unwrap();
    assert!(!served.status.success() && message.contains("people who aren't the demonstration's"), "{message}");
    let stopped = place.run(&["stop"]);
    assert_eq!(String::from_utf8(stopped.stdout).unwrap(), "Postgres isn't running.\n");
}

/// What a command that succeeds says.
fn said(place: &Place, arguments: &[&str]) -> String {
    let output = place.run(arguments);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn after_a_restore_two_commands_end_what_came_back_and_let_the_seals_go_on() {
    let place = Place::new();
    said(&place, &["migrate"]);
    let asked = said(&place, &["after-restore"]);
    assert!(asked.contains("This would end, for good:") && asked.contains("0 sessions"), "{asked}");
    let done = said(&place, &["after-restore", "--yes"]);
    assert!(done.contains("Ended, for good:") && done.contains("passwords that were changed"), "{done}");
    let resumed = said(&place, &["audit", "resume", "--reason", "Restored from Monday's copy"]);
    assert!(resumed.contains("Restored from Monday's copy"), "{resumed}");
    let verified = said(&place, &["audit", "verify"]);
    assert!(verified.contains("Restored from Monday's copy"), "for ever: {verified}");
}

#[tokio::test]
async fn a_database_that_is_not_this_programs_is_not_served_from_until_it_is_migrated() {
    let (place, database) = (Place::new(), Database::new().await);
    let with = |arguments: &[&str]| {
        let mut command = place.command(arguments);
        command.envs(database.settings()).envs(database.owner_settings());
        command
    };
    let refused = |arguments: &[&str]| {
        let output = with(arguments).output().unwrap();
        assert!(!output.status.success());
        String::from_utf8(output.stderr).unwrap()
    };
    let superuser = database.superuser_pool().await;
    let serve = ["serve", "--address", "127.0.0.1:0"];
    sqlx::raw_sql("update schema_rules set number = number - 1").execute(&superuser).await.unwrap();
    let message = "error: the database: the rules in the database aren't this program's. Run `server migrate`.\n";
    assert_eq!(refused(&serve), message);
    let migrated = with(&["migrate"]).output().unwrap();
    assert!(migrated.status.success(), "{}", String::from_utf8_lossy(&migrated.stderr));
    let mut served = with(&serve).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut lines = BufReader::new(served.stdout.take().unwrap()).lines();
    assert!(lines.any(|line| line.unwrap().contains("http://127.0.0.1:")));
    served.kill().unwrap();
    served.wait().unwrap();

    sqlx::raw_sql("update schema_rules set number = number + 1").execute(&superuser).await.unwrap();
    for message in [refused(&serve), refused(&["migrate"])] {
        assert!(message.contains("newer than this program's") && message.lines().count() == 1, "{message}");
    }
}

#[tokio::test]
async fn a_password_comes_from_the_password_file_unless_a_variable_has_it() {
    let (place, database) = (Place::new(), Database::new().await);
    let file = place.0.path().join("passwords");
    let text = format!("*:*:hidden\n*:*:*:carechart_app:hidden\n*:*:*:carechart_owner:{}\n", password(&database.owner));
    fs::write(&file, text).unwrap();
    let migrate = |mode: u32, variables: &[(&str, &str)]| {
        fs::set_permissions(&file, fs::Permissions::from_mode(mode)).unwrap();
        let mut command = place.command(&["migrate"]);
        command.env("DATABASE_URL", database.address()).env("PGPASSFILE", &file).envs(variables.iter().copied());
        let output = command.env("RUST_LOG", "trace").output().unwrap();
        (output.status.success(), String::from_utf8(output.stderr).unwrap())
    };
    let (is_done, message) = migrate(0o600, &[]);
    assert!(is_done, "{message}");
    // The driver would log the line that it doesn't understand.
    assert!(!message.contains("hidden"), "{message}");
    let (is_done, message) = migrate(0o600, &[("DATABASE_OWNER_PASSWORD", "another")]);
    assert!(!is_done && message.contains("error: the database can't be migrated"), "{message}");
    let (is_done, message) = migrate(0o644, &[]);
    assert!(!is_done && message.contains("error: DATABASE_OWNER_PASSWORD is missing"), "{message}");
}

#[test]
fn what_is_missing_is_said_in_a_line() {
    let place = Place::new();
    let said = |command: &mut Command| {
        let output = command.output().unwrap();
        assert!(!output.status.success());
        String::from_utf8(output.stderr).unwrap()
    };
    let address = ("DATABASE_URL", "postgres://127.0.0.1:1/carechart");
    let passwords =
        ["DATABASE_APP_PASSWORD", "DATABASE_GATE_PASSWORD", "DATABASE_WORKER_PASSWORD"].map(|name| (name, "secret"));
    let serve = ["serve", "--address", "127.0.0.1:0"];
    let message = said(place.command(&["migrate"]).envs([address]).envs(passwords));
    assert_eq!(
        message,
        "error: DATABASE_OWNER_PASSWORD is missing: set it to the password of the role carechart_owner, or set \
         PGPASSFILE to a file that has it and that nobody else may read\n"
    );
    let message = said(place.command(&serve).envs([address]));
    assert!(message.starts_with("error: DATABASE_APP_PASSWORD is missing"), "{message}");
    let inspector = ("ISOLATION_DATABASE_URL", "postgres://inspector:secret@127.0.0.1:1/carechart");
    let message = said(place.command(&serve).envs([inspector]));
    assert!(message.starts_with("error: DATABASE_URL is missing"), "{message}");
    let message = said(place.command(&serve).envs([address]).envs(passwords));
    assert!(message.starts_with("error: the database") && message.lines().count() == 1, "{message}");
    assert!(!message.contains("secret"), "{message}");
    let message = said(place.command(&serve).env("S3_BUCKET", "records"));
    assert!(message.contains("S3_ENDPOINT is missing"), "{message}");
    let message = said(place.command(&serve).envs([address]).envs(passwords).env("LEPTOS_SITE_ROOT", "/nowhere"));
    assert!(message.contains("the site's files are missing"), "{message}");
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = taken.local_addr().unwrap().to_string();
    let message = said(place.command(&["serve", "--address", &taken]).envs([address]).envs(passwords));
    assert!(message.starts_with(&format!("error: can't listen on {taken}: ")), "{message}");
}
