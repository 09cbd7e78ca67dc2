use leptos::prelude::*;
use model::{
    access::{DoneElsewhere, ReportedSession, SessionEvent},
    count::counted,
};

use crate::components::table::{ColumnHeader, DataTable, TableBody, TableCell, TableHeader, TableRow};

/// What else was done in the session of a reported access, folded away.
///
/// # Arguments
/// `about`: whose report it is, for screen readers.
pub fn session(session: ReportedSession, about: &str) -> AnyView {
    let ReportedSession { events, more, elsewhere } = session;
    let about = about.to_owned();
    let label = format!("The session of the report{about}");
    let rest = (more > 0).then(|| {
        let text = format!("These are the nearest. There are {} more in this session.", counted(more, "event"));
        view! { <p class="muted">{text}</p> }
    });
    view! {
        <details>
            <summary>"What else they did before they signed out"<span class="visually-hidden">{about}</span></summary>
            <div class="stack">
                <p class="muted">
                    "In the record of whoever reports it, and in no record. What was done in other records stands below, as "
                    "numbers."
                </p>
                <DataTable label>
                    <TableHeader>
                        <TableRow>
                            <ColumnHeader label="When"/>
                            <ColumnHeader label="What"/>
                            <ColumnHeader label="By which right"/>
                        </TableRow>
                    </TableHeader>
                    <TableBody>{events.into_iter().map(row).collect_view()}</TableBody>
                </DataTable>
                {rest}
                {others(elsewhere)}
            </div>
        </details>
    }
    .into_any()
}

fn row(event: SessionEvent) -> impl IntoView {
    let SessionEvent { at, what, right, is_reported } = event;
    let what = if is_reported { format!("{what} (reported)") } else { what };
    view! {
        <TableRow>
            <th scope="row"><time datetime=at.at.to_rfc3339()>{at.display()}</time></th>
            <TableCell>{what}</TableCell>
            <TableCell>{right.label()}</TableCell>
        </TableRow>
    }
}

fn others(elsewhere: Vec<DoneElsewhere>) -> AnyView {
    if elsewhere.is_empty() {
        return view! { <p>"In other records they did nothing."</p> }.into_any();
    }
    let line = |done: DoneElsewhere| view! { <li>{done.in_words()}</li> };
    view! {
        <p>"In other records they:"</p>
        <ul>{elsewhere.into_iter().map(line).collect_view()}</ul>
    }
    .into_any()
}
