//! The table of patients.

use chrono::NaiveDate;
use leptos::prelude::*;
use model::dashboard::{PatientQuery, PatientRow, PatientSort};

use super::address;
use crate::components::{
    badge::{Badge, Tone},
    date::{BirthDate, DateWithAge},
    table::{ColumnHeader, DataTable, LinkCell, SortHeader, TableBody, TableCell, TableHeader, TableRow},
};

#[component]
pub fn PatientTable(rows: Vec<PatientRow>, query: PatientQuery, today: NaiveDate) -> impl IntoView {
    let sort_header = move |label: &'static str, sort: PatientSort, is_number: bool| {
        let (sorted, href) = address::sorted(&query, sort);
        view! { <SortHeader label sorted href is_number/> }
    };
    view! {
        <DataTable label="Your patients">
            <TableHeader>
                <TableRow>
                    {sort_header("Name", PatientSort::Name, false)}
                    {sort_header("Date of birth", PatientSort::DateOfBirth, false)}
                    {sort_header("Last visit", PatientSort::LastVisit, false)}
                    <ColumnHeader label="Diagnosis at that visit"/>
                    {sort_header("Active prescriptions", PatientSort::ActivePrescriptions, true)}
                </TableRow>
            </TableHeader>
            <TableBody>{rows.into_iter().map(|row| patient_row(row, today)).collect_view()}</TableBody>
        </DataTable>
    }
}

fn patient_row(row: PatientRow, today: NaiveDate) -> AnyView {
    let PatientRow { patient, last_visit, last_diagnosis, active_prescriptions, cover_until } = row;
    let last_visit = match last_visit {
        Some(time) => view! { <DateWithAge date=time.date() today/> }.into_any(),
        None => view! { <span class="muted">"No visit yet"</span> }.into_any(),
    };
    let diagnosis = if last_diagnosis.is_empty() {
        view! { <span class="muted">"None recorded"</span> }.into_any()
    } else {
        last_diagnosis.into_any()
    };
    let href = format!("/patients/{}", patient.id);
    let name = patient.full_name();
    let cover = cover_until
        .map(|until| view! { " "<Badge tone=Tone::Warning label=format!("Covered until {}", until.display())/> });
    view! {
        <TableRow>
            <LinkCell href>{name}{cover}</LinkCell>
            <TableCell><BirthDate date=patient.date_of_birth today/></TableCell>
            <TableCell>{last_visit}</TableCell>
            <TableCell>{diagnosis}</TableCell>
            <TableCell class="number">{active_prescriptions}</TableCell>
        </TableRow>
    }
    .into_any()
}
