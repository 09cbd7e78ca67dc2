use leptos::prelude::*;
use leptos_router::{NavigateOptions, components::Form, hooks::use_navigate};

use super::directory::{Directory, DirectoryQuery};
use crate::components::{finder::after_typing, frame::SearchField};

/// The search field. It filters while one types, and is a plain form before that works.
#[component]
pub fn DirectorySearch(directory: &'static Directory, query: Memo<DirectoryQuery>) -> impl IntoView {
    let navigate = use_navigate();
    let on_type = after_typing(move |text| {
        let options = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
        navigate(&directory.address(&text, None), options);
    });
    let text = Signal::derive(move || query.with(|query| query.search.clone()));
    let (label, placeholder) = directory.search;
    view! {
        <div class="list-tools">
            <search>
                <Form method="get" action=directory.path><SearchField label placeholder text on_type/></Form>
            </search>
        </div>
    }
}
