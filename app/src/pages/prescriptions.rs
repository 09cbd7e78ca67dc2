//! `/prescriptions`: what the caller's patients take today.

use chrono::NaiveDate;
use leptos::prelude::*;
use model::{clinic::Clinic, dashboard::PrescriptionRow};

use super::worklist::{Worklist, patient_cell};
use crate::{
    api::worklists::list_active_prescriptions,
    components::{
        date::{DateWithAge, ShortDate},
        table::{ColumnHeader, DataTable, TableBody, TableCell, TableHeader, TableRow},
    },
};

static LIST: Worklist = Worklist {
    path: "/prescriptions",
    title: "Active prescriptions",
    lead: "What your patients take today, by patient's name.",
    empty_title: "No active prescriptions",
    empty_advice: "Prescriptions are written in a visit, or under Prescriptions in a patient's chart.",
};

/// The prescriptions that are active today.
pub fn view() -> AnyView {
    LIST.view(list_active_prescriptions, table)
}

fn table(rows: Vec<PrescriptionRow>, clinic: Clinic) -> AnyView {
    view! {
        <DataTable label="Active prescriptions">
            <TableHeader>
                <TableRow>
                    <ColumnHeader label="Patient"/>
                    <ColumnHeader label="Medication"/>
                    <ColumnHeader label="Dosage"/>
                    <ColumnHeader label="Frequency"/>
                    <ColumnHeader label="Since"/>
                    <ColumnHeader label="Until"/>
                </TableRow>
            </TableHeader>
            <TableBody>{rows.into_iter().map(move |row| list_row(row, clinic.today)).collect_view()}</TableBody>
        </DataTable>
    }
    .into_any()
}

fn list_row(row: PrescriptionRow, today: NaiveDate) -> AnyView {
    let end = match row.end_date {
        Some(date) => view! { <DateWithAge date today=today/> }.into_any(),
        None => view! { <span class="muted">"No planned end"</span> }.into_any(),
    };
    view! {
        <TableRow>
            {patient_cell(&row.patient, "prescriptions", today)}
            <TableCell>{row.medication}</TableCell>
            <TableCell>{row.dosage}</TableCell>
            <TableCell>{row.frequency}</TableCell>
            <TableCell><ShortDate date=row.start_date/></TableCell>
            <TableCell>{end}</TableCell>
        </TableRow>
    }
    .into_any()
}
