use leptos::prelude::*;

use crate::api::ApiError;

/// The refusal in an action's answer, for the fields and the message of its form.
pub fn refusal_of<T>(answer: MappedSignal<Option<Result<T, ApiError>>>) -> Signal<Option<ApiError>>
where
    T: Send + Sync + 'static,
{
    Signal::derive(move || answer.with(|answer| answer.as_ref().and_then(|answer| answer.as_ref().err().cloned())))
}
