//! Who the patient is, and what everybody who treats them must know.

use chrono::NaiveDate;
use leptos::prelude::*;
use model::{
    access::AccessRight,
    chart::{ChartHeader, Colleague},
    merge::IncludedRecord,
};

use crate::components::{allergies::AllergyBadges, date::BirthDate};

/// What to say when nobody recorded anything about allergies.
const UNKNOWN: &str = "Not recorded yet: tell your provider of any allergy";

#[component]
pub fn HealthCard(record: ChartHeader, today: NaiveDate) -> impl IntoView {
    let ChartHeader { demographics, allergy_status, allergies, treated_by, covered_by, right, includes, .. } = record;
    let name = demographics.full_name();
    let blood_type = demographics.blood_type.unwrap_or_else(|| "Not known".to_owned());
    let who = if right == AccessRight::Caregiver { "Who treats them" } else { "Who treats you" };
    let covering = (!covered_by.is_empty()).then(|| {
        view! { <div class="facts-wide"><dt>"Who covers at present"</dt><dd>{treating(covered_by)}</dd></div> }
    });
    view! {
        <section class="card health-card" aria-labelledby="health-card">
            <h2 id="health-card">{name}</h2>
            <dl class="facts">
                <div><dt>"Born"</dt><dd><BirthDate date=demographics.date_of_birth today/></dd></div>
                <div><dt>"Gender"</dt><dd>{demographics.gender.label()}</dd></div>
                <div><dt>"Blood type"</dt><dd>{blood_type}</dd></div>
                <div class="facts-wide">
                    <dt>"Allergies"</dt>
                    <dd><AllergyBadges status=allergy_status allergies unknown=UNKNOWN/></dd>
                </div>
                <div class="facts-wide"><dt>{who}</dt><dd>{treating(treated_by)}</dd></div>
                {covering}
            </dl>
            {includes.into_iter().map(included).collect_view()}
        </section>
    }
}

/// That a second record of the patient was found, and is part of this one.
fn included(included: IncludedRecord) -> impl IntoView {
    let IncludedRecord { patient, merged_at, merged_by, .. } = included;
    let by = if merged_by.is_empty() { String::new() } else { format!(" by {merged_by}") };
    let text =
        format!("Includes a second record of yours, of {}, since {}{by}.", patient.full_name(), merged_at.display());
    view! { <p class="muted">{text}</p> }
}

fn treating(providers: Vec<Colleague>) -> AnyView {
    if providers.is_empty() {
        return "Nobody at present".into_any();
    }
    let provider = |Colleague { display_name, specialty, .. }: Colleague| {
        let specialty =
            (!specialty.is_empty()).then(|| view! { <span class="muted">{format!(", {specialty}")}</span> });
        view! { <li>{display_name}{specialty}</li> }
    };
    view! { <ul>{providers.into_iter().map(provider).collect_view()}</ul> }.into_any()
}
