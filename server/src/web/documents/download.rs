use app::{
    api::ApiError,
    components::url::with_query,
    context::{ClientAddress, FirstTransaction},
};
use axum::{
    Extension,
    extract::{Path, Request, State},
    response::{IntoResponse, Redirect, Response},
};
use model::id::DocumentId;
use store::{Caller, SignedIn};
use url::Url;

use super::{Documents, caller};
use crate::web::way_back::way_back;

/// Redirects to an address of the bucket that works for a while, minted after the row was read as the caller, on
/// every click.
///
/// Somebody else's document answers as one that doesn't exist: with the page that says so. Whoever isn't signed in comes
/// back to where the link was, and so does whoever reads why it failed.
pub async fn download(
    State(documents): State<Documents>,
    Path(id): Path<String>,
    signed_in: Option<Extension<SignedIn>>,
    Extension(address): Extension<ClientAddress>,
    first: Option<Extension<FirstTransaction>>,
    request: Request,
) -> Response {
    let Some(Extension(signed_in)) = signed_in else {
        let back = way_back(request.uri()).unwrap_or_default();
        return Redirect::to(&with_query("/sign-in", &[("next", &back)])).into_response();
    };
    let url = match id.parse() {
        Ok(id) => sign(&documents, first, &caller(&signed_in, address), id).await,
        Err(_) => Err(ApiError::NotFound),
    };
    match url {
        Ok(url) => Redirect::to(url.as_str()).into_response(),
        Err(ApiError::NotFound) => documents.pages.not_found(request).await,
        Err(error) => documents.pages.failure(request, error).await,
    }
}

async fn sign(
    documents: &Documents,
    first: Option<Extension<FirstTransaction>>,
    caller: &Caller,
    id: DocumentId,
) -> Result<Url, ApiError> {
    let mut tx = match first.and_then(|Extension(first)| first.take()) {
        Some(first) => first,
        None => documents.store.begin_as(caller).await?,
    };
    let file = tx.document_file(id).await;
    let file = tx.finish(id, file).await?;
    documents.bucket.signed_url(&file.object_key, &file.file_name, file.media_type).await.map_err(|error| {
        tracing::error!(%error, "an address can't be signed");
        ApiError::Unavailable
    })
}
