use anyhow::Context;

use crate::infrastructure::Infrastructure;

/// What leaves no trace in a copy that was made before: only people remember it.
const TO_LOOK_AT: &str = "
What else was changed since the copy was made is as it was then. Nobody can tell from the copy, so ask, and look at:
  - accounts that were suspended or closed, and providers whose verification was withdrawn
  - passwords that were changed, and second factors and passkeys that were removed, because somebody else knew them
  - treatments that were ended, and shares that were taken back
  - what was written since: visits, prescriptions, allergies, what was marked as entered in error
Documents that were uploaded since are in the bucket, without a record. A server deletes them when they are 30 days old.";

const GO_ON: &str = "
The bucket keeps roots that the copy lacks, if anything was sealed since: the seals then stand still until somebody says that this \
is meant: server audit resume --reason \"Restored from the copy of …\"";

/// Ends what a restored copy brought back, or says how many there are.
///
/// # Errors
/// When the database doesn't answer: nothing has ended then.
pub async fn after_restore(infrastructure: &Infrastructure, yes: bool) -> anyhow::Result<()> {
    let owner = infrastructure.owner().await?;
    let ended = owner.end_what_a_copy_brings_back(yes).await;
    owner.close().await;
    let ended = ended.context("nothing was ended")?;
    println!("{}", if yes { "Ended, for good:" } else { "This would end, for good:" });
    for (kind, count) in ended {
        println!("{count:>8} {kind}");
    }
    if yes {
        println!("{TO_LOOK_AT}\n{GO_ON}");
    } else {
        println!(
            "Everybody then signs in again, and caregivers are let in again. To end them: server after-restore --yes"
        );
    }
    Ok(())
}
