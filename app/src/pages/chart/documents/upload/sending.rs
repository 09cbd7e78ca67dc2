//! An upload under way.

use leptos::prelude::*;

use crate::components::upload::Upload;

/// How far an upload is.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Stage {
    #[default]
    Idle,
    /// The browser looks at the file; nothing is sent yet.
    Looking,
    /// The share that is sent, from 0 to less than 1.
    Sending(f64),
    /// Everything is sent, and the server may be filing it: too late to cancel.
    Checking,
}

/// An upload, or none.
#[derive(Clone, Copy)]
pub struct Sending {
    stage: RwSignal<Stage>,
    /// The browser's request, which ends when this is dropped: with the page, too.
    upload: StoredValue<Option<Upload>, LocalStorage>,
    /// The number of the attempt that counts. Whoever waited for something asks whether theirs still does.
    attempt: StoredValue<u32>,
}

impl Sending {
    /// None yet.
    ///
    /// # Arguments
    /// `stage` is kept up to date.
    pub fn new(stage: RwSignal<Stage>) -> Self {
        Self { stage, upload: StoredValue::new_local(None), attempt: StoredValue::new(0) }
    }

    /// Begins an attempt, and answers with its number.
    pub fn begin(self) -> u32 {
        self.attempt.update_value(|attempt| *attempt += 1);
        self.stage.set(Stage::Looking);
        self.attempt.get_value()
    }

    /// Whether the attempt wasn't cancelled, nor left with the page.
    pub fn is_current(self, attempt: u32) -> bool {
        self.attempt.try_get_value() == Some(attempt)
    }

    /// The attempt's request is on its way.
    pub fn keep(self, upload: Upload) {
        self.upload.set_value(Some(upload));
        self.stage.set(Stage::Sending(0.0));
    }

    pub fn reach(self, share: f64) {
        self.stage.set(if share < 1.0 { Stage::Sending(share) } else { Stage::Checking });
    }

    /// It has ended by itself. The request is kept until the next one, as this is called by it.
    pub fn end(self) {
        self.stage.set(Stage::Idle);
    }

    /// Cancels what can still be cancelled. Answers whether something was on its way.
    pub fn cancel(self) -> bool {
        let stage = self.stage.get_untracked();
        if !matches!(stage, Stage::Looking | Stage::Sending(_)) {
            return false;
        }
        self.attempt.update_value(|attempt| *attempt += 1);
        self.upload.set_value(None);
        self.stage.set(Stage::Idle);
        stage != Stage::Looking
    }

    pub fn stage(self) -> RwSignal<Stage> {
        self.stage
    }

    pub fn is_on(self) -> bool {
        self.stage.get_untracked() != Stage::Idle
    }

    pub fn pending(self) -> Signal<bool> {
        Signal::derive(move || self.stage.get() != Stage::Idle)
    }
}
