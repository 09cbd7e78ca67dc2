//! What the patient is told of accesses to their record that ended with an account, until they put it away.

use leptos::{form::ActionForm, prelude::*};
use model::caregiver::EndedCaregiver;

use crate::{
    api::{ApiError, caregivers::SeeCaregiverEnd},
    components::{
        button::{LinkButton, Look},
        form::{ActionMessage, SubmitButton, refusal_of},
    },
};

/// The notices above the record. When they can't be fetched, the record below says so for both.
#[component]
pub fn EndedAccessNotices(notices: Resource<Result<Vec<EndedCaregiver>, ApiError>>) -> impl IntoView {
    let see = ServerAction::<SeeCaregiverEnd>::new();
    Effect::new(move || {
        if let Some(Ok(())) = see.value().get() {
            notices.refetch();
        }
    });
    view! {
        <Transition>
            {move || Suspend::new(async move {
                let open = notices.await.unwrap_or_default();
                (!open.is_empty()).then(|| told(open, see))
            })}
        </Transition>
    }
}

fn told(notices: Vec<EndedCaregiver>, see: ServerAction<SeeCaregiverEnd>) -> AnyView {
    let error = refusal_of(see.value());
    let entry = move |notice: EndedCaregiver| {
        let id = notice.id.to_string();
        let label = format!("Put away the notice of {}", notice.name);
        let title = format!("{} no longer reads your record", notice.name);
        view! {
            <li class="entry entry-body">
                <h3 class="entry-title">{title}</h3>
                <p>{notice.explanation()}</p>
                <ActionForm action=see attr:class="button-row">
                    <input type="hidden" name="caregiver" value=id/>
                    <SubmitButton label look=Look::Plain pending=see.pending()/>
                    <LinkButton href="/my-records/caregivers".to_owned()>"Caregivers"</LinkButton>
                </ActionForm>
            </li>
        }
    };
    view! {
        <section class="stack" aria-labelledby="ended-access">
            <h2 id="ended-access">"Access that ended"</h2>
            <ul class="entries">{notices.into_iter().map(entry).collect_view()}</ul>
            <ActionMessage error/>
        </section>
    }
    .into_any()
}
