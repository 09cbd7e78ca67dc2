//! What several tests need. Each of them is a program of its own, which uses a part of this.
#![allow(dead_code)]

use std::{
    env, fs,
    path::{Path, PathBuf},
};

/// A file that comes with the project.
pub fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/files").join(name)
}

/// The files of one folder of the shared test data, which lies beside the project and isn't part of it.
pub fn shared(folder: &str) -> Vec<PathBuf> {
    let directory = match env::var_os("CARECHART_SHARED") {
        Some(directory) => PathBuf::from(directory),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
    };
    let directory = directory.join("data").join(folder);
    let entries = fs::read_dir(&directory).unwrap_or_else(|error| {
        panic!("{} can't be read ({error}): set CARECHART_SHARED to the folder that has data/", directory.display())
    });
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "pdf" || extension == "jpg"));
    files.sort();
    files
}

/// The example that answers to `check-file` as the server does. Cargo builds it beside the tests.
pub fn check_program() -> PathBuf {
    let tests = env::current_exe().unwrap();
    let program = tests.parent().unwrap().parent().unwrap().join("examples/check_file");
    assert!(program.exists(), "{} isn't there: build the examples, too", program.display());
    program
}

/// A PDF of one page, of these objects besides, each with its number: objects 1 to 3 are the catalog, whose further
/// entries are `catalog`, the page tree, and the page.
pub fn pdf(catalog: &str, objects: &[(u32, &str)]) -> Vec<u8> {
    let catalog = format!("<</Type/Catalog/Pages 2 0 R {catalog}>>");
    let mut all = vec![
        (1, catalog.as_str()),
        (2, "<</Type/Pages/Kids[3 0 R]/Count 1>>"),
        (3, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Annots 10 0 R>>"),
    ];
    all.extend_from_slice(objects);
    write_pdf(&all, "")
}

/// A PDF of these objects, the first of which is the catalog, with these entries besides in its trailer.
pub fn write_pdf(objects: &[(u32, &str)], trailer: &str) -> Vec<u8> {
    let (mut text, mut table) = (String::from("%PDF-1.7\n"), String::new());
    for (number, object) in objects {
        table += &format!("{number} 1\n{:010} 00000 n\r\n", text.len());
        text += &format!("{number} 0 obj\n{object}\nendobj\n");
    }
    let (start, root) = (text.len(), objects[0].0);
    text += &format!("xref\n{table}trailer\n<</Size 100/Root {root} 0 R {trailer}>>\nstartxref\n{start}\n%%EOF\n");
    text.into_bytes()
}

/// A stream object of these entries and this text.
pub fn stream(entries: &str, text: &str) -> String {
    format!("<<{entries}/Length {}>>\nstream\n{text}\nendstream", text.len())
}
