//! An upload under way: how far it is, and the way to cancel it.

use leptos::prelude::*;

use crate::components::{button::Button, upload::Upload};

/// How far an upload is; nothing while there is none.
#[derive(Clone, Copy)]
pub struct Sending {
    share: RwSignal<Option<f64>>,
    /// The browser's request, which ends when this is dropped: with the page, too.
    upload: StoredValue<Option<Upload>, LocalStorage>,
}

impl Default for Sending {
    fn default() -> Self {
        Self { share: RwSignal::new(None), upload: StoredValue::new_local(None) }
    }
}

impl Sending {
    /// Nothing is sent yet: the file is being looked at.
    pub fn begin(self) {
        self.share.set(Some(0.0));
    }

    pub fn keep(self, upload: Upload) {
        // The form may have been left while its file was looked at: the upload then ends here.
        _ = self.upload.try_set_value(Some(upload));
    }

    pub fn reach(self, share: f64) {
        self.share.set(Some(share));
    }

    /// It has ended by itself. The request is kept until the next one, as this is called by it.
    pub fn end(self) {
        self.share.set(None);
    }

    fn cancel(self) {
        self.upload.set_value(None);
        self.share.set(None);
    }

    pub fn is_on(self) -> bool {
        self.share.read_untracked().is_some()
    }

    pub fn pending(self) -> Signal<bool> {
        Signal::derive(move || self.share.read().is_some())
    }
}

/// The progress bar and the dialog's buttons: while something is sent, the one beside the verb cancels that.
#[component]
pub fn Progress(sending: Sending, open: RwSignal<bool>, children: Children) -> impl IntoView {
    let percent = move || sending.share.get().map_or(0.0, |share| (share * 100.0).round());
    let words = move || match percent() {
        100.0 => "Checking the file…".to_owned(),
        percent => format!("{percent} % sent"),
    };
    let is_on = sending.pending();
    let cancel = move |_| if is_on.get_untracked() { sending.cancel() } else { open.set(false) };
    view! {
        {move || is_on.get().then(|| view! {
            <div class="upload-progress">
                <progress aria-label="Upload" max="100" value=percent></progress>
                <span role="status">{words}</span>
            </div>
        })}
        <div class="dialog-actions">
            {children()}
            <Button on_click=cancel>{move || if is_on.get() { "Cancel upload" } else { "Cancel" }}</Button>
        </div>
    }
}
