//! The banner of a chart that was opened in an emergency.

use leptos::prelude::*;
use model::{chart::ChartHeader, clinic::ClinicTime};

use super::state::OpenChart;
use crate::components::icon::{Icon, Symbol};

/// Stands in the header, which stays while the chart scrolls and is printed with it.
#[component]
pub fn EmergencyBanner(chart: OpenChart) -> impl IntoView {
    let banner = |until: &ClinicTime| {
        let until = format!("Emergency access until {}.", until.display_time_first());
        view! {
            <p class="emergency-banner">
                <Icon symbol=Symbol::Warning/>
                <span>
                    <strong>{until}</strong>
                    " You may read, and write visits with their prescriptions, addenda and private notes. Everything here is recorded; the patient is "
                    "told, and the administrator reviews it."
                </span>
            </p>
        }
    };
    move || {
        let until = |header: &ChartHeader| header.right_until.filter(|_| header.is_emergency());
        chart.header.with(until).as_ref().map(banner)
    }
}
