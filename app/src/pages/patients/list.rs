//! The search above the list, and the list's states.

use chrono::NaiveDate;
use leptos::prelude::*;
use leptos_router::{NavigateOptions, components::Form, hooks::use_navigate};
use model::{
    dashboard::{PatientQuery, PatientRow},
    page::Page,
};

use super::{address, rows::PatientTable};
use crate::{
    api::ApiError,
    components::{
        button::{LinkButton, OpenButton},
        finder::after_typing,
        frame::SearchField,
        icon::Symbol,
        session::use_session,
        state::{EmptyState, ErrorState, TableSkeleton},
        table::Pager,
    },
};

#[component]
pub fn PatientList(
    query: Memo<PatientQuery>,
    page: Resource<Result<Page<PatientRow>, ApiError>>,
    is_new_open: RwSignal<bool>,
) -> impl IntoView {
    let session = use_session();
    view! {
        <PatientSearch query/>
        <Transition fallback=|| view! { <TableSkeleton rows=8/> }>
            {move || Suspend::new(async move {
                let answer = page.await;
                match (answer, session.clinic().await) {
                    (Ok(page), Ok(clinic)) => shown(page, &query.get_untracked(), clinic.today, is_new_open),
                    (Err(error), _) | (_, Err(error)) => view! { <ErrorState error/> }.into_any(),
                }
            })}
        </Transition>
    }
}

/// The search field. It filters while one types, and is a plain form before that works.
#[component]
fn PatientSearch(query: Memo<PatientQuery>) -> impl IntoView {
    let navigate = use_navigate();
    let on_type = after_typing(move |text| {
        let address = address::searched(&query.get_untracked(), &text);
        navigate(&address, NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() });
    });
    let text = Signal::derive(move || query.with(|query| query.search.clone()));
    // The headers of the table change them.
    let sort = move || query.with(|query| query.sort.as_str());
    let order = move || query.with(|query| if query.descending { "desc" } else { "asc" });
    view! {
        <div class="list-tools">
            <search>
                <Form method="get" action=address::PATH>
                    <SearchField text on_type/>
                    <input type="hidden" name="sort" value=sort/>
                    <input type="hidden" name="order" value=order/>
                </Form>
            </search>
        </div>
    }
}

fn shown(page: Page<PatientRow>, query: &PatientQuery, today: NaiveDate, is_new_open: RwSignal<bool>) -> AnyView {
    let first = query.after.is_some().then(|| address::paged(query, None));
    let next = page.next.map(|after| address::paged(query, Some(after)));
    let everyone = address::searched(query, "");
    let no_match = format!("No patient of yours matches “{}”", query.search);
    let status = match page.rows.len() {
        0 => String::new(),
        1 => "1 patient shown.".to_owned(),
        count => format!("{count} patients shown."),
    };
    let content = match (page.rows.is_empty(), query.search.is_empty(), query.after.is_none()) {
        (false, ..) => view! { <PatientTable rows=page.rows query=query.clone() today/> }.into_any(),
        (true, true, true) => view! {
            <EmptyState title="No patients yet" advice="Register your first patient, or ask a colleague to share a chart with you.">
                <OpenButton open=is_new_open symbol=Symbol::Plus>"New patient"</OpenButton>
            </EmptyState>
        }
        .into_any(),
        (true, false, true) => view! {
            <EmptyState
                title=no_match
                advice="Try part of the first or the last name. You see the patients whom you treat; in an emergency, you can open another one's chart."
            >
                <LinkButton href=everyone>"Clear the search"</LinkButton>
                <LinkButton href="/break-glass".to_owned() symbol=Symbol::Warning>"Emergency access"</LinkButton>
            </EmptyState>
        }
        .into_any(),
        (true, _, false) => view! { <EmptyState title="No more patients" advice="This page has become empty: go back to the first one."/> }.into_any(),
    };
    view! {
        <p class="visually-hidden" role="status">{status}</p>
        {content}
        <Pager first next/>
    }
    .into_any()
}
