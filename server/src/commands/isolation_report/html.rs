//! The report as one page that needs nothing else, to print or to hand on.

use html_escape::encode_text;
use store::isolation::{
    Answer, Section, Topic, grouped,
    scene::{self, CALLERS},
};

use super::{Report, words};

const STYLE: &str = include_str!("report.css");

const COMMANDS: [&str; 4] = ["select", "insert", "update", "delete"];

pub fn page(report: &Report) -> String {
    let sections: String =
        report.comparison.sections.iter().enumerate().map(|(number, it)| section(number, it)).collect();
    let made = format!("<dt>Made</dt><dd>{}</dd>", encode_text(&report.made_at));
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
         <style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n\
         {verdict}<dl>{made}{about}</dl>\n<p>{introduction}</p>\n{differences}\
         <nav aria-labelledby=\"contents\"><h2 id=\"contents\">Contents</h2><ol>{contents}</ol></nav>\n\
         <h2>Who asks</h2>\n<dl>{who}</dl>\n<p>{records}</p>\n<h2>What an answer means</h2>\n<dl>{answers}</dl>\n\
         {sections}<h2>Verdict</h2>\n{verdict}</main>\n</body>\n</html>\n",
        title = words::TITLE,
        verdict = verdict(report),
        about = listed(&report.about),
        introduction = encode_text(words::INTRODUCTION),
        differences = differences(report),
        contents = contents(report),
        who = listed(&words::WHO),
        records = encode_text(words::RECORDS),
        answers = listed(&words::ANSWERS),
    )
}

fn verdict(report: &Report) -> String {
    let class = if report.comparison.differences().is_empty() { "kept" } else { "broken" };
    format!("<p class=\"verdict {class}\"><strong>{}</strong></p>\n", encode_text(&report.verdict()))
}

fn differences(report: &Report) -> String {
    let differences = report.comparison.differences();
    if differences.is_empty() {
        return String::new();
    }
    let items = differences.iter().map(|difference| {
        format!("<li>{}: {}</li>\n", encode_text(difference.heading), encode_text(&difference.to_string()))
    });
    format!("<h2>What isn't as promised</h2>\n<ul>\n{}</ul>\n", items.collect::<String>())
}

fn contents(report: &Report) -> String {
    let entry = |(number, section): (usize, &Section)| {
        format!("<li><a href=\"#part-{number}\">{}</a></li>", encode_text(&section.heading))
    };
    report.comparison.sections.iter().enumerate().map(entry).collect()
}

fn listed(words: &[(&str, impl AsRef<str>)]) -> String {
    let entries = words
        .iter()
        .map(|(name, meaning)| format!("<dt>{}</dt><dd>{}</dd>", encode_text(name), encode_text(meaning.as_ref())));
    entries.collect()
}

fn section(number: usize, section: &Section) -> String {
    let answers = || section.topics.iter().flat_map(|topic| &topic.answers);
    let body: String = if answers().all(Answer::is_line) {
        lines(answers())
    } else if answers().any(|answer| !answer.who.is_empty() && answer.what.is_empty()) {
        tried(section)
    } else {
        section.topics.iter().map(table).collect()
    };
    format!("<section>\n<h2 id=\"part-{number}\">{}</h2>\n{body}</section>\n", encode_text(&section.heading))
}

/// A catalogue.
fn lines<'a>(answers: impl Iterator<Item = &'a Answer>) -> String {
    let items = answers.map(|answer| match (&answer.promised, &answer.found) {
        (_, None) => format!("<li>{} {}</li>\n", encode_text(&answer.what), marked("isn't there")),
        (None, _) => format!("<li>{} {}</li>\n", encode_text(&answer.what), marked("isn't promised")),
        _ => format!("<li>{}</li>\n", encode_text(&answer.what)),
    });
    format!("<ul>\n{}</ul>\n", items.collect::<String>())
}

/// What somebody might try, a row for each.
fn tried(section: &Section) -> String {
    let row = |topic: &Topic| {
        let groups = grouped(topic.answers.iter().map(|answer| (answer.who.as_str(), cell(answer))));
        let outcomes = groups.iter().map(|(outcome, who)| {
            let who = if who.len() == CALLERS.len() { "everyone".to_owned() } else { who.join(", ") };
            format!("<li>{outcome}: {}</li>", encode_text(&who))
        });
        let outcomes: String = outcomes.collect();
        format!("<tr><th scope=\"row\">{}</th><td><ul>{outcomes}</ul></td></tr>\n", encode_text(&topic.title))
    };
    let rows: String = section.topics.iter().map(row).collect();
    format!(
        "<table>\n<thead><tr><th scope=\"col\">What is tried</th><th scope=\"col\">What comes of it</th></tr></thead>\n\
         <tbody>\n{rows}</tbody>\n</table>\n"
    )
}

/// A table of the database: a row for each role, or one for whoever uses the application; a column for each command.
fn table(topic: &Topic) -> String {
    let commands: Vec<&str> =
        COMMANDS.into_iter().filter(|command| topic.answers.iter().any(|answer| answer.what == *command)).collect();
    let mut roles: Vec<&str> = Vec::new();
    for answer in &topic.answers {
        if !roles.contains(&answer.who.as_str()) {
            roles.push(&answer.who);
        }
    }
    let head: String =
        commands.iter().map(|command| format!("<th scope=\"col\">{}</th>", words::command(command))).collect();
    let row = |role: &&str| {
        let answer =
            |command: &&str| topic.answers.iter().find(|answer| answer.who == *role && answer.what == *command);
        let cells =
            commands.iter().map(|command| format!("<td>{}</td>", answer(command).map(cell).unwrap_or_default()));
        let (name, relation) = match *role {
            "" => ("the application", ""),
            role => (role, scene::relation(role, "Freda's")),
        };
        let relation = if relation.is_empty() { String::new() } else { format!("<td>{relation}</td>") };
        format!("<tr><th scope=\"row\">{name}</th>{relation}{}</tr>\n", cells.collect::<String>())
    };
    let rows: String = roles.iter().map(row).collect();
    let relation = if roles.contains(&"") { "" } else { "<th scope=\"col\">Freda's record is</th>" };
    format!(
        "<table>\n<caption>{}</caption>\n<thead><tr><th scope=\"col\">who</th>{relation}{head}</tr></thead>\n\
         <tbody>\n{rows}</tbody>\n</table>\n",
        encode_text(&topic.title)
    )
}

fn cell(answer: &Answer) -> String {
    let found = words::found(answer);
    if answer.is_kept() {
        return encode_text(&found).into_owned();
    }
    marked(&format!("found {found}, promised {}", words::promised(answer)))
}

/// Said in words and bold, for whoever sees no colour.
fn marked(text: &str) -> String {
    format!("<strong class=\"difference\">✗ {}</strong>", encode_text(text))
}
