use axum::extract::multipart::Field;
use model::{
    document::DocumentType,
    form::Check,
    id::{DocumentId, PatientId},
};
use uuid::Uuid;

use super::refusal::Refusal;

/// The longest text field, in bytes: 500 characters of four bytes fit.
const TEXT_MOST: usize = 2_048;

/// The longest description, in characters.
const DESCRIPTION_MOST: usize = 500;

/// What an upload says of its file, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UploadForm {
    pub id: DocumentId,
    pub patient: PatientId,
    pub document_type: DocumentType,
    pub description: String,
}

/// What has arrived of it.
#[derive(Debug, Default)]
pub struct UploadFields {
    id: Option<DocumentId>,
    patient: Option<PatientId>,
    document_type: Option<DocumentType>,
    description: String,
}

impl UploadFields {
    /// Reads one text field; one with another name is skipped.
    ///
    /// # Errors
    /// What is wrong with it.
    pub async fn read(&mut self, field: Field<'_>) -> Result<(), Refusal> {
        let name = field.name().unwrap_or_default().to_owned();
        let text = read_text(&name, field).await?;
        match name.as_str() {
            "id" => self.id = Some(text.parse().map_err(|_| Refusal::Malformed)?),
            // What isn't an id is nobody's patient.
            "patient" => self.patient = Some(text.parse().map_err(|_| store::Error::NotFound)?),
            "document_type" => {
                let kind = DocumentType::parse(&text);
                self.document_type =
                    Some(kind.ok_or_else(|| Refusal::field("document_type", "Choose what the document is about."))?);
            }
            "description" => self.description = text,
            _ => {}
        }
        Ok(())
    }

    /// # Errors
    /// What is missing, field by field.
    pub fn finish(self) -> Result<UploadForm, Refusal> {
        let mut check = Check::default();
        let description = check.optional("description", "The description", &self.description, DESCRIPTION_MOST);
        if self.patient.is_none() {
            check.error("patient", "The upload doesn't say whose document it is.");
        }
        if self.document_type.is_none() {
            check.error("document_type", "Choose what the document is about.");
        }
        let id = self.id.unwrap_or_else(|| DocumentId(Uuid::now_v7()));
        let form = self.patient.zip(self.document_type);
        let form = form.map(|(patient, document_type)| UploadForm { id, patient, document_type, description });
        check.finish(form).map_err(|errors| store::Error::Invalid(errors).into())
    }
}

async fn read_text(name: &str, mut field: Field<'_>) -> Result<String, Refusal> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await? {
        if bytes.len() + chunk.len() > TEXT_MOST {
            return Err(Refusal::field(name, format!("This is too long: at most {DESCRIPTION_MOST} characters fit.")));
        }
        bytes.extend_from_slice(&chunk);
    }
    String::from_utf8(bytes).map_err(|_| Refusal::Malformed)
}
