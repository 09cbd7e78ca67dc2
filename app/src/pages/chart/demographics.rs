//! The Demographics tab: who the patient is, how to reach them, their allergies; each with its form.

mod allergies;
mod edit;

use leptos::prelude::*;
use model::{
    allergy::{Allergy, AllergyStatus, Severity},
    chart::ChartHeader,
    clinic::display_date,
    patient::{Address, Demographics},
};

pub use self::{allergies::AllergiesDialog, edit::DemographicsDialog};
use super::state::OpenChart;
use crate::components::{button::Button, icon::Symbol};

type Fact = (String, String);

#[component]
pub fn DemographicsTab(chart: OpenChart) -> impl IntoView {
    let version = move || chart.header.with_untracked(|header| header.version);
    let groups = move || {
        let ChartHeader { demographics, allergy_status, allergies, .. } = chart.header.get();
        let allergies = ("Allergies", known(allergy_status, allergies));
        groups(demographics).into_iter().chain([allergies]).map(|(title, facts)| group(title, facts)).collect_view()
    };
    view! {
        <div class="panel-tools">
            <Button symbol=Symbol::Edit disabled=chart.is_static on_click=move |_| chart.dialogs.demographics.open(version())>
                "Edit demographics"
            </Button>
            <Button symbol=Symbol::Edit disabled=chart.is_static on_click=move |_| chart.dialogs.allergies.open(version())>
                "Edit allergies"
            </Button>
        </div>
        <div class="fact-groups">{groups}</div>
    }
}

fn group(title: &'static str, facts: Vec<Fact>) -> AnyView {
    let fact = |(label, text): Fact| {
        let text = if text.is_empty() {
            view! { <span class="muted">"Not recorded"</span> }.into_any()
        } else {
            text.into_any()
        };
        view! { <div><dt>{label}</dt><dd>{text}</dd></div> }
    };
    view! {
        <section class="card">
            <h2>{title}</h2>
            <dl class="facts">{facts.into_iter().map(fact).collect_view()}</dl>
        </section>
    }
    .into_any()
}

/// The allergies in words, beside the header's badges: each substance with what it does.
fn known(status: AllergyStatus, allergies: Vec<Allergy>) -> Vec<Fact> {
    let status = match status {
        AllergyStatus::Unknown => "Unknown: nobody has asked",
        AllergyStatus::NoneKnown => "None known",
        AllergyStatus::Recorded => "No allergy at present",
    };
    if allergies.is_empty() {
        return vec![("What is known".to_owned(), status.to_owned())];
    }
    let fact = |allergy: Allergy| {
        let severity = match allergy.severity {
            Severity::Severe => "Severe",
            Severity::Moderate => "Moderate",
            Severity::Mild => "Mild",
            Severity::Unknown => "Severity not known",
        };
        let reaction = if allergy.reaction.is_empty() { String::new() } else { format!(": {}", allergy.reaction) };
        (allergy.substance, format!("{severity}{reaction}"))
    };
    allergies.into_iter().map(fact).collect()
}

fn groups(patient: Demographics) -> [(&'static str, Vec<Fact>); 4] {
    let Demographics {
        first_name,
        last_name,
        date_of_birth,
        gender,
        blood_type,
        emergency_contact,
        address,
        insurance,
    } = patient;
    let facts = |pairs: &[(&str, &str)]| pairs.iter().map(|&(label, text)| (label.into(), text.into())).collect();
    let who = facts(&[
        ("First name", &first_name),
        ("Last name", &last_name),
        ("Date of birth", &display_date(date_of_birth)),
        ("Gender", gender.label()),
        ("Blood type", &blood_type.unwrap_or_default()),
    ]);
    let contact = facts(&[
        ("Name", &emergency_contact.name),
        ("Relationship", &emergency_contact.relationship),
        ("Phone", &emergency_contact.phone),
    ]);
    let insurance = facts(&[("Company", &insurance.company), ("Policy number", &insurance.policy_number)]);
    let phone = address.phone.clone();
    let address = facts(&[("Address", &lines(address)), ("Phone", &phone)]);
    [("Who it is", who), ("Emergency contact", contact), ("Address", address), ("Insurance", insurance)]
}

/// An address as on a letter, in one line.
fn lines(address: Address) -> String {
    let town = format!("{} {}", address.postal_code, address.city);
    let parts = [address.street, town.trim().to_owned(), address.state, address.country];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_leaves_out_what_is_not_known() {
        let address = Address { city: "Lowell".into(), state: "MA".into(), ..Address::default() };
        assert_eq!(lines(address), "Lowell, MA");
        assert_eq!(lines(Address::default()), "");
    }
}
