use std::{
    fmt,
    net::{IpAddr, Ipv6Addr},
};

use model::{
    account::CurrentUser,
    id::{SessionId, UserId},
};

/// What makes somebody a session's person: SHA-256 of the cookie's token. The database keeps the SHA-256 of this, so that
/// nobody can be found there whom to be. It goes to the database as a bound parameter alone, and `Debug` leaves it out.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct SessionSecret(pub [u8; 32]);

impl fmt::Debug for SessionSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SessionSecret(…)")
    }
}

/// Who asks: whose session it is. The secret is all that the database believes.
#[derive(Clone, Copy, Debug)]
pub struct Caller {
    pub user: UserId,
    pub session: SessionId,
    pub secret: SessionSecret,
    /// Where the request comes from, if that is known.
    pub address: Option<IpAddr>,
}

/// Where a request of nobody in particular comes from.
#[derive(Clone, Copy, Debug)]
pub struct Origin {
    pub address: Option<IpAddr>,
}

/// Of IPv6 the network, as the database counts it.
pub(crate) fn place_of(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() >> 64 << 64).into(),
    }
}

/// A session that lives, and whose it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedIn {
    pub user: CurrentUser,
    pub session: SessionId,
    pub secret: SessionSecret,
}

impl SignedIn {
    /// Who asks with this session, from this address.
    pub fn caller(&self, address: Option<IpAddr>) -> Caller {
        Caller { user: self.user.id, session: self.session, secret: self.secret, address }
    }
}

/// What a transaction begins with.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Identity {
    /// Of the session that asks; nobody's without it.
    pub secret: Option<SessionSecret>,
    pub address: Option<IpAddr>,
}

impl From<&Caller> for Identity {
    fn from(caller: &Caller) -> Self {
        Self { secret: Some(caller.secret), address: caller.address }
    }
}

impl From<&Origin> for Identity {
    fn from(origin: &Origin) -> Self {
        Self { secret: None, address: origin.address }
    }
}

impl Identity {
    /// Of whoever is signed in, or else of nobody.
    pub fn of(caller: Option<&Caller>, origin: &Origin) -> Self {
        caller.map_or_else(|| origin.into(), Self::from)
    }
}
