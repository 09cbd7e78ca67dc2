//! The dialog that uploads a document.

mod progress;

use leptos::{ev::SubmitEvent, prelude::*};
use model::document::DocumentType;
use web_sys::{File, FormData};

use self::progress::{Progress, Sending};
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

#[component]
pub fn UploadDialog(chart: OpenChart) -> impl IntoView {
    let opening = chart.dialogs.document;
    let title = chart.title("Upload document");
    view! { <OpeningDialog id="upload-document" opening title content=move |()| upload_form(chart)/> }
}

fn upload_form(chart: OpenChart) -> AnyView {
    let opening = chart.dialogs.document;
    let problem = RwSignal::new(None::<String>);
    let refusal = RwSignal::new(None::<String>);
    let sending = Sending::default();
    // Another file was chosen: what the server said was about the last one.
    Effect::new(move || {
        problem.track();
        refusal.set(None);
    });
    let on_end = move |outcome| {
        sending.end();
        match outcome {
            Outcome::Filed(_) => {
                opening.finish();
                chart.show("Document uploaded.", Tab::Documents);
            }
            Outcome::Refused(message) => refusal.set(Some(message)),
        }
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
        sending.begin();
        leptos::task::spawn_local(async move {
            if let Some(reason) = check(&file).await {
                problem.set(Some(reason.message().to_owned()));
                sending.end();
                focus(FILE);
                return;
            }
            let upload = body(chart, &typed, &file)
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
            <Progress sending open=opening.is_open()>
                <SubmitButton label="Upload document" pending=sending.pending()/>
            </Progress>
        </form>
    }
    .into_any()
}

/// The form as the server reads it: the file comes last, when it is known whose it is.
fn body(chart: OpenChart, typed: &Typed, file: &File) -> Result<FormData, leptos::wasm_bindgen::JsValue> {
    let form = FormData::new()?;
    form.append_with_str("patient", &chart.patient.to_string())?;
    form.append_with_str("document_type", &typed.text("document_type"))?;
    form.append_with_str("description", &typed.text("description"))?;
    form.append_with_blob("file", file)?;
    Ok(form)
}
