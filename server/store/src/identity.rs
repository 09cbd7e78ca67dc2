use std::net::IpAddr;

use model::{
    account::CurrentUser,
    id::{SessionId, UserId},
};

/// Who asks. The user's id is all that the policies need; the rest is for the audit.
#[derive(Clone, Copy, Debug)]
pub struct Caller {
    pub user: UserId,
    pub session: SessionId,
    /// Where the request comes from, if that is known.
    pub address: Option<IpAddr>,
}

/// Where a request of nobody in particular comes from.
#[derive(Clone, Copy, Debug)]
pub struct Origin {
    pub address: Option<IpAddr>,
}

/// A session that hasn't ended, and whose it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedIn {
    pub user: CurrentUser,
    pub session: SessionId,
}
