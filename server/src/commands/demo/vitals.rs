//! Vital signs that Synthea doesn't write, around what it does. All of them are made up, and the same at every loading.

use model::{
    clinic::age_in_years,
    import::ImportedRecord,
    vitals::{Measure, Vitals},
};

/// An examination of an adult whose bundle has no measurements begins with these: systolic and diastolic blood
/// pressure, weight, height.
const ADULT: [(Measure, f64); 4] = [
    (Measure::SystolicBloodPressure, 124.0),
    (Measure::DiastolicBloodPressure, 78.0),
    (Measure::Weight, 71.0),
    (Measure::Height, 168.0),
];

/// Fills the vital signs of every examination, and those of the last visit, from the ones before it.
pub(super) fn add(record: &mut ImportedRecord) {
    let birth = record.demographics.date_of_birth;
    let last = record.visits.len().saturating_sub(1);
    let mut before = Vitals::default();
    for (position, visit) in record.visits.iter_mut().enumerate() {
        let age = age_in_years(birth, visit.time.date_naive());
        let is_measured = visit.vitals.weight.is_some();
        let is_examination = age >= 18 && visit.chief_complaint == "No complaints.";
        if !(is_measured || is_examination || position == last) {
            continue;
        }
        let mut random = Random::new(&visit.external_id);
        for (measure, start) in ADULT {
            let earlier = before.get(measure).or((age >= 18).then_some(start));
            if let (None, Some(earlier)) = (visit.vitals.get(measure), earlier) {
                let spread = if measure == Measure::Height { 0.0 } else { 0.02 };
                let pull = (start - earlier) * if age >= 18 && measure != Measure::Height { 0.15 } else { 0.0 };
                visit.vitals.set(measure, Some(round(earlier + pull + earlier * random.around(spread))));
            }
            before.set(measure, visit.vitals.get(measure));
        }
        let (pulse, breathing) = if age < 12 { (94.0, 22.0) } else { (71.0, 15.0) };
        let usual = [
            (Measure::Pulse, pulse, 9.0),
            (Measure::RespiratoryRate, breathing, 1.6),
            (Measure::Temperature, 36.7, 0.3),
            (Measure::OxygenSaturation, 97.6, 1.4),
        ];
        for (measure, middle, spread) in usual {
            if visit.vitals.get(measure).is_none() {
                let value = middle + random.around(spread);
                let digits = if measure == Measure::Temperature { 10.0 } else { 1.0 };
                visit.vitals.set(measure, Some((value * digits).round() / digits));
            }
        }
    }
}

fn round(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

/// Numbers that depend on a text alone (FNV-1a, then xorshift).
struct Random(u64);

impl Random {
    fn new(seed: &str) -> Self {
        let mix = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        Self(seed.bytes().fold(0xcbf2_9ce4_8422_2325, mix) | 1)
    }

    /// From -`spread` to `spread`.
    fn around(&mut self, spread: f64) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        let share = (self.0 >> 11) as f64 / (1_u64 << 53) as f64;
        (share * 2.0 - 1.0) * spread
    }
}
