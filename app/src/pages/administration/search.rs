use std::time::Duration;

use leptos::{leptos_dom::helpers::debounce, prelude::*};
use leptos_router::{NavigateOptions, components::Form, hooks::use_navigate};

use super::directory::{Directory, DirectoryQuery};
use crate::components::frame::SearchField;

/// Long enough that a word typed at once is one request.
const TYPING_PAUSE: Duration = Duration::from_millis(200);

/// The search field. It filters while one types, and is a plain form before that works.
#[component]
pub fn DirectorySearch(directory: &'static Directory, query: Memo<DirectoryQuery>) -> impl IntoView {
    let navigate = use_navigate();
    let search = StoredValue::new(debounce(TYPING_PAUSE, move |text: String| {
        let options = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
        navigate(&directory.address(&text, None), options);
    }));
    let on_type = Callback::new(move |text| search.update_value(|search| search(text)));
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
