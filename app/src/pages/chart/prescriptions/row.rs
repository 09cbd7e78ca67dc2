//! A prescription in the table.

use chrono::NaiveDate;
use leptos::prelude::*;
use model::{chart::ChartHeader, clinic::display_date, prescription::Prescription, visit::EnteredInError};

use crate::{
    components::{
        badge::{Badge, Tone},
        button::{Button, Look},
        table::{TableCell, TableRow},
    },
    pages::chart::{state::OpenChart, task::Task},
};

pub fn prescription_row(chart: OpenChart, prescription: Prescription) -> AnyView {
    let today = untrack(|| chart.calendar.today());
    let is_error = prescription.entered_in_error.is_some();
    let row_id = format!("prescription-{}", prescription.id);
    let changes = changes(chart, &prescription, row_id.clone(), today);
    let status = status(&prescription, today);
    let remarks = remarks(&prescription);
    let dates = match prescription.end_date {
        _ if prescription.never_began => format!("Was to begin {}", display_date(prescription.start_date)),
        Some(end) => format!("{} to {}", display_date(prescription.start_date), display_date(end)),
        None => format!("From {}", display_date(prescription.start_date)),
    };
    view! {
        <TableRow>
            <th scope="row">
                <span class:struck=is_error id=row_id>{prescription.medication}</span>
                {remarks}
            </th>
            <TableCell><span class:struck=is_error>{prescription.dosage}</span></TableCell>
            <TableCell><span class:struck=is_error>{prescription.frequency}</span></TableCell>
            <TableCell><span class:struck=is_error>{dates}</span></TableCell>
            <TableCell>{status}</TableCell>
            <TableCell>{prescription.prescribed_by}</TableCell>
            <TableCell><div class="row-actions">{changes}</div></TableCell>
        </TableRow>
    }
    .into_any()
}

fn status(prescription: &Prescription, today: NaiveDate) -> AnyView {
    let (tone, label) = match (&prescription.entered_in_error, prescription.is_active_today) {
        (Some(_), _) => (Tone::Danger, "Entered in error"),
        (None, true) => (Tone::Good, "Active"),
        (None, false) => (Tone::Neutral, "Inactive"),
    };
    let later = is_to_come(prescription, today).then(|| view! { <span class="remark">"Not begun yet"</span> });
    view! { <Badge tone label/>{later} }.into_any()
}

/// Reasons that belong to the prescription, under its name.
fn remarks(prescription: &Prescription) -> AnyView {
    let Prescription { stop_reason, allergy_override_reason, .. } = prescription;
    let planned = prescription.planned_end_date.filter(|planned| Some(*planned) != prescription.end_date);
    let remarks = [
        (!stop_reason.is_empty()).then(|| format!("Stopped: {stop_reason}")),
        planned.map(|date| format!("Was planned until {}", display_date(date))),
        (!allergy_override_reason.is_empty())
            .then(|| format!("Prescribed in spite of an allergy: {allergy_override_reason}")),
        prescription.entered_in_error.as_ref().map(EnteredInError::words),
    ];
    let remark = |text: String| view! { <span class="remark">{text}</span> };
    remarks.into_iter().flatten().map(remark).collect_view().into_any()
}

/// Whoever treats the patient stops a prescription, otherwise than in an emergency; who may mark it as an error, the
/// database says.
fn changes(chart: OpenChart, prescription: &Prescription, described_by: String, today: NaiveDate) -> AnyView {
    if prescription.entered_in_error.is_some() {
        return ().into_any();
    }
    let (id, medication, dialogs) = (prescription.id, prescription.medication.clone(), chart.dialogs);
    let button = move |label: &'static str, look: Look, task: Task| {
        let open = move |_| dialogs.task.open(task.clone());
        view! {
            <Button look disabled=chart.is_static on_click=open attr:aria-describedby=described_by.clone()>{label}</Button>
        }
    };
    let begins = is_to_come(prescription, today).then_some(prescription.start_date);
    let is_emergency = chart.header.with_untracked(ChartHeader::is_emergency);
    let stop = (!is_emergency && (prescription.is_active_today || begins.is_some()))
        .then(|| button("Stop", Look::Plain, Task::StopPrescription(id, medication.clone(), begins)));
    let mark = prescription
        .may_mark_in_error
        .then(|| button("Mark entered in error", Look::Quiet, Task::MarkPrescription(id, medication.clone())));
    view! { {stop}{mark} }.into_any()
}

/// Whether it begins after today and wasn't stopped before.
fn is_to_come(prescription: &Prescription, today: NaiveDate) -> bool {
    prescription.start_date > today && prescription.stop_reason.is_empty() && prescription.entered_in_error.is_none()
}
