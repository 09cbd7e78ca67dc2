use std::net::{IpAddr, Ipv6Addr};

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

impl Origin {
    /// The place by which attempts are counted; empty when it isn't known.
    pub(crate) fn place(&self) -> String {
        self.address.map(|address| place_of(address).to_string()).unwrap_or_default()
    }
}

/// Of IPv6 the network, as the database counts it.
pub(crate) fn place_of(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() >> 64 << 64).into(),
    }
}

/// A session that hasn't ended, and whose it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedIn {
    pub user: CurrentUser,
    pub session: SessionId,
}
