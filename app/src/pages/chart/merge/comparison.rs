use leptos::prelude::*;
use model::merge::RecordComparison;

use super::rows::{Row, rows, who_sees_more};
use crate::components::{
    badge::{Badge, Tone},
    state::Notice,
};

/// The two records in a table, and what merging them does, or what is in the way.
#[component]
pub fn Comparison(comparison: RecordComparison) -> impl IntoView {
    let row = |row: Row| {
        let differs = row.differs();
        let badge = differs.then(|| view! { " "<Badge tone=Tone::Warning label="Differs"/> });
        let said = |text: String| if text.is_empty() { "Not recorded".to_owned() } else { text };
        view! {
            <tr class:differs=differs>
                <th scope="row">{row.label}{badge}</th>
                <td>{said(row.survivor)}</td>
                <td>{said(row.merged)}</td>
            </tr>
        }
    };
    let table = rows(&comparison).into_iter().map(row).collect_view();
    let more = who_sees_more(&comparison);
    let consequences = match comparison.obstacle {
        Some(obstacle) => view! { <Notice tone=Tone::Warning><p>{obstacle.message()}</p></Notice> }.into_any(),
        None => view! {
            <ul class="consequences">
                <li>
                    "Visits, prescriptions, documents, allergies and appointments of the other record move into this one. "
                    "The demographics stay as they are here: edit them afterwards, where the other record knows better."
                </li>
                <li>
                    {if more.is_empty() {
                        "The same providers treat both records.".to_owned()
                    } else {
                        format!("Who treats one of the records, or covers for somebody who does, reads all of this one then: {}.", more.join(", "))
                    }}
                </li>
                <li>
                    "A patient's account of either shows this record. Invitations that weren't used stop working. "
                    "The merge can be undone; what is written until then stays here."
                </li>
            </ul>
        }
        .into_any(),
    };
    view! {
        <table class="comparison">
            <thead>
                <tr>
                    <th scope="col">"What"</th>
                    <th scope="col">"This record, which stays"</th>
                    <th scope="col">"The other record"</th>
                </tr>
            </thead>
            <tbody>{table}</tbody>
        </table>
        {consequences}
    }
}
