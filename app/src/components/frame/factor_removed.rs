use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::components::{badge::Tone, session::Session, state::Notice};

/// Tells somebody on every page that their second factor was removed, until they say on that of their account that they
/// know.
#[component]
pub fn FactorRemoved(session: Session) -> impl IntoView {
    let path = use_location().pathname;
    let is_told = Memo::new(move |_| path.with(|path| path == "/account"));
    let notice = || {
        view! {
            <Notice tone=Tone::Warning>
                <p>
                    "The clinic's administrator removed your second factor. "
                    <a href="/account">"See what to do"</a>
                </p>
            </Notice>
        }
    };
    view! {
        <Transition>
            {move || Suspend::new(async move {
                let is_removed = session.user().await.is_some_and(|user| user.is_second_factor_removed);
                is_removed.then(|| view! { <Show when=move || !is_told.get()>{notice()}</Show> })
            })}
        </Transition>
    }
}
