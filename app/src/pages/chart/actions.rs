//! What one can do with a chart as a whole, and the dialogs of all its parts.
//!
//! The dialogs stand outside of the tabs: those are drawn anew after a write, and what was typed must stay.

use leptos::prelude::*;

use super::{
    demographics::{AllergiesDialog, DemographicsDialog, EarlierDialog},
    documents::UploadDialog,
    invite::InviteDialog,
    merge::{MergeDialog, UndoMergeDialog},
    prescriptions::StartDialog,
    share::ShareDialog,
    state::OpenChart,
    task::TaskDialog,
    visits::{AmendDialog, NewVisitDialog, VersionsDialog},
};
use crate::components::{
    badge::Tone,
    button::{Button, Look},
    icon::Symbol,
    state::{NeedsScript, Notice},
};

#[component]
pub fn ChartActions(chart: OpenChart) -> impl IntoView {
    let disabled = chart.is_static;
    let dialogs = chart.dialogs;
    // Access that ends by itself isn't passed on.
    let may_share = Memo::new(move |_| chart.header.with(|header| header.ends.is_none()));
    let may_invite = Memo::new(move |_| may_share.get() && chart.header.with(|header| !header.has_account));
    view! {
        <div class="page-actions chart-actions">
            <Button look=Look::Primary symbol=Symbol::Plus disabled on_click=move |_| dialogs.visit.open(())>"New visit"</Button>
            <Button symbol=Symbol::Upload disabled on_click=move |_| dialogs.document.open(())>"Upload document"</Button>
            {move || may_share.get().then(|| view! {
                <Button symbol=Symbol::Share disabled on_click=move |_| dialogs.share.open(())>"Share chart"</Button>
            })}
            {move || may_invite.get().then(|| view! {
                <Button symbol=Symbol::Account disabled on_click=move |_| dialogs.invitation.open(())>"Invite patient"</Button>
            })}
            {move || may_share.get().then(|| view! {
                <Button symbol=Symbol::Patients disabled on_click=move |_| dialogs.merge.open(())>
                    "Merge with another record…"
                </Button>
            })}
            <NeedsScript task="Changing a chart"/>
        </div>
        <div role="status" class="chart-done">
            {move || Some(chart.done.get()).filter(|done| !done.is_empty()).map(|done| {
                view! { <Notice tone=Tone::Good><p>{done}</p></Notice> }
            })}
        </div>
    }
}

#[component]
pub fn ChartDialogs(chart: OpenChart) -> impl IntoView {
    view! {
        <NewVisitDialog chart/>
        <AmendDialog chart/>
        <VersionsDialog chart/>
        <StartDialog chart/>
        <UploadDialog chart/>
        <ShareDialog chart/>
        <InviteDialog chart/>
        <MergeDialog chart/>
        <UndoMergeDialog chart/>
        <DemographicsDialog chart/>
        <AllergiesDialog chart/>
        <EarlierDialog chart/>
        <TaskDialog chart/>
    }
}
