//! Visits: listed, recorded, amended by their author, remarked on by colleagues; never deleted.

mod amend;
mod list;
mod record;
mod remarks;
mod vitals;

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};

use crate::{Error, Transaction, texts::invalid};

/// The moment of a visit. A clinic's clock may differ from the server's, and a telehealth visit may be prepared the
/// day before; anything later is an appointment, or a typing mistake.
///
/// # Errors
/// [`Error::Invalid`] with the field `visit_date`, for a time more than a day ahead, too, or one that the clinic's
/// clock skips.
fn moment_of_visit(tx: &Transaction, local: NaiveDateTime) -> Result<DateTime<Utc>, Error> {
    let unknown = || invalid("visit_date", "The clinic's clock never shows this time, because it is put forward then.");
    let at = tx.local_to_utc(local).map_err(|_| unknown())?;
    if at > Utc::now() + TimeDelta::days(1) {
        return Err(invalid("visit_date", "The visit is more than a day ahead. Choose when it took place."));
    }
    Ok(at)
}
