use leptos::{ev::SubmitEvent, prelude::*};
use model::{
    clinic::display_date,
    id::MergeId,
    merge::{MergeRequest, RecordComparison},
    patient::PatientSummary,
};
use uuid::Uuid;

use super::comparison::Comparison;
use crate::{
    api::{
        ApiError,
        merges::{MergeRecords, compare_records},
    },
    components::{
        button::{Button, Look},
        dialog::DialogActions,
        form::{ActionMessage, SubmitButton, TextArea, focus, refusal_of},
        state::{ErrorState, TableSkeleton},
    },
    pages::chart::state::OpenChart,
};

const LEAD: &str = "merge-lead";

/// The two records side by side, and the question. The merge's id stays the same however often it is sent.
#[component]
pub fn Compare(chart: OpenChart, other: PatientSummary, chosen: RwSignal<Option<PatientSummary>>) -> impl IntoView {
    let opening = chart.dialogs.merge;
    let merged = other.id;
    let comparison = LocalResource::new(move || compare_records(chart.patient, merged));
    // What is on the screen; none while something is in the way.
    let seen = RwSignal::new(None::<(i32, i32)>);
    let may_merge = Memo::new(move |_| seen.with(Option::is_some));
    let id = StoredValue::new(MergeId(Uuid::now_v7()));
    let reason = RwSignal::new(String::new());
    let merge = ServerAction::<MergeRecords>::new();
    let answer = merge.value();
    let done = format!("The record of {} is part of this one now.", other.full_name());
    Effect::new(move || match answer.get() {
        Some(Ok(())) => {
            chart.fetch_content();
            chart.refresh_header(&done, opening);
        }
        // What was typed stays, beside the records as they are now.
        Some(Err(ApiError::Changed)) => comparison.refetch(),
        _ => {}
    });
    let merge_them = move || {
        if let (Some((survivor_version, merged_version)), false) =
            (seen.get_untracked(), merge.pending().get_untracked())
        {
            let (id, survivor, reason) = (id.get_value(), chart.patient, reason.get_untracked());
            merge.dispatch(MergeRecords {
                request: MergeRequest { id, survivor, survivor_version, merged, merged_version, reason },
            });
        }
    };
    chart.dialogs.confirmation.watch(answer, merge_them);
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        merge_them();
    };
    let error = refusal_of(answer);
    let table = move || {
        Suspend::new(async move {
            match comparison.await {
                Ok(comparison) => {
                    let RecordComparison { survivor, merged, obstacle } = &comparison;
                    seen.set(obstacle.is_none().then_some((survivor.version, merged.version)));
                    view! { <Comparison comparison/> }.into_any()
                }
                Err(error) => view! { <ErrorState error/> }.into_any(),
            }
        })
    };
    // The button that chose the record is gone, and the focus with it.
    request_animation_frame(|| focus(LEAD));
    let lead = format!("Is {}, born {}, the same person?", other.full_name(), display_date(other.date_of_birth));
    view! {
        <form class="form" novalidate=true on:submit=send>
            <p id=LEAD tabindex="-1"><strong>{lead}</strong></p>
            <Transition fallback=|| view! { <TableSkeleton rows=8/> }>{table}</Transition>
            {move || may_merge.get().then(|| view! {
                <TextArea
                    label="How you know that it is the same person"
                    name="reason"
                    id="merge-reason"
                    rows=2
                    value=reason
                    error
                    is_required=true
                />
            })}
            <ActionMessage error/>
            <DialogActions open=opening.is_open()>
                {move || may_merge.get().then(|| view! {
                    <SubmitButton label="Merge the records" look=Look::Danger pending=merge.pending()/>
                })}
                <Button on_click=move |_| chosen.set(None)>"Choose another record"</Button>
            </DialogActions>
        </form>
    }
}
