//! The frame around every page: skip link, top bar, places, main.

mod bar;
mod factor_removed;
mod places;
mod search;

use leptos::{html, prelude::*};
use leptos_router::hooks::use_location;

use self::{bar::TopBar, factor_removed::FactorRemoved, places::Places};
use super::session::Session;

pub use self::{bar::ClinicName, search::SearchField};

/// The frame. It loads the session and the clinic for itself and for the pages in it.
#[component]
pub fn Frame(children: Children) -> impl IntoView {
    let session = Session::provide();
    search::focus_by_slash();
    // Says to style sheets and tests that the page reacts by now.
    Effect::new(|| {
        if let Some(root) = document().document_element() {
            // It only fails for a name that isn't one.
            _ = root.set_attribute("data-script", "running");
        }
    });
    let main = NodeRef::<html::Main>::new();
    let path = use_location().pathname;
    // After a navigation by script the focus would stay on a link that may be gone.
    Effect::new(move |previous: Option<String>| {
        let path = path.get();
        if previous.is_some_and(|previous| previous != path)
            && let Some(main) = main.get_untracked()
        {
            _ = main.focus();
        }
        path
    });
    view! {
        <a class="skip-link" href="#content" rel="external">"Skip to the content"</a>
        <div class="frame">
            <Transition fallback=|| view! { <div class="top-bar"></div> }>
                {move || Suspend::new(async move {
                    let user = session.user().await;
                    let name = session.clinic().await.map(|clinic| clinic.name).unwrap_or_default();
                    let kind = user.as_ref().map(|user| user.kind);
                    view! {
                        <TopBar clinic=name user/>
                        {kind.map(|kind| view! { <Places kind/> })}
                    }
                })}
            </Transition>
            <main id="content" class="content" tabindex="-1" node_ref=main>
                <FactorRemoved session/>
                {children()}
            </main>
        </div>
    }
}
