//! The report as plain text.

use store::isolation::{Topic, grouped, scene::CALLERS};

use super::{Report, words};

/// Its last line is the verdict.
pub fn page(report: &Report) -> String {
    let mut page = format!("{}\n\n{}\n\n", words::TITLE, filled(words::INTRODUCTION));
    page.push_str(&listed(&[("Made", report.made_at.clone())]));
    page.push_str(&listed(&report.about));
    page.push_str(&format!("\nWho asks\n\n{}\n{}\n", listed(&words::WHO), filled(words::RECORDS)));
    page.push_str(&format!("\nWhat an answer means\n\n{}", listed(&words::ANSWERS)));
    for section in &report.comparison.sections {
        page.push_str(&format!("\n== {}\n\n", section.heading));
        section.topics.iter().for_each(|topic| page.push_str(&about(topic)));
    }
    page.push_str(&differences(report));
    page.push_str(&format!("\n{}\n", report.verdict()));
    page
}

/// What was found about a topic: everybody with the same answer on one line.
fn about(topic: &Topic) -> String {
    let mut lines = if topic.title.is_empty() { String::new() } else { format!("{}\n", topic.title) };
    let mut commands: Vec<&str> = Vec::new();
    for answer in topic.answers.iter().filter(|answer| answer.found.is_some()) {
        if answer.is_line() {
            lines.push_str(&format!("  {}\n", answer.what));
        } else if answer.who.is_empty() {
            lines.push_str(&format!("  {:<9}{}\n", words::command(&answer.what), words::found(answer)));
        } else if !commands.contains(&answer.what.as_str()) {
            commands.push(&answer.what);
            lines.push_str(&groups(topic, &answer.what));
        }
    }
    if !topic.title.is_empty() {
        lines.push('\n');
    }
    lines
}

fn groups(topic: &Topic, what: &str) -> String {
    let asked = topic.answers.iter().filter(|answer| answer.what == what && answer.found.is_some());
    let groups = grouped(asked.map(|answer| (answer.who.as_str(), words::found(answer))));
    let lines = groups.into_iter().enumerate().map(|(number, (outcome, who))| {
        let command = if number == 0 { words::command(what) } else { "" };
        let who = if who.len() == CALLERS.len() { "everyone".to_owned() } else { who.join(", ") };
        format!("  {command:<9}{outcome}: {who}\n")
    });
    lines.collect()
}

fn differences(report: &Report) -> String {
    let differences = report.comparison.differences();
    if differences.is_empty() {
        return String::new();
    }
    let lines = differences.iter().map(|difference| format!("  ! {difference}\n"));
    format!("\n== What isn't as promised\n\n{}", lines.collect::<String>())
}

fn listed(words: &[(&str, impl AsRef<str>)]) -> String {
    words.iter().map(|(name, meaning)| format!("  {name:<25}{}\n", meaning.as_ref())).collect()
}

/// In lines of at most 100 letters.
fn filled(text: &str) -> String {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.is_empty() => line.push_str(word),
            Some(line) if line.chars().count() + word.chars().count() < 100 => line.push_str(&format!(" {word}")),
            _ => lines.push(word.to_owned()),
        }
    }
    lines.join("\n")
}
