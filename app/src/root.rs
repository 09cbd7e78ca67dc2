//! The document around every page, and the table of routes.

use leptos::prelude::*;
use leptos_meta::{HashedStylesheet, MetaTags, Title, provide_meta_context};
use leptos_router::{
    Lazy, SsrMode,
    components::{Route, Router, Routes},
    path,
};
use thaw::ConfigProvider;

use crate::{
    components::frame::Frame,
    pages::{
        self,
        failure::{Failure, FailurePage},
    },
    parts,
};

/// The clinic's mark, inline: browsers otherwise ask for `/favicon.ico`.
const ICON: &str = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 20 20'%3E\
    %3Crect width='20' height='20' rx='5' fill='%230b5f5b'/%3E\
    %3Cpath d='M10 5v10M5 10h10' stroke='%23fff' stroke-width='2.6' stroke-linecap='round'/%3E%3C/svg%3E";

/// The HTML document that the server sends, with the scripts that hydrate it.
///
/// Without thaw's `SSRMountStyleProvider`, which panics as soon as a page has a `Suspense`
/// (<https://github.com/thaw-ui/thaw/issues/409>); thaw then hands its styles to `leptos_meta`.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    let scripts = view! {
        <AutoReload options=options.clone()/>
        <HydrationScripts options=options.clone()/>
    };
    page(options, scripts, view! { <App/> })
}

/// The page that says why another one can't be shown, where the application itself can't be rendered. It runs no
/// script, which would look for the page that isn't there.
pub fn failure_shell(options: LeptosOptions, failure: Failure) -> impl IntoView {
    page(options, (), view! { <FailurePage failure/> })
}

/// The document that answers a form of another site, or of a browser that doesn't say whose it is.
pub fn cross_site_shell(options: LeptosOptions, clinic: String, address: Option<String>) -> impl IntoView {
    page(options, (), view! { <pages::cross_site::CrossSite clinic address/> })
}

fn page(options: LeptosOptions, scripts: impl IntoView + 'static, content: impl IntoView + 'static) -> impl IntoView {
    view! {
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <link rel="icon" href=ICON/>
                // thaw's styles come here, so that the style sheet after them wins.
                <MetaTags/>
                <HashedStylesheet options id="leptos"/>
                {scripts}
            </head>
            <body>
                {content}
            </body>
        </html>
    }
}

/// The application: theme, router, frame and pages.
///
/// Pages are rendered in `SsrMode::Async`, because status code and redirect are fixed after the first chunk.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    view! {
        <Title formatter=title/>
        <ConfigProvider theme_id="carechart".to_owned()>
            <Router>
                <Frame>
                    <Routes fallback=pages::not_found::NotFound>
                        <Route path=path!("/") view=pages::home::Home ssr=SsrMode::Async/>
                        <Route path=path!("/sign-in") view=pages::sign_in::SignIn ssr=SsrMode::Async/>
                        <Route path=path!("/sign-in/code") view={Lazy::<parts::SecondStep>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/reset-password/:token") view={Lazy::<parts::PasswordReset>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/account") view={Lazy::<parts::Account>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/apply") view={Lazy::<parts::Apply>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/invitation/:token") view={Lazy::<parts::Invitation>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/caregiver/:token") view={Lazy::<parts::CaregiverLink>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/patients") view={Lazy::<parts::Patients>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/patients/:id") view={Lazy::<parts::Chart>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/visits") view={Lazy::<parts::Visits>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/prescriptions") view={Lazy::<parts::Prescriptions>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/documents") view={Lazy::<parts::Documents>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/colleagues") view={Lazy::<parts::Colleagues>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/break-glass") view={Lazy::<parts::BreakGlass>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/my-records") view={Lazy::<parts::MyRecords>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/my-records/access") view={Lazy::<parts::MyAccess>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/my-records/caregivers") view={Lazy::<parts::MyCaregivers>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/admin/providers") view={Lazy::<parts::AdminProviders>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/admin/accounts") view={Lazy::<parts::AdminAccounts>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/admin/security") view={Lazy::<parts::AdminSecurity>::new()} ssr=SsrMode::Async/>
                    </Routes>
                </Frame>
            </Router>
        </ConfigProvider>
    }
}

/// A page's title in the browser's tab.
pub fn title(page: String) -> String {
    if page.is_empty() { "Carechart".to_owned() } else { format!("{page} · Carechart") }
}
