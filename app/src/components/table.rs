//! Tables: scrolling sideways on their own, the first column staying, a whole row as a link.

use leptos::prelude::*;
pub use thaw::{TableBody, TableCell, TableHeader, TableRow};

use super::icon::{Icon, Symbol};

/// A table in its own scrolling container, named for screen readers by `label`.
#[component]
pub fn DataTable(#[prop(into)] label: String, children: Children) -> impl IntoView {
    view! {
        <div class="table-scroll" role="region" aria-label=label tabindex="0">
            <thaw::Table class="data-table">{children()}</thaw::Table>
        </div>
    }
}

/// A column's header. thaw's own holds a button, in which no link may stand.
#[component]
pub fn ColumnHeader(#[prop(into)] label: String, #[prop(optional)] is_number: bool) -> impl IntoView {
    view! { <th scope="col" class:number=is_number>{label}</th> }
}

/// How a column is sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sorted {
    No,
    Ascending,
    Descending,
}

/// A column's header that sorts by it: a link, so that it works without script and stays in the address.
#[component]
pub fn SortHeader(
    #[prop(into)] label: String,
    sorted: Sorted,
    #[prop(into)] href: String,
    #[prop(optional)] is_number: bool,
) -> impl IntoView {
    let (aria_sort, symbol) = match sorted {
        Sorted::No => (None, Symbol::Unsorted),
        Sorted::Ascending => (Some("ascending"), Symbol::Ascending),
        Sorted::Descending => (Some("descending"), Symbol::Descending),
    };
    view! {
        <th scope="col" aria-sort=aria_sort class:number=is_number>
            <a class="sort-link" href=href data-noscroll="">{label}<Icon symbol/></a>
        </th>
    }
}

/// A row's first cell, whose link is stretched over the whole row by the style sheet.
#[component]
pub fn LinkCell(#[prop(into)] href: String, children: Children) -> impl IntoView {
    view! {
        <th scope="row" class="link-cell">
            <a class="row-link" href=href>{children()}</a>
        </th>
    }
}

/// Links to the first and the next page of a list that is paged by key.
///
/// # Arguments
/// `first` is `None` on the first page, `next` on the last one.
#[component]
pub fn Pager(
    #[prop(optional_no_strip)] first: Option<String>,
    #[prop(optional_no_strip)] next: Option<String>,
) -> impl IntoView {
    (first.is_some() || next.is_some()).then(|| {
        view! {
            <nav class="pager" aria-label="Pages">
                {first.map(|href| view! { <a class="button" href=href><Icon symbol=Symbol::Previous/>"First page"</a> })}
                {next.map(|href| view! { <a class="button" href=href rel="next">"Next page"<Icon symbol=Symbol::Next/></a> })}
            </nav>
        }
    })
}
