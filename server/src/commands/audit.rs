use std::io::{BufWriter, Write};

use anyhow::{Context, bail, ensure};
use audit::{PublicKey, Root};

use crate::{
    command_line::{Audit, VerifyAudit},
    infrastructure::Infrastructure,
};

/// Verifies or exports the audit, or says with which key it is signed.
///
/// # Errors
/// When something is wrong with the audit; the message names what is first.
pub async fn audit(infrastructure: &Infrastructure, command: Audit) -> anyhow::Result<()> {
    match command {
        Audit::Verify(arguments) => verify(infrastructure, arguments).await,
        Audit::Export => export(infrastructure).await,
        Audit::Key => {
            println!("{}", infrastructure.audit_key()?.public());
            Ok(())
        }
    }
}

async fn verify(infrastructure: &Infrastructure, arguments: VerifyAudit) -> anyhow::Result<()> {
    let VerifyAudit { mut keys, mut roots } = arguments;
    keys.push(infrastructure.audit_key()?.public());
    match kept_root(infrastructure).await? {
        Some(root) => {
            println!("The bucket keeps the root {root}");
            roots.push(root);
        }
        None => println!("The bucket keeps no root yet."),
    }
    report(infrastructure, keys, roots).await
}

async fn report(infrastructure: &Infrastructure, keys: Vec<PublicKey>, roots: Vec<Root>) -> anyhow::Result<()> {
    let owner = infrastructure.owner().await?;
    let verified = owner.verify_audit(keys, roots).await;
    owner.close().await;
    match verified? {
        Ok(report) => println!("{report}"),
        Err(fault) => bail!("the audit isn't whole: {fault}"),
    }
    Ok(())
}

/// What the server keeps outside of the database.
async fn kept_root(infrastructure: &Infrastructure) -> anyhow::Result<Option<Root>> {
    let kept = infrastructure.bucket().await?.kept_audit_root().await.context("the root kept in the bucket")?;
    let parse =
        |text: String| text.parse().map_err(|error: String| anyhow::anyhow!("the root kept in the bucket: {error}"));
    kept.map(parse).transpose()
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
