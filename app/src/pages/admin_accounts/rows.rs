//! The table of patients' accounts.

use chrono::NaiveDate;
use leptos::prelude::*;
use model::administration::PatientAccount;

use crate::{
    components::{
        badge::{Badge, Tone},
        button::{Button, Look},
        date::DateWithAge,
        more::More,
        opening::Opening,
        table::{ColumnHeader, DataTable, TableBody, TableCell, TableHeader, TableRow},
    },
    pages::administration::{AccountHelp, Closing, Suspension},
};

/// The dialogs that the rows open.
#[derive(Clone, Copy, Default)]
pub struct Dialogs {
    pub unlinking: Opening<PatientAccount>,
    pub closing: Opening<Closing>,
    pub help: AccountHelp,
    pub suspension: Opening<Suspension>,
}

/// # Arguments
/// `has_script` enables the buttons, which open dialogs.
pub fn table(rows: Vec<PatientAccount>, today: NaiveDate, has_script: Signal<bool>, dialogs: Dialogs) -> AnyView {
    let Dialogs { unlinking, closing, help, suspension } = dialogs;
    let row = move |account: PatientAccount| {
        let suspended = account.is_suspended.then(|| view! { " "<Badge tone=Tone::Warning label="Suspended"/> });
        let suspend = Suspension {
            user: account.id,
            name: account.email.clone(),
            is_suspended: account.is_suspended,
            is_provider: false,
        }
        .button(has_script, suspension);
        let (tone, label) = if account.is_linked { (Tone::Good, "Linked") } else { (Tone::Neutral, "Not linked") };
        let subject = account.clone();
        let helpless = (account.id, account.email.clone());
        let lost = account.has_second_factor.then(|| help.lost_button(helpless.clone(), has_script));
        let reset = help.reset_button(helpless, has_script);
        let about = format!(" for {}", account.email);
        let unlink = account.is_linked.then(|| {
            let name = format!(" {}", account.email);
            let disabled = Signal::derive(move || !has_script.get());
            let open = move |_| unlinking.open(subject.clone());
            view! { <Button look=Look::Danger disabled on_click=open><span>"Unlink"<span class="visually-hidden">{name}</span></span></Button> }
        });
        let close = (!account.is_linked).then(|| {
            Closing { user: account.id, email: account.email.clone(), is_applicant: false }.button(has_script, closing)
        });
        view! {
            <TableRow>
                <th scope="row">{account.email}</th>
                <TableCell><Badge tone label/>{suspended}</TableCell>
                <TableCell><DateWithAge date=account.created_at.date() today/></TableCell>
                <TableCell>
                    <div class="button-row">
                        {reset}
                        <More about>
                            {unlink.map(|unlink| view! { <li>{unlink}</li> })}
                            {close.map(|close| view! { <li>{close}</li> })}
                            {lost.map(|lost| view! { <li>{lost}</li> })}
                            <li>{suspend}</li>
                        </More>
                    </div>
                </TableCell>
            </TableRow>
        }
    };
    view! {
        <DataTable label="Patients' accounts">
            <TableHeader>
                <TableRow>
                    <ColumnHeader label="Email"/>
                    <ColumnHeader label="Record"/>
                    <ColumnHeader label="Since"/>
                    <ColumnHeader label="What to do"/>
                </TableRow>
            </TableHeader>
            <TableBody>{rows.into_iter().map(row).collect_view()}</TableBody>
        </DataTable>
    }
    .into_any()
}
