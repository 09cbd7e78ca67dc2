//! The dialog in which a provider lets somebody read a child's record.

use leptos::prelude::*;

use super::state::OpenChart;
use crate::{components::opening::OpeningDialog, pages::caregivers::CaregiverPanel};

#[component]
pub fn CaregiversDialog(chart: OpenChart) -> impl IntoView {
    let opening = chart.dialogs.caregivers;
    let content = move |()| {
        view! {
            <p>"A parent, for example, reads this record with an account of their own, until the child is 18 at the latest."</p>
            <CaregiverPanel patient=chart.patient confirmation=chart.dialogs.confirmation/>
        }
        .into_any()
    };
    view! { <OpeningDialog id="caregivers" opening title=chart.title("Caregivers") content/> }
}
