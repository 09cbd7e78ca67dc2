//! How the process is told to end.

use std::{io, process};

use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio_util::sync::CancellationToken;

/// What a shell expects of a process that Ctrl-C ended.
const INTERRUPTED: i32 = 130;

/// Linux' number of the signal for a file that has grown past a limit (`ulimit -f`, `LimitFSIZE=`).
const FILE_TOO_LARGE: i32 = 25;

/// Cancelled at the first Ctrl-C, SIGTERM or hang-up; the next one ends the process at once.
///
/// # Errors
/// When the system doesn't let them be received.
pub fn watch() -> io::Result<CancellationToken> {
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    let mut hang_up = signal(SignalKind::hangup())?;
    // Once somebody listens, it is an error of the write, as a full disk is, and no longer the end of the process.
    drop(signal(SignalKind::from_raw(FILE_TOO_LARGE))?);
    let ending = CancellationToken::new();
    let told = ending.clone();
    tokio::spawn(async move {
        next(&mut interrupt, &mut terminate, &mut hang_up).await;
        eprintln!("Stopping; once more to stop at once.");
        told.cancel();
        next(&mut interrupt, &mut terminate, &mut hang_up).await;
        process::exit(INTERRUPTED);
    });
    Ok(ending)
}

async fn next(interrupt: &mut Signal, terminate: &mut Signal, hang_up: &mut Signal) {
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
        _ = hang_up.recv() => {}
    }
}
