use std::{io::SeekFrom, pin::pin, time::Duration};

use futures::stream;
use http::{HeaderMap, HeaderValue, header};
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncSeek, AsyncSeekExt},
    select,
    sync::mpsc::{self, Sender},
    time,
};

use super::{Bucket, BucketError};

/// How much of a file is in memory at a time: a few of these, in bytes.
const CHUNK: usize = 64 * 1024;

/// How long an upload may take.
const PATIENCE: Duration = Duration::from_secs(120);

/// How long an upload may stand still: between two chunks, and between the last one and the answer.
const STANDSTILL: Duration = Duration::from_secs(20);

/// How long the server's own permission to upload works, in seconds.
const PERMISSION: u32 = 300;

type Chunk = Result<Vec<u8>, std::io::Error>;

impl Bucket {
    /// Stores a file from its beginning, a little at a time: it is never in memory as a whole. The object is there once
    /// this returns, and not before.
    ///
    /// # Errors
    /// When the file can't be read, or the S3 server can't be reached or refuses it.
    pub async fn put<R>(&self, key: &str, file: &mut R, media_type: &str) -> Result<(), BucketError>
    where
        R: AsyncRead + AsyncSeek + Unpin + Send,
    {
        let size = file.seek(SeekFrom::End(0)).await.map_err(unreadable)?;
        file.rewind().await.map_err(unreadable)?;
        let media_type = HeaderValue::from_str(media_type).map_err(|_| BucketError::Protocol)?;
        let headers = HeaderMap::from_iter([(header::CONTENT_TYPE, media_type)]);
        // rust-s3's own upload holds up to 8 MiB of a file at once: its signature with a body of ours doesn't.
        let address = self.inner.presign_put(key, PERMISSION, Some(headers.clone()), None).await?;

        let (sender, receiver) = mpsc::channel::<Chunk>(2);
        let chunks = stream::unfold(receiver, async |mut receiver| Some((receiver.recv().await?, receiver)));
        let request = self.inner.http_client().put(address).headers(headers).header(header::CONTENT_LENGTH, size);
        let request = request.timeout(PATIENCE).body(reqwest::Body::wrap_stream(chunks));
        let mut answer = pin!(request.send());
        // When the file can't be read, that says more than that the request breaks off, which it then does.
        let answer = select! {
            biased;
            read = read(file.take(size), sender) => {
                read?;
                time::timeout(STANDSTILL, answer).await.map_err(|_| BucketError::Unreachable)?
            }
            answer = &mut answer => answer,
        };
        answer?.error_for_status()?;
        Ok(())
    }
}

/// Reads until the end, or until nobody listens.
async fn read(mut file: impl AsyncRead + Unpin, sender: Sender<Chunk>) -> Result<(), BucketError> {
    loop {
        let mut chunk = Vec::with_capacity(CHUNK);
        let read = (&mut file).take(CHUNK as u64).read_to_end(&mut chunk).await;
        if matches!(read, Ok(0)) {
            return Ok(());
        }
        let (error, chunk) = match read {
            Ok(_) => (None, Ok(chunk)),
            // The request has to fail, too, or a part of the file would become the object.
            Err(error) => (Some(error.kind()), Err(error)),
        };
        let sent = time::timeout(STANDSTILL, sender.send(chunk)).await;
        if let Some(kind) = error {
            return Err(BucketError::File(kind));
        }
        match sent {
            Err(_) => return Err(BucketError::Unreachable),
            Ok(Err(_)) => return Ok(()),
            Ok(Ok(())) => {}
        }
    }
}

fn unreadable(error: std::io::Error) -> BucketError {
    BucketError::File(error.kind())
}
