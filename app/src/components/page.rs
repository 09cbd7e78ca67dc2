//! What stands at the top of every page.

use leptos::prelude::*;
use leptos_meta::Title;

/// The page's only `<h1>` with what one can do beside it; sets the document's title, too.
///
/// The title is a text and no signal: the server reads it for the `<head>` when the page's signals may be gone already.
#[component]
pub fn PageHeader(#[prop(into)] title: String, #[prop(optional)] children: Option<Children>) -> impl IntoView {
    view! {
        <Title text=title.clone()/>
        <header class="page-header">
            <h1>{title}</h1>
            {children.map(|children| view! { <div class="page-actions">{children()}</div> })}
        </header>
    }
}
