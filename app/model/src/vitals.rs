//! Vital signs: measures, units, plausible and normal ranges.

use serde::{Deserialize, Serialize};

use crate::{clinic::ClinicTime, form::Check, form::FieldError, id::VisitId};

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    SystolicBloodPressure,
    DiastolicBloodPressure,
    Pulse,
    Temperature,
    Weight,
    Height,
    RespiratoryRate,
    OxygenSaturation,
}

/// What there is to know of a measure.
#[derive(Clone, Copy, Debug)]
pub struct MeasureFacts {
    pub measure: Measure,
    /// The key in `visits.vitals` and the form field's name.
    pub key: &'static str,
    pub label: &'static str,
    pub unit: &'static str,
    /// Outside of it a typing mistake is likely: the page warns.
    pub plausible: (f64, f64),
    /// An adult's normal range at rest; `None` where there is none for everybody.
    pub normal: Option<(f64, f64)>,
    /// The LOINC code of the observation (FHIR R4 vital signs profile).
    pub loinc: &'static str,
    /// Digits after the point.
    pub decimals: usize,
}

/// Every measure, in the order of the forms.
pub const MEASURES: [MeasureFacts; 8] = [
    MeasureFacts {
        measure: Measure::SystolicBloodPressure,
        key: "systolic_blood_pressure",
        label: "Systolic blood pressure",
        unit: "mmHg",
        plausible: (60.0, 260.0),
        normal: Some((90.0, 130.0)),
        loinc: "8480-6",
        decimals: 0,
    },
    MeasureFacts {
        measure: Measure::DiastolicBloodPressure,
        key: "diastolic_blood_pressure",
        label: "Diastolic blood pressure",
        unit: "mmHg",
        plausible: (30.0, 160.0),
        normal: Some((60.0, 85.0)),
        loinc: "8462-4",
        decimals: 0,
    },
    MeasureFacts {
        measure: Measure::Pulse,
        key: "pulse",
        label: "Pulse",
        unit: "/min",
        plausible: (25.0, 250.0),
        normal: Some((60.0, 100.0)),
        loinc: "8867-4",
        decimals: 0,
    },
    MeasureFacts {
        measure: Measure::Temperature,
        key: "temperature",
        label: "Temperature",
        unit: "°C",
        plausible: (30.0, 43.0),
        normal: Some((36.0, 37.5)),
        loinc: "8310-5",
        decimals: 1,
    },
    MeasureFacts {
        measure: Measure::Weight,
        key: "weight",
        label: "Weight",
        unit: "kg",
        plausible: (0.4, 350.0),
        normal: None,
        loinc: "29463-7",
        decimals: 1,
    },
    MeasureFacts {
        measure: Measure::Height,
        key: "height",
        label: "Height",
        unit: "cm",
        plausible: (20.0, 250.0),
        normal: None,
        loinc: "8302-2",
        decimals: 0,
    },
    MeasureFacts {
        measure: Measure::RespiratoryRate,
        key: "respiratory_rate",
        label: "Respiratory rate",
        unit: "/min",
        plausible: (4.0, 80.0),
        normal: Some((12.0, 20.0)),
        loinc: "9279-1",
        decimals: 0,
    },
    MeasureFacts {
        measure: Measure::OxygenSaturation,
        key: "oxygen_saturation",
        label: "Oxygen saturation (SpO₂)",
        unit: "%",
        plausible: (50.0, 100.0),
        normal: Some((95.0, 100.0)),
        loinc: "2708-6",
        decimals: 0,
    },
];

impl Measure {
    /// What there is to know of it.
    pub fn facts(self) -> &'static MeasureFacts {
        MEASURES.iter().find(|facts| facts.measure == self).unwrap_or(&MEASURES[0])
    }
}

/// One visit's vital signs, in the units of [`MEASURES`]; stored as `visits.vitals` under the same keys.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Vitals {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub systolic_blood_pressure: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub diastolic_blood_pressure: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pulse: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub temperature: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub height: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub respiratory_rate: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub oxygen_saturation: Option<f64>,
}

impl Vitals {
    /// The value of a measure.
    pub fn get(&self, measure: Measure) -> Option<f64> {
        match measure {
            Measure::SystolicBloodPressure => self.systolic_blood_pressure,
            Measure::DiastolicBloodPressure => self.diastolic_blood_pressure,
            Measure::Pulse => self.pulse,
            Measure::Temperature => self.temperature,
            Measure::Weight => self.weight,
            Measure::Height => self.height,
            Measure::RespiratoryRate => self.respiratory_rate,
            Measure::OxygenSaturation => self.oxygen_saturation,
        }
    }

    /// Sets the value of a measure.
    pub fn set(&mut self, measure: Measure, value: Option<f64>) {
        *match measure {
            Measure::SystolicBloodPressure => &mut self.systolic_blood_pressure,
            Measure::DiastolicBloodPressure => &mut self.diastolic_blood_pressure,
            Measure::Pulse => &mut self.pulse,
            Measure::Temperature => &mut self.temperature,
            Measure::Weight => &mut self.weight,
            Measure::Height => &mut self.height,
            Measure::RespiratoryRate => &mut self.respiratory_rate,
            Measure::OxygenSaturation => &mut self.oxygen_saturation,
        } = value;
    }

    /// Whether nothing was measured.
    pub fn is_empty(&self) -> bool {
        MEASURES.iter().all(|facts| self.get(facts.measure).is_none())
    }
}

/// A value with its digits, without the unit: `37.2`.
pub fn display_value(measure: Measure, value: f64) -> String {
    format!("{value:.*}", measure.facts().decimals)
}

/// A warning for a value that is likely a typing mistake; `None` when it is plausible. It warns, it never refuses.
pub fn warning(measure: Measure, value: f64) -> Option<String> {
    let facts = measure.facts();
    let (low, high) = facts.plausible;
    (!(low..=high).contains(&value)).then(|| {
        format!(
            "{} is usually between {low} and {high} {}. Check the value; it can be saved as it is.",
            facts.label, facts.unit
        )
    })
}

/// Vital signs as typed: pairs of a measure's key and a text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct VitalsForm {
    pub values: Vec<(String, String)>,
}

impl VitalsForm {
    /// # Errors
    /// What is wrong, field by field. Only what isn't a positive number is refused.
    pub fn parse(&self) -> Result<Vitals, Vec<FieldError>> {
        let mut check = Check::default();
        let mut vitals = Vitals::default();
        for (key, text) in &self.values {
            let text = text.trim().replace(',', ".");
            let Some(facts) = MEASURES.iter().find(|facts| facts.key == key) else { continue };
            if text.is_empty() {
                continue;
            }
            match text.parse::<f64>() {
                Ok(value) if value > 0.0 && value < 100_000.0 => vitals.set(facts.measure, Some(value)),
                _ => check.error(key, format!("{} must be a number in {}.", facts.label, facts.unit)),
            }
        }
        check.finish(Some(vitals))
    }
}

/// One visit's vital signs on the time axis.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct VitalsAt {
    pub visit: VisitId,
    pub time: ClinicTime,
    pub vitals: Vitals,
}
