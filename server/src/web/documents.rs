//! Files that come in and go out: the two routes that aren't pages or server functions.

mod discard;
mod download;
mod form;
mod refusal;
mod spool;
mod upload;

use ::documents::Bucket;
use app::context::ClientAddress;
use axum::{
    Router,
    extract::DefaultBodyLimit,
    routing::{get, post},
};
use store::{Caller, SignedIn, Store};

pub use self::{refusal::Refusal, spool::Spool};
use super::pages::Pages;

/// How much of an upload is read, in bytes. It is more than a document may have, because a browser that is still
/// sending doesn't hear why its file was refused.
const UPLOAD_MOST: usize = 32 * 1024 * 1024;

/// What the two routes need; cheap to clone.
#[derive(Clone)]
pub struct Documents {
    pub store: Store,
    pub bucket: Bucket,
    pub spool: Spool,
    pub pages: Pages,
}

/// `POST /documents`.
pub fn upload_router<S: Clone + Send + Sync + 'static>(documents: Documents) -> Router<S> {
    let router = Router::new().route("/documents", post(upload::upload));
    router.layer(DefaultBodyLimit::max(UPLOAD_MOST)).with_state(documents)
}

/// `GET /documents/{id}/download`.
pub fn download_router<S: Clone + Send + Sync + 'static>(documents: Documents) -> Router<S> {
    Router::new().route("/documents/{id}/download", get(download::download)).with_state(documents)
}

fn caller(signed_in: &SignedIn, ClientAddress(address): ClientAddress) -> Caller {
    signed_in.caller(Some(address))
}
