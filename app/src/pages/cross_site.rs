//! What answers a form that the browser doesn't say to be this site's own: a page without the router and without
//! script, since the request goes no further than to the layer that refuses it.

use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};

use crate::{
    components::{
        button::{LinkButton, Look},
        frame::ClinicName,
        page::PageHeader,
    },
    root::title,
};

/// The reasons in the order of how often they come, and what to do about each. `address` is the site's own, if it is
/// known.
#[component]
pub fn CrossSite(clinic: String, address: Option<String>) -> impl IntoView {
    provide_meta_context();
    let home = address.clone().unwrap_or_else(|| "/".to_owned());
    let address = address.map_or_else(
        || view! { "the one that begins with https://" }.into_any(),
        |address| view! { <a href=address.clone()>{address.clone()}</a> }.into_any(),
    );
    view! {
        <Title formatter=title/>
        <div class="frame">
            <header class="top-bar"><ClinicName clinic/></header>
            <main id="content" class="content">
                <PageHeader title="This form wasn't accepted"/>
                <div class="welcome">
                    <p>"Your browser didn't say that the form comes from this site, so nothing was done with it."</p>
                    <ul class="stack">
                        <li>"If the address above begins with http://, use "{address}" instead."</li>
                        <li>"If your browser is older than 2023, update it, or use a current one."</li>
                        <li>"If another site brought you here, begin at the start page of this one."</li>
                    </ul>
                    <div class="button-row">
                        <LinkButton href=home look=Look::Primary>"Go to your start page"</LinkButton>
                    </div>
                </div>
            </main>
        </div>
    }
}
