//! A treatment for a time, and its end because others treat the patient.

use leptos::prelude::*;
use model::{access::AccessRight, chart::ChartHeader};

use super::{names::names, state::OpenChart};
use crate::{
    api::relationships::EndRelationship,
    components::{
        badge::Tone, button::Look, confirm::ConfirmForm, form::refusal_of, opening::OpeningDialog, state::Notice,
    },
};

/// Says that the chart is open for a time only.
#[component]
pub fn CoverNotice(chart: OpenChart) -> impl IntoView {
    let text = move || {
        let of = |header: &ChartHeader| match (header.right, &header.right_until) {
            (AccessRight::Cover, Some(until)) => Some(format!(
                "You cover for {} until {}: until then you read and write this chart, and can't pass it on.",
                names(&header.covering_for),
                until.display()
            )),
            _ => None,
        };
        chart.header.with(of).map(|text| view! { <Notice tone=Tone::Warning><p>{text}</p></Notice> })
    };
    view! { {text} }
}

#[component]
pub fn EndingDialog(chart: OpenChart) -> impl IntoView {
    let opening = chart.dialogs.ending;
    view! { <OpeningDialog id="end-treatment" opening title=chart.title("End treatment") content=move |()| ending(chart)/> }
}

fn ending(chart: OpenChart) -> AnyView {
    let opening = chart.dialogs.ending;
    let end = ServerAction::<EndRelationship>::new();
    let answer = end.value();
    opening.finish_on(answer, move || chart.leave());
    let on_confirm = move |()| _ = end.dispatch(EndRelationship { patient: chart.patient });
    view! {
        <ConfirmForm
            verb="End treatment"
            look=Look::Danger
            pending=end.pending()
            error=refusal_of(answer)
            is_open=opening.is_open()
            on_confirm
        >
            <p>
                "You can't open this chart any more, from now on. What you wrote stays in it. "
                "Somebody who treats the patient can share the chart with you again."
            </p>
            <p>"If nobody else treats the patient, this is refused: hand the patient over instead."</p>
        </ConfirmForm>
    }
    .into_any()
}
