use s3::error::S3Error;

/// Why the bucket didn't do it. It holds no key, no address and nothing that the S3 server wrote: the messages of the
/// libraries below carry signed addresses, and errors end in logs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BucketError {
    /// The S3 server answered with this HTTP status.
    #[error("the S3 server refused a request with status {0}{hint}", hint = hint(*.0))]
    Refused(u16),
    /// No answer, or not in time.
    #[error("the S3 server can't be reached")]
    Unreachable,
    /// The file that is uploaded can't be read.
    #[error("the file can't be read: {0}")]
    File(std::io::ErrorKind),
    /// An answer that can't be understood, or a setting that can't be used.
    #[error("the S3 server's answer or a setting for it makes no sense")]
    Protocol,
}

fn hint(status: u16) -> &'static str {
    match status {
        301 | 307 | 400 => ": is the region right?",
        401 | 403 => ": are the keys right, and may they use the bucket?",
        404 => ": does the bucket exist?",
        _ => "",
    }
}

impl From<S3Error> for BucketError {
    fn from(error: S3Error) -> Self {
        match error {
            S3Error::HttpFailWithBody(status, _) => Self::Refused(status),
            S3Error::Reqwest(error) => error.into(),
            S3Error::Io(error) => Self::File(error.kind()),
            S3Error::HttpFail => Self::Unreachable,
            _ => Self::Protocol,
        }
    }
}

impl From<reqwest::Error> for BucketError {
    fn from(error: reqwest::Error) -> Self {
        match error.status() {
            Some(status) => Self::Refused(status.as_u16()),
            None if error.is_builder() => Self::Protocol,
            None => Self::Unreachable,
        }
    }
}
