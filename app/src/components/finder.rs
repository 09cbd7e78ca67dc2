//! Searching while one types.

use std::time::Duration;

use leptos::{leptos_dom::helpers::debounce, prelude::*};

use super::{
    form::focus,
    state::{ErrorState, TableSkeleton},
};
use crate::api::ApiError;

/// Long enough that a word typed at once is one request.
const TYPING_PAUSE: Duration = Duration::from_millis(200);

/// For what is typed: calls `search` with it once nobody types any more.
pub fn after_typing(search: impl FnMut(String) + Send + Sync + 'static) -> Callback<String> {
    let search = StoredValue::new(debounce(TYPING_PAUSE, search));
    Callback::new(move |text| search.update_value(|search| search(text)))
}

/// A field to search in, and below it a button for each that was found.
///
/// # Arguments
/// `id` is the field's; `list` names what is found. `search` is what was typed, for `found` to read. `nothing` says it
/// when none was found, `words` stand on a button, and `choose` is told whose it was.
#[component]
pub fn Finder<T>(
    id: &'static str,
    label: &'static str,
    list: &'static str,
    search: RwSignal<String>,
    found: LocalResource<Result<Vec<T>, ApiError>>,
    nothing: fn(&str) -> &'static str,
    #[prop(into)] words: Callback<T, AnyView>,
    #[prop(into)] choose: Callback<T>,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
{
    // As when a dialog opens; afterwards, the button that led back here is gone.
    request_animation_frame(move || focus(id));
    let type_in = after_typing(move |text| search.set(text));
    let choices = move || {
        Suspend::new(async move {
            match found.await {
                Ok(found) if found.is_empty() => {
                    view! { <p role="status">{nothing(&search.get_untracked())}</p> }.into_any()
                }
                Ok(found) => {
                    let choices = found.into_iter().map(|one| choice(one, words, choose)).collect_view();
                    view! { <ul class="choices" aria-label=list>{choices}</ul> }.into_any()
                }
                Err(error) => view! { <ErrorState error/> }.into_any(),
            }
        })
    };
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <input
                id=id
                type="search"
                class="input"
                autocomplete="off"
                maxlength="100"
                value=search.get_untracked()
                on:input:target=move |event| type_in.run(event.target().value())
            />
        </div>
        <Transition fallback=|| view! { <TableSkeleton rows=3/> }>{choices}</Transition>
    }
}

fn choice<T>(one: T, words: Callback<T, AnyView>, choose: Callback<T>) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
{
    let words = words.run(one.clone());
    view! { <li><button type="button" class="choice" on:click=move |_| choose.run(one.clone())>{words}</button></li> }
}
