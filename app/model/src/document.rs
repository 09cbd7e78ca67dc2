//! Documents of a record: PDF and JPEG files.

use serde::{Deserialize, Serialize};

use crate::{clinic::ClinicTime, id::DocumentId, visit::EnteredInError};

/// The largest file accepted, in bytes.
pub const DOCUMENT_MOST_BYTES: u64 = 10 * 1024 * 1024;

/// Within how many bytes of its beginning a PDF has its header: readers look no further, and scanners and printers'
/// drivers put something before it.
pub const PDF_HEADER_WITHIN: usize = 1024;

/// What a document is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentType {
    LabResult,
    Imaging,
    Referral,
    Consent,
    Correspondence,
    #[default]
    Other,
}

impl DocumentType {
    pub const ALL: [Self; 6] =
        [Self::LabResult, Self::Imaging, Self::Referral, Self::Consent, Self::Correspondence, Self::Other];

    /// As stored in `documents.document_type`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::LabResult => "lab_result",
            Self::Imaging => "imaging",
            Self::Referral => "referral",
            Self::Consent => "consent",
            Self::Correspondence => "correspondence",
            Self::Other => "other",
        }
    }

    /// As shown.
    pub fn label(self) -> &'static str {
        match self {
            Self::LabResult => "Lab result",
            Self::Imaging => "Imaging",
            Self::Referral => "Referral",
            Self::Consent => "Consent",
            Self::Correspondence => "Correspondence",
            Self::Other => "Other",
        }
    }

    /// The stored text back into the type.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// The two formats that are accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileFormat {
    Pdf,
    Jpeg,
}

impl FileFormat {
    /// The media type, as stored in `documents.media_type`.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Jpeg => "image/jpeg",
        }
    }

    /// The file name's ending, without the point.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Jpeg => "jpg",
        }
    }
}

/// Why a file was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileRefusal {
    Empty,
    TooLarge,
    NotPdfOrJpeg,
    TwoFormats,
    Damaged,
    Encrypted,
    ActiveContent,
    /// Reading it would take more memory or time than a document may.
    TooComplex,
    /// A JPEG as ITU-T T.81 allows it, of a kind that next to no program reads: arithmetic coding, a height that is
    /// said behind the picture.
    UnusualJpeg,
    /// A picture with a film or a sound behind it, which viewers of pictures don't show.
    MotionPhoto,
    /// Something else that follows the end of a PDF or a picture, where readers don't look.
    AfterEnd(AfterEnd),
}

/// What follows the end of a PDF or a picture, and isn't accepted there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AfterEnd {
    Archive,
    Film,
    Picture,
    Program,
    /// HTML, or a script as web pages and web servers have them.
    WebPage,
    /// More text than a scanner or a mail program leaves there.
    LongText,
    /// None of these, as far as its first bytes tell.
    Unknown,
}

impl FileRefusal {
    /// The reason in words that say what to do next.
    pub fn message(self) -> &'static str {
        match self {
            Self::Empty => "The file is empty. Choose another one.",
            Self::TooLarge => "The file is larger than 10 MB. Scan it at a lower resolution, or split it.",
            Self::NotPdfOrJpeg => {
                "The file is neither a PDF nor a JPEG, whatever its name says. Save it as one of these."
            }
            Self::TwoFormats => {
                "The file is two formats at once, which can hide content. Save it again as a plain PDF or JPEG."
            }
            Self::Damaged => "The file is damaged and can't be read. Ask for it again, or scan it again.",
            Self::Encrypted => "The PDF is encrypted. Remove its password and upload it again.",
            Self::ActiveContent => {
                "The PDF has active content, such as JavaScript or an embedded file. Print it to a new PDF and upload that."
            }
            Self::TooComplex => "The file needs too much memory or time to be checked. Save it in a simpler form.",
            Self::UnusualJpeg => {
                "The file is a kind of JPEG that isn't supported. Open it in a picture program, save it again as an ordinary JPEG, and upload that."
            }
            Self::MotionPhoto => {
                "The picture has a film or a sound behind it, as motion photos of phones do, which the record wouldn't show. Save it as a still picture, on a phone by exporting it or switching the motion off, and upload that."
            }
            Self::AfterEnd(after_end) => after_end.message(),
        }
    }
}

impl AfterEnd {
    /// What follows, and what to do next.
    fn message(self) -> &'static str {
        match self {
            Self::Archive => {
                "An archive, such as a ZIP, follows the end of the PDF or picture, where nobody sees it. Save the file again as a plain PDF or JPEG."
            }
            Self::Film => {
                "A film or a sound follows the end of the PDF, where nobody sees it. Print the file to a new PDF and upload that."
            }
            Self::Picture => {
                "A picture follows the end of the PDF or picture, where nobody sees it. Save the file again as a plain PDF or JPEG, and upload the other picture by itself."
            }
            Self::Program => {
                "A program follows the end of the PDF or picture, where nobody sees it. Save the file again as a plain PDF or JPEG."
            }
            Self::WebPage => {
                "A web page or a script follows the end of the PDF or picture, where nobody sees it. Save the file again as a plain PDF or JPEG."
            }
            Self::LongText => {
                "A long text follows the end of the PDF or picture, where nobody sees it. Save the file again as a plain PDF or JPEG."
            }
            Self::Unknown => {
                "Unknown data follows the end of the PDF or picture, where nobody sees it. Save the file again as a plain PDF or JPEG."
            }
        }
    }
}

/// A document, as the chart shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    pub id: DocumentId,
    pub document_type: DocumentType,
    pub format: FileFormat,
    pub description: String,
    pub uploaded_at: ClinicTime,
    pub uploaded_by_name: String,
    /// Bytes.
    pub size: i64,
    /// When someone marked it reviewed; `None` while it is pending.
    pub reviewed_at: Option<ClinicTime>,
    pub entered_in_error: Option<EnteredInError>,
}

/// What `POST /documents` answers when the document is filed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Uploaded {
    pub id: DocumentId,
}

/// What `POST /documents` answers otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UploadRefusal {
    /// Why the file was refused, when it is the file's fault.
    pub refusal: Option<FileRefusal>,
    /// What to do next, in words.
    pub message: String,
}

/// A size as it is shown: `1.2 MB`, `340 kB`, `12 bytes`.
pub fn display_size(bytes: i64) -> String {
    match bytes {
        ..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} kB", (bytes + 500) / 1_000),
        _ => format!("{:.1} MB", bytes as f64 / 1_000_000.0),
    }
}
