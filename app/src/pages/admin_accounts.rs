//! `/admin/accounts`: patients' accounts, and never whose record is whose.

mod unlinking;

use chrono::NaiveDate;
use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};
use model::administration::PatientAccount;

use self::unlinking::UnlinkingDialog;
use super::administration::{AccountHelp, AccountHelpDialogs, Directory, administrator_only};
use crate::{
    api::administration::list_patient_accounts,
    components::{
        badge::{Badge, Tone},
        button::{Button, Look, use_script},
        date::DateWithAge,
        opening::Opening,
        table::{ColumnHeader, DataTable, TableBody, TableCell, TableHeader, TableRow},
    },
};

static LIST: Directory = Directory {
    path: "/admin/accounts",
    title: "Accounts",
    lead: "Patients' accounts, the newest first. You see accounts, and never whose record is linked to which.",
    search: ("Search accounts by email", "Search accounts"),
    empty_title: "No patient has an account yet",
    empty_advice: "A provider invites a patient from the chart; the account then stands here.",
    task: "Unlinking an account or helping somebody to sign in",
};

/// The patients' accounts.
pub struct AdminAccounts;

#[lazy_route]
impl LazyRoute for AdminAccounts {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        let query = LIST.query();
        let list = Resource::new(move || query.get(), |query| list_patient_accounts(query.search, query.after));
        administrator_only(LIST.title, move || {
            let (unlinking, help) = (Opening::default(), AccountHelp::default());
            let (done, has_script) = (RwSignal::new(String::new()), use_script());
            let on_done = Callback::new(move |text| {
                done.set(text);
                list.refetch();
            });
            view! {
                {LIST.view(list, query, done, move |rows, today| table(rows, today, has_script, unlinking, help))}
                <UnlinkingDialog opening=unlinking on_done/>
                <AccountHelpDialogs help on_done/>
            }
            .into_any()
        })
    }
}

fn table(
    rows: Vec<PatientAccount>,
    today: NaiveDate,
    has_script: Signal<bool>,
    unlinking: Opening<PatientAccount>,
    help: AccountHelp,
) -> AnyView {
    let row = move |account: PatientAccount| {
        let (tone, label) = if account.is_linked { (Tone::Good, "Linked") } else { (Tone::Neutral, "Not linked") };
        let subject = account.clone();
        let help = help.buttons((account.id, account.email.clone()), account.has_second_factor, has_script);
        let action = account.is_linked.then(|| {
            let name = format!(" {}", account.email);
            let disabled = Signal::derive(move || !has_script.get());
            let open = move |_| unlinking.open(subject.clone());
            view! { <Button look=Look::Danger disabled on_click=open><span>"Unlink"<span class="visually-hidden">{name}</span></span></Button> }
        });
        view! {
            <TableRow>
                <th scope="row">{account.email}</th>
                <TableCell><Badge tone label/></TableCell>
                <TableCell><DateWithAge date=account.created_at.date() today/></TableCell>
                <TableCell><div class="button-row">{action}{help}</div></TableCell>
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
