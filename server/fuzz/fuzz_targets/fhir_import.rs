//! The reader of FHIR bundles, plain or with gzip: whatever the bytes, it ends with records or an error.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = fhir::read("fuzzed", bytes);
});
