//! Asks the questions, one after the other, and writes down the answers.

use std::collections::BTreeMap;

use super::{asking::Asking, catalogue, probes, report::Report, tables};
use crate::Error;

const REQUIRE_SECOND_FACTOR: &str = "update security_rules set requires_second_factor = true";

/// The answer to every question.
pub async fn of(asking: &mut Asking<'_>) -> Result<String, Error> {
    let mut report = Report::default();
    let keys = catalogue::keys(asking.connection()).await?;

    report.heading("Roles of the cluster, and what they own");
    report.lines(catalogue::roles(asking.connection()).await?);

    report.heading("Every table: who does what with Freda's rows, and sees which");
    for table in tables::all() {
        report.title(table.name);
        report.outcomes("select", asking.everyone(&table.select(&keys)).await?);
        report.outcomes("insert", asking.everyone(table.insert).await?);
        report.outcomes("update", asking.everyone(table.update).await?);
        report.outcomes("delete", asking.everyone(&table.delete(&keys)).await?);
    }

    for (heading, probes) in [
        ("Ids of different records in one row", probes::MIXED),
        ("Somebody else's name", probes::OTHERS_NAMES),
        ("What belongs to a visit, and what doesn't", probes::OF_A_VISIT),
        ("What is settled", probes::SETTLED),
    ]
    .into_iter()
    .chain(probes::OF_THE_DEFINER)
    {
        report.heading(heading);
        for (words, statement) in probes {
            report.title(words);
            report.outcomes("", asking.everyone(statement).await?);
        }
    }

    sqlx::raw_sql(REQUIRE_SECOND_FACTOR).execute(asking.connection()).await?;
    second_factor(asking, &mut report, &keys).await?;

    report.heading("What the owner's role can't do either");
    for (words, statement) in probes::OWNER {
        report.title(words);
        report.outcomes("", asking.the_owner(statement).await?);
    }

    catalogue_of(asking, &mut report).await?;
    Ok(report.text())
}

async fn second_factor(
    asking: &mut Asking<'_>,
    report: &mut Report,
    keys: &BTreeMap<String, String>,
) -> Result<(), Error> {
    report.heading("Where a second factor is asked for, which the colleague alone has: who sees which rows");
    for table in tables::all() {
        report.title(table.name);
        report.outcomes("select", asking.everyone(&table.select(keys)).await?);
    }
    report.title("administers()");
    report.outcomes("", asking.everyone("select administers()::text").await?);
    Ok(())
}

async fn catalogue_of(asking: &mut Asking<'_>, report: &mut Report) -> Result<(), Error> {
    report.heading("Columns that the application may name");
    for (table, columns) in catalogue::columns(asking.connection()).await? {
        report.title(&table);
        for command in ["select", "insert", "update"] {
            let permitted = asking.permitted_columns(&table, &columns, command).await?;
            report.columns(command, permitted, columns.len());
        }
    }
    for (heading, role) in [
        ("Columns that the gate may name", "carechart_gate"),
        ("Columns that the worker may name", "carechart_worker"),
        ("Columns that the definer may name", "carechart_definer"),
    ] {
        report.heading(heading);
        report.lines(catalogue::granted(asking.connection(), role).await?);
    }
    report.heading("Functions");
    report.lines(catalogue::functions(asking.connection()).await?);
    Ok(())
}
