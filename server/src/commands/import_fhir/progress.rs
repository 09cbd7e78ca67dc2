use std::{
    fmt::Display,
    io::{self, IsTerminal, Write},
    path::Path,
};

/// One line at a terminal that says how far the import has come; elsewhere, only what was refused.
pub(super) struct Progress {
    files: usize,
    file: usize,
    name: String,
    is_terminal: bool,
}

impl Progress {
    pub fn new(files: usize) -> Self {
        Self { files, file: 0, name: String::new(), is_terminal: io::stderr().is_terminal() }
    }

    pub fn next_file(&mut self, path: &Path) {
        self.file += 1;
        self.name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        self.show("");
    }

    /// An archive has several bundles.
    pub fn left_in_file(&self, bundles: usize) {
        if bundles > 0 {
            self.show(&format!(", {bundles} to go in it"));
        }
    }

    /// Says why something was refused, on a line that stays.
    pub fn refuse(&self, error: &dyn Display) {
        self.clear();
        eprintln!("refused: {error}");
    }

    pub fn clear(&self) {
        if self.is_terminal {
            eprint!("\r\x1b[K");
        }
    }

    /// A terminal that doesn't take it is no reason to stop.
    fn show(&self, more: &str) {
        if self.is_terminal {
            let name: String = self.name.chars().filter(|c| !c.is_control()).take(50).collect();
            eprint!("\r\x1b[KFile {} of {}: {name}{more}", self.file, self.files);
            let _ = io::stderr().flush();
        }
    }
}
