//! The dialog that uploads a document.

mod progress;
mod sending;

use leptos::{ev::SubmitEvent, prelude::*, wasm_bindgen::JsValue};
use model::{document::DocumentType, id::DocumentId};
use uuid::Uuid;
use web_sys::{File, FormData};

use self::{
    progress::Progress,
    sending::{Sending, Stage},
};
use crate::{
    api::ApiError,
    components::{
        badge::Tone,
        form::{SelectField, SubmitButton, TextField, Typed, focus},
        opening::OpeningDialog,
        state::Notice,
        upload::{FilePicker, Outcome, Upload, check},
    },
    pages::chart::{address::Tab, state::OpenChart},
};

/// The file field's id.
const FILE: &str = "upload-file";

/// Closing the dialog cancels the upload. Once everything is sent it stays open, because the server then goes on by
/// itself, and whatever it answers must be seen.
#[component]
pub fn UploadDialog(chart: OpenChart) -> impl IntoView {
    let opening = chart.dialogs.document;
    let title = chart.title("Upload document");
    let stage = RwSignal::new(Stage::Idle);
    let is_held = Signal::derive(move || stage.get() == Stage::Checking);
    view! {
        <OpeningDialog id="upload-document" opening title is_held content=move |()| upload_form(chart, Sending::new(stage))/>
    }
}

/// The document's id is made here, when the dialog opens: sending the form again after a lost answer doesn't file the
/// document twice.
fn upload_form(chart: OpenChart, sending: Sending) -> AnyView {
    let open = chart.dialogs.document.is_open();
    let id = StoredValue::new(new_id());
    let problem = RwSignal::new(None::<String>);
    let refusal = RwSignal::new(None::<String>);
    // Another file was chosen: what the server said was about the last one.
    Effect::new(move || {
        problem.track();
        refusal.set(None);
    });
    let cancel = move || {
        // Its last bytes may have been on the way already.
        if sending.cancel() {
            chart.fetch_content();
        }
    };
    Effect::new(move || {
        if !open.get() {
            cancel();
        }
    });
    let on_end = move |outcome| {
        sending.end();
        end(chart, outcome, id, refusal);
    };
    let send = move |event: SubmitEvent| {
        let Some(typed) = Typed::of(&event) else { return };
        if sending.is_on() {
            return;
        }
        refusal.set(None);
        let Some(file) = typed.file("file") else {
            problem.set(Some("Choose a file, or drop one here.".into()));
            focus(FILE);
            return;
        };
        let attempt = sending.begin();
        leptos::task::spawn_local(async move {
            let reason = check(&file).await;
            if !sending.is_current(attempt) {
                return;
            }
            if let Some(reason) = reason {
                sending.end();
                problem.set(Some(reason.message().to_owned()));
                focus(FILE);
                return;
            }
            let upload = body(chart, id.get_value(), &typed, &file)
                .and_then(|body| Upload::start("/documents", &body, move |share| sending.reach(share), on_end));
            match upload {
                Ok(upload) => sending.keep(upload),
                Err(_) => on_end(Outcome::Refused(ApiError::Disconnected.message())),
            }
        });
    };
    let types = DocumentType::ALL.map(|kind| (kind.as_str().to_owned(), kind.label().to_owned())).to_vec();
    view! {
        <form class="form" novalidate=true on:submit=send>
            <FilePicker id=FILE hint="A PDF or a JPEG of up to 10 MB. It can be dropped here." problem/>
            <SelectField label="Type" name="document_type" id="upload-type" options=types initial=DocumentType::LabResult.as_str()/>
            <TextField label="Description" name="description" id="upload-description" autocomplete="off"/>
            <div class="action-message" role="alert">
                {move || refusal.get().map(|text| view! { <Notice tone=Tone::Danger><p>{text}</p></Notice> })}
            </div>
            <Progress sending open on_cancel=move |()| cancel()>
                <SubmitButton label="Upload document" pending=sending.pending()/>
            </Progress>
        </form>
    }
    .into_any()
}

/// Says how an upload ended: in the dialog unless it is filed.
fn end(chart: OpenChart, outcome: Outcome, id: StoredValue<DocumentId>, refusal: RwSignal<Option<String>>) {
    let opening = chart.dialogs.document;
    let message = match outcome {
        Outcome::Filed(_) => {
            opening.finish();
            chart.show("Document uploaded.", Tab::Documents);
            return;
        }
        Outcome::Refused(message) => message,
        Outcome::Taken(message) => {
            id.set_value(new_id());
            chart.fetch_content();
            message
        }
        Outcome::Unsure(message) => {
            chart.fetch_content();
            message
        }
    };
    refusal.set(Some(message));
    if !opening.is_open().get_untracked() {
        opening.open(());
    }
}

fn new_id() -> DocumentId {
    DocumentId(Uuid::now_v7())
}

/// The form as the server reads it: the file comes last, when it is known whose it is.
fn body(chart: OpenChart, id: DocumentId, typed: &Typed, file: &File) -> Result<FormData, JsValue> {
    let form = FormData::new()?;
    form.append_with_str("id", &id.to_string())?;
    form.append_with_str("patient", &chart.patient.to_string())?;
    form.append_with_str("document_type", &typed.text("document_type"))?;
    form.append_with_str("description", &typed.text("description"))?;
    form.append_with_blob("file", file)?;
    Ok(form)
}
