//! Over a Postgres and an S3 of its own.

use std::{
    env, fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use tempfile::TempDir;

use crate::place::row;

struct Program {
    directory: TempDir,
}

impl Program {
    /// The user postgres must be able to reach the data.
    fn new() -> Self {
        let directory = TempDir::new().unwrap();
        fs::set_permissions(directory.path(), fs::Permissions::from_mode(0o755)).unwrap();
        Self { directory }
    }

    fn run(&self, arguments: &[&str], files: &[&Path]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_server"));
        command.env_clear().env("PATH", env::var_os("PATH").unwrap());
        command.arg("--data").arg(self.directory.path().join("data")).args(arguments).args(files).output().unwrap()
    }

    fn write(&self, name: &str, content: &[u8]) -> PathBuf {
        let path = self.directory.path().join(name);
        fs::write(&path, content).unwrap();
        path
    }
}

fn bundle(id: &str) -> String {
    format!(
        r#"{{"resourceType": "Bundle", "type": "transaction", "entry": [
            {{"resource": {{"resourceType": "Patient", "id": "{id}", "name": [{{"family": "Test"}}],
             "birthDate": "2001-01-01"}}}},
            {{"resource": {{"resourceType": "Encounter", "id": "e", "period": {{"start": "2020-01-01T10:00:00Z"}},
             "participant": [{{"individual": {{"display": "Dr. Test"}}}}]}}}},
            {{"resource": {{"resourceType": "Claim", "id": "c"}}}}]}}"#
    )
}

#[test]
fn a_broken_bundle_leaves_nothing_behind_and_the_others_go_on() {
    let program = Program::new();
    let whole = bundle("2");
    let (one, two, three) = (bundle("1"), &whole[..whole.len() - 5], bundle("3"));
    let one = program.write("one.json", one.as_bytes());
    let two = program.write("two.json", two.as_bytes());
    let three = program.write("three.json", three.as_bytes());
    let first = program.run(&["import-fhir"], &[&one, &two, &three]);
    assert_eq!(first.status.code(), Some(1));
    let said = String::from_utf8_lossy(&first.stderr);
    assert!(said.contains(&format!("refused: {}: not JSON: EOF while parsing", two.display())), "{said}");
    assert_eq!((row(&first, "Patient"), row(&first, "Encounter")), (vec!["2", "0", "0"], vec!["2", "0", "0"]));
    assert_eq!(row(&first, "Claim"), ["0", "2"]);
    assert!(String::from_utf8_lossy(&first.stdout).contains("Bundles: 2 of 3 imported, 1 refused."));

    // What was cut off is new when it comes whole; the others are there already.
    let two = program.write("two.json", whole.as_bytes());
    let second = program.run(&["import-fhir"], &[&one, &two, &three]);
    assert_eq!(second.status.code(), Some(0), "{}", String::from_utf8_lossy(&second.stderr));
    assert_eq!((row(&second, "Patient"), row(&second, "Encounter")), (vec!["1", "2", "0"], vec!["1", "2", "0"]));
    let third = program.run(&["import-fhir"], &[&one, &two, &three]);
    assert_eq!((row(&third, "Patient"), row(&third, "Practitioner")), (vec!["0", "3", "0"], vec!["0", "3", "0"]));
}

#[test]
fn the_demonstration_is_loaded_once() {
    let program = Program::new();
    for _ in 0..2 {
        let output = program.run(&["demo"], &[]);
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        assert!(String::from_utf8_lossy(&output.stdout).contains("maya.lindqvist@demo.carechart.example"));
    }
    // Its people have other birth dates than those of the bundles, and so are others.
    let bundle = Path::new(env!("CARGO_MANIFEST_DIR")).join("demo/bundles/freda-oconnell.json.gz");
    let output = program.run(&["import-fhir"], &[&bundle]);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!((row(&output, "Patient"), row(&output, "Encounter")), (vec!["1", "0", "0"], vec!["14", "0", "0"]));
}

#[test]
fn the_demonstration_stays_out_of_a_clinics_database() {
    let program = Program::new();
    let one = program.write("one.json", bundle("1").as_bytes());
    assert_eq!(program.run(&["import-fhir"], &[&one]).status.code(), Some(0));
    let refused = program.run(&["demo"], &[]);
    let said = String::from_utf8_lossy(&refused.stderr);
    assert!(!refused.status.success() && said.contains("people who aren't the demonstration's"), "{said}");
    let output = program.run(&["import-fhir"], &[&one]);
    assert_eq!((row(&output, "Patient"), row(&output, "Practitioner")), (vec!["0", "1", "0"], vec!["0", "1", "0"]));
    let administrator =
        ["create-admin", "--email", "admin@demo.carechart.example", "--password", "correct horse battery"];
    let created = program.run(&administrator, &[]);
    assert!(created.status.success(), "its account was made: {}", String::from_utf8_lossy(&created.stderr));
}
