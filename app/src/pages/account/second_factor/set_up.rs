use leptos::{ev::SubmitEvent, prelude::*};
use model::own_account::SecondFactorSetUp;

use super::{OpenAccount, Stage};
use crate::{
    api::own_account::ConfirmSecondFactor,
    components::{
        button::Button,
        form::{ActionMessage, SubmitButton, TextField, focus, refusal_of},
    },
};

/// What an authenticator needs, and the field for its first code.
#[component]
pub fn SetUpForm(set_up: SecondFactorSetUp, open: OpenAccount) -> impl IntoView {
    let SecondFactorSetUp { secret, picture } = set_up;
    let confirm = ServerAction::<ConfirmSecondFactor>::new();
    let answer = confirm.value();
    let code = RwSignal::new(String::new());
    let send = move || _ = confirm.dispatch(ConfirmSecondFactor { code: code.get_untracked() });
    open.confirmation.watch(answer, send);
    Effect::new(move || {
        if let Some(Ok(codes)) = answer.get() {
            open.stage.set(Stage::Codes(codes));
        }
    });
    Effect::new(|| request_animation_frame(|| focus("factor-code")));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if !confirm.pending().get_untracked() {
            send();
        }
    };
    let error = refusal_of(answer);
    // Four modules of white around it, as readers of such codes expect.
    let view_box = format!("-4 -4 {0} {0}", picture.size + 8);
    view! {
        <form class="form" on:submit=submit>
            <ol class="steps">
                <li>"Open an authenticator on your phone, and add an account by scanning this picture."</li>
                <li>"Enter the code that it shows then."</li>
            </ol>
            <svg class="qr-code" role="img" aria-label="QR code for your authenticator" viewBox=view_box>
                <rect class="qr-code-ground" x="-4" y="-4" width="100%" height="100%"></rect>
                <path class="qr-code-modules" d=picture.path></path>
            </svg>
            <p>"If you can't scan it, type this secret: " <code class="secret">{secret}</code></p>
            <TextField
                label="Code"
                name="code"
                id="factor-code"
                value=code
                autocomplete="one-time-code"
                inputmode="numeric"
                error
                is_required=true
            />
            <ActionMessage error/>
            <p class="muted">"Switching it on signs you out everywhere else."</p>
            <div class="button-row">
                <SubmitButton label="Switch it on" pending=confirm.pending()/>
                <Button on_click=move |_| open.stage.set(Stage::Idle)>"Not now"</Button>
            </div>
        </form>
    }
}
