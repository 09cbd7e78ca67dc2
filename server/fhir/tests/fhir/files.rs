//! Files on the disk: plain, gzip, and archives of several bundles.

use std::{fs::File, io::Write, path::Path};

use fhir::{Bundle, Error};
use flate2::{Compression, write::GzEncoder};
use tempfile::TempDir;
use zip::{ZipWriter, write::SimpleFileOptions};

use crate::skipped;

fn bundle(id: &str) -> String {
    format!(
        r#"{{"resourceType": "Bundle", "type": "transaction", "entry": [{{"resource":
            {{"resourceType": "Patient", "id": "{id}", "name": [{{"family": "X {id}"}}], "birthDate": "2001-01-01"}}}}]}}"#
    )
}

fn gzip(content: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(content.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

fn archive(path: &Path, files: &[(&str, &[u8])]) {
    let mut writer = ZipWriter::new(File::create(path).unwrap());
    writer.add_directory("a", SimpleFileOptions::default()).unwrap();
    for (name, content) in files {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap();
}

fn patients(bundle: &Bundle) -> Vec<&str> {
    bundle.records.iter().map(|record| record.demographics.last_name.as_str()).collect()
}

#[test]
fn the_first_bytes_say_what_a_file_is() {
    let directory = TempDir::new().unwrap();
    let path = directory.path().join("bundle.txt");
    for content in [bundle("1").into_bytes(), gzip(&bundle("1"))] {
        std::fs::write(&path, content).unwrap();
        let mut bundles = fhir::read_file(&path).unwrap();
        let bundle = bundles.next().unwrap().unwrap();
        assert_eq!((patients(&bundle), &bundle.name), (vec!["X 1"], &path.display().to_string()));
        assert!(bundles.next().is_none());
    }
}

#[test]
fn an_archive_has_several_bundles_and_one_that_is_broken_spoils_no_other() {
    let directory = TempDir::new().unwrap();
    let path = directory.path().join("all.zip");
    let (one, two, four) = (bundle("1"), gzip(&bundle("2")), bundle("4"));
    archive(
        &path,
        &[
            ("a/one.json", one.as_bytes()),
            ("two.json.gz", &two),
            ("three.json", &one.as_bytes()[..40]),
            ("read me.txt", b"hello"),
            ("a/.hidden.json", b"hello"),
            ("__MACOSX/._two.json.gz", b"hello"),
            ("four.JSON", four.as_bytes()),
        ],
    );
    let mut bundles = fhir::read_file(&path).unwrap();
    assert_eq!(bundles.left(), 4);
    let read: Vec<_> = bundles.by_ref().collect();
    assert_eq!(bundles.left(), 0);
    let found: Vec<_> = read.iter().map(|result| result.as_ref().map(patients).ok()).collect();
    assert_eq!(found, [Some(vec!["X 1"]), Some(vec!["X 2"]), None, Some(vec!["X 4"])]);
    let error = read[2].as_ref().unwrap_err().to_string();
    assert!(error.contains("all.zip/three.json: not JSON: EOF") && error.ends_with("line 1 column 40"), "{error}");
    let others = |reason: &str| skipped(&bundles.others, "(other files)", reason);
    let reasons = ["a folder", "a hidden file", "the name ends neither in .json nor in .gz"];
    assert_eq!(reasons.map(others), [1, 2, 1]);
}

#[test]
fn an_archive_without_a_bundle_is_refused() {
    let directory = TempDir::new().unwrap();
    let path = directory.path().join("all.zip");
    archive(&path, &[("read me.txt", b"hello")]);
    let error = fhir::read_file(&path).err().unwrap().to_string();
    assert!(error.ends_with("all.zip: not a FHIR bundle, but an archive without a bundle"), "{error}");
}

#[test]
fn a_damaged_archive_is_refused() {
    let directory = TempDir::new().unwrap();
    let path = directory.path().join("all.zip");
    archive(&path, &[("one.json", bundle("1").as_bytes())]);
    let whole = std::fs::read(&path).unwrap();
    std::fs::write(&path, &whole[..whole.len() - 30]).unwrap();
    assert!(matches!(fhir::read_file(&path), Err(Error::Archive { .. })));

    // The local header and the directory are whole; the data between them isn't.
    let mut altered = whole.clone();
    altered[60] ^= 0xff;
    std::fs::write(&path, &altered).unwrap();
    let error = fhir::read_file(&path).unwrap().next().unwrap().unwrap_err();
    assert!(matches!(error, Error::Damaged { .. } | Error::NotJson { .. }), "{error}");
}

#[test]
fn what_cannot_be_opened_is_named() {
    let directory = TempDir::new().unwrap();
    let missing = directory.path().join("nowhere.json");
    let error = fhir::read_file(&missing).err().unwrap();
    assert!(error.to_string().starts_with(&format!("{}: can't be read", missing.display())));
    assert!(matches!(fhir::read_file(directory.path()), Err(Error::Unreadable { .. })));
}
