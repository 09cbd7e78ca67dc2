//! What takes connections and answers them.

use std::{convert::Infallible, io, path::PathBuf, sync::Arc, time::Duration};

use hyper::{Request, body::Incoming, service::service_fn};
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::{conn::auto::Builder, graceful::GracefulShutdown},
};
use s3s::{
    auth::SimpleAuth,
    service::{S3Service, S3ServiceBuilder},
};
use s3s_fs::FileSystem;
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{Semaphore, oneshot},
    time,
};

use super::{EmbeddedS3Error, headers, home::Keys};

/// How many connections are served at once; the next ones wait.
const CONNECTIONS: usize = 256;

/// How long a client may take to say what it wants.
const HEADER_PATIENCE: Duration = Duration::from_secs(15);

/// How long open connections may go on when the server stops.
const LAST_ANSWERS: Duration = Duration::from_secs(5);

/// How long to wait when a connection can't be taken: the machine has run out of something.
const BREATH: Duration = Duration::from_millis(100);

pub struct Server {
    service: S3Service,
    connections: Arc<Semaphore>,
}

impl Server {
    pub fn new(objects: PathBuf, keys: &Keys) -> Result<Self, EmbeddedS3Error> {
        let files = FileSystem::new(&objects)
            .map_err(|_| EmbeddedS3Error::Directory(io::Error::other("the objects can't be opened")))?;
        let mut service = S3ServiceBuilder::new(files);
        // With it, a request that isn't signed is refused, whatever it asks for.
        service.set_auth(SimpleAuth::from_single(keys.access_key.as_str(), keys.secret_key.as_str()));
        Ok(Self { service: service.build(), connections: Arc::new(Semaphore::new(CONNECTIONS)) })
    }

    /// Serves until the sender of `stopped` is gone.
    pub async fn serve(self, listener: TcpListener, mut stopped: oneshot::Receiver<()>) {
        let graceful = GracefulShutdown::new();
        loop {
            let accepted = tokio::select! {
                accepted = accept(&listener, &self.connections) => accepted,
                _ = &mut stopped => break,
            };
            let Ok((stream, permit)) = accepted else {
                time::sleep(BREATH).await;
                continue;
            };
            let service = self.service.clone();
            let answer = service_fn(move |request: Request<Incoming>| {
                let service = service.clone();
                async move { Ok::<_, Infallible>(headers::add(service.call(request.map(Into::into)).await)) }
            });
            let mut builder = Builder::new(TokioExecutor::new());
            builder.http1().timer(TokioTimer::new()).header_read_timeout(HEADER_PATIENCE);
            let connection = builder.serve_connection(TokioIo::new(stream), answer).into_owned();
            let connection = graceful.watch(connection);
            tokio::spawn(async move {
                // An error here is a client that hung up.
                connection.await.ok();
                drop(permit);
            });
        }
        drop(listener);
        time::timeout(LAST_ANSWERS, graceful.shutdown()).await.ok();
    }
}

async fn accept(
    listener: &TcpListener,
    connections: &Arc<Semaphore>,
) -> io::Result<(TcpStream, tokio::sync::OwnedSemaphorePermit)> {
    let permit = connections.clone().acquire_owned().await.map_err(io::Error::other)?;
    let (stream, _) = listener.accept().await?;
    stream.set_nodelay(true)?;
    Ok((stream, permit))
}
