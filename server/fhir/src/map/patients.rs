use std::collections::HashSet;

use model::patient::{Address, Demographics, EmergencyContact, Gender, Insurance};

use crate::{
    entry::{Entry, short_id},
    report::Report,
    resources::{Contact, Patient},
    text::{best_name, first_and_last, first_concept, fit, line, whole_name, without_digits},
    time::day,
    types::{ContactPoint, Identifier, PostalAddress},
};

const KIND: &str = "Patient";

/// A patient with everything that a record needs.
pub(super) struct Person {
    pub external_id: String,
    pub demographics: Demographics,
}

/// Every patient in the bundle's order; `None` for one that is skipped.
pub(super) fn people(patients: &[Entry<Patient>], report: &mut Report) -> Vec<Option<Person>> {
    let mut seen = HashSet::new();
    let mut people = Vec::new();
    for entry in patients {
        let person = match person(entry, report) {
            Ok(person) if seen.insert(person.external_id.clone()) => {
                report.take(KIND);
                Some(person)
            }
            Ok(_) => {
                report.skip(KIND, "another one with the same identifier came before it", &entry.place);
                None
            }
            Err(reason) => {
                report.skip(KIND, reason, &entry.place);
                None
            }
        };
        people.push(person);
    }
    people
}

fn person(entry: &Entry<Patient>, report: &mut Report) -> Result<Person, &'static str> {
    let patient = &entry.resource;
    let date_of_birth = match patient.birth_date.as_deref() {
        None => return Err("no birth date"),
        Some(text) => day(text).ok_or("the birth date has no day, or isn't a date")?,
    };
    let (first_name, last_name) = names(patient, report)?;
    if patient.deceased_date_time.is_some() || patient.deceased_boolean == Some(true) {
        report.change(KIND, "has died, which Carechart doesn't record");
    }
    let demographics = Demographics {
        first_name,
        last_name,
        date_of_birth,
        gender: gender(patient, report),
        blood_type: None,
        emergency_contact: patient
            .contact
            .first()
            .map(|contact| emergency_contact(contact, report))
            .unwrap_or_default(),
        address: address(patient, report),
        insurance: Insurance::default(),
    };
    // The first identifier is the issuer's own; without any, only the resource's id is left.
    let identifier = patient.identifier.iter().find_map(Identifier::key);
    let external_id = identifier.map_or_else(|| format!("Patient/{}", entry.id), |key| short_id(&key));
    Ok(Person { external_id, demographics })
}

fn names(patient: &Patient, report: &mut Report) -> Result<(String, String), &'static str> {
    let (first, last) = best_name(&patient.name).map(first_and_last).unwrap_or_default();
    if first.is_empty() && last.is_empty() {
        return Err("no name");
    }
    let mut name = |text: String, what: &str| {
        if text.is_empty() {
            report.change(KIND, format!("no {what}: recorded as “Unknown”"));
            return "Unknown".to_owned();
        }
        fit(without_digits(&text), 100, report, KIND, what)
    };
    Ok((name(first, "first name"), name(last, "last name")))
}

fn gender(patient: &Patient, report: &mut Report) -> Gender {
    let Some(text) = patient.gender.as_deref() else { return Gender::Unknown };
    Gender::parse(text).unwrap_or_else(|| {
        report.change(KIND, "a gender that FHIR doesn't have: recorded as unknown");
        Gender::Unknown
    })
}

fn emergency_contact(contact: &Contact, report: &mut Report) -> EmergencyContact {
    let name = contact.name.as_ref().map(whole_name).unwrap_or_default();
    EmergencyContact {
        name: fit(without_digits(&name), 120, report, KIND, "contact's name"),
        relationship: fit(first_concept(&contact.relationship), 120, report, KIND, "contact's relationship"),
        phone: phone(&contact.telecom, report),
    }
}

fn phone(telecom: &[ContactPoint], report: &mut Report) -> String {
    let phones = telecom.iter().filter(|point| matches!(point.system.as_deref(), Some("phone" | "sms") | None));
    let number = phones.filter_map(|point| point.value.as_deref()).map(line).find(|number| !number.is_empty());
    fit(number.unwrap_or_default(), 120, report, KIND, "phone")
}

/// The first address that isn't an old one.
fn address(patient: &Patient, report: &mut Report) -> Address {
    let empty = PostalAddress::default();
    let address = patient.address.iter().find(|address| address.kind.as_deref() != Some("old")).unwrap_or(&empty);
    let mut part = |text: Option<&str>, what: &str| fit(line(text.unwrap_or_default()), 120, report, KIND, what);
    Address {
        street: part(Some(&address.line.join(", ")), "street"),
        city: part(address.city.as_deref(), "city"),
        state: part(address.state.as_deref(), "state"),
        postal_code: part(address.postal_code.as_deref(), "postal code"),
        country: part(address.country.as_deref(), "country"),
        phone: phone(&patient.telecom, report),
    }
}
