use chrono::NaiveDate;
use leptos::prelude::*;
use model::access::AccessReport;

use super::session::session;
use crate::components::{
    button::{Button, Look, use_script},
    date::TimeWithAge,
    opening::Opening,
    state::EmptyState,
};

/// The open reports, the oldest first.
///
/// # Arguments
/// `opening` is of the verdict, and `ending` of the end of an access that somebody gave.
pub fn reports(
    reports: Vec<AccessReport>,
    today: NaiveDate,
    opening: Opening<AccessReport>,
    ending: Opening<AccessReport>,
) -> AnyView {
    let content = if reports.is_empty() {
        let advice = "When a patient reports an access that they don't recognise, it waits here for your verdict.";
        view! { <EmptyState title="No open reports" advice/> }.into_any()
    } else {
        view! { <ul class="entries">{reports.into_iter().map(|report| entry(report, today, opening, ending)).collect_view()}</ul> }
            .into_any()
    };
    view! {
        <section class="stack" aria-labelledby="reports">
            <h2 id="reports">"Reported accesses"</h2>
            {content}
        </section>
    }
    .into_any()
}

fn entry(
    report: AccessReport,
    today: NaiveDate,
    opening: Opening<AccessReport>,
    ending: Opening<AccessReport>,
) -> AnyView {
    let has_script = use_script();
    let disabled = Signal::derive(move || !has_script.get());
    let subject = report.clone();
    let open = move |_| opening.open(subject.clone());
    let about = format!(" of {}", report.reported_by);
    let end = report.endable.is_some().then(|| {
        let (subject, of) = (report.clone(), format!(" of {}, reported by {}", report.who, report.reported_by));
        let end = move |_| ending.open(subject.clone());
        view! {
            <Button look=Look::Danger disabled on_click=end>
                <span>"End their access"<span class="visually-hidden">{of}</span></span>
            </Button>
        }
    });
    let AccessReport { reported_at, reported_by, text, who, right, at, what, session: around, .. } = report;
    let did = format!("{who} {what}. By which right: {}.", right.label());
    view! {
        <li class="entry entry-body">
            <h3 class="entry-title">{did}</h3>
            <p class="muted"><TimeWithAge time=at today/></p>
            <p class="prose">{text}</p>
            <p class="muted">{format!("Reported by {reported_by}, ")}<TimeWithAge time=reported_at today/></p>
            {session(around, &about)}
            <div class="button-row">
                {end}
                <Button disabled on_click=open>
                    <span>"Close the report"<span class="visually-hidden">{about}</span></span>
                </Button>
            </div>
        </li>
    }
    .into_any()
}
