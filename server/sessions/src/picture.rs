//! QR codes, drawn by the server: the secret goes to nobody else.

use model::own_account::QrCode;
use qrcodegen::{QrCode as Code, QrCodeEcc};

use crate::Error;

/// The text as a QR code.
///
/// # Errors
/// [`Error::Sealing`] for a text that is too long, which no secret is.
pub(crate) fn of(text: &str) -> Result<QrCode, Error> {
    let code = Code::encode_text(text, QrCodeEcc::Medium).map_err(|_| Error::Sealing)?;
    let dark = (0..code.size()).flat_map(|y| (0..code.size()).map(move |x| (x, y)));
    let path = dark.filter(|(x, y)| code.get_module(*x, *y)).map(|(x, y)| format!("M{x} {y}h1v1h-1z")).collect();
    Ok(QrCode { size: code.size().unsigned_abs(), path })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_three_corners_are_there() {
        let code = of("otpauth://totp/a?secret=b").unwrap();
        assert!(code.size >= 21);
        let last = code.size - 1;
        for corner in [(0, 0), (last, 0), (0, last)] {
            assert!(code.path.contains(&format!("M{} {}h1v1h-1z", corner.0, corner.1)), "{corner:?}");
        }
    }
}
