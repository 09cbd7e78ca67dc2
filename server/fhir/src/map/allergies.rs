use std::collections::HashSet;

use model::{
    allergy::{AllergyStatus, Severity},
    import::ImportedAllergy,
};

use super::is_new;
use crate::{
    entry::{Entry, short_id},
    report::Report,
    resources::AllergyIntolerance,
    text::{concept, fit, line},
};

const KIND: &str = "AllergyIntolerance";

/// SNOMED CT: no known allergy.
const NO_KNOWN_ALLERGY: &str = "716186003";

/// SNOMED CT: no known drug, food, environmental, insect, latex allergy. Neither of them says that there is none.
const NO_KNOWN_KIND: [&str; 5] = ["409137002", "429625007", "428607008", "428197003", "1003774007"];

/// The allergies, and what is known of them as a whole.
pub(super) fn allergies(
    entries: &[&Entry<AllergyIntolerance>],
    report: &mut Report,
) -> (AllergyStatus, Vec<ImportedAllergy>) {
    let mut seen = HashSet::new();
    let mut allergies = Vec::new();
    let mut is_none_known = false;
    for entry in entries {
        if !is_new(entry, &mut seen, KIND, report) {
            continue;
        }
        match allergy(entry, report) {
            Ok(Some(allergy)) => {
                report.take(KIND);
                allergies.push(allergy);
            }
            Ok(None) => {
                report.take(KIND);
                is_none_known = true;
            }
            Err(reason) => report.skip(KIND, reason, &entry.place),
        }
    }
    let status = match (allergies.iter().any(|allergy| allergy.is_active), is_none_known) {
        (true, _) => AllergyStatus::Recorded,
        (false, true) => AllergyStatus::NoneKnown,
        (false, false) => AllergyStatus::Unknown,
    };
    (status, allergies)
}

/// An allergy, or nothing for the finding that none is known.
fn allergy(entry: &Entry<AllergyIntolerance>, report: &mut Report) -> Result<Option<ImportedAllergy>, &'static str> {
    let allergy = &entry.resource;
    let verification = |code: &str| allergy.verification_status.as_ref().is_some_and(|status| status.has_code(code));
    if verification("entered-in-error") {
        return Err("entered in error");
    }
    if verification("refuted") {
        return Err("refuted");
    }
    let code = allergy.code.as_ref().ok_or("names no substance")?;
    let text = concept(code);
    let is_active = !allergy.clinical_status.as_ref().is_some_and(|s| s.has_code("inactive") || s.has_code("resolved"));
    if code.has_code(NO_KNOWN_ALLERGY) || text.to_lowercase().starts_with("no known allerg") {
        return if is_active { Ok(None) } else { Err("no longer says that no allergy is known") };
    }
    if NO_KNOWN_KIND.iter().any(|code_of_kind| code.has_code(code_of_kind)) {
        return Err("says that none of one kind is known, which isn't kept");
    }
    let substance = fit(substance(&text), 200, report, KIND, "substance");
    if substance.is_empty() {
        return Err("names no substance");
    }
    Ok(Some(ImportedAllergy {
        external_id: entry.id.clone(),
        substance,
        code: short_id(code.first_code()),
        reaction: fit(reaction(allergy), 200, report, KIND, "reaction"),
        severity: severity(allergy),
        is_active,
    }))
}

/// `Allergy to peanuts` is an allergy to `Peanuts`, `Latex allergy` one to `Latex`.
fn substance(text: &str) -> String {
    let lower = text.to_lowercase();
    let bare = if lower.starts_with("allergy to ") {
        text.get("allergy to ".len()..)
    } else if lower.ends_with(" allergy") {
        text.get(..text.len() - " allergy".len())
    } else {
        None
    };
    let mut letters = bare.unwrap_or(text).trim().chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn reaction(allergy: &AllergyIntolerance) -> String {
    let mut texts: Vec<String> = Vec::new();
    for reaction in &allergy.reaction {
        let shown: Vec<String> = reaction.manifestation.iter().map(concept).collect();
        let described = reaction.description.as_deref().map(line);
        for text in shown.into_iter().chain(described).filter(|text| !text.is_empty()) {
            if !texts.contains(&text) {
                texts.push(text);
            }
        }
    }
    texts.join(", ")
}

/// The worst reaction; without any, a high criticality is what the next one may be. A low one says nothing.
fn severity(allergy: &AllergyIntolerance) -> Severity {
    let has = |severity: &str| allergy.reaction.iter().any(|reaction| reaction.severity.as_deref() == Some(severity));
    if has("severe") || allergy.criticality.as_deref() == Some("high") {
        Severity::Severe
    } else if has("moderate") {
        Severity::Moderate
    } else if has("mild") {
        Severity::Mild
    } else {
        Severity::Unknown
    }
}

#[cfg(test)]
mod tests {
    use super::substance;

    #[test]
    fn the_substance_is_what_is_left() {
        assert_eq!(substance("Allergy to peanuts"), "Peanuts");
        assert_eq!(substance("Dander (animal) allergy"), "Dander (animal)");
        assert_eq!(substance("penicillin V"), "Penicillin V");
        assert_eq!(substance("éclair"), "Éclair");
        assert_eq!(substance(""), "");
    }
}
