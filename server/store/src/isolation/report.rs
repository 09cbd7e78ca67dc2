//! The text: a block for each table, a line for each outcome with everybody who has it. [`super::Comparison`] reads it
//! back.

use super::{
    asking::Outcomes,
    scene::{self, CALLERS},
};

const FIRST_LINES: &str = "\
Who may do what with which row. Written by the test `isolation` from real SQL sent as the server's roles.

  nothing    no row is there for the caller         policy     row level security refuses
  no grant   the role isn't granted the command     trigger    refused for whoever writes
  done       and taken back                         constraint refused by the table

  patient: Freda.  other patient: Otis.  author, colleague: treat Freda; the author wrote the rows.
  other provider: treats Otis.  unverified: has a pair with Freda, but no verification.
  former: treated Freda until yesterday.  break-glass, cover: have Freda's record for a while, and had Otis's.
  suspended, ended session: their account or session was good once.  without a session: nobody is signed in.
  All of these ask as the application's role (carechart_app).  imported, applicant, inviting: rows that ask nothing.

  the gate: makes sessions (carechart_gate), for a browser without one, or with the author's.
  the worker: does what happens by itself (carechart_worker).
";

#[derive(Default)]
pub struct Report {
    lines: String,
}

impl Report {
    pub fn heading(&mut self, words: &str) {
        self.lines.push_str(&format!("\n== {words}\n"));
    }

    pub fn title(&mut self, words: &str) {
        self.lines.push_str(&format!("\n{words}\n"));
    }

    pub fn lines(&mut self, lines: Vec<String>) {
        self.lines.push('\n');
        for line in lines {
            self.lines.push_str(&format!("{line}\n"));
        }
    }

    /// Everybody with the same outcome on one line, in the callers' order.
    pub fn outcomes(&mut self, command: &str, outcomes: Outcomes) {
        for (number, (outcome, callers)) in grouped(outcomes).into_iter().enumerate() {
            let command = if number == 0 { command } else { "" };
            self.lines.push_str(&format!("  {command:<8} {outcome}: {}\n", listed(&callers)));
        }
    }

    pub fn columns(&mut self, command: &str, permitted: Vec<String>, of: usize) {
        let columns = match permitted.len() {
            0 => "none".to_owned(),
            count if count == of => "all".to_owned(),
            _ => permitted.join(", "),
        };
        self.lines.push_str(&format!("  {command:<8} {columns}\n"));
    }

    pub fn text(&self) -> String {
        format!("{FIRST_LINES}{}", self.lines)
    }
}

/// These callers, in as few words as there are for them.
pub fn listed(callers: &[&str]) -> String {
    if callers.len() == CALLERS.len() {
        return "everyone".to_owned();
    }
    let (users, others): (Vec<&str>, Vec<&str>) =
        callers.iter().copied().partition(|caller| scene::users().any(|it| it == *caller));
    let users = if users.len() == scene::users().count() { vec![scene::USERS] } else { users };
    [users, others].concat().join(", ")
}

/// Each outcome once, with everybody who has it.
pub fn grouped<C>(outcomes: impl IntoIterator<Item = (C, String)>) -> Vec<(String, Vec<C>)> {
    let mut groups: Vec<(String, Vec<C>)> = Vec::new();
    for (caller, outcome) in outcomes {
        match groups.iter_mut().find(|(other, _)| *other == outcome) {
            Some((_, callers)) => callers.push(caller),
            None => groups.push((outcome, vec![caller])),
        }
    }
    groups
}
