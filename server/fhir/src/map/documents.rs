use std::collections::HashSet;

use chrono::{DateTime, Utc};
use model::{document::DocumentType, import::ImportedDocument};

use super::{
    attachments::{Content, content},
    draft::Note,
    is_new,
    visits::Drafts,
};
use crate::{
    entry::Entry,
    report::Report,
    resources::DocumentReference,
    text::{block, concept, fit, line},
    time::moment,
    types::{Attachment, Reference},
};

const KIND: &str = "DocumentReference";

/// Texts are counted apart from files: they become part of a visit.
const NOTE: &str = "DocumentReference (note)";

/// What the type's LOINC code, or a word of its name, says the document is about.
const TYPES: [(&[&str], DocumentType); 5] = [
    (&["11502-2", "laboratory", "pathology"], DocumentType::LabResult),
    (&["18748-4", "imaging", "radiology"], DocumentType::Imaging),
    (&["57133-1", "referral"], DocumentType::Referral),
    (&["59284-0", "consent"], DocumentType::Consent),
    (&["51852-2", "letter", "correspondence"], DocumentType::Correspondence),
];

/// The files; texts become notes of their visits.
pub(super) fn documents(
    references: &[&Entry<DocumentReference>],
    drafts: &mut Drafts<'_>,
    report: &mut Report,
) -> Vec<ImportedDocument> {
    let mut seen = HashSet::new();
    let mut documents = Vec::new();
    for entry in references {
        if !is_new(entry, &mut seen, KIND, report) {
            continue;
        }
        if entry.resource.status.as_deref() == Some("entered-in-error") {
            report.skip(KIND, "entered in error", &entry.place);
            continue;
        }
        if entry.resource.content.is_empty() {
            report.skip(KIND, "no content", &entry.place);
        }
        for (number, part) in entry.resource.content.iter().enumerate() {
            let Some(attachment) = &part.attachment else {
                report.skip(KIND, "no content", &entry.place);
                continue;
            };
            match keep(entry, number, attachment, drafts, report) {
                Ok(document) => {
                    report.take(if document.is_some() { KIND } else { NOTE });
                    documents.extend(document);
                }
                Err(reason) => report.skip(KIND, reason, &entry.place),
            }
        }
    }
    documents
}

/// A document, or nothing for a text that went into its visit.
fn keep(
    entry: &Entry<DocumentReference>,
    number: usize,
    attachment: &Attachment,
    drafts: &mut Drafts<'_>,
    report: &mut Report,
) -> Result<Option<ImportedDocument>, String> {
    let reference = &entry.resource;
    let encounter = reference.context.as_ref().and_then(|context| context.encounter.first());
    let written = reference.date.as_deref().and_then(moment).map(|(time, _)| time);
    match content(attachment)? {
        Content::Text { text, is_utf8 } => {
            let text = block(&text);
            if text.is_empty() {
                return Err("no content".into());
            }
            let draft = drafts.of(encounter).ok_or("a text that belongs to no visit of the bundle")?;
            draft.notes.push(Note { time: written, text });
            if !is_utf8 {
                report.change(NOTE, "text that isn't UTF-8: read as Latin-1");
            }
            Ok(None)
        }
        Content::File { format, bytes } => {
            let created_at = written.or_else(|| created(attachment, encounter, drafts)).ok_or("no date")?;
            let suffix = if number == 0 { String::new() } else { format!("#{}", number + 1) };
            Ok(Some(ImportedDocument {
                external_id: format!("{}{suffix}", entry.id),
                document_type: document_type(reference),
                format,
                description: fit(description(reference, attachment), 500, report, KIND, "description"),
                created_at,
                bytes,
            }))
        }
    }
}

fn created(attachment: &Attachment, encounter: Option<&Reference>, drafts: &Drafts<'_>) -> Option<DateTime<Utc>> {
    let own = attachment.creation.as_deref().and_then(moment).map(|(time, _)| time);
    own.or_else(|| drafts.id_and_time(encounter).map(|(_, time)| time))
}

fn document_type(reference: &DocumentReference) -> DocumentType {
    let Some(kind) = &reference.kind else { return DocumentType::Other };
    let text = concept(kind).to_lowercase();
    let fits = |word: &&str| kind.has_code(word) || text.contains(word);
    TYPES.iter().find(|(words, _)| words.iter().any(&fits)).map_or(DocumentType::Other, |(_, kind)| *kind)
}

fn description(reference: &DocumentReference, attachment: &Attachment) -> String {
    let texts = [reference.description.as_deref(), attachment.title.as_deref()];
    let own = texts.into_iter().flatten().map(line).find(|text| !text.is_empty());
    own.or_else(|| reference.kind.as_ref().map(concept)).unwrap_or_default()
}
