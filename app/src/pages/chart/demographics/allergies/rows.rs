//! Allergies as rows to add and to remove.

use leptos::prelude::*;
use model::allergy::{AllergyForm, Severity};

use crate::{
    api::ApiError,
    components::{
        button::{Button, Look},
        form::{FieldSet, SelectField, TextField, Typed, focus},
        icon::Symbol,
    },
};

const SEVERITIES: [(Severity, &str); 4] = [
    (Severity::Unknown, "Not known"),
    (Severity::Mild, "Mild"),
    (Severity::Moderate, "Moderate"),
    (Severity::Severe, "Severe"),
];

const ADD: &str = "add-allergy";

/// The rows.
///
/// # Arguments
/// `rows` are the numbers of those that are there; the first ones are those of `initial`. A number is never used
/// again, so that a message of the server finds its row after another one was removed.
#[component]
pub fn AllergyRows(
    rows: RwSignal<Vec<usize>>,
    initial: Vec<AllergyForm>,
    #[prop(into)] error: Signal<Option<ApiError>>,
    #[prop(into)] on_add: Callback<()>,
) -> impl IntoView {
    let next = StoredValue::new(initial.len());
    let initial = StoredValue::new(initial);
    let add = move |_| {
        let row = next.get_value();
        next.set_value(row + 1);
        rows.update(|rows| rows.push(row));
        on_add.run(());
        request_animation_frame(move || focus(&format!("substance-{row}")));
    };
    let remove = move |row: usize| {
        rows.update(|rows| rows.retain(|known| *known != row));
        focus(ADD);
    };
    let fields = move |row: usize| {
        let AllergyForm { substance, reaction, severity } =
            initial.with_value(|initial| initial.get(row).cloned()).unwrap_or_default();
        let severities = SEVERITIES.map(|(kind, label)| (kind.as_str().to_owned(), label.to_owned())).to_vec();
        view! {
            <div class="form-row">
                <FieldSet legend=format!("Allergy {}", row + 1)>
                    <TextField label="Substance" name=format!("substance-{row}") initial=substance error autocomplete="off" is_required=true/>
                    <TextField label="Reaction" name=format!("reaction-{row}") initial=reaction error autocomplete="off"/>
                    <SelectField label="Severity" name=format!("severity-{row}") options=severities initial=severity.as_str()/>
                </FieldSet>
                <Button look=Look::Quiet symbol=Symbol::Close on_click=move |_| remove(row)>"Remove allergy"</Button>
            </div>
        }
    };
    view! {
        <For each=move || rows.get() key=|row| *row children=fields/>
        <div class="button-row">
            <Button symbol=Symbol::Plus on_click=add attr:id=ADD>"Add allergy"</Button>
        </div>
    }
}

/// What was typed into the rows, each at its number's place; a removed one is empty there, and empty ones don't count.
pub fn read_rows(typed: &Typed, rows: &[usize]) -> Vec<AllergyForm> {
    let count = rows.iter().max().map_or(0, |last| last + 1);
    (0..count).map(|row| if rows.contains(&row) { read(typed, row) } else { AllergyForm::default() }).collect()
}

fn read(typed: &Typed, row: usize) -> AllergyForm {
    let severity = typed.text(&format!("severity-{row}"));
    AllergyForm {
        substance: typed.text(&format!("substance-{row}")),
        reaction: typed.text(&format!("reaction-{row}")),
        severity: SEVERITIES
            .into_iter()
            .map(|(kind, _)| kind)
            .find(|kind| kind.as_str() == severity)
            .unwrap_or_default(),
    }
}
