//! What the record said of the patient before it was edited.

use leptos::prelude::*;
use model::{chart::PatientVersion, id::PatientId};

use super::facts::{Fact, earlier_facts};
use crate::{
    api::patients::list_patient_versions,
    components::{
        opening::OpeningDialog,
        state::{ErrorState, TableSkeleton},
    },
    pages::chart::state::OpenChart,
};

#[component]
pub fn EarlierDialog(chart: OpenChart) -> impl IntoView {
    let opening = chart.dialogs.earlier;
    let title = chart.title("Earlier versions of the demographics");
    view! { <OpeningDialog id="patient-versions" opening title content=move |_: i32| versions(chart.patient)/> }
}

fn versions(patient: PatientId) -> AnyView {
    let versions = LocalResource::new(move || list_patient_versions(patient));
    view! {
        <p>"What the record said before each edit, the newest first."</p>
        <Suspense fallback=|| view! { <TableSkeleton rows=3/> }>
            {move || Suspend::new(async move {
                match versions.await {
                    // Edits of a time before earlier versions were kept left none.
                    Ok(versions) if versions.is_empty() => {
                        view! { <p class="muted">"No earlier version was kept."</p> }.into_any()
                    }
                    Ok(versions) => {
                        view! { <ol class="versions">{versions.into_iter().map(version).collect_view()}</ol> }.into_any()
                    }
                    Err(error) => view! { <ErrorState error/> }.into_any(),
                }
            })}
        </Suspense>
    }
    .into_any()
}

fn version(version: PatientVersion) -> AnyView {
    let by = if version.replaced_by.is_empty() { "an import".to_owned() } else { version.replaced_by.clone() };
    let replaced = format!("Replaced {} by {by}", version.replaced_at.display());
    let fact = |(label, text): Fact| view! { <div><dt>{label}</dt><dd>{text}</dd></div> };
    view! {
        <li>
            <h3>{replaced}</h3>
            <dl class="facts">{earlier_facts(version).into_iter().map(fact).collect_view()}</dl>
        </li>
    }
    .into_any()
}
