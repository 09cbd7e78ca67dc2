//! The table of providers.

use chrono::NaiveDate;
use leptos::prelude::*;
use model::administration::ProviderAccount;

use super::decision::Decision;
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
    pub decision: Opening<Decision>,
    pub attachment: Opening<ProviderAccount>,
    pub closing: Opening<Closing>,
    pub help: AccountHelp,
    pub suspension: Opening<Suspension>,
}

/// # Arguments
/// `has_script` enables the buttons, which open dialogs.
pub fn table(rows: Vec<ProviderAccount>, today: NaiveDate, has_script: Signal<bool>, dialogs: Dialogs) -> AnyView {
    let row = move |provider: ProviderAccount| {
        let action = action(&provider, has_script, dialogs);
        provider_row(provider, action, today)
    };
    view! {
        <DataTable label="Providers">
            <TableHeader>
                <TableRow>
                    <ColumnHeader label="Name"/>
                    <ColumnHeader label="State, since"/>
                    <ColumnHeader label="License, specialty"/>
                    <ColumnHeader label="What to do"/>
                </TableRow>
            </TableHeader>
            <TableBody>{rows.into_iter().map(row).collect_view()}</TableBody>
        </DataTable>
    }
    .into_any()
}

fn provider_row(provider: ProviderAccount, action: AnyView, today: NaiveDate) -> AnyView {
    let suspended = provider.is_suspended.then(|| view! { " "<Badge tone=Tone::Warning label="Suspended"/> });
    let state = match (&provider.email, provider.is_verified) {
        (None, _) => view! { <Badge label="No account"/> },
        (Some(_), false) => view! { <Badge tone=Tone::Warning label="Waiting"/> },
        (Some(_), true) => view! { <Badge tone=Tone::Good label="Verified"/> },
    };
    view! {
        <TableRow>
            <th scope="row">
                <span class="patient-name">{provider.display_name}</span>
                {provider.email.map(|email| view! { <span class="patient-birth">{email}</span> })}
            </th>
            <TableCell>
                {state}{suspended}
                <span class="patient-birth"><DateWithAge date=provider.created_at.date() today/></span>
            </TableCell>
            <TableCell>{provider.license_number}<span class="patient-birth">{provider.specialty}</span></TableCell>
            <TableCell>{action}</TableCell>
        </TableRow>
    }
    .into_any()
}

/// What to do about a provider.
fn action(provider: &ProviderAccount, has_script: Signal<bool>, dialogs: Dialogs) -> AnyView {
    let Dialogs { decision, attachment, closing, help, suspension } = dialogs;
    let more = provider.user.zip(provider.email.clone()).map(|account| {
        let (name, is_suspended) = (provider.display_name.clone(), provider.is_suspended);
        let about = format!(" for {name}");
        let suspend =
            Suspension { user: account.0, name, is_suspended, is_provider: true }.button(has_script, suspension);
        let lost = provider.has_second_factor.then(|| help.lost_button(account.clone(), has_script));
        let close = provider.is_applicant.then(|| {
            let (user, email) = account.clone();
            Closing { user, email, is_applicant: true }.button(has_script, closing)
        });
        let reset = help.reset_button(account, has_script);
        view! {
            <More about>
                <li>{reset}</li>
                {lost.map(|lost| view! { <li>{lost}</li> })}
                {close.map(|close| view! { <li>{close}</li> })}
                <li>{suspend}</li>
            </More>
        }
    });
    let name = format!(" {}", provider.display_name);
    let disabled = Signal::derive(move || !has_script.get());
    let subject = provider.clone();
    let (look, verb, open): (_, _, Callback<_>) = match (&provider.email, provider.is_verified) {
        (None, _) => (Look::Plain, "Attach account", Callback::new(move |_| attachment.open(subject.clone()))),
        (Some(_), false) => {
            (Look::Primary, "Verify", Callback::new(move |_| decision.open(Decision::Verify(subject.clone()))))
        }
        (Some(_), true) => {
            (Look::Danger, "Withdraw", Callback::new(move |_| decision.open(Decision::Withdraw(subject.clone()))))
        }
    };
    view! {
        <div class="button-row">
            <Button look disabled on_click=open><span>{verb}<span class="visually-hidden">{name}</span></span></Button>
            {more}
        </div>
    }
    .into_any()
}
