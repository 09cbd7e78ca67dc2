//! Who looked at a record, as the patient and whoever treats them read it.

use leptos::prelude::*;
use model::access::{Access, AccessRight};

use super::badge::{Badge, Tone};

/// A line of the history.
///
/// # Arguments
/// What can be done about it stands below, as children.
#[component]
pub fn AccessEntry(access: Access, #[prop(optional)] children: Option<Children>) -> impl IntoView {
    let Access { who, right, from, until, what, is_mine, .. } = access;
    let tone = if right == AccessRight::BreakGlass { Tone::Warning } else { Tone::Neutral };
    let who = if is_mine { format!("{who} (you)") } else { who };
    // In one go within a minute, it has one time.
    let time = match until.local - from.local {
        span if span.num_minutes() < 1 => from.display(),
        _ if from.date() == until.date() => format!("{} to {}", from.display(), until.local.format("%H:%M")),
        _ => format!("{} to {}", from.display(), until.display()),
    };
    view! {
        <li class="entry entry-body access-entry">
            <div class="entry-head">
                <p class="entry-title">{who}</p>
                <Badge tone label=right.label()/>
            </div>
            <p class="muted"><time datetime=from.at.to_rfc3339()>{time}</time></p>
            <p>{sentence(&what)}</p>
            {children.map(|children| children())}
        </li>
    }
}

/// `Opened the chart, read the visits.`
fn sentence(what: &[String]) -> String {
    let text = what.join(", ");
    let mut letters = text.chars();
    let first: String = letters.next().map(|first| first.to_uppercase().collect()).unwrap_or_default();
    format!("{first}{}.", letters.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_done_is_a_sentence() {
        assert_eq!(
            sentence(&["opened the chart".into(), "read the visits".into()]),
            "Opened the chart, read the visits."
        );
    }
}
