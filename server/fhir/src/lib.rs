//! Reads FHIR R4 bundles into [`model::import::ImportedRecord`]s: plain JSON, gzip, and zip archives of either.
//!
//! Liberal in reading, exact in reporting: a resource that can't be read or kept is left out, and the bundle's
//! [`Report`] counts it under the reason. Only a file that isn't a bundle at all is an [`Error`].
//!
//! The resources are structs of this crate's own, with the few fields that are mapped. The type crates on crates.io
//! (`fhir-sdk`, `fhirbolt`, `helios-fhir`, `fhirkit`) hold all 146 resources in tens of megabytes of generated code,
//! some of them R4B or R5 only, and refuse a resource for an error in a field that nobody here looks at.
//!
//! What is changed on the way, besides what the report says:
//! - the digits that Synthea appends to names are left out (`Koelpin146`); a practitioner's external id keeps them;
//! - SNOMED CT's tags are left out (`Otitis media (disorder)`), and `Allergy to peanuts` becomes `Peanuts`;
//! - social security numbers are never read;
//! - an identifier whose system is no absolute URI, a resource's id and a practitioner's name are those of others at the
//!   next clinic, too: a patient's are keyed together with name and birth date, a practitioner's with the patient;
//! - a condition or vital sign that names no visit goes to the only one of its day;
//! - vital signs are converted to the units of [`model::vitals::MEASURES`] and rounded to hundredths.

mod bundle;
mod entry;
mod error;
mod limits;
mod map;
mod read;
mod references;
mod report;
mod resources;
mod text;
mod time;
mod types;

pub use bundle::Bundle;
pub use error::Error;
pub use limits::{MOST_BYTES, MOST_NESTING, MOST_VALUES};
pub use read::{Bundles, read, read_file};
pub use report::{Report, Skipped, TypeReport};
