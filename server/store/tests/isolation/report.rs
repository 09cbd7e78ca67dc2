//! The text file: a block for each table, a line for each outcome with everybody who has it.

use std::fmt::Write;

use crate::{asking::Outcomes, scene::ROLES};

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
        write!(self.lines, "\n== {words}\n").unwrap();
    }

    pub fn title(&mut self, words: &str) {
        write!(self.lines, "\n{words}\n").unwrap();
    }

    pub fn lines(&mut self, lines: Vec<String>) {
        self.lines.push('\n');
        for line in lines {
            writeln!(self.lines, "{line}").unwrap();
        }
    }

    pub fn line(&mut self, words: &str, outcome: &str) {
        writeln!(self.lines, "  {words:<50} {outcome}").unwrap();
    }

    /// Everybody with the same outcome on one line, in the order of the roles.
    pub fn outcomes(&mut self, command: &str, outcomes: Outcomes) {
        let mut groups: Vec<(String, Vec<&str>)> = Vec::new();
        for (role, outcome) in outcomes {
            match groups.iter_mut().find(|(other, _)| *other == outcome) {
                Some((_, roles)) => roles.push(role),
                None => groups.push((outcome, vec![role])),
            }
        }
        for (number, (outcome, roles)) in groups.iter().enumerate() {
            let command = if number == 0 { command } else { "" };
            let roles = if roles.len() == ROLES.len() { "everyone".to_owned() } else { roles.join(", ") };
            writeln!(self.lines, "  {command:<8} {outcome}: {roles}").unwrap();
        }
    }

    pub fn columns(&mut self, command: &str, permitted: Vec<String>, of: usize) {
        let columns = match permitted.len() {
            0 => "none".to_owned(),
            count if count == of => "all".to_owned(),
            _ => permitted.join(", "),
        };
        writeln!(self.lines, "  {command:<8} {columns}").unwrap();
    }

    pub fn text(&self) -> String {
        format!("{FIRST_LINES}{}", self.lines)
    }
}

/// The lines that aren't the same, with the heading and the title that they stand under; empty for two equal texts.
pub fn differences(expected: &str, found: &str) -> String {
    let (expected, found) = (placed(expected), placed(found));
    let mut result = String::new();
    for (mark, one, other) in [("-", &expected, &found), ("+", &found, &expected)] {
        for line in one.iter().filter(|line| !other.contains(line)) {
            writeln!(result, "{mark} {line}").unwrap();
        }
    }
    if result.is_empty() && expected != found {
        result.push_str("the same lines in another order\n");
    }
    result
}

/// Each line with the place that it stands at, so that the same words under another title are another line.
fn placed(text: &str) -> Vec<String> {
    let (mut heading, mut title, mut command) = ("", "", "");
    let mut lines = Vec::new();
    for line in text.lines().filter(|line| !line.is_empty()) {
        if line.starts_with("==") {
            (heading, title, command) = (line, "", "");
        } else if !line.starts_with(' ') {
            (title, command) = (line, "");
        }
        if line.starts_with("  ") && !line.starts_with("   ") {
            command = line.split_whitespace().next().unwrap_or_default();
        }
        lines.push(format!("{heading} | {title} | {command} | {}", line.trim()));
    }
    lines
}
