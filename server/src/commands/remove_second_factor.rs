use anyhow::Context;

use crate::infrastructure::Infrastructure;

/// Removes the second factor of an account, for whoever lost it and whom no administrator can help.
///
/// # Errors
/// When the address has no account, or the account no second factor.
pub async fn remove_second_factor(infrastructure: &Infrastructure, email: &str) -> anyhow::Result<()> {
    let owner = infrastructure.owner().await?;
    owner.remove_second_factor(email).await.context("nothing was removed")?;
    println!("The password alone signs in now, and every session has ended.");
    Ok(())
}
