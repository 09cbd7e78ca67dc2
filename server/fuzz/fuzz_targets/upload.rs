//! The check of an upload: whatever the bytes, it ends with a verdict.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = documents::inspect_bytes(bytes);
});
