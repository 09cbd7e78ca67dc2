//! A network between the server and its bucket, which fails as networks do.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::watch,
    task::JoinHandle,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Open,
    /// Ends every connection, old and new.
    Refusing,
    /// Passes so many bytes on to the bucket from now on, and then nothing, either way; nothing is ended.
    Silent {
        after: u64,
    },
    /// Passes on what is sent to the bucket, and none of its answers.
    Mute,
}

/// It ends with this.
pub struct Network {
    pub address: SocketAddr,
    state: watch::Sender<State>,
    passed: Arc<AtomicU64>,
    task: JoinHandle<()>,
}

impl Network {
    pub async fn before(bucket: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (sender, state) = watch::channel(State::Open);
        let passed = Arc::new(AtomicU64::new(0));
        let task = tokio::spawn(serve(listener, bucket, state, passed.clone()));
        Self { address, state: sender, passed, task }
    }

    pub fn set(&self, state: State) {
        self.passed.store(0, Ordering::Relaxed);
        self.state.send_replace(state);
    }
}

impl Drop for Network {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve(listener: TcpListener, bucket: SocketAddr, state: watch::Receiver<State>, passed: Arc<AtomicU64>) {
    while let Ok((client, _)) = listener.accept().await {
        if *state.borrow() == State::Refusing {
            continue;
        }
        let Ok(server) = TcpStream::connect(bucket).await else { continue };
        let ((from_client, to_client), (from_server, to_server)) = (client.into_split(), server.into_split());
        let gate = |to_bucket| Gate { state: state.clone(), passed: passed.clone(), to_bucket };
        tokio::spawn(gate(true).pass_on(from_client, to_server));
        tokio::spawn(gate(false).pass_on(from_server, to_client));
    }
}

/// One direction of a connection.
struct Gate {
    state: watch::Receiver<State>,
    passed: Arc<AtomicU64>,
    to_bucket: bool,
}

impl Gate {
    async fn pass_on(mut self, mut from: impl AsyncRead + Unpin, mut to: impl AsyncWrite + Unpin) {
        let mut bytes = [0; 1_024];
        loop {
            let mut state = self.state.clone();
            let count = tokio::select! {
                count = from.read(&mut bytes) => count.unwrap_or(0),
                _ = async { state.wait_for(|state| *state == State::Refusing).await.is_ok() } => return,
            };
            if count == 0 || !self.opens(count as u64).await || to.write_all(&bytes[..count]).await.is_err() {
                break;
            }
        }
        to.shutdown().await.ok();
    }

    /// Waits until so many bytes may pass; they never may where connections are ended.
    async fn opens(&mut self, count: u64) -> bool {
        loop {
            let is_open = match *self.state.borrow_and_update() {
                State::Open => true,
                State::Refusing => return false,
                State::Silent { after } => self.to_bucket && self.passed.load(Ordering::Relaxed) + count <= after,
                State::Mute => self.to_bucket,
            };
            if is_open {
                self.passed.fetch_add(count, Ordering::Relaxed);
                return true;
            }
            if self.state.changed().await.is_err() {
                return false;
            }
        }
    }
}
