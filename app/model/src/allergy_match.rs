//! Whether a prescription seems to match a recorded allergy.
//!
//! A safety net by words, not a drug database: it asks the prescriber for a reason, and never forbids. Both texts
//! are free text or a product name as RxNorm and SNOMED CT write it, such as
//! `Amoxicillin 250 MG / Clavulanate 125 MG Oral Tablet` and `Penicillin V (substance)`.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use crate::allergy::{Allergy, AllergyConflict};

/// Shorter words say too little: `acid`'s salts and `egg` would match by accident.
const SHORTEST_WORD: usize = 4;

/// From this length on, a word inside another one counts: `penicillin` in `benzylpenicillin`, but not `iron` in
/// `spironolactone`.
const SHORTEST_PART: usize = 6;

/// Families whose members cross-react often enough to ask. A pattern with `*` matches the rest of a word; the stems
/// `-cillin`, `cef-`, `-floxacin`, `-cycline` and `-pril` are those of the WHO's list of INN stems. The sulfonamides
/// are spelled out, because `sulfa-` would take sulfates, too.
const FAMILIES: [&[&str]; 8] = [
    // Penicillins (ATC J01C).
    &["*cillin", "*cillins", "*cilina", "*cilline", "augmentin"],
    // Cephalosporins (ATC J01D).
    &["cef*", "ceph*", "kefl*"],
    // Sulfonamides (ATC J01E and relatives).
    &[
        "sulfa",
        "sulfas",
        "sulfonamide",
        "sulfonamides",
        "sulphonamide",
        "sulfamethoxazole",
        "sulfadiazine",
        "sulfasalazine",
        "sulfisoxazole",
        "sulfacetamide",
        "sulfapyridine",
        "trimoxazole",
        "cotrimoxazole",
        "bactrim",
        "septra",
    ],
    // Non-steroidal anti-inflammatory drugs (ATC M01A, N02BA).
    &[
        "nsaid",
        "nsaids",
        "aspirin",
        "acetylsalicylic",
        "ibuprofen",
        "naproxen",
        "diclofenac",
        "indomethacin",
        "indometacin",
        "ketorolac",
        "ketoprofen",
        "flurbiprofen",
        "meloxicam",
        "piroxicam",
        "etodolac",
        "nabumetone",
        "*coxib",
    ],
    // Macrolides (ATC J01FA).
    &["macrolide", "macrolides", "erythromycin", "clarithromycin", "azithromycin", "roxithromycin"],
    // Fluoroquinolones (ATC J01MA).
    &["*quinolone", "*quinolones", "*floxacin"],
    // Tetracyclines (ATC J01AA).
    &["*cycline", "*cyclines"],
    // Angiotensin-converting enzyme inhibitors (ATC C09A).
    &["*april", "*opril"],
];

/// Words of a substance's name that don't name the substance: SNOMED CT's and RxNorm's kinds, forms and salts.
const FILLERS: [&str; 57] = [
    "acetate",
    "acid",
    "actuation",
    "allergen",
    "allergic",
    "allergy",
    "calcium",
    "capsule",
    "chewable",
    "chloride",
    "citrate",
    "class",
    "containing",
    "cream",
    "delayed",
    "disorder",
    "drug",
    "edible",
    "extended",
    "extract",
    "finding",
    "fumarate",
    "hour",
    "hydrochloride",
    "inhalation",
    "inhaler",
    "injectable",
    "injection",
    "injector",
    "intolerance",
    "maleate",
    "medication",
    "medicine",
    "mesylate",
    "nasal",
    "ointment",
    "ophthalmic",
    "oral",
    "organism",
    "patch",
    "phosphate",
    "potassium",
    "product",
    "reaction",
    "release",
    "sodium",
    "solution",
    "spray",
    "substance",
    "succinate",
    "sulfate",
    "suspension",
    "syringe",
    "tablet",
    "tartrate",
    "topical",
    "transdermal",
];

/// Every pair of a medication and an active allergy that match, in the order of the medications.
pub fn conflicts<'a>(medications: impl IntoIterator<Item = &'a str>, allergies: &[Allergy]) -> Vec<AllergyConflict> {
    let mut found = Vec::new();
    for medication in medications {
        for allergy in allergies.iter().filter(|allergy| matches(medication, &allergy.substance)) {
            found.push(AllergyConflict {
                medication: medication.to_owned(),
                substance: allergy.substance.clone(),
                reaction: allergy.reaction.clone(),
                severity: allergy.severity,
            });
        }
    }
    found
}

