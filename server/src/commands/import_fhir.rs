mod progress;
mod summary;
mod table;

use std::path::Path;

use anyhow::bail;
use fhir::Bundle;
use store::Importer;
use tokio::task::block_in_place;

use self::{progress::Progress, summary::Summary};
use super::bucket_sink::BucketSink;
use crate::{command_line::ImportFhir, infrastructure::Infrastructure};

/// Imports FHIR bundles. Each patient is a transaction: whole, or not at all; importing again changes nothing. A
/// bundle that is broken is refused with its name and place, leaves nothing behind, and the others go on.
///
/// # Errors
/// At the end, when a bundle was refused; at once, when the database or the bucket doesn't answer.
pub async fn import_fhir(infrastructure: &Infrastructure, arguments: ImportFhir) -> anyhow::Result<()> {
    let importer = infrastructure.importer().await?;
    let sink = BucketSink::open(infrastructure).await?;
    let mut progress = Progress::new(arguments.files.len());
    let mut summary = Summary::default();
    for path in &arguments.files {
        let result = import_file(path, &importer, &sink, &mut progress, &mut summary).await;
        progress.clear();
        if let Err(error) = result {
            println!("{summary}");
            return Err(error);
        }
    }
    println!("{summary}");
    match summary.refused {
        0 => Ok(()),
        refused => bail!("{refused} of {} bundles were refused, and nothing of them was kept", summary.bundles()),
    }
}

async fn import_file(
    path: &Path,
    importer: &Importer,
    sink: &BucketSink,
    progress: &mut Progress,
    summary: &mut Summary,
) -> anyhow::Result<()> {
    progress.next_file(path);
    let mut bundles = match fhir::read_file(path) {
        Ok(bundles) => bundles,
        Err(error) => {
            progress.refuse(&error);
            summary.refused += 1;
            return Ok(());
        }
    };
    // Reading is work for the processor: it must not keep the runtime's other tasks waiting.
    while let Some(bundle) = block_in_place(|| bundles.next()) {
        match bundle {
            Ok(bundle) => import_bundle(bundle, importer, sink, progress, summary).await?,
            Err(error) => {
                progress.refuse(&error);
                summary.refused += 1;
            }
        }
        progress.left_in_file(bundles.left());
    }
    Ok(())
}

async fn import_bundle(
    bundle: Bundle,
    importer: &Importer,
    sink: &BucketSink,
    progress: &mut Progress,
    summary: &mut Summary,
) -> anyhow::Result<()> {
    let mut is_refused = false;
    for record in &bundle.records {
        match importer.import(record, sink).await {
            Ok(outcome) => summary.add_outcome(&outcome, &bundle.name),
            Err(store::Error::Unavailable) => {
                bail!("the database or the bucket doesn't answer; what was finished stays")
            }
            Err(error) => {
                progress.refuse(&format!("{}: a record can't be stored: {error}", bundle.name));
                is_refused = true;
            }
        }
    }
    if is_refused {
        summary.refused += 1;
    } else {
        summary.imported += 1;
        summary.report.merge(bundle.report);
    }
    Ok(())
}
