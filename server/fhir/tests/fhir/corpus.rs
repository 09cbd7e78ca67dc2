//! What the fuzzer begins with, and what it has found, through the same entry.

use std::{fs, path::Path, sync::mpsc, thread, time::Duration};

/// How long reading may take.
const PATIENCE: Duration = Duration::from_secs(40);

/// A file whose name begins with `accepted-` or `refused-` is; any other only has to be read to an end.
#[test]
fn every_file_is_read_or_refused_as_its_name_says() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/corpus/fhir_import");
    let (mut accepted, mut refused, mut wrong) = (0, 0, Vec::new());
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let bytes = fs::read(&path).unwrap();
        let (sender, receiver) = mpsc::channel();
        thread::spawn(move || sender.send(fhir::read("fuzzed", bytes.as_slice()).map(drop)));
        let result = receiver.recv_timeout(PATIENCE).unwrap_or_else(|error| panic!("{name}: {error}"));
        let is_accepted = result.is_ok();
        accepted += usize::from(is_accepted);
        refused += usize::from(!is_accepted);
        if name.starts_with("accepted-") && !is_accepted || name.starts_with("refused-") && is_accepted {
            wrong.push(format!("{name}: {result:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(accepted >= 12 && refused >= 12, "{accepted} accepted, {refused} refused");
}
