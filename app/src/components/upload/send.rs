//! Sending a form with a file. By `XMLHttpRequest`, because `fetch` tells nothing of what was sent so far.

use leptos::wasm_bindgen::{JsCast, JsValue, closure::Closure};
use model::document::{UploadRefusal, Uploaded};
use web_sys::{FormData, ProgressEvent, XmlHttpRequest};

use crate::api::ApiError;

/// How an upload ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    Filed(Uploaded),
    /// The reason, in words.
    Refused(String),
}

/// An upload under way. Dropping it cancels it.
pub struct Upload {
    request: XmlHttpRequest,
    /// Called by the browser as long as the upload goes on.
    _on_progress: Closure<dyn FnMut(ProgressEvent)>,
    _on_end: Closure<dyn FnMut()>,
}

impl Upload {
    /// Sends the form.
    ///
    /// # Arguments
    /// `on_progress` is told the share that is sent, from 0 to 1.
    ///
    /// # Errors
    /// What the browser says when it doesn't even begin.
    pub fn start(
        address: &str,
        form: &FormData,
        on_progress: impl Fn(f64) + 'static,
        on_end: impl Fn(Outcome) + 'static,
    ) -> Result<Self, JsValue> {
        let request = XmlHttpRequest::new()?;
        request.open("POST", address)?;
        let _on_progress = Closure::<dyn FnMut(_)>::new(move |event: ProgressEvent| {
            if event.length_computable() && event.total() > 0.0 {
                on_progress(event.loaded() / event.total());
            }
        });
        let answered = request.clone();
        let _on_end = Closure::<dyn FnMut()>::new(move || on_end(outcome(&answered)));
        request.upload()?.set_onprogress(Some(_on_progress.as_ref().unchecked_ref()));
        request.set_onloadend(Some(_on_end.as_ref().unchecked_ref()));
        // From here on, a failure drops the upload, which takes the listeners away before it aborts.
        let upload = Self { request, _on_progress, _on_end };
        upload.request.send_with_opt_form_data(Some(form))?;
        Ok(upload)
    }
}

impl Drop for Upload {
    fn drop(&mut self) {
        self.request.set_onloadend(None);
        if let Ok(upload) = self.request.upload() {
            upload.set_onprogress(None);
        }
        // It only fails for a request that was never opened; one that has ended stays as it is.
        _ = self.request.abort();
    }
}

fn outcome(request: &XmlHttpRequest) -> Outcome {
    let body = request.response_text().ok().flatten().unwrap_or_default();
    let filed = || serde_json::from_str(&body).ok().map(Outcome::Filed);
    let refused = || serde_json::from_str(&body).ok().map(|refusal: UploadRefusal| Outcome::Refused(refusal.message));
    let (known, otherwise) = match request.status().unwrap_or_default() {
        0 => (None, ApiError::Disconnected),
        200..=299 => (filed(), ApiError::Unexpected),
        _ => (refused(), ApiError::Unexpected),
    };
    known.unwrap_or_else(|| Outcome::Refused(otherwise.message()))
}
