mod html;
mod text;
mod words;

use std::{fs, io::Write};

use anyhow::{Context, bail, ensure};
use chrono::Utc;
use store::isolation::Comparison;

use crate::{
    command_line::{IsolationReport, ReportFormat},
    infrastructure::Infrastructure,
};

/// What the database is to answer: the text that the test keeps. Here and not in `store`, of which everything is built anew
/// whenever it changes.
const PROMISED: &str = include_str!("../../store/tests/isolation.txt");

/// What both forms of the report are made from. Nothing in it is about anybody who is real.
struct Report {
    made_at: String,
    /// Names and versions, with what they are.
    about: Vec<(&'static str, String)>,
    comparison: Comparison,
}

impl Report {
    /// In one line.
    fn verdict(&self) -> String {
        let (questions, differences) = (self.comparison.questions(), self.comparison.differences().len());
        match differences {
            0 => {
                format!("The database keeps what is promised: {questions} questions, and every answer is as promised.")
            }
            1 => format!("The database does NOT keep what is promised: 1 of {questions} answers differs."),
            _ => format!("The database does NOT keep what is promised: {differences} of {questions} answers differ."),
        }
    }
}

/// Asks the database who may do what with which row, and prints the report.
///
/// # Errors
/// When the database can't be asked, and when an answer isn't as promised.
pub async fn isolation_report(infrastructure: &Infrastructure, arguments: IsolationReport) -> anyhow::Result<()> {
    let IsolationReport { format, html: page } = arguments;
    let report = make(infrastructure).await?;
    if let Some(path) = page {
        fs::write(&path, html::page(&report)).with_context(|| format!("the report {}", path.display()))?;
    }
    let output = match format {
        ReportFormat::Text => text::page(&report),
        ReportFormat::Html => html::page(&report),
    };
    let mut standard = std::io::stdout().lock();
    let written = standard.write_all(output.as_bytes()).and_then(|()| standard.flush());
    ensure!(written.is_ok(), "the report can't be written");
    if !report.comparison.differences().is_empty() {
        bail!("the database doesn't keep what is promised");
    }
    Ok(())
}

async fn make(infrastructure: &Infrastructure) -> anyhow::Result<Report> {
    let mut inspector = infrastructure.inspector().await?;
    let inspection = inspector.inspect().await.context("the database")?;
    let comparison = inspection.compare(PROMISED);
    let about = vec![
        ("Clinic", infrastructure.configuration.clinic.name.clone()),
        ("Program", format!("Carechart {}", env!("CARGO_PKG_VERSION"))),
        ("Database", format!("{}, PostgreSQL {}", inspection.database, inspection.postgres)),
        ("Schema", schema::digest()),
    ];
    Ok(Report { made_at: Utc::now().format("%-d %B %Y, %H:%M UTC").to_string(), about, comparison })
}
