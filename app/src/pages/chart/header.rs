//! The header that stays while the chart scrolls: whose chart it is, and what mustn't be missed.

use leptos::prelude::*;
use leptos_meta::Title;
use model::{allergy::Severity, chart::ChartHeader};

use super::{emergency::EmergencyBanner, names::names, state::OpenChart};
use crate::{
    api::ApiError,
    components::{
        allergies::AllergyBadges, badge::Tone, button::Button, date::BirthDate, form::Refusal, print::PrintedFoot,
        state::Notice,
    },
};

/// How many allergies stand in the header at once, beside all severe ones.
const MOST: usize = 4;

/// From this many severe allergies on, the header takes too much of a phone to stay while the chart scrolls.
const LONG: usize = 8;

#[component]
pub fn HeaderCard(chart: OpenChart) -> impl IntoView {
    let facts = move || {
        let today = chart.calendar.today();
        let ChartHeader { demographics, allergy_status, allergies, .. } = chart.header.get();
        // "No known allergies" is said only while it is known to be so.
        let is_known = chart.header_error.read().is_none() || !allergies.is_empty();
        let blood_type = demographics.blood_type.unwrap_or_else(|| "not known".into());
        view! {
            <dl class="chart-facts">
                <div><dt>"Born"</dt><dd><BirthDate date=demographics.date_of_birth today/></dd></div>
                <div><dt>"Gender"</dt><dd>{demographics.gender.label()}</dd></div>
                <div><dt>"Blood type"</dt><dd>{blood_type}</dd></div>
            </dl>
            <div class="chart-allergies">
                {is_known.then(|| view! {
                    <AllergyBadges status=allergy_status allergies unknown="Allergies unknown: nobody has asked" most=MOST/>
                })}
            </div>
        }
    };
    let is_long = move || {
        let severe = |header: &ChartHeader| {
            header.allergies.iter().filter(|allergy| allergy.severity == Severity::Severe).count()
        };
        chart.header.with(severe) > LONG
    };
    // A text and no signal: the server reads the title for the `<head>` when the page's signals may be gone already, or another
    // request's stand in their place. A name that changes while the page is open gets a title of its own, on top.
    let name = chart.name();
    let first = name.get_untracked();
    let title = first.clone();
    let renamed = move || {
        let now = name.get();
        (now != first).then(|| view! { <Title text=now/> })
    };
    view! {
        <Title text=title/>
        {renamed}
        <header class="chart-header card" class:is-long=is_long>
            <h1>{chart.name()}</h1>
            {facts}
            <Stale chart/>
            <EmergencyBanner chart/>
        </header>
        <PrintedFoot text=chart.identity() time_zone=chart.calendar.time_zone()/>
        <p class="treated-by muted">
            {move || chart.header.with(treating)}
        </p>
    }
}

/// Says that the header may be wrong by now, until it could be fetched again.
#[component]
fn Stale(chart: OpenChart) -> impl IntoView {
    let warning = move || {
        chart.header_error.get().map(|error| {
            // The other refusals speak of what was sent, which is saved.
            let sign_in = (error == ApiError::SignInRequired).then(|| view! { <Refusal error/> });
            view! {
                <Notice tone=Tone::Danger>
                    <p><strong>"Allergies and demographics may have changed: they couldn't be fetched again."</strong></p>
                    {sign_in}
                    <div class="button-row"><Button on_click=move |_| chart.fetch_header()>"Reload"</Button></div>
                </Notice>
            }
        })
    };
    view! { <div class="chart-stale" role="alert">{warning}</div> }
}

fn treating(header: &ChartHeader) -> String {
    let treated = format!("Treated by {}", names(&header.treated_by));
    if header.covered_by.is_empty() { treated } else { format!("{treated}; {} covers", names(&header.covered_by)) }
}
