//! Codes by time (RFC 6238), as authenticators show them: six digits, SHA-1, a new one every 30 seconds.
//!
//! A few lines over ring's HMAC, tested with the RFC's own vectors, instead of the crate `totp-rs`: that one says
//! whether a code is right, but not of which step of time, which must be kept so that no code is good twice.

use std::time::{SystemTime, UNIX_EPOCH};

use data_encoding::BASE32_NOPAD;
use ring::hmac;

/// How long a code is shown.
const STEP_SECONDS: u64 = 30;

/// 160 bits, as RFC 4226 recommends.
pub(crate) type Secret = [u8; 20];

/// The step of time that runs now.
pub(crate) fn present_step() -> i64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    i64::try_from(now / STEP_SECONDS).unwrap_or(0)
}

/// The step whose code was typed: the present one, or a neighbour, as clocks differ. Never `last` or an earlier one.
pub(crate) fn step_of(code: &str, secret: &[u8], present: i64, last: i64) -> Option<i64> {
    let typed = digits(code)?;
    (present - 1..=present + 1).filter(|step| *step > last).find(|step| code_of(secret, *step) == typed)
}

/// Six digits, which people type in groups.
pub(crate) fn digits(code: &str) -> Option<u32> {
    let digits: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    let is_code = digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_digit());
    if is_code { digits.parse().ok() } else { None }
}

fn code_of(secret: &[u8], step: i64) -> u32 {
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, secret);
    let tag = hmac::sign(&key, &step.to_be_bytes());
    let tag = tag.as_ref();
    // RFC 4226, 5.3: the last four bits say where the four bytes begin.
    let offset = usize::from(tag[tag.len() - 1] & 0x0f);
    let number = u32::from_be_bytes([tag[offset], tag[offset + 1], tag[offset + 2], tag[offset + 3]]);
    (number & 0x7fff_ffff) % 1_000_000
}

/// The secret as people type it: base32 in groups of four.
pub(crate) fn typed_secret(secret: &[u8]) -> String {
    let text = BASE32_NOPAD.encode(secret);
    let groups: Vec<&str> = (0..text.len()).step_by(4).map(|at| &text[at..(at + 4).min(text.len())]).collect();
    groups.join(" ")
}

/// The secret as an authenticator reads it from a QR code.
pub(crate) fn address(secret: &[u8], clinic: &str, email: &str) -> String {
    let (clinic, email) = (escaped(clinic), escaped(email));
    format!("otpauth://totp/{clinic}:{email}?secret={}&issuer={clinic}", BASE32_NOPAD.encode(secret))
}

fn escaped(text: &str) -> String {
    let byte = |byte: u8| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(byte).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &[u8] = b"12345678901234567890";

    #[test]
    fn the_codes_are_those_of_the_rfc() {
        // RFC 6238, appendix B: the last six of eight digits.
        for (seconds, code) in [
            (59, 287_082),
            (1_111_111_109, 81_804),
            (1_111_111_111, 50_471),
            (1_234_567_890, 5_924),
            (2_000_000_000, 279_037),
            (20_000_000_000, 353_130),
        ] {
            assert_eq!(code_of(SECRET, seconds / 30), code);
        }
    }

    #[test]
    fn a_code_is_good_once_and_a_step_early_or_late() {
        let code = format!("{:06}", code_of(SECRET, 100));
        for present in [99, 100, 101] {
            assert_eq!(step_of(&code, SECRET, present, 0), Some(100));
        }
        assert_eq!(step_of(&code, SECRET, 98, 0), None);
        assert_eq!(step_of(&code, SECRET, 102, 0), None);
        assert_eq!(step_of(&code, SECRET, 100, 100), None, "it was used");
        assert_eq!(step_of(&code, SECRET, 100, 101), None, "a later one was used");
        let grouped = format!(" {} {}", &code[..3], &code[3..]);
        assert_eq!(step_of(&grouped, SECRET, 100, 99), Some(100));
    }

    #[test]
    fn what_is_no_code_is_wrong() {
        for code in ["", "12345", "1234567", "12345a", "-12345", "１２３４５６"] {
            assert_eq!(step_of(code, SECRET, 100, 0), None, "{code}");
        }
    }

    #[test]
    fn an_authenticator_reads_the_address() {
        assert_eq!(typed_secret(SECRET), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
        assert_eq!(
            address(SECRET, "Riverside Clinic", "maya@example.org"),
            "otpauth://totp/Riverside%20Clinic:maya%40example.org?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Riverside%20Clinic"
        );
    }
}
