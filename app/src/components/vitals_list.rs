//! One visit's vital signs in words.

use leptos::prelude::*;
use model::vitals::{MEASURES, Measure, Vitals, display_value};

/// What was measured, each with its unit; both blood pressures together, as they are read aloud.
#[component]
pub fn VitalsList(vitals: Vitals) -> impl IntoView {
    let entry = |(label, value): (&'static str, String)| view! { <div><dt>{label}</dt><dd>{value}</dd></div> };
    view! { <dl class="facts vitals-list">{entries(&vitals).into_iter().map(entry).collect_view()}</dl> }
}

fn entries(vitals: &Vitals) -> Vec<(&'static str, String)> {
    let (systolic, diastolic) = (Measure::SystolicBloodPressure, Measure::DiastolicBloodPressure);
    let both = vitals.get(systolic).zip(vitals.get(diastolic)).map(|(high, low)| {
        let unit = systolic.facts().unit;
        ("Blood pressure", format!("{}/{} {unit}", display_value(systolic, high), display_value(diastolic, low)))
    });
    let has_both = both.is_some();
    let alone = MEASURES.iter().filter(|facts| !(has_both && [systolic, diastolic].contains(&facts.measure)));
    let values = alone.filter_map(|facts| {
        let value = display_value(facts.measure, vitals.get(facts.measure)?);
        Some((facts.label, format!("{value} {}", facts.unit)))
    });
    both.into_iter().chain(values).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_pressures_stand_together_and_one_alone_is_kept() {
        let mut vitals = Vitals { systolic_blood_pressure: Some(120.0), temperature: Some(36.66), ..Vitals::default() };
        assert_eq!(
            entries(&vitals),
            [("Systolic blood pressure", "120 mmHg".into()), ("Temperature", "36.7 °C".into())]
        );
        vitals.diastolic_blood_pressure = Some(80.0);
        assert_eq!(entries(&vitals), [("Blood pressure", "120/80 mmHg".into()), ("Temperature", "36.7 °C".into())]);
    }
}
