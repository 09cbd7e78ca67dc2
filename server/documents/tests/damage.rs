//! Files damaged at random: each gets a verdict, whichever, and none breaks the check.

// Clippy permits it in tests, but not in the functions that they share.
#![allow(clippy::unwrap_used)]

mod support;

use std::{fs, path::PathBuf};

use documents::inspect_bytes;
use rand::{RngExt, SeedableRng, rngs::StdRng};

/// Larger files would take their time, and have nothing that smaller ones don't.
const LARGEST: u64 = 130_000;

fn files() -> impl Iterator<Item = PathBuf> {
    let files = support::shared("files-good").into_iter().chain(support::shared("files-odd"));
    files.filter(|path| fs::metadata(path).unwrap().len() < LARGEST)
}

#[test]
fn cut_off_anywhere() {
    let mut random = StdRng::seed_from_u64(1);
    for path in files() {
        let bytes = fs::read(&path).unwrap();
        for _ in 0..40 {
            let _ = inspect_bytes(&bytes[..random.random_range(0..bytes.len())]);
        }
    }
}

#[test]
fn with_other_bytes_anywhere() {
    let mut random = StdRng::seed_from_u64(2);
    for path in files() {
        let original = fs::read(&path).unwrap();
        for round in 0..60 {
            let mut bytes = original.clone();
            for _ in 0..1 << (round % 8) {
                let place = random.random_range(0..bytes.len());
                bytes[place] =
                    if round % 2 == 0 { bytes[place] ^ 1 << random.random_range(0..8) } else { random.random() };
            }
            let _ = inspect_bytes(&bytes);
        }
    }
}

#[test]
fn with_a_part_missing_or_twice() {
    let mut random = StdRng::seed_from_u64(3);
    for path in files() {
        let bytes = fs::read(&path).unwrap();
        for _ in 0..30 {
            let (one, other) = (random.random_range(0..bytes.len()), random.random_range(0..bytes.len()));
            let (start, end) = (one.min(other), one.max(other));
            let _ = inspect_bytes(&[&bytes[..start], &bytes[end..]].concat());
            let _ = inspect_bytes(&[&bytes[..end], &bytes[start..]].concat());
        }
    }
}
