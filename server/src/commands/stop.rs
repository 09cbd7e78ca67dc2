use std::path::Path;

use cluster::Cluster;

use crate::infrastructure::cluster_directory;

/// Stops an embedded Postgres that nobody uses any more: one that a killed server left running.
///
/// # Errors
/// When a server uses it, or it doesn't stop.
pub async fn stop(data: &Path) -> anyhow::Result<()> {
    let was_running = Cluster::stop_at(&cluster_directory(data)).await?;
    println!("{}", if was_running { "Postgres is stopped." } else { "Postgres isn't running." });
    Ok(())
}
