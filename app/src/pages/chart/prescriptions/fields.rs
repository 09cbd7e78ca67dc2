//! A prescription as a form, alone or as one of a visit's.

use leptos::prelude::*;
use model::prescription::PrescriptionForm;

use crate::{
    api::ApiError,
    components::{
        button::{Button, Look},
        form::{DateField, FieldSet, TextField, Typed, focus, following},
        icon::Symbol,
    },
};

/// The fields.
///
/// # Arguments
/// `id` begins the fields' ids; `prefix` their names: nothing, or that of a visit's prescription. It starts on `today`
/// unless another date is typed.
#[component]
pub fn PrescriptionFields(
    id: String,
    prefix: String,
    today: Signal<String>,
    #[prop(into)] error: Signal<Option<ApiError>>,
) -> impl IntoView {
    let text = |label: &'static str, name: &'static str, is_required: bool| {
        let (id, name) = (format!("{id}-{name}"), format!("{prefix}{name}"));
        view! { <TextField label name id error autocomplete="off" is_required/> }
    };
    let date = |label: &'static str, name: &'static str, value: RwSignal<String>, is_required: bool| {
        let (id, name) = (format!("{id}-{name}"), format!("{prefix}{name}"));
        view! { <DateField label name id value error autocomplete="off" is_required/> }
    };
    view! {
        {text("Medication", "medication", true)}
        {text("Dosage", "dosage", false)}
        {text("Frequency", "frequency", false)}
        {date("Start date", "start_date", following(today), true)}
        {date("End date", "end_date", RwSignal::new(String::new()), false)}
    }
}

/// What was typed into the fields.
pub fn read(typed: &Typed, prefix: &str) -> PrescriptionForm {
    let text = |name: &str| typed.text(&format!("{prefix}{name}"));
    PrescriptionForm {
        medication: text("medication"),
        dosage: text("dosage"),
        frequency: text("frequency"),
        start_date: text("start_date"),
        end_date: text("end_date"),
        allergy_override_reason: String::new(),
    }
}

/// A visit's prescriptions: rows to add and to remove.
///
/// # Arguments
/// `rows` are the numbers of those that are there. A number is never used again, so that a message of the server finds
/// its row after another one was removed.
#[component]
pub fn PrescriptionRows(
    id: &'static str,
    rows: RwSignal<Vec<usize>>,
    today: Signal<String>,
    #[prop(into)] error: Signal<Option<ApiError>>,
) -> impl IntoView {
    let next = StoredValue::new(0);
    let add = move |_| {
        let row = next.get_value();
        next.set_value(row + 1);
        rows.update(|rows| rows.push(row));
        request_animation_frame(move || focus(&format!("{id}-prescription-{row}-medication")));
    };
    let add_id = format!("{id}-add-prescription");
    let remove = {
        let add_id = StoredValue::new(add_id.clone());
        move |row: usize| {
            rows.update(|rows| rows.retain(|known| *known != row));
            add_id.with_value(|id| focus(id));
        }
    };
    let fields = move |row: usize| {
        view! {
            <div class="form-row">
                <FieldSet legend=format!("Prescription {}", row + 1)>
                    <PrescriptionFields id=format!("{id}-prescription-{row}") prefix=prefix(row) today error/>
                </FieldSet>
                <Button look=Look::Quiet symbol=Symbol::Close on_click=move |_| remove(row)>"Remove prescription"</Button>
            </div>
        }
    };
    view! {
        <For each=move || rows.get() key=|row| *row children=fields/>
        <div class="button-row">
            <Button symbol=Symbol::Plus on_click=add attr:id=add_id>"Add prescription"</Button>
        </div>
    }
}

/// What was typed into the rows, each at its number's place; a removed one is empty there, and empty ones don't count.
pub fn read_rows(typed: &Typed, rows: &[usize]) -> Vec<PrescriptionForm> {
    let count = rows.iter().max().map_or(0, |last| last + 1);
    (0..count)
        .map(|row| if rows.contains(&row) { read(typed, &prefix(row)) } else { PrescriptionForm::default() })
        .collect()
}

fn prefix(row: usize) -> String {
    format!("prescription-{row}.")
}
