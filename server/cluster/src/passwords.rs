use std::{fs, io::Write};

use crate::{
    error::{At, ClusterError},
    home::Home,
};

/// The passwords of the cluster's roles, in a file that only its user can read: the first line is the superuser's,
/// where `initdb` looks for it, then come the owner's, the application's, the gate's and the worker's.
pub struct Passwords {
    pub superuser: String,
    pub owner: String,
    pub application: String,
    pub gate: String,
    pub worker: String,
}

impl Passwords {
    /// Makes new ones and keeps them.
    ///
    /// # Errors
    /// When the file can't be written.
    pub fn make(home: &Home) -> Result<(), ClusterError> {
        Self::of(std::array::from_fn(|_| random())).write(home)
    }

    /// Reads them. Earlier versions knew neither gate nor worker and kept three lines: then those two are made, and kept
    /// with the others. Only for whoever holds [`Home::lock`], as two would make different ones.
    ///
    /// # Errors
    /// When the file can't be read or written, or isn't whole.
    pub fn read_or_complete(home: &Home) -> Result<Self, ClusterError> {
        let path = home.passwords();
        let text = fs::read_to_string(&path).at(&path)?;
        let lines: Vec<&str> = text.lines().collect();
        match lines[..] {
            [superuser, owner, application, gate, worker] => {
                Ok(Self::of([superuser, owner, application, gate, worker].map(str::to_owned)))
            }
            [superuser, owner, application] => {
                let completed = Self::of([superuser.into(), owner.into(), application.into(), random(), random()]);
                completed.write(home)?;
                Ok(completed)
            }
            _ => Err(ClusterError::DamagedPasswords(path)),
        }
    }

    /// In the order of the file's lines.
    fn of([superuser, owner, application, gate, worker]: [String; 5]) -> Self {
        Self { superuser, owner, application, gate, worker }
    }

    /// Beside the file, which it then replaces: whoever is killed here leaves the old one or the new one, and no half.
    fn write(&self, home: &Home) -> Result<(), ClusterError> {
        let Self { superuser, owner, application, gate, worker } = self;
        let text = [superuser, owner, application, gate, worker].map(|password| format!("{password}\n")).concat();
        let unfinished = home.unfinished_passwords();
        // Of one who was killed before.
        let _ = fs::remove_file(&unfinished);
        let mut file = home.private_file(&unfinished, true)?;
        file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).at(&unfinished)?;
        fs::rename(&unfinished, home.passwords()).at(unfinished)
    }
}

/// 128 random bits as 32 hexadecimal digits, which need no escaping anywhere.
fn random() -> String {
    format!("{:032x}", rand::random::<u128>())
}
