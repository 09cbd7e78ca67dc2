use leptos::{ev::MouseEvent, prelude::*};
use model::{clinic::display_date, merge::IncludedRecord};

use crate::{
    api::merges::UndoMerge,
    components::{
        button::{Button, Look},
        confirm::ConfirmForm,
        form::refusal_of,
        opening::OpeningDialog,
    },
    pages::chart::state::OpenChart,
};

/// A line for each record that was merged into this one.
#[component]
pub fn IncludedRecords(chart: OpenChart) -> impl IntoView {
    let disabled = chart.is_static;
    let line = move |included: IncludedRecord, may_undo: bool| {
        let by = if included.merged_by.is_empty() { String::new() } else { format!(" by {}", included.merged_by) };
        let text = format!(
            "Includes the record of {}, merged on {}{by}: {}",
            identity(&included),
            included.merged_at.display(),
            included.reason
        );
        let undo = may_undo.then(|| {
            let open = move |_: MouseEvent| chart.dialogs.undone_merge.open(included.clone());
            view! { <Button look=Look::Quiet disabled on_click=open>"Undo the merge"</Button> }
        });
        view! { <li><span class="prose">{text}</span>" "{undo}</li> }
    };
    move || {
        let (included, may_undo) = chart.header.with(|header| (header.includes.clone(), header.right_until.is_none()));
        (!included.is_empty()).then(|| {
            let lines = included.into_iter().map(|included| line(included, may_undo)).collect_view();
            view! { <ul class="included-records muted" aria-label="Merged records">{lines}</ul> }
        })
    }
}

#[component]
pub fn UndoMergeDialog(chart: OpenChart) -> impl IntoView {
    let opening = chart.dialogs.undone_merge;
    let title = chart.title("Undo the merge");
    view! { <OpeningDialog id="undo-merge" opening title content=move |included| undo(chart, included)/> }
}

fn undo(chart: OpenChart, included: IncludedRecord) -> AnyView {
    let opening = chart.dialogs.undone_merge;
    let undo = ServerAction::<UndoMerge>::new();
    let answer = undo.value();
    let done = format!("The record of {} is one of its own again.", included.patient.full_name());
    Effect::new(move || {
        if let Some(Ok(())) = answer.get() {
            chart.fetch_content();
            chart.refresh_header(&done, opening);
        }
    });
    let merge = included.id;
    let added = match included.added_since {
        0 => "Nothing was added to this chart since.".to_owned(),
        1 => {
            "One entry was added to this chart since. It stays here, unless it belongs to a visit that goes back: look \
              whose it is."
                .to_owned()
        }
        many => format!(
            "{many} entries were added to this chart since. They stay here, unless they belong to a visit that goes back: \
             look whose they are."
        ),
    };
    let question = format!("Make the record of {} one of its own again?", identity(&included));
    let take_apart = move || _ = undo.dispatch(UndoMerge { merge });
    chart.dialogs.confirmation.watch(answer, take_apart);
    let confirm = move |()| take_apart();
    view! {
        <ConfirmForm
            verb="Undo the merge"
            look=Look::Danger
            pending=undo.pending()
            error=refusal_of(answer)
            is_open=opening.is_open()
            on_confirm=confirm
        >
            <p><strong>{question}</strong></p>
            <p>"What came from it goes back into it. Who treated it treats it again, and this record no longer unless they did before."</p>
            <p>{added}</p>
        </ConfirmForm>
    }
    .into_any()
}

/// By two identifiers.
fn identity(included: &IncludedRecord) -> String {
    format!("{}, born {}", included.patient.full_name(), display_date(included.patient.date_of_birth))
}
