mod progress;
mod summary;
mod table;

use std::path::Path;

use anyhow::bail;
use fhir::{Bundle, Report, Skipped};
use store::{ImportError, Importer, RefusedRecord};
use tokio::task::block_in_place;

use self::{progress::Progress, summary::Summary};
use super::bucket_sink::BucketSink;
use crate::{command_line::ImportFhir, infrastructure::Infrastructure};

/// Imports FHIR bundles. Each is a transaction: whole, or not at all; importing again changes nothing. A bundle that is
/// broken, or of which a record can't be stored, is refused with its name and place, and the others go on.
///
/// # Errors
/// At the end, when a bundle was refused or a patient left out; at once, when the database or the bucket doesn't answer.
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
    match (summary.refused, summary.patients_left_out) {
        (0, 0) => Ok(()),
        (0, left_out) => bail!("patients left out: {left_out}; “Skipped” says why"),
        (refused, _) => bail!("{refused} of {} bundles were refused, and nothing of them was kept", summary.bundles()),
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
    summary.report.merge(std::mem::take(&mut bundles.others));
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
    let Bundle { name, records, report } = bundle;
    let left_out = patients_left_out(&report);
    if records.is_empty() {
        match left_out.first() {
            // Lists of hospitals and practitioners, which go with the patients' bundles.
            None => {
                summary.without_patient += 1;
                summary.report.merge(report);
            }
            Some((reason, skipped)) => {
                progress.refuse(&format!("{name}: no patient can be kept: {reason} ({})", skipped.first));
                summary.refused += 1;
            }
        }
        return Ok(());
    }
    match importer.import_all(&records, sink).await {
        Ok(outcomes) => {
            for outcome in &outcomes {
                summary.add_outcome(outcome, &name);
            }
            summary.imported += 1;
            summary.patients_left_out += left_out.iter().map(|(_, skipped)| skipped.count).sum::<u64>();
            summary.report.merge(report);
        }
        Err(RefusedRecord { error: ImportError::Store(store::Error::Unavailable), .. }) => {
            bail!("the database or the bucket doesn't answer; what was finished stays")
        }
        Err(RefusedRecord { position, error }) => {
            let place = format!("patient {} of {}", position + 1, records.len());
            progress.refuse(&format!("{name}: {place} can't be stored: {error}"));
            summary.refused += 1;
        }
    }
    Ok(())
}

/// The patients of a bundle that lack what a record needs, by reason.
fn patients_left_out(report: &Report) -> Vec<(&str, &Skipped)> {
    let skipped = report.types.get("Patient").map(|patients| &patients.skipped);
    skipped.into_iter().flatten().map(|(reason, skipped)| (reason.as_str(), skipped)).collect()
}
