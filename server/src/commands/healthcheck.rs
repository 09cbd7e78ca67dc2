use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    time::Duration,
};

use anyhow::{Context, bail};

const PATIENCE: Duration = Duration::from_secs(5);

/// Asks the server at `address` for `/health`, for container runtimes that have no HTTP client at hand.
///
/// # Errors
/// When it doesn't answer in 5 seconds, or answers that it isn't healthy.
pub fn healthcheck(address: SocketAddr) -> anyhow::Result<()> {
    let mut stream = TcpStream::connect_timeout(&address, PATIENCE).context("the server isn't there")?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.write_all(b"GET /health HTTP/1.0\r\n\r\n")?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).context("the server doesn't answer")?;
    let (status_line, _) = answer.split_once("\r\n").unwrap_or_default();
    if !status_line.contains(" 200 ") {
        bail!("the server isn't healthy: {status_line}");
    }
    Ok(())
}
