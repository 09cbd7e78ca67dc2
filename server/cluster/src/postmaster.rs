use std::{
    fs,
    os::unix::{fs::MetadataExt, net::UnixStream},
    path::{Path, PathBuf},
    process::Command,
    thread::sleep,
    time::{Duration, Instant},
};

use crate::{
    error::{At, ClusterError},
    home::Home,
    passwords::Passwords,
    programs,
    settings::{self, Purpose},
};

/// Linux numbers processes up to 2^22.
const NO_PROCESS: u32 = 4_194_305;

/// What Postgres says when it takes an earlier one for alive.
const NOT_YET: [&str; 3] =
    ["pre-existing shared memory block", ".lock\" already exists", "postmaster.pid\" already exists"];

/// Part of the socket's name only: there is no TCP.
pub const PORT: u16 = 5432;

/// How long Postgres may take to start or to stop: after a crash it first brings its files in order.
const PATIENCE: Duration = Duration::from_secs(300);

/// How often is looked whether it has.
const INTERVAL: Duration = Duration::from_millis(50);

/// Postgres' main process, by the directory of its socket.
#[derive(Debug)]
pub struct Postmaster {
    pub socket_directory: PathBuf,
}

/// What the main process is doing, from the file that it keeps in its directory.
enum State {
    /// It isn't there, or was killed.
    Gone,
    Starting,
    Ready(Postmaster),
}

/// The socket in its directory.
pub fn socket_file(directory: &Path) -> PathBuf {
    directory.join(format!(".s.PGSQL.{PORT}"))
}

/// Makes a new cluster with new passwords. One that is killed half-way leaves nothing that looks finished.
///
/// # Errors
/// When a program is missing or fails.
pub fn initialise(home: &Home, purpose: Purpose) -> Result<(), ClusterError> {
    let unfinished = home.unfinished_data();
    if unfinished.exists() {
        fs::remove_dir_all(&unfinished).at(&unfinished)?;
    }
    let initdb = programs::newest()?.join("initdb");
    Passwords::make(home)?;
    let mut command = home.user.command(initdb);
    command.args(["--username=postgres", "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8"]);
    command.arg("--no-instructions").arg("--pwfile").arg(home.passwords()).arg("--pgdata").arg(&unfinished);
    if purpose == Purpose::Tests {
        command.arg("--no-sync");
    }
    run("initdb", command, home)?;
    fs::rename(&unfinished, home.data()).at(unfinished)
}

impl Postmaster {
    /// The one that is running, or a new one.
    ///
    /// # Errors
    /// When it doesn't start.
    pub fn join_or_start(home: &Home, purpose: Purpose) -> Result<Self, ClusterError> {
        match Self::running(home)? {
            Some(postmaster) => Ok(postmaster),
            None => Self::start(home, purpose),
        }
    }

    /// The one that is running, once it has finished starting or stopping.
    ///
    /// # Errors
    /// [`ClusterError::Stuck`].
    pub fn running(home: &Home) -> Result<Option<Self>, ClusterError> {
        let began = Instant::now();
        while began.elapsed() < PATIENCE {
            match state(home) {
                State::Ready(postmaster) => return Ok(Some(postmaster)),
                State::Gone => return Ok(None),
                State::Starting => sleep(INTERVAL),
            }
        }
        Err(ClusterError::Stuck(home.data()))
    }

    fn start(home: &Home, purpose: Purpose) -> Result<Self, ClusterError> {
        let socket_directory = home.socket_directory()?;
        settings::write(home, purpose, &socket_directory)?;
        let began = Instant::now();
        loop {
            forget_the_killed(home);
            let _ = fs::rename(home.log(), home.earlier_log());
            let mut command = pg_ctl(home, "start")?;
            command.arg("--log").arg(home.log());
            let Err(error) = run("Postgres' start", command, home) else { return Ok(Self { socket_directory }) };
            let log = fs::read_to_string(home.log()).unwrap_or_default();
            // A killed Postgres and its connections end a moment later.
            if !NOT_YET.iter().any(|reason| log.contains(reason)) || began.elapsed() > PATIENCE {
                return Err(error.with_log(&log));
            }
            sleep(INTERVAL);
        }
    }

