//! Who reads a record for its patient: the list, and letting somebody in. For the patient's page and a child's chart.

mod ending;
mod invite;
mod list;

use leptos::prelude::*;
use model::id::PatientId;

pub use self::{ending::EndAccessDialog, list::cared_for};
use self::{invite::InviteForm, list::list};
use super::administration::Done;
use crate::{
    api::caregivers::list_caregivers,
    components::{
        confirmation::Confirmation,
        opening::Opening,
        state::{ErrorState, TableSkeleton},
    },
};

/// The caregivers of a record, made by script.
///
/// # Arguments
/// `confirmation`: the page's, whose dialog stands beside.
#[component]
pub fn CaregiverPanel(patient: PatientId, confirmation: Confirmation) -> impl IntoView {
    let caregivers = LocalResource::new(move || list_caregivers(patient));
    let (ending, done) = (Opening::default(), RwSignal::new(String::new()));
    let changed = Callback::new(move |text| {
        done.set(text);
        caregivers.refetch();
    });
    view! {
        <h2>"Who reads the record"</h2>
        <Done done/>
        <Transition fallback=|| view! { <TableSkeleton rows=2/> }>
            {move || Suspend::new(async move {
                match caregivers.await {
                    Ok(caregivers) => list(caregivers, ending),
                    Err(error) => view! { <ErrorState error/> }.into_any(),
                }
            })}
        </Transition>
        <InviteForm patient confirmation changed/>
        <EndAccessDialog id="end-access" opening=ending on_done=changed/>
    }
}
