use std::{io::SeekFrom, time::Duration};

use futures::{future, stream};
use http::{HeaderMap, HeaderValue, header};
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncSeek, AsyncSeekExt},
    sync::mpsc::{self, Sender},
};

use super::{Bucket, BucketError};

/// How much of a file is in memory at a time: a few of these, in bytes.
const CHUNK: usize = 64 * 1024;

/// How long an upload may take.
const PATIENCE: Duration = Duration::from_secs(120);

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
        let (answer, read) = future::join(request.send(), read(file.take(size), sender)).await;
        // Why the file can't be read says more than that the request broke off.
        read.map_err(unreadable)?;
        answer?.error_for_status()?;
        Ok(())
    }
}

/// Reads until the end, or until nobody listens.
async fn read(mut file: impl AsyncRead + Unpin, sender: Sender<Chunk>) -> std::io::Result<()> {
    loop {
        let mut chunk = Vec::with_capacity(CHUNK);
        match (&mut file).take(CHUNK as u64).read_to_end(&mut chunk).await {
            Ok(0) => return Ok(()),
            Ok(_) if sender.send(Ok(chunk)).await.is_err() => return Ok(()),
            Ok(_) => {}
            Err(error) => {
                // The request has to fail, too, or a part of the file would become the object.
                let kind = error.kind();
                sender.send(Err(error)).await.ok();
                return Err(kind.into());
            }
        }
    }
}

fn unreadable(error: std::io::Error) -> BucketError {
    BucketError::File(error.kind())
}
