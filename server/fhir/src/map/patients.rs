use std::collections::HashMap;

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

/// The bundle's patients.
#[derive(Default)]
pub(super) struct People {
    pub list: Vec<Person>,
    /// By the place in the bundle's list: who it is, or nobody who is kept. Several may be the same.
    pub by_position: Vec<Option<usize>>,
}

pub(super) fn people(patients: &[Entry<Patient>], report: &mut Report) -> People {
    let mut seen: HashMap<String, usize> = HashMap::new();
    let mut people = People::default();
    for entry in patients {
        let found = person(entry, report).and_then(|person| match seen.get(&person.external_id) {
            None => {
                report.take(KIND);
                seen.insert(person.external_id.clone(), people.list.len());
                people.list.push(person);
                Ok(people.list.len() - 1)
            }
            Some(position) if people.list[*position].is_same(&person) => {
                report.change(KIND, "comes several times: the first one was taken");
                Ok(*position)
            }
            Some(_) => Err("another person with the same identifier came before it"),
        });
        if let Err(reason) = found {
            report.skip(KIND, reason, &entry.place);
        }
        people.by_position.push(found.ok());
    }
    people
}

impl Person {
    fn is_same(&self, other: &Self) -> bool {
        let of = |person: &Self| {
            let who = &person.demographics;
            (who.date_of_birth, who.first_name.clone(), who.last_name.clone())
        };
        of(self) == of(other)
    }
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
    Ok(Person { external_id: external_id(entry, &demographics), demographics })
}

/// The first identifier that means the same everywhere is the issuer's own. Without any, a bare number and the
/// resource's id are those of others at other clinics, too: name and birth date tell them apart.
fn external_id(entry: &Entry<Patient>, who: &Demographics) -> String {
    let identifiers = &entry.resource.identifier;
    if let Some(key) = identifiers.iter().find_map(Identifier::global_key) {
        return short_id(&key);
    }
    let own = identifiers.iter().find_map(Identifier::key).unwrap_or_else(|| format!("Patient/{}", entry.id));
    short_id(&format!("{own}|{}|{}|{}", who.date_of_birth, who.last_name, who.first_name))
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
