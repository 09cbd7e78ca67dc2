//! An S3 server of one's own, for a clinic without one: the same protocol, on files under the data directory.

mod headers;
mod home;
mod listener;

use std::{net::SocketAddr, path::Path, time::Duration};

use tokio::{net::TcpListener, sync::oneshot, task::JoinHandle};
use url::Url;

use self::{home::Home, listener::Server};
use crate::BucketSettings;

const BUCKET: &str = "documents";
const REGION: &str = "us-east-1";

/// Why the embedded S3 can't be used.
#[derive(Debug, thiserror::Error)]
pub enum EmbeddedS3Error {
    #[error("the documents' directory can't be used: {0}")]
    Directory(#[source] std::io::Error),
    #[error("the embedded S3 can't listen on {0}: {1}")]
    Listen(SocketAddr, #[source] std::io::Error),
    #[error("the settings of the embedded S3 can't be read: move {0} away to have new ones made")]
    Settings(String),
    #[error("another process holds the documents' directory and hasn't said where its S3 listens")]
    Silent,
}

/// The embedded S3, for as long as this lives.
///
/// Several processes may use one directory: the first one serves, the others use its address, and one of them goes on
/// serving at that address when the first one ends.
pub struct EmbeddedS3 {
    /// Tells the task to end.
    stop: Option<oneshot::Sender<()>>,
    task: JoinHandle<()>,
}

impl EmbeddedS3 {
    /// Serves the documents under `directory`, or joins the process that does. With port 0 in `listen` the port of the
    /// last time is taken if it is free. Browsers reach it at `public_endpoint`, which is the listener itself unless a
    /// proxy is in front of it.
    ///
    /// # Errors
    /// When the directory can't be used, or the address is taken.
    pub async fn start(
        directory: &Path,
        listen: SocketAddr,
        public_endpoint: Option<Url>,
        lifetime: Duration,
    ) -> Result<(Self, BucketSettings), EmbeddedS3Error> {
        let home = Home::open(directory, BUCKET)?;
        let (stop, stopped) = oneshot::channel();
        let (address, keys, task) = match home.try_lock()? {
            Some(lock) => {
                let keys = home.keys()?;
                let listener = bind(listen, home.last_port()).await?;
                let address = listener.local_addr().map_err(EmbeddedS3Error::Directory)?;
                home.write_address(address)?;
                let server = Server::new(home.objects(), &keys)?;
                let task = tokio::spawn(async move {
                    server.serve(listener, stopped).await;
                    drop(lock);
                });
                (address, keys, task)
            }
            None => {
                let address = home.wait_for_address().await?;
                (address, home.keys()?, tokio::spawn(succeed(home, address, stopped)))
            }
        };
        let endpoint: Url =
            format!("http://{address}").parse().map_err(|_| EmbeddedS3Error::Settings(home::ADDRESS.into()))?;
        let settings = BucketSettings {
            public_endpoint: public_endpoint.unwrap_or_else(|| endpoint.clone()),
            endpoint,
            region: REGION.into(),
            bucket: BUCKET.into(),
            access_key: keys.access_key,
            secret_key: keys.secret_key,
            signed_url_lifetime: lifetime,
            audit_lock: Duration::ZERO,
        };
        Ok((Self { stop: Some(stop), task }, settings))
    }

    /// Takes no new connection, gives the open ones a few seconds to finish, and returns once the address is free.
    pub async fn stop(mut self) {
        drop(self.stop.take());
        if (&mut self.task).await.is_err() {
            tracing::error!("the embedded S3 ended badly");
        }
    }
}

impl Drop for EmbeddedS3 {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Waits until the process that serves ends, and serves in its place.
async fn succeed(home: Home, address: SocketAddr, mut stopped: oneshot::Receiver<()>) {
    let lock = tokio::select! {
        lock = home.lock() => lock,
        _ = &mut stopped => return,
    };
    let started = async {
        let listener = TcpListener::bind(address).await.map_err(|error| EmbeddedS3Error::Listen(address, error))?;
        Ok::<_, EmbeddedS3Error>((listener, Server::new(home.objects(), &home.keys()?)?))
    };
    match started.await {
        Ok((listener, server)) => server.serve(listener, stopped).await,
        Err(error) => tracing::error!(%error, "documents can't be reached any more"),
    }
    drop(lock);
}

async fn bind(listen: SocketAddr, last_port: Option<u16>) -> Result<TcpListener, EmbeddedS3Error> {
    if listen.port() == 0
        && let Some(port) = last_port
        && let Ok(listener) = TcpListener::bind((listen.ip(), port)).await
    {
        return Ok(listener);
    }
    TcpListener::bind(listen).await.map_err(|error| EmbeddedS3Error::Listen(listen, error))
}
