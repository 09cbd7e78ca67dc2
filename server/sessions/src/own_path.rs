/// The path to go to after signing in, if it is one of this site: otherwise a link to the sign-in page could lead
/// whoever signs in to another site that looks the same (OWASP's cheat sheet on unvalidated redirects).
///
/// Browsers take `\` for `/` and drop tabs and line breaks, so that `/\example.org` and `/<tab>/example.org` leave
/// the site, too.
pub fn own_path(next: &str) -> Option<&str> {
    let is_plain = next.chars().all(|c| c.is_ascii_graphic() && c != '\\');
    (is_plain && next.starts_with('/') && !next.starts_with("//") && next.len() <= 2_000).then_some(next)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_of_this_site_pass() {
        for path in ["/", "/patients", "/patients?search=a%20b&page=2", "/my-records?tab=visits#top"] {
            assert_eq!(own_path(path), Some(path));
        }
    }

    #[test]
    fn whatever_could_leave_the_site_does_not() {
        let elsewhere = ["", "patients", "//example.org", "/\\example.org", "/\t/example.org", "\\/example.org"];
        for next in elsewhere {
            assert_eq!(own_path(next), None, "{next:?}");
        }
        for next in ["https://example.org", "javascript:alert(1)", "/a\r\nSet-Cookie: a=b", "/é", "/a\\b", " /a"] {
            assert_eq!(own_path(next), None, "{next:?}");
        }
    }
}
