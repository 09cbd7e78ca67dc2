//! What the patient is told of emergency accesses, until they put it away.

use leptos::{form::ActionForm, prelude::*};
use model::break_glass::BreakGlassNotice;

use crate::{
    api::{ApiError, break_glass::DismissBreakGlass},
    components::{
        break_glass::BreakGlassEntry,
        button::{LinkButton, Look},
        form::{ActionMessage, SubmitButton, refusal_of},
    },
};

/// The notices above everything else. When they can't be fetched, the record below says so for both.
#[component]
pub fn EmergencyNotices(notices: Resource<Result<Vec<BreakGlassNotice>, ApiError>>) -> impl IntoView {
    let dismiss = ServerAction::<DismissBreakGlass>::new();
    Effect::new(move || {
        if let Some(Ok(())) = dismiss.value().get() {
            notices.refetch();
        }
    });
    view! {
        <Transition>
            {move || Suspend::new(async move {
                let mut open = notices.await.unwrap_or_default();
                open.retain(|notice| !notice.is_dismissed);
                (!open.is_empty()).then(|| told(open, dismiss))
            })}
        </Transition>
    }
}

fn told(notices: Vec<BreakGlassNotice>, dismiss: ServerAction<DismissBreakGlass>) -> AnyView {
    let error = refusal_of(dismiss.value());
    let entry = move |notice: BreakGlassNotice| {
        let id = notice.id.to_string();
        let label = format!("Put away the notice of {}", notice.from.display());
        view! {
            <BreakGlassEntry notice>
                <ActionForm action=dismiss attr:class="button-row">
                    <input type="hidden" name="id" value=id/>
                    <SubmitButton label look=Look::Plain pending=dismiss.pending()/>
                    <LinkButton href="/my-records/access".to_owned()>"See who looked"</LinkButton>
                </ActionForm>
            </BreakGlassEntry>
        }
    };
    view! {
        <section class="stack" aria-labelledby="emergency">
            <h2 id="emergency">"Emergency access to your record"</h2>
            <ul class="entries">{notices.into_iter().map(entry).collect_view()}</ul>
            <ActionMessage error/>
        </section>
    }
    .into_any()
}
