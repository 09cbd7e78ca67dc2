//! Answers to `check-file PATH` as the server does, for the tests of what runs it.

use std::path::PathBuf;

use documents::{Verdict, inspect};

fn main() {
    let path = PathBuf::from(std::env::args_os().nth(2).unwrap_or_default());
    if let Ok(verdict) = serde_json::to_string(&Verdict::from(inspect(&path))) {
        println!("{verdict}");
    }
}
