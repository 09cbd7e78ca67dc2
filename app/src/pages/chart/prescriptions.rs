//! The Prescriptions tab.

mod fields;
mod row;
mod start;

use leptos::prelude::*;
use model::{chart::ChartHeader, page::Page, prescription::Prescription};

use self::row::prescription_row;
pub use self::{
    fields::{PrescriptionRows, read_rows},
    start::StartDialog,
};
use super::{address::Tab, panel::TabPager, state::OpenChart};
use crate::components::{
    button::Button,
    icon::Symbol,
    state::EmptyState,
    table::{ColumnHeader, DataTable, TableBody, TableHeader, TableRow},
};

#[component]
pub fn PrescriptionsTab(chart: OpenChart, page: Page<Prescription>, is_later: bool) -> impl IntoView {
    let Page { rows, next } = page;
    // Under emergency access a prescription is written in a visit.
    let is_emergency = chart.header.with_untracked(ChartHeader::is_emergency);
    let start = move || {
        (!is_emergency).then(|| {
            view! {
                <Button symbol=Symbol::Plus disabled=chart.is_static on_click=move |_| chart.dialogs.prescription.open(())>
                    "Start prescription"
                </Button>
            }
        })
    };
    let content = match (rows.is_empty(), is_later) {
        (true, false) if is_emergency => {
            view! { <EmptyState title="No prescriptions" advice="You can write one in a visit."/> }.into_any()
        }
        (true, false) => view! {
            <EmptyState title="No prescriptions" advice="Start one here, or write it in a visit.">{start()}</EmptyState>
        }
        .into_any(),
        (true, true) => {
            view! { <EmptyState title="No more prescriptions" advice="Go back to the first ones."/> }.into_any()
        }
        (false, _) => view! {
            <div class="panel-tools">{start()}</div>
            <DataTable label="Prescriptions, active ones first">
                <TableHeader>
                    <TableRow>
                        <ColumnHeader label="Medication"/>
                        <ColumnHeader label="Dosage"/>
                        <ColumnHeader label="Frequency"/>
                        <ColumnHeader label="Dates"/>
                        <ColumnHeader label="Status"/>
                        <ColumnHeader label="Prescribed by"/>
                        <ColumnHeader label="Change"/>
                    </TableRow>
                </TableHeader>
                <TableBody>{rows.into_iter().map(|row| prescription_row(chart, row)).collect_view()}</TableBody>
            </DataTable>
        }
        .into_any(),
    };
    view! {
        {content}
        <TabPager chart tab=Tab::Prescriptions latest="First page" earlier="More prescriptions" is_later next/>
    }
}
