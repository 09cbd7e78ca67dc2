//! Sending a form with a file. By `XMLHttpRequest`, because `fetch` tells nothing of what was sent so far.

use leptos::wasm_bindgen::{JsCast, JsValue, closure::Closure};
use model::document::{UploadRefusal, Uploaded};
use web_sys::{FormData, ProgressEvent, XmlHttpRequest};

use crate::api::ApiError;

/// No answer, or one of whatever stands between the browser and the server.
const UNANSWERED: &str = "The server can't be reached, or its answer was lost. Check the network and send it again: \
                          it won't be filed twice.";

/// How an upload ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    Filed(Uploaded),
    /// It isn't filed; the reason, in words.
    Refused(String),
    /// Something else was filed under its id, in words.
    Taken(String),
    /// It may be filed or not; what to do, in words.
    Unsure(String),
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
    read(request.status().unwrap_or_default(), &body)
}

fn read(status: u16, body: &str) -> Outcome {
    let refusal = || serde_json::from_str(body).ok().map(|refusal: UploadRefusal| refusal.message);
    let unsure = |message: Option<String>| Outcome::Unsure(message.unwrap_or_else(|| UNANSWERED.to_owned()));
    match status {
        200..=299 => serde_json::from_str(body).map_or_else(|_| unsure(None), Outcome::Filed),
        409 => refusal().map_or_else(|| unsure(None), Outcome::Taken),
        400..=499 => Outcome::Refused(refusal().unwrap_or_else(|| ApiError::Unexpected.message())),
        _ => unsure(refusal()),
    }
}

#[cfg(test)]
mod tests {
    use model::id::DocumentId;
    use uuid::Uuid;

    use super::*;

    const REFUSAL: &str = r#"{"refusal":null,"message":"Because."}"#;

    #[test]
    fn only_a_refusal_says_that_nothing_is_filed() {
        let id = DocumentId(Uuid::nil());
        assert_eq!(read(201, &format!(r#"{{"id":"{id}"}}"#)), Outcome::Filed(Uploaded { id }));
        assert_eq!(read(422, REFUSAL), Outcome::Refused("Because.".into()));
        assert_eq!(read(409, REFUSAL), Outcome::Taken("Because.".into()));
        assert_eq!(read(503, REFUSAL), Outcome::Unsure("Because.".into()));
        for (status, body) in [(0, ""), (201, ""), (504, "<html>")] {
            assert_eq!(read(status, body), Outcome::Unsure(UNANSWERED.into()), "{status}");
        }
        assert_eq!(read(403, "no"), Outcome::Refused(ApiError::Unexpected.message()));
    }
}
