//! Passwords that are guessed first.

use model::form::FieldError;
use zxcvbn::zxcvbn;

use crate::Error;

/// Fewer guesses than this suffice for a password on a list of common ones, for one made of a few such words, for
/// sequences, repetitions and dates. Beyond it, the throttling of sign-ins and the cost of a hash do the rest.
const GUESSES_LEAST: u64 = 100_000_000;

/// Refuses a password that is on the lists of common ones that the crate zxcvbn ships with, or is put together from
/// them (NIST SP 800-63B-4, 3.1.1.2; OWASP's ASVS 5.0, 6.2.4 and 6.2.11).
///
/// # Arguments
/// `own`: what is known of the person, such as the address and the name: a good password has nothing of it.
///
/// # Errors
/// [`store::Error::Invalid`] with the field `password`.
pub fn refuse_common_password(password: &str, own: &[&str]) -> Result<(), Error> {
    // The words, the name as a whole, and an address before its @.
    let words = own.iter().flat_map(|text| text.split(|c: char| !c.is_alphanumeric()).chain(text.split('@')));
    let words: Vec<&str> = words.chain(["carechart"]).filter(|word| word.chars().count() > 2).collect();
    if zxcvbn(password, &words).guesses() >= GUESSES_LEAST {
        return Ok(());
    }
    let message = "This password is among the first that are guessed: it is a common one, or made of common words, of \
                   your name or address, or of a simple pattern. Put a few unrelated words in a row instead.";
    Err(store::Error::Invalid(vec![FieldError { field: "password".into(), message: message.into() }]).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_passwords_are_refused() {
        for password in [
            "password1234",
            "passwordpassword",
            "123456789012",
            "qwertyuiop123",
            "aaaaaaaaaaaaaaaa",
            "iloveyouiloveyou",
            "Password123!",
            "abcdefghijklmnop",
            "maya.lindqvist",
            "lindqvist1980",
        ] {
            let refused = refuse_common_password(password, &["maya.lindqvist@example.org", "Maya Lindqvist"]);
            assert!(refused.is_err(), "{password}");
        }
    }

    #[test]
    fn a_few_words_in_a_row_pass() {
        for password in ["correct horse battery", "a long enough password", "demonstration only", "tulip kettle orbit"]
        {
            assert!(refuse_common_password(password, &["maya@example.org"]).is_ok(), "{password}");
        }
    }
}
