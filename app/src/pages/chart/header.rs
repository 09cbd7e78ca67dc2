//! The header that stays while the chart scrolls: whose chart it is, and what mustn't be missed.

use leptos::prelude::*;
use leptos_meta::Title;
use model::chart::{ChartHeader, Colleague};

use super::state::OpenChart;
use crate::components::{allergies::AllergyBadges, date::BirthDate, print::PrintedFoot};

#[component]
pub fn HeaderCard(chart: OpenChart) -> impl IntoView {
    let (today, time_zone) = chart.clinic.with_value(|clinic| (clinic.today, clinic.time_zone.clone()));
    let facts = move || {
        let ChartHeader { demographics, allergy_status, allergies, .. } = chart.header.get();
        let blood_type = demographics.blood_type.unwrap_or_else(|| "not known".into());
        view! {
            <dl class="chart-facts">
                <div><dt>"Born"</dt><dd><BirthDate date=demographics.date_of_birth today/></dd></div>
                <div><dt>"Gender"</dt><dd>{demographics.gender.label()}</dd></div>
                <div><dt>"Blood type"</dt><dd>{blood_type}</dd></div>
            </dl>
            // Scrolls by itself when there are many, by the keyboard, too.
            <div class="chart-allergies" role="group" aria-label="What the patient is allergic to" tabindex="0">
                <AllergyBadges status=allergy_status allergies unknown="Allergies unknown: nobody has asked"/>
            </div>
        }
    };
    // The server reads the title for the `<head>` when the page's signals may be gone already.
    let full_name = |header: &ChartHeader| header.demographics.full_name();
    let first = chart.header.with_untracked(full_name);
    let title = move || chart.header.try_with(full_name).unwrap_or_else(|| first.clone());
    view! {
        <Title text=title/>
        <header class="chart-header card">
            <h1>{chart.name()}</h1>
            {facts}
        </header>
        <PrintedFoot text=chart.identity() time_zone/>
        <p class="treated-by muted">
            {move || chart.header.with(|header| format!("Treated by {}", names(&header.treated_by)))}
        </p>
    }
}

/// `Maya Lindqvist (Family medicine) and Tomas Herrera (Cardiology)`.
fn names(providers: &[Colleague]) -> String {
    let mut names: Vec<_> = providers
        .iter()
        .map(|provider| match provider.specialty.as_str() {
            "" => provider.display_name.clone(),
            specialty => format!("{} ({specialty})", provider.display_name),
        })
        .collect();
    let Some(last) = names.pop() else { return "nobody".into() };
    if names.is_empty() { last } else { format!("{} and {last}", names.join(", ")) }
}

#[cfg(test)]
mod tests {
    use model::id::ProviderId;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn everyone_who_treats_is_named() {
        let provider = |name: &str, specialty: &str| Colleague {
            id: ProviderId(Uuid::nil()),
            display_name: name.into(),
            specialty: specialty.into(),
        };
        let all = [provider("Ann Li", "Cardiology"), provider("Bo Ek", ""), provider("Cy Oz", "Surgery")];
        assert_eq!(names(&all), "Ann Li (Cardiology), Bo Ek and Cy Oz (Surgery)");
        assert_eq!(names(&all[..1]), "Ann Li (Cardiology)");
    }
}
