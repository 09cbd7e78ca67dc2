//! The demographics in words.

use model::{
    allergy::{Allergy, AllergyStatus, Severity},
    chart::PatientVersion,
    clinic::display_date,
    patient::{Address, Demographics},
};

/// A name and what is recorded for it, which may be nothing.
pub type Fact = (String, String);

/// The allergies in words, beside the header's badges: each substance with what it does.
pub fn known(status: AllergyStatus, allergies: Vec<Allergy>) -> Vec<Fact> {
    if allergies.is_empty() {
        return vec![("What is known".to_owned(), status_without_allergies(status).to_owned())];
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

fn status_without_allergies(status: AllergyStatus) -> &'static str {
    match status {
        AllergyStatus::Unknown => "Unknown: nobody has asked",
        AllergyStatus::NoneKnown => "None known",
        AllergyStatus::Recorded => "No allergy at present",
    }
}

/// An earlier version in one list: a contact's facts say whose they are, and what wasn't recorded is left out.
pub fn earlier_facts(version: PatientVersion) -> Vec<Fact> {
    let PatientVersion { demographics, allergy_status, allergies, .. } = version;
    let [(_, who), contact, (_, address), (_, insurance)] = groups(demographics);
    let of_contact = |(label, text): Fact| (format!("{}: {}", contact.0, label.to_lowercase()), text);
    let known =
        if allergies.is_empty() { status_without_allergies(allergy_status).to_owned() } else { allergies.join(", ") };
    let facts = who.into_iter().chain(contact.1.into_iter().map(of_contact)).chain(address).chain(insurance);
    facts.chain([("Allergies".to_owned(), known)]).filter(|(_, text)| !text.is_empty()).collect()
}

/// Who the patient is and how to reach them, group by group.
pub fn groups(patient: Demographics) -> [(&'static str, Vec<Fact>); 4] {
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

/// All of it in one list, each fact with its group's name.
pub fn all(patient: Demographics) -> Vec<Fact> {
    let [(_, who), others @ ..] = groups(patient);
    let named = |(group, facts): (&'static str, Vec<Fact>)| {
        facts.into_iter().map(move |(label, text)| (format!("{group}: {label}"), text))
    };
    who.into_iter().chain(others.into_iter().flat_map(named)).collect()
}

/// An address as on a letter, in one line.
fn lines(address: Address) -> String {
    let town = format!("{} {}", address.postal_code, address.city);
    let parts = [address.street, town.trim().to_owned(), address.state, address.country];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Utc};
    use model::{
        clinic::ClinicTime,
        patient::{DemographicsForm, EmergencyContact},
    };

    use super::*;

    #[test]
    fn an_earlier_version_says_what_was_recorded_and_no_more() {
        let form = DemographicsForm {
            first_name: "Freda".into(),
            last_name: "Kris".into(),
            date_of_birth: "1980-02-03".into(),
            emergency_contact: EmergencyContact { phone: "555".into(), ..EmergencyContact::default() },
            ..DemographicsForm::default()
        };
        let at = "2026-01-05T09:30:00Z".parse::<DateTime<Utc>>().unwrap();
        let version = PatientVersion {
            version: 1,
            replaced_at: ClinicTime { at, local: at.naive_utc() },
            replaced_by: String::new(),
            demographics: form.parse(at.date_naive()).unwrap(),
            allergy_status: AllergyStatus::Recorded,
            allergies: vec!["Latex".into(), "Penicillin".into()],
        };
        let facts = earlier_facts(version);
        let facts: Vec<_> = facts.iter().map(|(label, text)| (label.as_str(), text.as_str())).collect();
        assert_eq!(
            facts,
            [
                ("First name", "Freda"),
                ("Last name", "Kris"),
                ("Date of birth", "3 Feb 1980"),
                ("Gender", "Unknown"),
                ("Emergency contact: phone", "555"),
                ("Allergies", "Latex, Penicillin"),
            ]
        );
    }

    #[test]
    fn an_address_leaves_out_what_is_not_known() {
        let address = Address { city: "Lowell".into(), state: "MA".into(), ..Address::default() };
        assert_eq!(lines(address), "Lowell, MA");
        assert_eq!(lines(Address::default()), "");
    }
}