    /// Ends every connection, and then the process.
    ///
    /// # Errors
    /// When it doesn't end.
    pub fn stop(&self, home: &Home) -> Result<(), ClusterError> {
        let mut command = pg_ctl(home, "stop")?;
        command.arg("--mode=fast");
        run("Postgres' stop", command, home)?;
        remove_socket(home, &self.socket_directory);
        Ok(())
    }
}

fn state(home: &Home) -> State {
    let Some(file) = PidFile::read(home) else { return State::Gone };
    let is_listening = UnixStream::connect(socket_file(&file.socket_directory)).is_ok();
    match (is_listening, file.is_ready) {
        (true, true) => State::Ready(Postmaster { socket_directory: file.socket_directory }),
        (_, false) if is_postgres(file.process, home) => State::Starting,
        _ => State::Gone,
    }
}

/// Clears away what would keep Postgres from starting after it was killed.
///
/// Postgres starts over a dead process' files by itself, but not when its number is taken: by a process that nobody has
/// buried, or by a new one after the machine has started anew.
fn forget_the_killed(home: &Home) {
    let Some(file) = PidFile::read(home) else { return };
    if is_postgres(file.process, home) {
        return;
    }
    remove_socket(home, &file.socket_directory);
    // Only the number goes: by the rest Postgres finds out whether connections are left.
    let text = fs::read_to_string(pid_file(home)).unwrap_or_default();
    if let Some((_, rest)) = text.split_once('\n') {
        let _ = fs::write(pid_file(home), format!("{NO_PROCESS}\n{rest}"));
    }
}

/// Whether the process is a Postgres of the cluster's user, and alive.
fn is_postgres(process: u32, home: &Home) -> bool {
    let directory = process_directory(process);
    let name = fs::read_to_string(directory.join("comm")).unwrap_or_default();
    let owner = fs::metadata(&directory).map(|directory| directory.uid());
    // Root in a container may not see it.
    let is_elsewhere = fs::read_link(directory.join("cwd")).is_ok_and(|place| place != home.data());
    let state = fs::read_to_string(directory.join("stat")).unwrap_or_default();
    let is_dead = state.rsplit(") ").next().is_none_or(|rest| rest.starts_with(['Z', 'X']));
    name.trim_end() == "postgres" && owner.is_ok_and(|owner| owner == home.user.id) && !is_elsewhere && !is_dead
}

fn process_directory(process: u32) -> PathBuf {
    Path::new("/proc").join(process.to_string())
}

/// The file's lines are process, data directory, start, port, socket's directory, address, shared memory, state.
struct PidFile {
    process: u32,
    socket_directory: PathBuf,
    is_ready: bool,
}

impl PidFile {
    fn read(home: &Home) -> Option<Self> {
        let text = fs::read_to_string(pid_file(home)).ok()?;
        let lines: Vec<&str> = text.lines().collect();
        Some(Self {
            process: lines.first()?.trim().parse().ok()?,
            socket_directory: lines.get(4).copied().unwrap_or_default().into(),
            is_ready: lines.get(7).is_some_and(|state| state.trim() == "ready"),
        })
    }
}

fn pid_file(home: &Home) -> PathBuf {
    home.data().join("postmaster.pid")
}

/// Removes the socket, and its directory when that is one under the system's temporary directory.
fn remove_socket(home: &Home, socket_directory: &Path) {
    if !socket_directory.is_absolute() {
        return;
    }
    let _ = fs::remove_file(socket_directory.join(format!(".s.PGSQL.{PORT}.lock")));
    let _ = fs::remove_file(socket_file(socket_directory));
    if !home.contains(socket_directory) {
        let _ = fs::remove_dir(socket_directory);
    }
}

fn pg_ctl(home: &Home, action: &str) -> Result<Command, ClusterError> {
    let mut command = home.user.command(programs::of_data(&home.data())?.join("pg_ctl"));
    command.arg(action).args(["--wait", "--silent"]).arg(format!("--timeout={}", PATIENCE.as_secs()));
    command.arg("--pgdata").arg(home.data());
    Ok(command)
}

fn run(program: &'static str, mut command: Command, home: &Home) -> Result<(), ClusterError> {
    let output = command.current_dir(home.data().parent().unwrap_or(Path::new("/"))).output().at(program)?;
    if output.status.success() {
        return Ok(());
    }
    Err(ClusterError::Program { program, message: String::from_utf8_lossy(&output.stderr).trim().to_owned() })
}
