// The tests of faults use it, too, and each a part of it.
#![allow(dead_code)]

use std::{
    env, fs,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use sqlx::PgPool;
use tempfile::TempDir;

use crate::{browser::Browser, harness::Database};

/// A server with a database of its own, until it is dropped.
pub struct Server {
    process: Child,
    pub url: String,
    directory: TempDir,
    /// Those of its database among them.
    settings: Vec<(String, String)>,
    /// Past every policy, to set the scene and to look behind it.
    pub superuser: PgPool,
}

impl Server {
    pub async fn start() -> Self {
        Self::start_with(&[]).await
    }

    /// With these settings besides.
    pub async fn start_with(settings: &[(&str, &str)]) -> Self {
        Self::start_on(Database::new().await, settings).await
    }

    /// With this database, too.
    pub async fn start_on(database: Database, settings: &[(&str, &str)]) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        let of_database = database.settings().map(|(name, value)| (name.to_owned(), value));
        let settings: Vec<_> = settings.iter().map(owned).chain(of_database).collect();
        let (process, url) = run(directory.path(), &settings);
        let superuser = database.superuser_pool().await;
        Self { process, url, directory, settings, superuser }
    }

    /// Ends it as a power cut does: it learns nothing of it.
    pub fn kill(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }

    /// Starts it anew on the same data, at another address.
    pub fn start_again(&mut self) {
        (self.process, self.url) = run(self.directory.path(), &self.settings);
    }

    pub fn process(&self) -> u32 {
        self.process.id()
    }

    /// A browser that hasn't been here before.
    pub fn browser(&self) -> Browser {
        Browser::new(&self.url)
    }

    /// What was logged so far.
    pub fn log(&self) -> String {
        fs::read_to_string(self.directory.path().join("log")).unwrap()
    }

    pub fn s3(&self) -> PathBuf {
        self.directory.path().join("data/s3")
    }

    /// The keys of the objects in the bucket.
    pub fn objects(&self) -> Vec<String> {
        let entries = fs::read_dir(self.s3().join("objects/documents")).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        names.filter(|name| name.len() == 36).collect()
    }

    /// The files of uploads that wait to be checked.
    pub fn spooled(&self) -> usize {
        fs::read_dir(self.directory.path().join("data/uploads")).unwrap().count()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn run(directory: &Path, settings: &[(String, String)]) -> (Child, String) {
    let site = directory.join("site");
    fs::create_dir_all(site.join("pkg")).unwrap();
    fs::write(site.join("pkg/carechart.abcdefghijklmnopqrstuv.js"), "export default 1;").unwrap();
    fs::write(site.join("pkg/carechart.css"), "body {}").unwrap();
    let mut command = program(&directory.join("data"));
    command.args(["serve", "--address", "127.0.0.1:0"]).envs(settings.iter().map(|(name, value)| (name, value)));
    if !settings.iter().any(|(name, _)| name == "REQUIRE_SECOND_FACTOR") {
        command.env("REQUIRE_SECOND_FACTOR", "no");
    }
    command.env("LEPTOS_SITE_ROOT", site).env("LEPTOS_HASH_FILES", "false");
    command.stdout(Stdio::piped()).stderr(fs::File::create(directory.join("log")).unwrap());
    let mut process = command.spawn().unwrap();
    let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
    let url =
        lines.find_map(|line| line.unwrap().rsplit_once("http://").map(|(_, address)| format!("http://{address}")));
    let url = url.unwrap_or_else(|| panic!("it didn't start: {}", fs::read_to_string(directory.join("log")).unwrap()));
    (process, url)
}

/// The server's program, with nothing of this process' settings.
pub fn program(data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_server"));
    command.env_clear().env("PATH", env::var_os("PATH").unwrap()).arg("--data").arg(data);
    command.stdin(Stdio::null());
    command
}
