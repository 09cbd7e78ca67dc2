//! What takes connections. `axum::serve` has neither a limit on their number nor one on the time that a client may take
//! to say what it wants.

use std::{convert::Infallible, io, net::SocketAddr, sync::Arc, time::Duration};

use axum::{Router, body::Body, extract::ConnectInfo, response::Response};
use hyper::{Request, body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore},
    time::{sleep, timeout},
};
use tokio_util::sync::CancellationToken;
use tower::Service;

/// How many connections are open at once; the next ones wait.
const MOST_CONNECTIONS: usize = 1_024;

/// How long a client may take to send a request's head, and to send the next request.
const HEAD_MOST: Duration = Duration::from_secs(60);

/// The longest head, in bytes: a cookie, a query, and what a proxy adds.
const HEAD_MOST_BYTES: usize = 32 * 1024;

/// How long open connections may go on when the server ends.
const LAST_ANSWERS: Duration = Duration::from_secs(10);

/// How long to wait when the machine has run out of what a connection needs.
const BREATH: Duration = Duration::from_millis(100);

/// Serves until `ending`, and then lets the requests under way finish, within 10 seconds.
pub async fn serve(listener: TcpListener, router: Router, ending: &CancellationToken) {
    let graceful = GracefulShutdown::new();
    let connections = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    loop {
        let accepted = tokio::select! {
            accepted = accept(&listener, &connections) => accepted,
            () = ending.cancelled() => break,
        };
        let Ok((stream, peer, permit)) = accepted else {
            sleep(BREATH).await;
            continue;
        };
        let router = router.clone();
        let service = service_fn(move |request| answer(router.clone(), peer, request));
        let mut builder = http1::Builder::new();
        builder.timer(TokioTimer::new()).header_read_timeout(HEAD_MOST).max_buf_size(HEAD_MOST_BYTES);
        let connection = graceful.watch(builder.serve_connection(TokioIo::new(stream), service));
        tokio::spawn(async move {
            // An error here is a client that hung up.
            connection.await.ok();
            drop(permit);
        });
    }
    drop(listener);
    timeout(LAST_ANSWERS, graceful.shutdown()).await.ok();
}

async fn accept(
    listener: &TcpListener,
    connections: &Arc<Semaphore>,
) -> io::Result<(TcpStream, SocketAddr, OwnedSemaphorePermit)> {
    let permit = connections.clone().acquire_owned().await.map_err(io::Error::other)?;
    let (stream, peer) = listener.accept().await?;
    // Otherwise a page that comes in parts waits for the other side's delayed acknowledgement: 40 ms.
    stream.set_nodelay(true)?;
    Ok((stream, peer, permit))
}

async fn answer(mut router: Router, peer: SocketAddr, request: Request<Incoming>) -> Result<Response, Infallible> {
    let mut request = request.map(Body::new);
    request.extensions_mut().insert(ConnectInfo(peer));
    router.call(request).await
}