/// Whether a medication's name and an allergy's substance share a main word or a family. Case and accents don't matter.
pub fn matches(medication: &str, substance: &str) -> bool {
    let medication = words(medication);
    let substance = main_words(substance);
    let share_word = substance.iter().any(|s| medication.iter().any(|m| is_same(s, m)));
    share_word || FAMILIES.iter().any(|family| has_member(family, &substance) && has_member(family, &medication))
}

fn is_same(one: &str, other: &str) -> bool {
    let contains = |whole: &str, part: &str| part.chars().count() >= SHORTEST_PART && whole.contains(part);
    one == other || contains(one, other) || contains(other, one)
}

fn has_member(family: &[&str], words: &[String]) -> bool {
    words.iter().any(|word| family.iter().any(|pattern| fits(pattern, word)))
}

fn fits(pattern: &str, word: &str) -> bool {
    match (pattern.strip_prefix('*'), pattern.strip_suffix('*')) {
        (Some(ending), _) => word.ends_with(ending),
        (_, Some(beginning)) => word.starts_with(beginning),
        _ => word == pattern,
    }
}

/// Lower-case words of letters, without accents; words with digits, such as doses, are left out.
fn words(text: &str) -> Vec<String> {
    let plain: String = text.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect();
    plain
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().count() >= SHORTEST_WORD && word.chars().all(char::is_alphabetic))
        .map(str::to_owned)
        .collect()
}

/// The words that name a substance: all of them when there are only fillers, as in an allergy to `Sodium`.
fn main_words(substance: &str) -> Vec<String> {
    let all = words(substance);
    let main: Vec<String> = all.iter().filter(|word| !FILLERS.contains(&word.as_str())).cloned().collect();
    if main.is_empty() { all } else { main }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::{allergy::Severity, id::AllergyId};

    #[test]
    fn the_same_substance_matches_in_any_spelling() {
        assert!(matches("Ibuprofen 400 MG Oral Tablet", "ibuprofen"));
        assert!(matches("Amoxicillin 250 MG / Clavulanate 125 MG Oral Tablet", "Clavulanate (substance)"));
        assert!(matches("Codéine phosphate", "CODEINE"));
        assert!(matches("Benzylpenicillin", "Penicillin G"));
        assert!(matches("Losartan potassium", "Potassium"));
    }

    #[test]
    fn families_match() {
        assert!(matches("Amoxicillin 500 MG", "Penicillin V"));
        assert!(matches("ampicilina", "Penicillins"));
        assert!(matches("Cefuroxime 250 MG", "Cephalosporin"));
        assert!(matches("sulfamethoxazole / trimethoprim", "Sulfa drugs"));
        assert!(matches("Naproxen sodium 220 MG", "Aspirin"));
        assert!(matches("Celecoxib", "NSAIDs"));
        assert!(matches("Lisinopril 10 MG", "Enalapril"));
    }

    #[test]
    fn what_only_looks_alike_does_not_match() {
        assert!(!matches("Ferrous sulfate 325 MG Oral Tablet", "Sulfonamide"));
        assert!(!matches("Spironolactone", "Iron"));
        assert!(!matches("Acetaminophen 325 MG Oral Tablet", "Ibuprofen 200 MG Oral Tablet"));
        assert!(!matches("Fish oil", "Shellfish (substance)"));
        assert!(!matches("Naproxen sodium", "Sodium valproate"));
        assert!(!matches("Azithromycin", "Penicillin"));
        assert!(!matches("", ""));
    }

    #[test]
    fn a_conflict_names_both_sides() {
        let allergy = |substance: &str, severity| Allergy {
            id: AllergyId(Uuid::nil()),
            substance: substance.into(),
            reaction: "Hives".into(),
            severity,
        };
        let allergies = [allergy("Penicillin", Severity::Severe), allergy("Latex", Severity::Mild)];
        let found = conflicts(["Metformin", "Amoxicillin"], &allergies);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].medication.as_str(), found[0].substance.as_str()), ("Amoxicillin", "Penicillin"));
        assert_eq!(found[0].severity, Severity::Severe);
    }
}
