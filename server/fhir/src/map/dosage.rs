//! How much and how often, in words.

use crate::{
    resources::{Dosage, Repeat},
    text::{concept, line},
    types::Quantity,
};

/// Dosage and frequency of all instructions together.
pub(super) fn in_words(instructions: &[Dosage]) -> (String, String) {
    let join = |of: fn(&Dosage) -> String| {
        let texts: Vec<String> = instructions.iter().map(of).filter(|text| !text.is_empty()).collect();
        texts.join("; then ")
    };
    (join(dosage), join(frequency))
}

fn dosage(dosage: &Dosage) -> String {
    let dose = dosage.dose_and_rate.iter().find_map(|dose| dose.dose_quantity.as_ref()).map(amount);
    let own = [dosage.text.as_deref(), dosage.patient_instruction.as_deref()].into_iter().flatten().map(line);
    let additional = dosage.additional_instruction.iter().map(concept);
    let mut parts: Vec<String> = Vec::new();
    for part in dose.into_iter().chain(own).chain(additional) {
        let part = part.trim_end_matches('.').to_owned();
        if !part.is_empty() && !parts.contains(&part) {
            parts.push(part);
        }
    }
    parts.join(". ")
}

/// `5 mL`; without a unit it counts whatever the medication comes in.
fn amount(quantity: &Quantity) -> String {
    let Some(value) = quantity.value else { return String::new() };
    match quantity.unit.as_deref().or(quantity.code.as_deref()).map(line).filter(|unit| !unit.is_empty()) {
        Some(unit) => format!("{value} {unit}"),
        None => format!("{value} per dose"),
    }
}

fn frequency(dosage: &Dosage) -> String {
    let timing = dosage.timing.as_ref();
    let repeated = timing.and_then(|timing| timing.repeat.as_ref()).map(repeat).unwrap_or_default();
    let coded = || timing.and_then(|timing| timing.code.as_ref()).map(code).unwrap_or_default();
    let regular = if repeated.is_empty() { coded() } else { repeated };
    let reason = dosage.as_needed_codeable_concept.as_ref().map(concept).filter(|text| !text.is_empty());
    let as_needed = match reason {
        Some(reason) => format!("as needed for {reason}"),
        None if dosage.as_needed_boolean == Some(true) => "as needed".into(),
        None => String::new(),
    };
    [regular, as_needed].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(", ")
}

fn code(code: &crate::types::Concept) -> String {
    match concept(code) {
        text if text.is_empty() => line(code.first_code()),
        text => text,
    }
}

/// `twice a day`, `every 4 hours`, `3 times every 2 weeks`.
fn repeat(repeat: &Repeat) -> String {
    let Some(unit) = repeat.period_unit.as_deref().and_then(unit) else { return String::new() };
    let (frequency, period) = (repeat.frequency.unwrap_or(1), repeat.period.unwrap_or(1.0));
    let times = match frequency {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        times => format!("{times} times"),
    };
    match (frequency, period == 1.0) {
        (_, true) => format!("{times} {} {unit}", if unit == "hour" { "an" } else { "a" }),
        (1, false) => format!("every {period} {unit}s"),
        (_, false) => format!("{times} every {period} {unit}s"),
    }
}

fn unit(code: &str) -> Option<&'static str> {
    Some(match code {
        "s" => "second",
        "min" => "minute",
        "h" => "hour",
        "d" => "day",
        "wk" => "week",
        "mo" => "month",
        "a" => "year",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(json: &str) -> (String, String) {
        in_words(&serde_json::from_str::<Vec<Dosage>>(json).unwrap())
    }

    #[test]
    fn timings_are_words() {
        let timing = |repeat: &str| words(&format!(r#"[{{"timing": {{"repeat": {repeat}}}}}]"#)).1;
        assert_eq!(timing(r#"{"frequency": 2, "period": 1, "periodUnit": "d"}"#), "twice a day");
        assert_eq!(timing(r#"{"frequency": 1, "period": 4, "periodUnit": "h"}"#), "every 4 hours");
        assert_eq!(timing(r#"{"frequency": 3, "period": 2.0, "periodUnit": "wk"}"#), "3 times every 2 weeks");
        assert_eq!(timing(r#"{"frequency": 1, "period": 1, "periodUnit": "h"}"#), "once an hour");
        assert_eq!(timing(r#"{"frequency": 1, "period": 1}"#), "");
    }

    #[test]
    fn doses_and_needs_are_words() {
        let dose = r#"[{"asNeededBoolean": true, "doseAndRate": [{"doseQuantity": {"value": 1}}]}]"#;
        assert_eq!(words(dose), ("1 per dose".into(), "as needed".into()));
        let twice = r#"[{"text": "One tablet.", "timing": {"code": {"text": "BID"}}},
                        {"doseAndRate": [{"doseQuantity": {"value": 2.5, "unit": "mL"}}],
                         "asNeededCodeableConcept": {"text": "pain"}}]"#;
        assert_eq!(words(twice), ("One tablet; then 2.5 mL".into(), "BID; then as needed for pain".into()));
        assert_eq!(words("[]"), (String::new(), String::new()));
    }
}
