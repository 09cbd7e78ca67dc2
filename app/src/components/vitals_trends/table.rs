//! The plots' values as a table, the latest first.

use leptos::prelude::*;
use model::vitals::VitalsAt;

use super::{TRENDS, words};
use crate::components::{
    date::ShortDate,
    table::{ColumnHeader, DataTable, TableBody, TableHeader, TableRow},
};

#[component]
pub fn ValuesTable(vitals: Vec<VitalsAt>) -> impl IntoView {
    let headers = TRENDS.map(|trend| {
        let label = format!("{}, {}", trend.title, trend.unit());
        view! { <ColumnHeader label is_number=true/> }
    });
    view! {
        <DataTable label="Vital signs">
            <TableHeader>
                <TableRow>
                    <ColumnHeader label="Visit"/>
                    {headers.into_iter().collect_view()}
                </TableRow>
            </TableHeader>
            <TableBody>{vitals.into_iter().rev().map(row).collect_view()}</TableBody>
        </DataTable>
    }
}

fn row(visit: VitalsAt) -> AnyView {
    let cell = |trend: super::Trend| {
        let texts = trend.lines.iter().map(|(measure, _)| words::text(*measure, visit.vitals.get(*measure)));
        let text = if trend.is_in(&visit) { texts.collect::<Vec<_>>().join("/") } else { String::new() };
        view! { <td class="number">{text}</td> }
    };
    let cells = TRENDS.map(cell).into_iter().collect_view();
    let date = visit.time.date();
    view! { <tr><th scope="row"><ShortDate date/></th>{cells}</tr> }.into_any()
}
