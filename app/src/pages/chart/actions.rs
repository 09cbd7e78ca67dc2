//! What one can do with a chart as a whole, and the dialogs of all its parts.
//!
//! The dialogs stand outside of the tabs: those are drawn anew after a write, and what was typed must stay.

use leptos::prelude::*;
use model::{chart::ChartHeader, clinic::age_in_years};

use super::{
    caregivers::CaregiversDialog,
    demographics::{AllergiesDialog, DemographicsDialog, EarlierDialog},
    documents::UploadDialog,
    handover::HandoverDialog,
    invite::InviteDialog,
    merge::{MergeDialog, UndoMergeDialog},
    prescriptions::StartDialog,
    relationship::EndingDialog,
    share::ShareDialog,
    state::OpenChart,
    task::TaskDialog,
    visits::{AmendDialog, NewVisitDialog, VersionsDialog},
};
use crate::components::{
    badge::Tone,
    button::{Button, Look},
    confirmation::ConfirmationDialog,
    icon::Symbol,
    more::More,
    state::{NeedsScript, Notice},
};

#[component]
pub fn ChartActions(chart: OpenChart) -> impl IntoView {
    let disabled = chart.is_static;
    let dialogs = chart.dialogs;
    let is_emergency = Memo::new(move |_| chart.header.with(ChartHeader::is_emergency));
    // Access that ends by itself isn't passed on.
    let passes_on = Memo::new(move |_| chart.header.with(|header| header.right_until.is_none()));
    let may_invite = Memo::new(move |_| passes_on.get() && chart.header.with(|header| !header.has_account));
    let is_child = Memo::new(move |_| {
        let born = chart.header.with(|header| header.demographics.date_of_birth);
        passes_on.get() && age_in_years(born, chart.calendar.today()) < 18
    });
    view! {
        <div class="page-actions chart-actions">
            <Button look=Look::Primary symbol=Symbol::Plus disabled on_click=move |_| dialogs.visit.open(())>"New visit"</Button>
            {move || (!is_emergency.get()).then(|| view! {
                <Button symbol=Symbol::Upload disabled on_click=move |_| dialogs.document.open(())>"Upload document"</Button>
            })}
            {move || passes_on.get().then(|| view! {
                <More>
                    <li><Button disabled on_click=move |_| dialogs.share.open(())>"Share chart"</Button></li>
                    {move || may_invite.get().then(|| view! {
                        <li><Button disabled on_click=move |_| dialogs.invitation.open(())>"Invite patient"</Button></li>
                    })}
                    {move || is_child.get().then(|| view! {
                        <li><Button disabled on_click=move |_| dialogs.caregivers.open(())>"Caregivers"</Button></li>
                    })}
                    <li><Button disabled on_click=move |_| dialogs.handover.open(())>"Hand over"</Button></li>
                    <li><Button disabled on_click=move |_| dialogs.ending.open(())>"End treatment"</Button></li>
                    <li><Button disabled on_click=move |_| dialogs.merge.open(())>"Merge with another record…"</Button></li>
                </More>
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
        <CaregiversDialog chart/>
        <HandoverDialog chart/>
        <EndingDialog chart/>
        <MergeDialog chart/>
        <UndoMergeDialog chart/>
        <ConfirmationDialog confirmation=chart.dialogs.confirmation/>
        <DemographicsDialog chart/>
        <AllergiesDialog chart/>
        <EarlierDialog chart/>
        <TaskDialog chart/>
    }
}
