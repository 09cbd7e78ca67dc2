//! A link that is shown once, to be handed over.

use leptos::{html, prelude::*, task::spawn_local};
use model::chart::InvitationLink;

use super::{
    button::{Button, Look},
    clipboard,
};
use crate::api::ApiError;

/// A dialog's content: `question` until the link is made, and then the link.
///
/// # Arguments
/// `answer` is of the action that makes it; `id` and `label` are those of its field.
pub fn asked_and_handed<V: IntoView + 'static>(
    answer: MappedSignal<Option<Result<InvitationLink, ApiError>>>,
    id: &'static str,
    label: &'static str,
    question: impl Fn() -> V + Send + Sync + 'static,
    on_done: impl Fn() + Copy + Send + Sync + 'static,
) -> AnyView {
    let announced = move || {
        let is_made = answer.with(|answer| matches!(answer, Some(Ok(_))));
        is_made.then_some("The link is made. Copy it, and hand it over yourself.")
    };
    view! {
        <p class="visually-hidden" role="status">{announced}</p>
        {move || match answer.get() {
            Some(Ok(link)) => view! { <HandedLink id label link on_done=move |()| on_done()/> }.into_any(),
            _ => untrack(&question).into_any(),
        }}
    }
    .into_any()
}

/// The link, to be copied.
///
/// # Arguments
/// `id` is unique on the page.
#[component]
fn HandedLink(
    id: &'static str,
    label: &'static str,
    link: InvitationLink,
    #[prop(into)] on_done: Callback<()>,
) -> impl IntoView {
    let InvitationLink { url, expires_at } = link;
    let field = NodeRef::<html::Input>::new();
    let said = RwSignal::new("");
    // The button that made it is gone.
    request_animation_frame(move || {
        if let Some(field) = field.get_untracked() {
            _ = field.focus();
            field.select();
        }
    });
    let address = StoredValue::new(url.clone());
    let copy = move |_| {
        spawn_local(async move {
            let is_copied = clipboard::write(&address.get_value()).await;
            if !is_copied && let Some(field) = field.get_untracked() {
                field.select();
            }
            // The dialog may have been closed meanwhile.
            _ = said.try_set(if is_copied { "Copied." } else { "Copy it with your keyboard: it is selected." });
        });
    };
    let hint = format!("{id}-hint");
    view! {
        <div class="form">
            <div class="field">
                <label for=id>{label}</label>
                <p class="field-hint" id=hint.clone()>
                    {format!("It works once, until {}. Hand it over yourself; it isn't shown again.", expires_at.display())}
                </p>
                <input id=id class="input" readonly=true value=url aria-describedby=hint node_ref=field/>
            </div>
            <div class="dialog-actions">
                <Button look=Look::Primary on_click=copy>"Copy"</Button>
                <Button on_click=move |_| on_done.run(())>"Done"</Button>
                <span role="status">{said}</span>
            </div>
        </div>
    }
}
