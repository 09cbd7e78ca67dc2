//! What the parts of a chart share.

mod dialogs;
mod header;

use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use model::{
    chart::ChartHeader,
    clinic::{Clinic, display_date},
    id::{PatientId, VisitId},
    patient::Demographics,
};

use self::dialogs::Dialogs;
use super::{
    address::{Address, Tab},
    calendar::Calendar,
    content::Content,
};
use crate::{api::ApiError, components::button::use_script};

/// An open chart. Its header is fetched again after a write and stays on the page meanwhile, so that no dialog is
/// lost on the way; when that fails, the page says so in its place.
#[derive(Clone, Copy)]
pub struct OpenChart {
    pub patient: PatientId,
    pub header: RwSignal<ChartHeader>,
    /// Why the header couldn't be fetched again after a write: what it says may be wrong by now.
    pub header_error: RwSignal<Option<ApiError>>,
    pub calendar: Calendar,
    pub address: Memo<Address>,
    pub content: Resource<Result<Content, ApiError>>,
    /// What was just done, for everyone to read.
    pub done: RwSignal<String>,
    /// True until the script runs: for buttons that need it.
    pub is_static: Signal<bool>,
    /// The visits that are unfolded: they stay so when the list is fetched again.
    pub unfolded: RwSignal<Vec<VisitId>>,
    pub dialogs: Dialogs,
    go: Callback<String>,
}

impl OpenChart {
    pub fn new(
        header: ChartHeader,
        clinic: Clinic,
        address: Memo<Address>,
        content: Resource<Result<Content, ApiError>>,
    ) -> Self {
        let navigate = use_navigate();
        let has_script = use_script();
        Self {
            patient: header.id,
            header: RwSignal::new(header),
            header_error: RwSignal::new(None),
            calendar: Calendar::new(clinic),
            address,
            content,
            done: RwSignal::new(String::new()),
            is_static: Signal::derive(move || !has_script.get()),
            unfolded: RwSignal::new(Vec::new()),
            dialogs: Dialogs::default(),
            go: Callback::new(move |href: String| {
                navigate(&href, NavigateOptions { scroll: false, ..NavigateOptions::default() });
            }),
        }
    }

    /// The patient's full name.
    pub fn name(self) -> Signal<String> {
        self.of_patient(Demographics::full_name)
    }

    /// The patient by two identifiers.
    pub fn identity(self) -> Signal<String> {
        self.of_patient(|patient| format!("{}, born {}", patient.full_name(), display_date(patient.date_of_birth)))
    }

    /// A dialog's title, which names the patient.
    pub fn title(self, task: &'static str) -> Signal<String> {
        self.of_patient(move |patient| format!("{task}: {}", patient.full_name()))
    }

    fn of_patient(self, text: impl Fn(&Demographics) -> String + Send + Sync + 'static) -> Signal<String> {
        Signal::derive(move || self.header.with(|header| text(&header.demographics)))
    }

    /// Says what was done, and shows it: the beginning of the tab where it stands, fetched again.
    pub fn show(self, done: &str, tab: Tab) {
        let there = Address::of(self.patient, tab);
        if self.address.with_untracked(|here| *here == there) {
            self.content.refetch();
        } else {
            self.go.run(there.href());
        }
        self.done.set(done.to_owned());
    }

    /// Goes back to the list: the chart can't be read any more.
    pub fn leave(self) {
        self.go.run("/patients".to_owned());
    }

    /// Says what was done, and fetches the same part of the list again.
    pub fn refresh(self, done: &str) {
        self.content.refetch();
        self.done.set(done.to_owned());
    }

    /// Fetches the same part of the list again, which may have changed.
    pub fn fetch_content(self) {
        self.content.refetch();
    }
}
