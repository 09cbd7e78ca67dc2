//! A few icons as inline SVG.

use leptos::prelude::*;

/// What an icon shows. Each is a path on a grid of 20 by 20, stroked in the text's colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Symbol {
    Patients,
    Visit,
    Prescription,
    Document,
    Account,
    Provider,
    Search,
    SignOut,
    Close,
    Plus,
    Edit,
    Download,
    Upload,
    Phone,
    Print,
    Next,
    Previous,
    Ascending,
    Descending,
    Unsorted,
    Good,
    Warning,
    Danger,
    Information,
}

impl Symbol {
    fn path(self) -> &'static str {
        match self {
            Self::Patients => {
                "M2 17v-1a5 5 0 0 1 10 0v1M7 9a3 3 0 1 0 0-6 3 3 0 0 0 0 6M13 3.4a3 3 0 0 1 0 5.2M15 12.3a5 5 0 0 1 3 4.2v.5"
            }
            Self::Visit => {
                "M3 8h14M6.5 2v3M13.5 2v3M4.5 3.5h11A1.5 1.5 0 0 1 17 5v11a1.5 1.5 0 0 1-1.5 1.5h-11A1.5 1.5 0 0 1 3 16V5a1.5 1.5 0 0 1 1.5-1.5M10 10.5v4M8 12.5h4"
            }
            Self::Prescription => "M3.6 11.4l7.8-7.8a3.5 3.5 0 0 1 5 5l-7.8 7.8a3.5 3.5 0 0 1-5-5M7.5 7.5l5 5",
            Self::Document => "M5 2.5h6.5L16 7v10.5H5zM11.5 2.5V7H16M7.5 11h6M7.5 14h6",
            Self::Account => "M3.5 17.5a6.5 6.5 0 0 1 13 0M10 10a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7",
            Self::Provider => "M10 2l6.5 2.5v5c0 4-2.7 7-6.5 8.5-3.8-1.5-6.5-4.5-6.5-8.5v-5zM10 7v6M7 10h6",
            Self::Search => "M9 15A6 6 0 1 0 9 3a6 6 0 0 0 0 12M13.5 13.5 17.5 17.5",
            Self::SignOut => "M8 17H4.5A1.5 1.5 0 0 1 3 15.5v-11A1.5 1.5 0 0 1 4.5 3H8M13 14l4-4-4-4M17 10H8",
            Self::Close => "M5 5l10 10M15 5 5 15",
            Self::Plus => "M10 4v12M4 10h12",
            Self::Edit => "M3 17l1-4L13.5 3.5a1.8 1.8 0 0 1 3 3L7 16zM12 5l3 3",
            Self::Download => "M10 3v10M6 9.5l4 4 4-4M3.5 17h13",
            Self::Upload => "M10 13.5v-10M6 7l4-4 4 4M3.5 17h13",
            Self::Phone => {
                "M6.5 3 8.5 7 6.5 8.5a10 10 0 0 0 5 5L13 11.5l4 2v2.3A1.5 1.5 0 0 1 15.5 17 12.5 12.5 0 0 1 3 4.5 1.5 1.5 0 0 1 4.2 3z"
            }
            Self::Print => "M6 7V2.5h8V7M6 14.5H3.5V7h13v7.5H14M6 12h8v5.5H6z",
            Self::Next => "M7.5 4l6 6-6 6",
            Self::Previous => "M12.5 4l-6 6 6 6",
            Self::Ascending => "M10 16V4M5.5 8.5 10 4l4.5 4.5",
            Self::Descending => "M10 4v12M5.5 11.5 10 16l4.5-4.5",
            Self::Unsorted => "M6.5 7.5 10 4l3.5 3.5M6.5 12.5 10 16l3.5-3.5",
            Self::Good => "M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15M6.5 10.2l2.5 2.5 4.5-5",
            Self::Warning => "M10 2.5 18 17H2zM10 8v4M10 14.3v.4",
            Self::Danger => "M6.8 2.5h6.4l4.3 4.3v6.4l-4.3 4.3H6.8l-4.3-4.3V6.8zM10 6v5M10 13.7v.4",
            Self::Information => "M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15M10 9.5V14M10 6.3v.4",
        }
    }
}

/// An icon beside a word; screen readers skip it.
#[component]
pub fn Icon(symbol: Symbol) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
            <path d=symbol.path()></path>
        </svg>
    }
}
