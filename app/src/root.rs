//! The document around every page, and the table of routes.

use leptos::prelude::*;
use leptos_meta::{HashedStylesheet, MetaTags, Title, provide_meta_context};
use leptos_router::{
    Lazy, SsrMode,
    components::{Route, Router, Routes},
    path,
};
use thaw::{ConfigProvider, ssr::SSRMountStyleProvider};

use crate::{components::frame::Frame, pages};

/// The HTML document that the server sends, with the scripts that hydrate it.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    view! {
        <SSRMountStyleProvider>
            <!DOCTYPE html>
            <html lang="en">
                <head>
                    <meta charset="utf-8"/>
                    <meta name="viewport" content="width=device-width, initial-scale=1"/>
                    <meta name="color-scheme" content="light dark"/>
                    <HashedStylesheet options=options.clone() id="leptos"/>
                    <AutoReload options=options.clone()/>
                    <HydrationScripts options/>
                    <MetaTags/>
                </head>
                <body>
                    <App/>
                </body>
            </html>
        </SSRMountStyleProvider>
    }
}

/// The application: theme, router, frame and pages.
///
/// Pages are rendered in `SsrMode::Async`, because status code and redirect are fixed after the first chunk.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    view! {
        <Title formatter=|page: String| if page.is_empty() { "Carechart".to_owned() } else { format!("{page} · Carechart") }/>
        <ConfigProvider theme_id="carechart".to_owned()>
            <Router>
                <Frame>
                    <Routes fallback=pages::not_found::NotFound>
                        <Route path=path!("/") view=pages::home::Home ssr=SsrMode::Async/>
                        <Route path=path!("/sign-in") view=pages::sign_in::SignIn ssr=SsrMode::Async/>
                        <Route path=path!("/apply") view={Lazy::<pages::apply::Apply>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/invitation/:token") view={Lazy::<pages::invitation::Invitation>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/patients") view={Lazy::<pages::patients::Patients>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/patients/:id") view={Lazy::<pages::chart::Chart>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/visits") view={Lazy::<pages::visits::Visits>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/prescriptions") view={Lazy::<pages::prescriptions::Prescriptions>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/documents") view={Lazy::<pages::documents::Documents>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/my-records") view={Lazy::<pages::my_records::MyRecords>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/admin/providers") view={Lazy::<pages::admin_providers::AdminProviders>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/admin/accounts") view={Lazy::<pages::admin_accounts::AdminAccounts>::new()} ssr=SsrMode::Async/>
                    </Routes>
                </Frame>
            </Router>
        </ConfigProvider>
    }
}
