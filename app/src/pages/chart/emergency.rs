//! The banner of a chart that was opened in an emergency.

use leptos::prelude::*;
use model::access::{AccessEnd, AccessRight};

use super::state::OpenChart;
use crate::components::icon::{Icon, Symbol};

/// Stands in the header, which stays while the chart scrolls and is printed with it.
#[component]
pub fn EmergencyBanner(chart: OpenChart) -> impl IntoView {
    let banner = |end: &AccessEnd| {
        let until = format!("Emergency access until {}.", end.until.display_time_first());
        view! {
            <p class="emergency-banner">
                <Icon symbol=Symbol::Warning/>
                <span>
                    <strong>{until}</strong>
                    " Everything here is recorded; the patient is told, and the administrator reviews it."
                </span>
            </p>
        }
    };
    move || {
        chart.header.with(|header| header.ends.as_ref().filter(|end| end.right == AccessRight::BreakGlass).map(banner))
    }
}
