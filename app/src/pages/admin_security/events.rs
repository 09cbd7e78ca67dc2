use chrono::NaiveDate;
use leptos::prelude::*;
use model::{access::SecurityEvent, page::Page};

use super::PATH;
use crate::components::{
    date::TimeWithAge,
    state::EmptyState,
    table::{ColumnHeader, DataTable, Pager, TableBody, TableCell, TableHeader, TableRow},
    url::with_query,
};

/// The events, the latest first.
pub fn events(page: Page<SecurityEvent>, today: NaiveDate, is_later: bool) -> AnyView {
    let Page { rows, next } = page;
    let row = move |event: SecurityEvent| {
        let what = event.in_words();
        let SecurityEvent { at, who, address, .. } = event;
        view! {
            <TableRow>
                <th scope="row"><TimeWithAge time=at today/></th>
                <TableCell>{who}</TableCell>
                <TableCell>{what}</TableCell>
                <TableCell>{address}</TableCell>
            </TableRow>
        }
    };
    let content = if rows.is_empty() {
        view! { <EmptyState title="No events" advice="Refusals, verifications and changes of accounts stand here."/> }
            .into_any()
    } else {
        view! {
            <DataTable label="Events, the latest first">
                <TableHeader>
                    <TableRow>
                        <ColumnHeader label="When"/>
                        <ColumnHeader label="Who"/>
                        <ColumnHeader label="What"/>
                        <ColumnHeader label="From"/>
                    </TableRow>
                </TableHeader>
                <TableBody>{rows.into_iter().map(row).collect_view()}</TableBody>
            </DataTable>
        }
        .into_any()
    };
    let first = is_later.then(|| PATH.to_owned());
    let next = next.map(|after| with_query(PATH, &[("after", &after.0)]));
    view! {
        <section class="stack security-events" aria-labelledby="events">
            <h2 id="events">"Security events"</h2>
            {content}
            <Pager first next/>
        </section>
    }
    .into_any()
}
