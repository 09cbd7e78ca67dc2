use chrono::NaiveDate;
use leptos::prelude::*;
use model::page::{Cursor, Page};

use super::{done::Done, search::DirectorySearch};
use crate::{
    api::ApiError,
    components::{
        button::LinkButton,
        page::PageHeader,
        session::use_session,
        state::{EmptyState, ErrorState, NeedsScript, TableSkeleton},
        table::Pager,
        url::{use_query_of, with_query},
    },
};

/// A list of accounts.
pub struct Directory {
    pub path: &'static str,
    pub title: &'static str,
    /// One sentence on what is in the list, and in which order.
    pub lead: &'static str,
    /// What the search is for, such as `Search providers by name`; and in fewer words.
    pub search: (&'static str, &'static str),
    pub empty_title: &'static str,
    pub empty_advice: &'static str,
    /// What can't be done without script.
    pub task: &'static str,
}

/// Which page of the list, as its address says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DirectoryQuery {
    pub search: String,
    pub after: Option<Cursor>,
}

impl Directory {
    /// What the address asks for.
    pub fn query(&'static self) -> Memo<DirectoryQuery> {
        let params = use_query_of(self.path);
        Memo::new(move |_| {
            let get = |key| params.with(|params| params.get(key)).unwrap_or_default();
            let after = Some(get("after")).filter(|after| !after.is_empty()).map(Cursor);
            DirectoryQuery { search: get("search").trim().to_owned(), after }
        })
    }

    pub(super) fn address(&self, search: &str, after: Option<&Cursor>) -> String {
        with_query(self.path, &[("search", search.trim()), ("after", after.map_or("", |after| &after.0))])
    }

    /// The list's page around the table that `table` makes of its rows on a day.
    ///
    /// # Arguments
    /// `done` says what was done last.
    pub fn view<T>(
        &'static self,
        list: Resource<Result<Page<T>, ApiError>>,
        query: Memo<DirectoryQuery>,
        done: RwSignal<String>,
        table: impl Fn(Vec<T>, NaiveDate) -> AnyView + Copy + Send + Sync + 'static,
    ) -> AnyView
    where
        T: Clone + Send + Sync + 'static,
    {
        let session = use_session();
        view! {
            <PageHeader title=self.title><NeedsScript task=self.task/></PageHeader>
            <p class="page-lead">{self.lead}</p>
            <Done done/>
            <DirectorySearch directory=self query/>
            <Transition fallback=|| view! { <TableSkeleton/> }>
                {move || Suspend::new(async move {
                    match (list.await, session.clinic().await) {
                        (Ok(page), Ok(clinic)) => {
                            let content = (!page.rows.is_empty()).then(|| table(page.rows, clinic.today));
                            self.shown(content, page.next.as_ref(), &query.get_untracked())
                        }
                        (Err(error), _) | (_, Err(error)) => view! { <ErrorState error/> }.into_any(),
                    }
                })}
            </Transition>
        }
        .into_any()
    }

    fn shown(&'static self, content: Option<AnyView>, next: Option<&Cursor>, query: &DirectoryQuery) -> AnyView {
        let search = query.search.as_str();
        let everyone = (!search.is_empty()).then(|| self.address("", None));
        let content = content.unwrap_or_else(|| match everyone {
            None => view! { <EmptyState title=self.empty_title advice=self.empty_advice/> }.into_any(),
            Some(everyone) => view! {
                <EmptyState title=format!("Nothing matches “{search}”") advice="Try a part of it.">
                    <LinkButton href=everyone>"Clear the search"</LinkButton>
                </EmptyState>
            }
            .into_any(),
        });
        let first = query.after.is_some().then(|| self.address(search, None));
        let next = next.map(|after| self.address(search, Some(after)));
        view! {
            {content}
            <Pager first next/>
        }
        .into_any()
    }
}
