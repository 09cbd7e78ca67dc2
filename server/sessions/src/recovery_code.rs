//! Codes for the day on which the authenticator is lost: ten, each good once.

use data_encoding::BASE32_NOPAD;
use model::id::UserId;
use sha2::{Digest, Sha256};

const COUNT: usize = 10;

/// New codes, as people keep them, and what the database keeps.
pub(crate) fn new_codes(user: UserId) -> (Vec<String>, Vec<[u8; 32]>) {
    // 80 random bits each, of which nobody tries enough: a hash without a salt will do.
    let codes: Vec<String> = (0..COUNT).map(|_| BASE32_NOPAD.encode(&rand::random::<[u8; 10]>())).collect();
    let hashes = codes.iter().map(|code| hash(user, code)).collect();
    (codes.iter().map(|code| grouped(code)).collect(), hashes)
}

/// What the database keeps of a typed code; `None` for what can't be one.
pub(crate) fn hash_of(user: UserId, typed: &str) -> Option<[u8; 32]> {
    let code: String = typed.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    let code = code.to_ascii_uppercase();
    let is_code = BASE32_NOPAD.decode(code.as_bytes()).is_ok_and(|bytes| bytes.len() == 10);
    is_code.then(|| hash(user, &code))
}

fn hash(user: UserId, code: &str) -> [u8; 32] {
    Sha256::new().chain_update(user.0.as_bytes()).chain_update(code).finalize().into()
}

fn grouped(code: &str) -> String {
    let groups: Vec<&str> = (0..code.len()).step_by(4).map(|at| &code[at..at + 4]).collect();
    groups.join("-").to_lowercase()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_code_is_found_however_it_is_typed_and_for_its_account_only() {
        let user = UserId(Uuid::from_bytes([1; 16]));
        let (codes, hashes) = new_codes(user);
        assert_eq!((codes.len(), hashes.len()), (COUNT, COUNT));
        let code = &codes[0];
        assert_eq!(code.len(), 19, "{code}");
        for typed in [code.clone(), code.to_uppercase(), code.replace('-', " "), format!(" {code}\n")] {
            assert_eq!(hash_of(user, &typed), Some(hashes[0]), "{typed}");
        }
        assert_ne!(hash_of(UserId(Uuid::nil()), code), Some(hashes[0]));
        for typed in ["", "123456", "aaaa-bbbb-cccc-ddd", "aaaa-bbbb-cccc-ddd1"] {
            assert_eq!(hash_of(user, typed), None, "{typed}");
        }
    }
}
