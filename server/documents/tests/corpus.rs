//! What the fuzzer begins with, and what it has found, through the same entry.

// Clippy permits it in tests, but not in the functions that they share.
#![allow(clippy::unwrap_used)]

use std::{fs, path::Path, sync::mpsc, thread, time::Duration};

use documents::inspect_bytes;

/// How long a check may take: it has a limit of its own in the product.
const PATIENCE: Duration = Duration::from_secs(40);

/// A file whose name begins with `accepted-` or `refused-` is; any other only has to be decided about.
#[test]
fn every_file_gets_the_verdict_of_its_name() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/corpus/upload");
    let (mut accepted, mut refused, mut wrong) = (0, 0, Vec::new());
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let bytes = fs::read(&path).unwrap();
        let (sender, receiver) = mpsc::channel();
        thread::spawn(move || sender.send(inspect_bytes(&bytes)));
        let verdict = receiver.recv_timeout(PATIENCE).unwrap_or_else(|error| panic!("{name}: {error}"));
        let is_accepted = verdict.is_ok();
        accepted += usize::from(is_accepted);
        refused += usize::from(!is_accepted);
        if name.starts_with("accepted-") && !is_accepted || name.starts_with("refused-") && is_accepted {
            wrong.push(format!("{name}: {verdict:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(accepted >= 5 && refused >= 25, "{accepted} accepted, {refused} refused");
}
