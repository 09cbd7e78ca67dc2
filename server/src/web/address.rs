use std::net::{IpAddr, SocketAddr};

use axum::http::{HeaderMap, HeaderName};

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// Whose address a request comes from, for the audit and against guessing passwords.
///
/// The header can be written by anyone, so it counts only with a proxy of one's own in front, and of it only the last
/// address: the one that this proxy has appended.
pub fn client_address(peer: SocketAddr, headers: &HeaderMap, has_trusted_proxy: bool) -> IpAddr {
    let forwarded = has_trusted_proxy.then(|| headers.get_all(FORWARDED_FOR).into_iter().next_back()).flatten();
    let last = forwarded.and_then(|value| value.to_str().ok()?.rsplit(',').next()?.trim().parse().ok());
    last.unwrap_or(peer.ip()).to_canonical()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(forwarded: &[&str], has_trusted_proxy: bool) -> String {
        let headers = forwarded.iter().map(|value| (FORWARDED_FOR, value.parse().unwrap())).collect();
        client_address("[::ffff:10.0.0.1]:4000".parse().unwrap(), &headers, has_trusted_proxy).to_string()
    }

    #[test]
    fn only_what_the_trusted_proxy_appended_counts() {
        assert_eq!(address(&[], true), "10.0.0.1");
        assert_eq!(address(&["192.0.2.7"], false), "10.0.0.1");
        assert_eq!(address(&["192.0.2.7, 192.0.2.8"], true), "192.0.2.8");
        assert_eq!(address(&["192.0.2.7", "2001:db8::1"], true), "2001:db8::1");
        assert_eq!(address(&["unknown"], true), "10.0.0.1");
    }
}
