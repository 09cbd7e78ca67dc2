use leptos::prelude::*;

use super::{OpenAccount, Stage};
use crate::components::{
    badge::Tone,
    button::{Button, Look},
    form::focus,
    state::Notice,
};

/// The recovery codes, which nobody sees again.
#[component]
pub fn Codes(codes: Vec<String>, open: OpenAccount) -> impl IntoView {
    Effect::new(|| request_animation_frame(|| focus("codes-title")));
    let keep = move |_| {
        open.stage.set(Stage::Idle);
        open.finish("Your second factor is on. Your other browsers are signed out, and signing in takes a code.");
    };
    view! {
        <h3 id="codes-title" tabindex="-1">"Your recovery codes"</h3>
        <Notice tone=Tone::Warning>
            <p>
                "Keep them where your phone isn't, on paper or in a password manager. Each signs you in once when you can't "
                "use your authenticator. They aren't shown again, and earlier ones don't work any more."
            </p>
        </Notice>
        <ul class="recovery-codes">
            {codes.into_iter().map(|code| view! { <li><code class="secret">{code}</code></li> }).collect_view()}
        </ul>
        <div class="button-row"><Button look=Look::Primary on_click=keep>"I have kept them"</Button></div>
    }
}
