//! Whose record is shown: the caller's own, or one that they read as a caregiver.

use leptos::prelude::*;
use model::{account::CurrentUser, caregiver::CaredFor, id::PatientId};

use super::tab::PATH;
use crate::components::{badge::Tone, state::Notice, url::with_query};

/// Whose record the address asks for: without one, the caller's own, or else the first that they read for somebody.
pub fn whose(user: Option<&CurrentUser>, cared_for: &[CaredFor], asked: Option<PatientId>) -> Option<PatientId> {
    let own = user.and_then(|user| user.patient);
    asked.or(own).or_else(|| cared_for.first().map(|record| record.patient.id))
}

/// Links to each of the records, and whose this one is; nothing for who has their own alone.
pub fn choice(own: Option<PatientId>, cared_for: &[CaredFor], shown: PatientId) -> AnyView {
    if cared_for.is_empty() {
        return ().into_any();
    }
    let own = own.map(|own| (own, "My own record".to_owned()));
    let others = cared_for.iter().map(|record| (record.patient.id, record.patient.full_name()));
    let link = |(id, name): (PatientId, String)| {
        let href = with_query(PATH, &[("record", id.to_string().as_str())]);
        let current = (id == shown).then_some("page");
        // Another page of the same route: loaded whole, so that nothing of one record stays under the other's name.
        view! { <li><a class="tab" href=href rel="external" aria-current=current><span>{name}</span></a></li> }
    };
    let links = own.into_iter().chain(others).map(link).collect_view();
    let reading = cared_for.iter().find(|record| record.patient.id == shown).map(|record| {
        let text = format!(
            "You read this record for {}, until {}. They see each time you look.",
            record.patient.full_name(),
            record.until.display()
        );
        view! { <Notice tone=Tone::Warning><p>{text}</p></Notice> }
    });
    view! {
        <nav class="tabs" aria-label="Whose record"><ul>{links}</ul></nav>
        {reading}
    }
    .into_any()
}
