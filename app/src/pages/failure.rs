//! What answers when a page can't even be begun: the database doesn't answer, or a file has no address.

use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};

use crate::{
    api::ApiError,
    components::{
        frame::ClinicName,
        icon::{Icon, Symbol},
        page::PageHeader,
    },
    root::title,
};

/// What can't be shown, and where to go from there.
#[derive(Clone, Debug)]
pub struct Failure {
    pub clinic: String,
    pub error: ApiError,
    /// What was asked for, unless a form was sent.
    pub here: Option<String>,
    /// The page that leads here.
    pub back: Option<String>,
}

/// The page, with nothing that needs the database or the router.
#[component]
pub fn FailurePage(failure: Failure) -> impl IntoView {
    provide_meta_context();
    let Failure { clinic, error, here, back } = failure;
    let is_form = here.is_none();
    view! {
        <Title formatter=title/>
        <div class="frame">
            <header class="top-bar"><ClinicName clinic/></header>
            <main id="content" class="content">
                <PageHeader title="This can't be opened just now"/>
                <div class="error-state" role="alert">
                    <Icon symbol=Symbol::Warning/>
                    <p>{error.message()}</p>
                    {is_form.then(|| view! { <p>"Go back in your browser: what you typed is still there. Then send it again."</p> })}
                    <div class="button-row">
                        {here.map(|here| view! { <a class="button button-primary" href=here>"Try again"</a> })}
                        {back.map(|back| view! { <a class="button" href=back>"Go back"</a> })}
                    </div>
                </div>
            </main>
        </div>
    }
}
