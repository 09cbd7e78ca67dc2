//! Reads FHIR R4 bundles.
