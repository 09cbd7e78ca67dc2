//! `/patients`: the provider's dashboard.

mod address;
mod cards;
mod duplicates;
mod list;
mod new_patient;
mod rows;
mod waiting;

use leptos::prelude::*;

use self::{cards::CountCards, list::PatientList, new_patient::NewPatientDialog, waiting::Waiting};
use crate::{
    api::patients::{dashboard_counts, list_patients},
    components::{
        button::{LinkButton, Look, OpenButton},
        icon::Symbol,
        page::PageHeader,
        provider_only::ProviderOnly,
        state::NeedsScript,
        url::use_query_of,
    },
};

/// The dashboard: four counts, and the table of the caller's patients, as the address asks for it.
pub fn view() -> AnyView {
    let params = use_query_of(address::PATH);
    let query = Memo::new(move |_| params.with(address::query));
    let counts = Resource::new(|| (), |()| dashboard_counts());
    let page = Resource::new(move || query.get(), list_patients);
    let is_new_open = RwSignal::new(false);
    view! {
        <ProviderOnly title="Patients">
            <PageHeader title="Patients">
                <OpenButton open=is_new_open look=Look::Primary symbol=Symbol::Plus>"New patient"</OpenButton>
                <LinkButton href="/colleagues".to_owned() symbol=Symbol::Patients>"Colleagues"</LinkButton>
                <LinkButton href="/break-glass".to_owned() symbol=Symbol::Warning>"Emergency access"</LinkButton>
                <NeedsScript task="Registering a patient"/>
            </PageHeader>
            <Waiting counts/>
            <CountCards counts/>
            <PatientList query page is_new_open/>
            <NewPatientDialog open=is_new_open/>
        </ProviderOnly>
    }
    .into_any()
}
