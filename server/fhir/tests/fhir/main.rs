//! Bundles of several generators, whole, odd and broken.

// Clippy permits it in tests, but not in the functions that they share.
#![allow(clippy::unwrap_used)]

mod broken;
mod corpus;
mod files;
mod identity;
mod odd;
mod several;
mod synthea;
mod without_visit;

use fhir::{Bundle, Report};

/// Reads a fixture that stands beside this file.
fn fixture(json: &str) -> Bundle {
    fhir::read("fixture", json.as_bytes()).unwrap()
}

fn taken(report: &Report, kind: &str) -> u64 {
    report.types.get(kind).map_or(0, |of_type| of_type.taken)
}

/// How many resources of a type were left out for a reason.
fn skipped(report: &Report, kind: &str, reason: &str) -> u64 {
    report.types.get(kind).and_then(|of_type| of_type.skipped.get(reason)).map_or(0, |skipped| skipped.count)
}

/// How many were changed on the way, and how.
fn changed(report: &Report, kind: &str, change: &str) -> u64 {
    report.types.get(kind).and_then(|of_type| of_type.changed.get(change)).copied().unwrap_or_default()
}
