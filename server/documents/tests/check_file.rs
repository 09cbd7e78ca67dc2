//! The check in its child process.

// Clippy permits it in tests, but not in the functions that they share.
#![allow(clippy::unwrap_used)]

mod support;

use std::{fs, os::unix::fs::PermissionsExt, path::PathBuf, time::Duration};

use documents::{Checked, FileChecker, check_file, set_check_program};
use model::document::{
    AfterEnd::Program,
    DOCUMENT_MOST_BYTES,
    FileFormat::{Jpeg, Pdf},
    FileRefusal::{ActiveContent, AfterEnd, Damaged, Empty, TooComplex, TooLarge},
};
use tempfile::TempDir;

/// A checker whose program is this shell script; `$2` is the file.
fn script(directory: &TempDir, script: &str) -> FileChecker {
    let path = directory.path().join("program");
    fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o700)).unwrap();
    FileChecker::new(path)
}

fn write(directory: &TempDir, bytes: &[u8]) -> PathBuf {
    let path = directory.path().join("upload");
    fs::write(&path, bytes).unwrap();
    path
}

#[tokio::test]
async fn an_accepted_file_has_its_format_size_and_hash() {
    set_check_program(support::check_program());
    let checked = check_file(&support::file("cat.jpg")).await.unwrap();
    let sha256 = checked.sha256.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    assert_eq!(checked, Checked { format: Jpeg, size: 21_474, sha256: checked.sha256 });
    assert!(sha256.starts_with("f8dcbaf051bfb52e"), "{sha256}");
    assert_eq!(check_file(&support::file("javascript.pdf")).await, Err(ActiveContent));
    let directory = tempfile::tempdir().unwrap();
    let program = [&support::pdf("", &[]), b"\x7FELF\x02\x01\x01\0".as_slice()].concat();
    assert_eq!(check_file(&write(&directory, &program)).await, Err(AfterEnd(Program)));
}

#[tokio::test]
async fn the_size_is_looked_at_first() {
    set_check_program(support::check_program());
    let directory = tempfile::tempdir().unwrap();
    assert_eq!(check_file(&write(&directory, b"")).await, Err(Empty));
    let large = write(&directory, b"x");
    fs::File::options().write(true).open(&large).unwrap().set_len(DOCUMENT_MOST_BYTES + 1).unwrap();
    assert_eq!(check_file(&large).await, Err(TooLarge));
}

#[tokio::test]
async fn a_file_that_unpacks_to_gigabytes_is_too_complex() {
    let directory = tempfile::tempdir().unwrap();
    // Two bytes 0x81 stand for 128 of them, which pack in the same way again: three times, 40 kB are 10 GB. What isn't
    // one of them is the end mark of each time, and the number of bytes that are as they are.
    let packed = [[0x81].repeat(40_960), vec![2, 0, 128, 128, 128]].concat();
    let entries = "/Type/ObjStm/N 1/First 4/Filter[/RunLengthDecode/RunLengthDecode/RunLengthDecode]/Length 40965";
    let mut bytes = support::pdf("", &[]);
    let table = bytes.windows(5).position(|window| window == b"xref\n").unwrap();
    let bomb = [format!("9 0 obj<<{entries}>>stream\n").as_bytes(), &packed, b"\nendstream endobj\n"].concat();
    bytes.splice(table..table, bomb);
    let checker = FileChecker::new(support::check_program());
    assert_eq!(checker.check(&write(&directory, &bytes)).await, Err(TooComplex));
}

#[tokio::test]
async fn a_child_that_never_ends_is_killed() {
    let directory = tempfile::tempdir().unwrap();
    let upload = write(&directory, b"x");
    let said = directory.path().join("said");
    // It can't say its number in a file: it has no right to write one. A pipe that is there already is no file.
    std::process::Command::new("mkfifo").arg(&said).status().unwrap();
    let checker = script(&directory, &format!("echo $$ > {}\nexec sleep 600", said.display()));
    let checker = checker.with_patience(Duration::from_millis(500));
    let number = tokio::task::spawn_blocking(move || fs::read_to_string(said).unwrap());
    assert_eq!(checker.check(&upload).await, Err(TooComplex));
    let process = PathBuf::from(format!("/proc/{}", number.await.unwrap().trim()));
    assert!(!process.exists());
}

#[tokio::test]
async fn a_child_that_breaks_has_a_verdict() {
    let directory = tempfile::tempdir().unwrap();
    let upload = write(&directory, b"x");
    for (text, refusal) in [
        ("kill -SEGV $$", TooComplex),
        ("kill -ABRT $$", TooComplex),
        ("kill -XCPU $$", TooComplex),
        ("exit 101", Damaged),
        ("echo nonsense", Damaged),
        ("echo '{\"accepted\":\"pdf\"}'; exit 1", Damaged),
        ("echo '{\"accepted\":\"pdf\"}'; kill -KILL $$", TooComplex),
    ] {
        assert_eq!(script(&directory, text).check(&upload).await, Err(refusal), "{text}");
    }
    assert_eq!(FileChecker::new("/nonexistent/program").check(&upload).await, Err(Damaged));
}

#[tokio::test]
async fn the_child_gets_the_file_and_nothing_else() {
    let directory = tempfile::tempdir().unwrap();
    let upload = write(&directory, b"x");
    let accept = "echo '{\"accepted\":\"pdf\"}'";
    let accepts_if =
        async |condition: &str| script(&directory, &format!("{condition} && {accept}")).check(&upload).await == Ok(Pdf);
    assert!(accepts_if("true").await);
    assert!(accepts_if("[ \"$1\" = check-file ] && [ \"$(/bin/cat \"$2\")\" != x ] || [ -f \"$2\" ]").await);
    // What cargo sets, as a server has its secrets set.
    assert!(std::env::var_os("CARGO_MANIFEST_DIR").is_some());
    assert!(accepts_if("[ -z \"$CARGO_MANIFEST_DIR\" ]").await);
    assert!(accepts_if("! read -r line").await);
    assert!(!accepts_if("echo more > written").await);
    assert!(accepts_if("[ \"$(ulimit -v)\" -lt 1000000 ]").await);
    assert!(accepts_if("[ \"$(ulimit -t)\" -lt 60 ]").await);
}
