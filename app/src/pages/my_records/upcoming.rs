//! The next appointment.

use leptos::prelude::*;

use crate::components::phone::PhoneNumber;

/// Appointments are made by telephone, and so this says whom to call.
#[component]
pub fn UpcomingVisits(phone: String) -> impl IntoView {
    let advice = if phone.is_empty() {
        "Contact the clinic to make an appointment.".into_any()
    } else {
        view! { "To make an appointment, call the clinic: " <PhoneNumber number=phone/> }.into_any()
    };
    view! {
        <section class="upcoming" aria-labelledby="upcoming">
            <h2 id="upcoming">"Upcoming visits"</h2>
            <div class="empty-state">
                <p class="empty-state-title">"No upcoming visits"</p>
                <p>{advice}</p>
            </div>
        </section>
    }
}
