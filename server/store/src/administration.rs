//! What the administrator reads and changes: providers and accounts, and nothing of a record.

mod patient_accounts;
mod providers;

use crate::{Error, Transaction};

/// Longer searches are cut.
const LONGEST_SEARCH: usize = 100;

const ADMINISTERS: &str = "select administers()";

impl Transaction {
    /// Refuses anyone else, whom a list would otherwise answer with an empty page.
    pub(crate) async fn require_administrator(&mut self) -> Result<(), Error> {
        let administers: bool = sqlx::query_scalar(ADMINISTERS).fetch_one(self.connection()).await?;
        if administers { Ok(()) } else { Err(Error::NotFound) }
    }
}

fn cut(search: &str) -> String {
    search.chars().filter(|c| !c.is_control()).take(LONGEST_SEARCH).collect()
}
