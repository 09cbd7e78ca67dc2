//! The places of an account: a rail on wide screens, a bar at the bottom on phones.

use leptos::prelude::*;
use leptos_router::components::A;
use model::account::AccountKind;

use crate::components::icon::{Icon, Symbol};

type Place = (&'static str, Symbol, &'static str);

const PROVIDER: [Place; 4] = [
    ("/patients", Symbol::Patients, "Patients"),
    ("/visits", Symbol::Visit, "Visits"),
    ("/prescriptions", Symbol::Prescription, "Prescriptions"),
    ("/documents", Symbol::Document, "Documents"),
];
const PATIENT: [Place; 3] = [
    ("/my-records", Symbol::Document, "My records"),
    ("/my-records/access", Symbol::Provider, "Who looked"),
    ("/my-records/caregivers", Symbol::Patients, "Caregivers"),
];
const ADMINISTRATOR: [Place; 3] = [
    ("/admin/providers", Symbol::Provider, "Providers"),
    ("/admin/accounts", Symbol::Account, "Accounts"),
    ("/admin/security", Symbol::Warning, "Security"),
];

/// Where an account can go: at most four places.
#[component]
pub fn Places(kind: AccountKind) -> impl IntoView {
    let places: &[Place] = match kind {
        AccountKind::Provider => &PROVIDER,
        AccountKind::Patient => &PATIENT,
        AccountKind::Administrator => &ADMINISTRATOR,
    };
    view! {
        <nav class="places" aria-label="Main">
            <ul>
                {places.iter().map(|&(href, symbol, name)| {
                    view! { <li><A href=href exact=has_places_below(href)><Icon symbol/><span>{name}</span></A></li> }
                }).collect_view()}
            </ul>
        </nav>
    }
}

/// A place is current on the pages below it, too, unless one of these is a place itself.
fn has_places_below(href: &str) -> bool {
    href == "/my-records"
}
