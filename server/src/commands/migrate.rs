use crate::infrastructure::Infrastructure;

/// Brings the database's schema up to date.
///
/// # Errors
/// When the owner's role can't connect, or a migration fails.
pub async fn migrate(infrastructure: &Infrastructure) -> anyhow::Result<()> {
    infrastructure.migrate().await?;
    println!("The database's schema is up to date.");
    Ok(())
}
