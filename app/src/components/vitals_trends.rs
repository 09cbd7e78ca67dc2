//! Vital signs across visits: small multiples on one time axis, and the same values as a table.
//!
//! Drawn on the server, so that they are there before the script. Nothing is read from the picture alone: each plot
//! says its last value in words, and the table has every value.

mod plot;
mod scale;
mod table;
mod words;

use leptos::prelude::*;
use model::vitals::{Measure, VitalsAt};

use self::{plot::trend_plot, scale::TimeScale, table::ValuesTable};

/// A plot's measures, which share a unit and an axis.
#[derive(Clone, Copy, Debug)]
struct Trend {
    title: &'static str,
    /// The first line is drawn solid, the second one dashed.
    lines: &'static [(Measure, &'static str)],
}

const TRENDS: [Trend; 5] = [
    Trend {
        title: "Blood pressure",
        lines: &[(Measure::SystolicBloodPressure, "systolic"), (Measure::DiastolicBloodPressure, "diastolic")],
    },
    Trend { title: "Pulse", lines: &[(Measure::Pulse, "")] },
    Trend { title: "Temperature", lines: &[(Measure::Temperature, "")] },
    Trend { title: "Weight", lines: &[(Measure::Weight, "")] },
    Trend { title: "SpO₂", lines: &[(Measure::OxygenSaturation, "")] },
];

impl Trend {
    fn unit(&self) -> &'static str {
        self.lines[0].0.facts().unit
    }

    /// Whether a visit has one of the measures.
    fn is_in(&self, visit: &VitalsAt) -> bool {
        self.lines.iter().any(|(measure, _)| visit.vitals.get(*measure).is_some())
    }
}

/// The plots of what was ever measured, and the table.
///
/// # Arguments
/// `vitals`: oldest first. `has_ranges`: whether the normal ranges hold for the patient, which are an adult's.
#[component]
pub fn VitalsTrends(vitals: Vec<VitalsAt>, has_ranges: bool) -> impl IntoView {
    let times = TimeScale::over(&vitals);
    let measured = TRENDS.into_iter().filter(|trend| vitals.iter().any(|visit| trend.is_in(visit)));
    let plots: Vec<_> = measured.filter_map(|trend| trend_plot(trend, &vitals, times?, has_ranges)).collect();
    let note = if has_ranges {
        "The shaded band is an adult's normal range at rest."
    } else {
        "Normal ranges are an adult's, so none are shown for this patient."
    };
    view! {
        <section class="trends" aria-label="Vital signs across visits">
            <div class="trend-plots">{plots}</div>
            <p class="muted">{note}</p>
            <details class="trend-values">
                <summary>"Show the values as a table"</summary>
                <ValuesTable vitals/>
            </details>
        </section>
    }
}
