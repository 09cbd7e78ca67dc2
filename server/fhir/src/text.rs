//! Texts as they are stored: what Postgres can't hold is left out, and what is too long is cut and reported.

use crate::{
    report::Report,
    types::{Concept, HumanName},
};

/// A text on one line, without control characters.
pub(crate) fn line(text: &str) -> String {
    let words = text.split(|c: char| c.is_whitespace() || c.is_control());
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// A text of several lines, without other control characters and without space around it.
pub(crate) fn block(text: &str) -> String {
    let text: String =
        text.replace("\r\n", "\n").chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
    text.trim().to_owned()
}

/// At most `most` characters; a cut is reported.
pub(crate) fn fit(text: String, most: usize, report: &mut Report, kind: &str, what: &str) -> String {
    let Some((end, _)) = text.char_indices().nth(most) else { return text };
    report.change(kind, format!("{what} cut to {most} characters"));
    text[..end].to_owned()
}

/// What a concept says: its text, else the first display, else nothing. SNOMED CT's tag is left out.
pub(crate) fn concept(concept: &Concept) -> String {
    let displays = concept.coding.iter().filter_map(|coding| coding.display.as_deref());
    let mut texts = concept.text.as_deref().into_iter().chain(displays).map(line);
    let text = texts.find(|text| !text.is_empty()).unwrap_or_default();
    without_tag(&text).to_owned()
}

/// The first concept that says something.
pub(crate) fn first_concept(concepts: &[Concept]) -> String {
    concepts.iter().map(concept).find(|text| !text.is_empty()).unwrap_or_default()
}

/// SNOMED CT's hierarchies, as they stand at the end of a fully specified name.
const TAGS: [&str; 10] = [
    " (disorder)",
    " (finding)",
    " (procedure)",
    " (situation)",
    " (event)",
    " (substance)",
    " (product)",
    " (medicinal product)",
    " (organism)",
    " (regime/therapy)",
];

fn without_tag(text: &str) -> &str {
    TAGS.iter().find_map(|tag| text.strip_suffix(tag)).unwrap_or(text)
}

/// `Koelpin146` without the digits that Synthea appends; `3rd` and `R2D2` stay.
pub(crate) fn without_digits(name: &str) -> String {
    let plain = |word: &str| {
        let letters = word.trim_end_matches(|c: char| c.is_ascii_digit());
        let is_synthetic = !letters.is_empty() && !letters.chars().any(char::is_numeric);
        if is_synthetic { letters.to_owned() } else { word.to_owned() }
    };
    name.split(' ').map(plain).collect::<Vec<_>>().join(" ")
}

/// The name that a person goes by: the official one, else the usual one, else any that isn't an old one.
pub(crate) fn best_name(names: &[HumanName]) -> Option<&HumanName> {
    let of = |kind: &str| names.iter().find(|name| name.kind.as_deref() == Some(kind));
    let current = || names.iter().find(|name| !matches!(name.kind.as_deref(), Some("old" | "maiden")));
    of("official").or_else(|| of("usual")).or_else(current).or_else(|| names.first())
}

/// First and last name, as they stand in the file; either may be empty.
pub(crate) fn first_and_last(name: &HumanName) -> (String, String) {
    let (given, family) = (line(&name.given.join(" ")), line(name.family.as_deref().unwrap_or_default()));
    if !given.is_empty() || !family.is_empty() {
        return (given, family);
    }
    let text = line(name.text.as_deref().unwrap_or_default());
    match text.rsplit_once(' ') {
        Some((first, last)) => (first.to_owned(), last.to_owned()),
        None => (String::new(), text),
    }
}

/// The whole name in one text, with its prefix, as it stands in the file.
pub(crate) fn whole_name(name: &HumanName) -> String {
    let (first, last) = first_and_last(name);
    let is_in_parts = name.family.is_some() || !name.given.is_empty();
    let prefix = if is_in_parts { name.prefix.join(" ") } else { String::new() };
    line(&format!("{prefix} {first} {last}"))
}

/// What stands under a heading of a note (`# Chief Complaint`), on one line.
pub(crate) fn section(note: &str, heading: &str) -> Option<String> {
    let is_heading = |line: &&str| line.trim_start().starts_with('#');
    let mut lines = note.lines().skip_while(|line| {
        !(is_heading(line) && line.trim_matches(['#', ' ', ':', '\t']).eq_ignore_ascii_case(heading))
    });
    lines.next()?;
    let body: Vec<&str> =
        lines.take_while(|line| !is_heading(line)).map(|line| line.trim_start_matches(['-', ' '])).collect();
    Some(line(&body.join(" "))).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_ends_at_the_next_heading() {
        let note = "\n2021-05-15\n\n# Chief Complaint\n- Cough\n- Fever\n\n# History\nNone";
        assert_eq!(section(note, "chief complaint").as_deref(), Some("Cough Fever"));
        assert_eq!(section(note, "history").as_deref(), Some("None"));
        assert_eq!(section("# Chief Complaint\n\n## Plan\nRest", "chief complaint"), None);
        assert_eq!(section("Chief complaint: cough", "chief complaint"), None);
    }

    #[test]
    fn texts_lose_what_cannot_be_stored() {
        assert_eq!(line(" a\u{0}b \n c\t"), "a b c");
        assert_eq!(block("\r\na\u{0}\r\n\tb \u{7} "), "a\n\tb");
    }

    #[test]
    fn a_cut_keeps_whole_characters_and_is_reported() {
        let mut report = Report::default();
        assert_eq!(fit("äöü".into(), 3, &mut report, "Encounter", "notes"), "äöü");
        assert!(report.types.is_empty());
        assert_eq!(fit("äöü".into(), 2, &mut report, "Encounter", "notes"), "äö");
        assert_eq!(report.of("Encounter").changed["notes cut to 2 characters"], 1);
    }

    #[test]
    fn digits_and_tags_are_left_out() {
        assert_eq!(without_digits("Dr. Carolyne559 Koelpin146"), "Dr. Carolyne Koelpin");
        assert_eq!(without_digits("R2D2 of the 3rd 12"), "R2D2 of the 3rd 12");
        assert_eq!(without_tag("Otitis media (disorder)"), "Otitis media");
        assert_eq!(without_tag("Dander (animal)"), "Dander (animal)");
    }

    #[test]
    fn names_come_in_parts_or_whole() {
        let parts = HumanName {
            family: Some("O'Connell".into()),
            given: vec!["Freda".into(), "M.".into()],
            prefix: vec!["Mrs.".into()],
            ..HumanName::default()
        };
        assert_eq!(first_and_last(&parts), ("Freda M.".into(), "O'Connell".into()));
        assert_eq!(whole_name(&parts), "Mrs. Freda M. O'Connell");
        let whole = HumanName { text: Some("Ana María Ruiz".into()), ..HumanName::default() };
        assert_eq!(first_and_last(&whole), ("Ana María".into(), "Ruiz".into()));
    }
}
