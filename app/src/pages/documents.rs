//! `/documents`: documents that nobody has reviewed yet.

use chrono::NaiveDate;
use leptos::prelude::*;
use model::{clinic::Clinic, dashboard::DocumentRow, document::display_size};

use super::worklist::{Worklist, patient_cell};
use crate::{
    api::worklists::list_pending_documents,
    components::{
        badge::Badge,
        date::DateWithAge,
        table::{ColumnHeader, DataTable, TableBody, TableCell, TableHeader, TableRow},
    },
};

static LIST: Worklist = Worklist {
    path: "/documents",
    title: "Pending documents",
    lead: "Your patients' documents that nobody has reviewed yet, the oldest first.",
    empty_title: "Every document is reviewed",
    empty_advice: "A document that is uploaded to a patient's chart stands here until someone marks it reviewed.",
};

/// The documents that nobody has reviewed yet.
pub fn view() -> AnyView {
    LIST.view(list_pending_documents, table)
}

fn table(rows: Vec<DocumentRow>, clinic: Clinic) -> AnyView {
    view! {
        <DataTable label="Pending documents">
            <TableHeader>
                <TableRow>
                    <ColumnHeader label="Patient"/>
                    <ColumnHeader label="Type"/>
                    <ColumnHeader label="Description"/>
                    <ColumnHeader label="Uploaded"/>
                    <ColumnHeader label="Size" is_number=true/>
                </TableRow>
            </TableHeader>
            <TableBody>{rows.into_iter().map(move |row| list_row(row, clinic.today)).collect_view()}</TableBody>
        </DataTable>
    }
    .into_any()
}

fn list_row(row: DocumentRow, today: NaiveDate) -> AnyView {
    view! {
        <TableRow>
            {patient_cell(&row.patient, "documents", today)}
            <TableCell><Badge label=row.document_type.label()/></TableCell>
            <TableCell>{row.description}</TableCell>
            <TableCell><DateWithAge date=row.uploaded_at.date() today=today/></TableCell>
            <TableCell class="number">{display_size(row.size)}</TableCell>
        </TableRow>
    }
    .into_any()
}
