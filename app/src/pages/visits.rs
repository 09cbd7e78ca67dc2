//! `/visits`: the visits of this week.

use chrono::NaiveDate;
use leptos::prelude::*;
use model::{clinic::Clinic, dashboard::VisitRow};

use super::worklist::{Worklist, patient_cell};
use crate::{
    api::worklists::list_visits_this_week,
    components::{
        table::{ColumnHeader, DataTable, TableBody, TableCell, TableHeader, TableRow},
        time_zone::TimeZoneNote,
    },
};

static LIST: Worklist = Worklist {
    path: "/visits",
    title: "Visits this week",
    lead: "Your patients' visits from Monday to Sunday, by any provider, in order of time.",
    empty_title: "No visits this week",
    empty_advice: "Open a patient's chart to write a visit; it then stands here until Sunday.",
};

/// The visits of this week.
pub fn view() -> AnyView {
    LIST.view(list_visits_this_week, table)
}

fn table(rows: Vec<VisitRow>, clinic: Clinic) -> AnyView {
    view! {
        <DataTable label="Visits this week">
            <TableHeader>
                <TableRow>
                    <ColumnHeader label="Patient"/>
                    <ColumnHeader label="Time"/>
                    <ColumnHeader label="Chief complaint"/>
                    <ColumnHeader label="Diagnosis"/>
                    <ColumnHeader label="Provider"/>
                </TableRow>
            </TableHeader>
            <TableBody>{rows.into_iter().map(move |row| list_row(row, clinic.today)).collect_view()}</TableBody>
        </DataTable>
        <TimeZoneNote zone=clinic.time_zone/>
    }
    .into_any()
}

fn list_row(row: VisitRow, today: NaiveDate) -> AnyView {
    let time = format!("{}, {}", row.time.local.format("%a"), row.time.display());
    view! {
        <TableRow>
            {patient_cell(&row.patient, "visits", today)}
            <TableCell><span class="date"><time datetime=row.time.at.to_rfc3339()>{time}</time></span></TableCell>
            <TableCell>{row.chief_complaint}</TableCell>
            <TableCell>{row.diagnosis}</TableCell>
            <TableCell>{row.provider_name}</TableCell>
        </TableRow>
    }
    .into_any()
}
