//! Reactions, drug allergies and dosages, which Synthea leaves out. All of it is made up.

use model::{
    allergy::{AllergyStatus, Severity},
    import::{ImportedAllergy, ImportedRecord},
};

use super::last_visits::LAST_VISITS;

/// A word of a substance, how bad the reaction was, and what happened.
const REACTIONS: [(&str, Severity, &str); 9] = [
    ("Peanut", Severity::Severe, "Anaphylaxis"),
    ("Nut", Severity::Severe, "Anaphylaxis"),
    ("Bee venom", Severity::Severe, "Anaphylaxis"),
    ("Fish", Severity::Severe, "Swelling of lips and throat"),
    ("Latex", Severity::Moderate, "Hives"),
    ("Egg", Severity::Moderate, "Hives, vomiting"),
    ("Dairy", Severity::Mild, "Stomach cramps"),
    ("Wheat", Severity::Mild, "Stomach cramps"),
    ("", Severity::Mild, "Sneezing, itchy eyes"),
];

/// Allergies to drugs: name, substance, severity, reaction.
const DRUG_ALLERGIES: [(&str, &str, Severity, &str); 4] = [
    ("Lanell Goodwin", "Penicillin", Severity::Severe, "Anaphylaxis"),
    ("Adán Portillo", "Sulfonamides", Severity::Moderate, "Rash"),
    ("Patria Schimmel", "Codeine", Severity::Moderate, "Confusion, vomiting"),
    ("Louis Erdman", "Aspirin", Severity::Severe, "Bronchospasm"),
];

const NO_KNOWN_ALLERGIES: [&str; 3] = ["Freda O'Connell", "Raúl Fernández", "Levi Gusikowski"];

/// A word of a medication, its dosage and its frequency.
const DOSAGES: [(&str, &str, &str); 20] = [
    ("Clopidogrel", "1 tablet", "once a day"),
    ("Simvastatin", "1 tablet", "once a day, in the evening"),
    ("Amlodipine", "1 tablet", "once a day"),
    ("Nitroglycerin", "1 spray under the tongue", "as needed for chest pain"),
    ("Naproxen", "1 tablet", "twice a day, with food"),
    ("Verapamil", "1 tablet", "three times a day"),
    ("Digoxin", "1 tablet", "once a day"),
    ("Warfarin", "1 tablet", "once a day, as by INR"),
    ("Alendronic", "1 tablet", "once a day, before breakfast"),
    ("Galantamine", "1 tablet", "twice a day"),
    ("Fluticasone", "2 puffs", "twice a day"),
    ("Albuterol", "2 puffs", "as needed for wheezing"),
    ("Methotrexate", "1 tablet", "once a week"),
    ("Loratadine", "1 tablet", "once a day"),
    ("Epinephrine", "1 injection into the thigh", "as needed for anaphylaxis"),
    ("Hydrochlorothiazide", "1 tablet", "once a day, in the morning"),
    ("diphenhydrAMINE", "1 tablet", "as needed, at most every 6 hours"),
    ("Metformin", "1 tablet", "once a day, with the evening meal"),
    ("Fexofenadine", "1 tablet", "twice a day"),
    ("Astemizole", "1 tablet", "once a day"),
];

/// Adds what is made up to a record whose visits are in order.
pub(super) fn add(record: &mut ImportedRecord, name: &str) {
    for allergy in &mut record.allergies {
        let reaction = REACTIONS.iter().find(|(word, ..)| allergy.substance.starts_with(word));
        if let Some((_, severity, reaction)) = reaction {
            (allergy.severity, allergy.reaction) = (*severity, (*reaction).into());
        }
    }
    if let Some((_, substance, severity, reaction)) = DRUG_ALLERGIES.iter().find(|row| row.0 == name) {
        record.allergy_status = AllergyStatus::Recorded;
        record.allergies.push(ImportedAllergy {
            external_id: "demonstration-drug".into(),
            substance: (*substance).into(),
            code: String::new(),
            reaction: (*reaction).into(),
            severity: *severity,
            is_active: true,
        });
    }
    if NO_KNOWN_ALLERGIES.contains(&name) {
        record.allergy_status = AllergyStatus::NoneKnown;
    }
    for prescription in &mut record.prescriptions {
        let Some((_, dosage, frequency)) = DOSAGES.iter().find(|(word, ..)| prescription.medication.contains(word))
        else {
            continue;
        };
        if prescription.dosage.is_empty() {
            prescription.dosage = (*dosage).into();
        }
        if prescription.frequency.is_empty() || prescription.frequency == "as needed" {
            prescription.frequency = (*frequency).into();
        }
    }
    remove_digits_of_names(record);
    let texts = LAST_VISITS.iter().find(|texts| texts.name == name);
    if let (Some(texts), Some(visit)) = (texts, record.visits.last_mut()) {
        visit.chief_complaint = texts.complaint.into();
        visit.diagnosis = texts.diagnosis.into();
        visit.notes = texts.notes.into();
    }
}

/// Synthea's notes begin with the first name and its digits: `Lanell756`.
fn remove_digits_of_names(record: &mut ImportedRecord) {
    let name = &record.demographics.first_name;
    for visit in &mut record.visits {
        let mut parts = visit.notes.split(name.as_str());
        let mut notes = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            notes.push_str(name);
            notes.push_str(part.trim_start_matches(|c: char| c.is_ascii_digit()));
        }
        visit.notes = notes;
    }
}
