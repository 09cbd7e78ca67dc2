use std::{fs::File, path::Path};

use anyhow::Context;
use documents::{Verdict, inspect};

/// Checks a file as an upload is checked, and prints the verdict as JSON. The server runs this in a child process that
/// has limits on memory, time and threads: so there is no runtime here, and nothing is written.
///
/// # Errors
/// When the file can't be opened; one that is refused is no error.
pub fn check_file(path: &Path) -> anyhow::Result<()> {
    File::open(path).context("the file can't be opened")?;
    println!("{}", serde_json::to_string(&Verdict::from(inspect(path)))?);
    Ok(())
}
