//! Files that are refused, with the name and the place.

use std::io::{self, Read, Write};

use fhir::{Error, MOST_BYTES, MOST_NESTING, MOST_VALUES};
use flate2::{Compression, write::GzEncoder};

const BUNDLE: &str = r#"{"resourceType": "Bundle", "type": "collection", "entry": []}"#;

fn refusal(content: &[u8]) -> Error {
    fhir::read("name.json", content).unwrap_err()
}

fn gzip(content: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn truncated_json_is_refused_with_its_place() {
    let text = "{\n  \"resourceType\": \"Bundle\",\n  \"entry\": [ {\"resource\": {\"id\": ";
    let error = refusal(text.as_bytes());
    assert!(matches!(error, Error::NotJson { .. }));
    assert_eq!(error.to_string(), "name.json: not JSON: EOF while parsing a value at line 3 column 33");
}

#[test]
fn what_is_not_json_is_refused_with_its_place() {
    assert_eq!(refusal(b"<Bundle/>").to_string(), "name.json: not JSON: expected value at line 1 column 1");
    let error = refusal(format!("{BUNDLE}\n x").as_bytes());
    assert_eq!(error.to_string(), "name.json: not JSON: trailing characters at line 2 column 2");
    assert!(matches!(refusal(b""), Error::NotJson { .. }));
    assert!(matches!(refusal(b"{\"resourceType\": \"\xff\xfe\"}"), Error::NotJson { .. }));
}

#[test]
fn another_resource_is_named() {
    let error = refusal(br#"{"resourceType": "Patient", "id": "1", "birthDate": "2000-01-01"}"#);
    assert_eq!(error.to_string(), "name.json: not a FHIR bundle, but one resource of type Patient");
    let error = refusal(br#"{"swagger": "2.0"}"#);
    assert_eq!(error.to_string(), "name.json: not a FHIR bundle, but an object without a resourceType");
    let error = refusal(br#"{"resourceType": "Bundle", "entry": {"resource": {}}}"#);
    assert!(matches!(error, Error::Malformed { .. }));
    assert!(error.to_string().ends_with("expected a sequence at line 1 column 37"), "{error}");
    assert!(matches!(refusal(b"[1, 2]"), Error::Malformed { .. }));
}

#[test]
fn hostile_nesting_is_refused_wherever_it_is() {
    let deep = "[".repeat(1_000_000);
    for text in [
        format!("{{\"resourceType\": \"Bundle\", \"unknown\": {deep}"),
        format!("{{\"resourceType\": \"Bundle\", \"entry\": [{{\"resource\": {{\"resourceType\": \"X\", \"a\": {deep}"),
        "{\"a\":".repeat(1_000_000),
    ] {
        assert!(matches!(refusal(text.as_bytes()), Error::TooDeep { line: 1, .. }));
    }
    let error = refusal(format!("{{\n\"a\":{deep}").as_bytes());
    assert_eq!(error.to_string(), format!("name.json: nested more than {MOST_NESTING} deep at line 2, column 104"));
    assert!(matches!(refusal(deep.as_bytes()), Error::Malformed { .. } | Error::TooDeep { .. }));
}

#[test]
fn a_bundle_that_is_too_large_is_refused_by_what_comes_out() {
    // 100 MB of spaces pack into 450 kB.
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    io::copy(&mut io::repeat(b' ').take(MOST_BYTES), &mut encoder).unwrap();
    encoder.write_all(BUNDLE.as_bytes()).unwrap();
    let bomb = encoder.finish().unwrap();
    assert!(bomb.len() < 2_000_000);
    let error = refusal(&bomb);
    assert!(matches!(error, Error::TooLarge { .. }));
    assert_eq!(error.to_string(), "name.json: larger than 100 MB, uncompressed");
}

#[test]
fn more_values_than_any_bundle_has_are_refused_before_they_fill_the_memory() {
    // Each takes three bytes, and a hundred times as much once it is read.
    let many = "{},".repeat(usize::try_from(MOST_VALUES).unwrap());
    let dosages = r#"{"resource": {"resourceType": "MedicationRequest", "dosageInstruction": ["#;
    let codings = r#"{"resource": {"resourceType": "Condition", "code": {"coding": ["#;
    for start in ["", dosages, codings] {
        let bomb = gzip(format!(r#"{{"resourceType": "Bundle", "entry": [{start}{many}"#).as_bytes());
        assert!(bomb.len() < 100_000, "{}", bomb.len());
        let error = refusal(&bomb);
        assert!(matches!(error, Error::TooMany { line: 1, .. }), "{error}");
    }
}

#[test]
fn damaged_gzip_is_refused() {
    let whole = gzip(format!("{}{BUNDLE}", " \n".repeat(10_000)).as_bytes());
    assert!(fhir::read("name.json", &whole[..]).is_ok());
    assert!(matches!(refusal(&whole[..whole.len() / 2]), Error::Damaged { .. }));
    // The checksum at the end.
    let mut altered = whole.clone();
    let position = altered.len() - 6;
    altered[position] ^= 1;
    assert!(matches!(refusal(&altered), Error::Damaged { .. }));
}

#[test]
fn a_byte_order_mark_and_space_are_permitted() {
    let text = format!("\u{feff} {BUNDLE}\r\n");
    assert!(fhir::read("name.json", text.as_bytes()).is_ok());
    assert!(fhir::read("name.json", &gzip(text.as_bytes())[..]).is_ok());
}
