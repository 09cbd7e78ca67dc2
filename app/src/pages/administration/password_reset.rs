//! The link with which somebody sets a new password, for the administrator to hand over.

use leptos::{ev::SubmitEvent, prelude::*};
use model::id::UserId;

use super::help::LockedOut;
use crate::{
    api::administration::MakePasswordReset,
    components::{
        confirmation::Confirmation,
        dialog::DialogActions,
        form::{ActionMessage, SubmitButton, refusal_of},
        handed_link::asked_and_handed,
        opening::{Opening, OpeningDialog},
    },
};

/// Makes the link and shows it, once.
#[component]
pub fn PasswordResetDialog(opening: Opening<LockedOut>, confirmation: Confirmation) -> impl IntoView {
    let title = opening.text(|(_, email)| format!("Reset the password of {email}"));
    let content = move |(user, _): LockedOut| content(user, opening, confirmation);
    view! { <OpeningDialog id="password-reset" opening title content/> }
}

fn content(user: UserId, opening: Opening<LockedOut>, confirmation: Confirmation) -> AnyView {
    let make = ServerAction::<MakePasswordReset>::new();
    let answer = make.value();
    let send = move || _ = make.dispatch(MakePasswordReset { user });
    confirmation.watch(answer, send);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if !make.pending().get_untracked() {
            send();
        }
    };
    let error = refusal_of(answer);
    let question = move || {
        view! {
            <form class="form" on:submit=submit>
                <p>
                    "This makes a link with which they choose a new password. Make sure that you hand it to nobody else: "
                    "it works once, for a day. The password and a second factor stay as they are until it is used, the "
                    "second factor afterwards, too."
                </p>
                <p>"A link that was made for this account earlier stops working."</p>
                <ActionMessage error/>
                <DialogActions open=opening.is_open()>
                    <SubmitButton label="Make the link" pending=make.pending()/>
                </DialogActions>
            </form>
        }
    };
    asked_and_handed(answer, "password-reset-link", "Link for a new password", question, move || opening.finish())
}
