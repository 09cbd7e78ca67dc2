use std::io::{BufWriter, Write};

use anyhow::{Context, ensure};
use audit::{PublicKey, Root};

use crate::{
    command_line::{Audit, VerifyAudit},
    infrastructure::Infrastructure,
};

/// Verifies, exports or resumes the audit, or says with which key it is signed.
///
/// # Errors
/// When something is wrong with the audit; each fault is named.
pub async fn audit(infrastructure: &Infrastructure, command: Audit) -> anyhow::Result<()> {
    match command {
        Audit::Verify(arguments) => verify(infrastructure, arguments).await,
        Audit::Export => export(infrastructure).await,
        Audit::Resume { reason } => resume(infrastructure, &reason).await,
        Audit::Key => {
            println!("{}", infrastructure.audit_key()?.public());
            Ok(())
        }
    }
}

async fn verify(infrastructure: &Infrastructure, arguments: VerifyAudit) -> anyhow::Result<()> {
    let VerifyAudit { mut keys, mut roots } = arguments;
    keys.push(infrastructure.audit_key()?.public());
    let kept = kept_roots(infrastructure).await?;
    match kept.last() {
        Some(root) => println!("The bucket keeps {} roots; the newest is {root}", kept.len()),
        None => println!("The bucket keeps no root yet."),
    }
    roots.extend(kept);
    report(infrastructure, keys, roots).await
}

async fn report(infrastructure: &Infrastructure, keys: Vec<PublicKey>, roots: Vec<Root>) -> anyhow::Result<()> {
    let owner = infrastructure.owner().await?;
    let verified = owner.verify_audit(keys, roots).await;
    owner.close().await;
    let report = verified?;
    println!("{report}");
    ensure!(report.is_whole(), "the audit isn't whole: each fault is named above");
    Ok(())
}

/// What the server keeps outside of the database, the newest last.
async fn kept_roots(infrastructure: &Infrastructure) -> anyhow::Result<Vec<Root>> {
    let bucket = infrastructure.bucket().await?;
    let names = bucket.kept_audit_roots("").await.context("the roots kept in the bucket")?;
    let before = bucket.audit_root_of_before().await.context("the root kept in the bucket")?;
    let before = before.map(|text| text.parse()).transpose();
    let before = before.map_err(|error: String| anyhow::anyhow!("the root kept in the bucket: {error}"))?;
    Ok(before.into_iter().chain(names.iter().filter_map(|name| Root::from_name(name))).collect())
}

/// Lets the seals go on although they don't continue what the bucket keeps.
async fn resume(infrastructure: &Infrastructure, reason: &str) -> anyhow::Result<()> {
    let kept = kept_roots(infrastructure).await?.last().copied().unwrap_or_default();
    let owner = infrastructure.owner().await?;
    let begun = owner.begin_audit_epoch(kept, reason, &infrastructure.audit_key()?).await;
    owner.close().await;
    let epoch = begun?;
    let put = infrastructure.bucket().await?.keep_audit_root(&epoch.as_root().to_name()).await;
    put.context(
        "the epoch has begun, but the bucket doesn't keep its root, and nothing is sealed: run the command again",
    )?;
    println!("{epoch}");
    println!("Servers go on sealing from it within seconds. `server audit verify` reports it from now on.");
    Ok(())
}

/// JSON lines to the standard output.
async fn export(infrastructure: &Infrastructure) -> anyhow::Result<()> {
    let owner = infrastructure.owner().await?;
    let mut output = BufWriter::new(std::io::stdout());
    let written = owner
        .export_audit(|line| {
            serde_json::to_writer(&mut output, &line)?;
            output.write_all(b"\n").map_err(serde_json::Error::io)
        })
        .await;
    owner.close().await;
    written?.context("the export can't be written")?;
    let flushed = output.flush();
    ensure!(flushed.is_ok(), "the export can't be written");
    Ok(())
}
