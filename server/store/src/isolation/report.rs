//! The text: a block for each table, a line for each outcome with everybody who has it. [`super::Comparison`] reads it
//! back.

use super::{asking::Outcomes, scene::ROLES};

const FIRST_LINES: &str = "\
Who may do what with which row. Written by the test `isolation` from real SQL sent as the application's role.

  nothing    no row is there for the caller         policy     row level security refuses
  no grant   the role isn't granted the command     trigger    refused for whoever writes
  done       and taken back                         constraint refused by the table

  patient: Freda.  other patient: Otis.  author, colleague: treat Freda; the author wrote the rows.
  other provider: treats Otis.  unverified: has a pair with Freda, but no verification.
  former: treated Freda until yesterday.  break-glass, cover: have Freda's record for a while, and had Otis's.
  anonymous: nobody is signed in.  imported, applicant: rows that ask nothing.
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

    /// Everybody with the same outcome on one line, in the order of the roles.
    pub fn outcomes(&mut self, command: &str, outcomes: Outcomes) {
        for (number, (outcome, roles)) in grouped(outcomes).into_iter().enumerate() {
            let command = if number == 0 { command } else { "" };
            let roles = if roles.len() == ROLES.len() { "everyone".to_owned() } else { roles.join(", ") };
            self.lines.push_str(&format!("  {command:<8} {outcome}: {roles}\n"));
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

/// Each outcome once, with everybody who has it.
pub fn grouped<R>(outcomes: impl IntoIterator<Item = (R, String)>) -> Vec<(String, Vec<R>)> {
    let mut groups: Vec<(String, Vec<R>)> = Vec::new();
    for (role, outcome) in outcomes {
        match groups.iter_mut().find(|(other, _)| *other == outcome) {
            Some((_, roles)) => roles.push(role),
            None => groups.push((outcome, vec![role])),
        }
    }
    groups
}
