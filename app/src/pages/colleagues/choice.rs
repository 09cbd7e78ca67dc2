//! Choosing one of the colleagues.

use leptos::prelude::*;
use model::chart::Colleague;

use crate::{
    api::{ApiError, relationships::list_colleagues},
    components::{
        form::SelectField,
        state::{ErrorState, TableSkeleton},
    },
};

/// The verified colleagues, and the id of the one who is chosen.
#[derive(Clone)]
pub struct ColleagueChoice {
    options: Vec<(String, String)>,
    pub chosen: RwSignal<String>,
}

impl ColleagueChoice {
    /// The first one is chosen; nothing when there is nobody.
    fn new(colleagues: Vec<Colleague>) -> Option<Self> {
        let chosen = RwSignal::new(colleagues.first()?.id.to_string());
        Some(Self { options: colleagues.into_iter().map(Colleague::choice).collect(), chosen })
    }
}

/// A dialog's content: `form`, once the colleagues are there.
pub fn with_colleagues<F>(form: impl Fn(ColleagueChoice) -> F + Copy + Send + Sync + 'static) -> AnyView
where
    F: Future<Output = AnyView> + Send + 'static,
{
    let colleagues = LocalResource::new(list_colleagues);
    view! {
        <Transition fallback=|| view! { <TableSkeleton rows=2/> }>
            {move || Suspend::new(async move {
                match colleagues.await.map(ColleagueChoice::new) {
                    Ok(Some(choice)) => form(choice).await,
                    Ok(None) => view! { <p>"There is no verified colleague yet."</p> }.into_any(),
                    Err(error) => view! { <ErrorState error/> }.into_any(),
                }
            })}
        </Transition>
    }
    .into_any()
}

/// The field in which one is chosen.
///
/// # Arguments
/// `name` is unique on the page.
#[component]
pub fn ColleagueField(
    name: &'static str,
    choice: ColleagueChoice,
    #[prop(into)] error: Signal<Option<ApiError>>,
) -> impl IntoView {
    let ColleagueChoice { options, chosen } = choice;
    view! { <SelectField label="Colleague" name options value=chosen error is_required=true/> }
}
