use std::{fs, io::Write};

use crate::{
    error::{At, ClusterError},
    home::Home,
};

/// The passwords of the cluster's roles, in a file that only its user can read: the first line is the superuser's,
/// where `initdb` looks for it, then come the owner's and the application's.
pub struct Passwords {
    pub superuser: String,
    pub owner: String,
    pub application: String,
}

impl Passwords {
    /// Makes new ones and keeps them.
    ///
    /// # Errors
    /// When the file can't be written.
    pub fn make(home: &Home) -> Result<(), ClusterError> {
        let path = home.passwords();
        let mut file = home.private_file(&path, true)?;
        let text = format!("{}\n{}\n{}\n", random(), random(), random());
        file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).at(path)
    }

    /// # Errors
    /// When the file can't be read or isn't whole.
    pub fn read(home: &Home) -> Result<Self, ClusterError> {
        let path = home.passwords();
        let text = fs::read_to_string(&path).at(&path)?;
        let lines: Vec<&str> = text.lines().collect();
        let [superuser, owner, application] = lines[..] else { return Err(ClusterError::DamagedPasswords(path)) };
        Ok(Self { superuser: superuser.into(), owner: owner.into(), application: application.into() })
    }
}

/// 128 random bits as 32 hexadecimal digits, which need no escaping anywhere.
fn random() -> String {
    format!("{:032x}", rand::random::<u128>())
}
