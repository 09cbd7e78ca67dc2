use ::documents::{Checked, check_file};
use app::{api::ApiError, context::ClientAddress};
use axum::{
    Extension, Json,
    extract::{Multipart, State, multipart::MultipartRejection},
    http::StatusCode,
};
use model::{document::Uploaded, id::DocumentId};
use store::{Caller, Filing, NewDocument, SignedIn};
use tokio::fs::File;
use uuid::Uuid;

use super::{
    Documents, caller,
    discard::{discard, discard_late},
    form::{UploadFields, UploadForm},
    refusal::Refusal,
    spool::Spooled,
};

/// Files a document: a multipart form of `id`, `patient`, `document_type`, `description` and, after them, `file`.
///
/// The page makes the id, so that sending the same form again after a lost answer answers as the first time and files
/// nothing more. Without one, the document gets an id here.
///
/// # Errors
/// 401 signed out; 404 for a patient whom the caller doesn't treat; 409 when the caller has filed something else under
/// the id; 413 or 422 with the reason for a file that isn't accepted; 400 when the body isn't that form.
pub async fn upload(
    State(documents): State<Documents>,
    signed_in: Option<Extension<SignedIn>>,
    Extension(address): Extension<ClientAddress>,
    multipart: Result<Multipart, MultipartRejection>,
) -> Result<(StatusCode, Json<Uploaded>), Refusal> {
    let Some(Extension(signed_in)) = signed_in else { return Err(Refusal::Api(ApiError::SignInRequired)) };
    let caller = caller(&signed_in, address);
    let mut multipart = multipart.map_err(|_| Refusal::Malformed)?;
    let received = match receive(&documents, &caller, &mut multipart).await {
        Ok(received) => received,
        Err(refusal) => {
            drain(multipart).await;
            return Err(refusal);
        }
    };
    // In a task of its own, which goes on when the browser hangs up: either the object has its row, or both are gone.
    let filed = tokio::spawn(async move { file(&documents, &caller, received).await });
    let id = filed.await.map_err(|_| Refusal::Api(ApiError::Unexpected))??;
    Ok((StatusCode::CREATED, Json(Uploaded { id })))
}

/// The form and the file on the disk, once the caller has been found to treat the patient.
async fn receive(
    documents: &Documents,
    caller: &Caller,
    multipart: &mut Multipart,
) -> Result<(UploadForm, Spooled), Refusal> {
    let mut fields = UploadFields::default();
    while let Some(field) = multipart.next_field().await? {
        if field.name() != Some("file") {
            fields.read(field).await?;
            continue;
        }
        let form = fields.finish()?;
        let mut tx = documents.store.begin_as(caller).await?;
        let may_write = tx.check_may_write(form.patient).await;
        tx.finish(form.patient, may_write).await?;
        return Ok((form, documents.spool.keep(field).await?));
    }
    Err(Refusal::Malformed)
}

/// Checks the file, puts it into the bucket, and only then makes its row.
async fn file(
    documents: &Documents,
    caller: &Caller,
    (form, spooled): (UploadForm, Spooled),
) -> Result<DocumentId, Refusal> {
    let checked = check_file(spooled.path()).await.map_err(Refusal::File)?;
    let document = document(form, &checked);
    if let Some(filing) = earlier_filing(documents, caller, &document).await? {
        return answer(filing, document.id);
    }
    let mut bytes = File::open(spooled.path()).await?;
    if let Err(error) = documents.bucket.put(&document.object_key, &mut bytes, checked.format.media_type()).await {
        tracing::error!(%error, "the bucket didn't take a document");
        discard_late(documents.bucket.clone(), document.object_key);
        return Err(Refusal::NotStored);
    }
    let filing = add_row(documents, caller, &document).await;
    // Whether a row is there whose commit wasn't confirmed, nobody knows: the sweep finds out later.
    if !matches!(filing, Ok(Filing::New) | Err(store::Error::Unconfirmed)) {
        discard(documents.bucket.clone(), document.object_key.clone()).await;
    }
    answer(filing?, document.id)
}

fn document(form: UploadForm, checked: &Checked) -> NewDocument {
    NewDocument {
        id: form.id,
        patient: form.patient,
        object_key: Uuid::now_v7().to_string(),
        document_type: form.document_type,
        format: checked.format,
        description: form.description,
        size: checked.size,
        sha256: checked.sha256,
    }
}

async fn earlier_filing(
    documents: &Documents,
    caller: &Caller,
    document: &NewDocument,
) -> Result<Option<Filing>, store::Error> {
    let mut tx = documents.store.begin_as(caller).await?;
    let filing = tx.earlier_filing(document).await?;
    tx.commit().await?;
    Ok(filing)
}

async fn add_row(documents: &Documents, caller: &Caller, document: &NewDocument) -> Result<Filing, store::Error> {
    let mut tx = documents.store.begin_as(caller).await?;
    let filing = tx.add_document(document).await;
    tx.finish(document.patient, filing).await
}

fn answer(filing: Filing, id: DocumentId) -> Result<DocumentId, Refusal> {
    match filing {
        Filing::New | Filing::Again => Ok(id),
        Filing::Different => Err(Refusal::Taken),
    }
}

/// Reads the rest of a refused upload, within the limit of its route: a browser that is still sending doesn't read the
/// answer. An error is the end of it.
async fn drain(mut multipart: Multipart) {
    while let Ok(Some(mut field)) = multipart.next_field().await {
        while let Ok(Some(_)) = field.chunk().await {}
    }
}
