//! Documents that nobody has reviewed yet; `server/demo/make-documents.py` makes them.

use chrono::{DateTime, TimeDelta, Utc};
use model::{
    document::{DocumentType, FileFormat},
    import::{ImportedDocument, ImportedRecord},
};

struct File {
    name: &'static str,
    bytes: &'static [u8],
    format: FileFormat,
    kind: DocumentType,
    description: &'static str,
}

macro_rules! file {
    ($name:literal, $format:ident, $kind:ident, $description:literal) => {
        File {
            name: $name,
            bytes: include_bytes!(concat!("../../../demo/documents/", $name)),
            format: FileFormat::$format,
            kind: DocumentType::$kind,
            description: $description,
        }
    };
}

const FILES: [File; 7] = [
    file!("blood-count.pdf", Pdf, LabResult, "Complete blood count"),
    file!("lipid-panel.pdf", Pdf, LabResult, "Lipid panel"),
    file!("chest-film.jpg", Jpeg, Imaging, "Chest film, front view"),
    file!("referral-cardiology.pdf", Pdf, Referral, "Referral to cardiology"),
    file!("consent-treatment.pdf", Pdf, Consent, "Consent to treatment"),
    file!("hospital-letter.pdf", Pdf, Correspondence, "Discharge letter from the hospital"),
    file!("vaccination-card.jpg", Jpeg, Other, "Vaccination card"),
];

/// Name, the files by their place in [`FILES`], and how many hours ago each came.
const OWNERS: [(&str, &[(usize, i64)]); 8] = [
    ("Lanell Goodwin", &[(0, 7), (1, 8), (3, 2), (2, 24 * 40), (4, 24 * 200), (5, 24 * 90), (6, 24 * 700)]),
    ("Freda O'Connell", &[(0, 30)]),
    ("Raúl Fernández", &[(5, 55)]),
    ("Alexis Toy", &[(6, 5), (4, 24 * 20)]),
    ("Adán Portillo", &[(1, 26), (2, 24 * 12)]),
    ("Asa Hermiston", &[(0, 50), (4, 24 * 75)]),
    ("Giovanni Balistreri", &[(6, 28)]),
    ("Patria Schimmel", &[(0, 24 * 4)]),
];

/// Adds a patient's documents.
pub(super) fn add(record: &mut ImportedRecord, name: &str, now: DateTime<Utc>) {
    let owned = OWNERS.iter().find(|(owner, _)| *owner == name).map_or(&[][..], |(_, files)| files);
    for (position, hours) in owned {
        let file = &FILES[*position];
        record.documents.push(ImportedDocument {
            external_id: format!("demonstration-{}", file.name),
            document_type: file.kind,
            format: file.format,
            description: file.description.into(),
            created_at: now - TimeDelta::hours(*hours),
            bytes: file.bytes.to_vec(),
        });
    }
}
