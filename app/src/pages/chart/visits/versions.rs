//! What a visit said before it was amended.

use leptos::prelude::*;
use model::visit::{Visit, VisitVersion};

use crate::{
    api::visits::list_visit_versions,
    components::{
        opening::OpeningDialog,
        state::{ErrorState, TableSkeleton},
        vitals_list::VitalsList,
    },
    pages::chart::state::OpenChart,
};

#[component]
pub fn VersionsDialog(chart: OpenChart) -> impl IntoView {
    let opening = chart.dialogs.versions;
    let title = chart.title("Earlier versions of a visit");
    view! { <OpeningDialog id="visit-versions" opening title content=versions/> }
}

fn versions(visit: Visit) -> AnyView {
    let versions = LocalResource::new(move || list_visit_versions(visit.id));
    let lead = format!("The visit of {} by {}, the newest version first.", visit.time.display(), visit.provider_name);
    view! {
        <p>{lead}</p>
        <Suspense fallback=|| view! { <TableSkeleton rows=3/> }>
            {move || Suspend::new(async move {
                match versions.await {
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

fn version(version: VisitVersion) -> AnyView {
    let replaced = format!("Replaced {}: {}", version.replaced_at.display(), version.reason);
    let texts = [
        ("Date and time", version.time.display()),
        ("Chief complaint", version.chief_complaint),
        ("Diagnosis", version.diagnosis),
        ("Notes", version.notes),
    ];
    let text = |(label, text): (&'static str, String)| {
        (!text.is_empty())
            .then(|| view! { <div class="facts-wide"><dt>{label}</dt><dd class="prose">{text}</dd></div> })
    };
    let vitals = version.vitals;
    view! {
        <li>
            <h3>{replaced}</h3>
            <dl class="facts">{texts.into_iter().map(text).collect_view()}</dl>
            {(!vitals.is_empty()).then(|| view! { <VitalsList vitals/> })}
        </li>
    }
    .into_any()
}
