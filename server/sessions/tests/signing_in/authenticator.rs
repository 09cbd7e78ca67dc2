//! An authenticator in a few lines: passkeys on P-256 (ES256), without attestation, as Web Authentication writes them.

// Other tests include it, too, and each uses a part of it.
#![allow(dead_code)]

use data_encoding::BASE64URL_NOPAD;
use model::own_account::{PasskeyAnswer, PasskeyQuestion};
use ring::{
    digest::{SHA256, digest},
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair},
};
use serde_json::{Value, json};
use uuid::Uuid;

/// Somebody is there, and has shown their finger, face or PIN.
const PRESENT: u8 = 0x01;
const VERIFIED: u8 = 0x04;
/// The data of a new credential follow.
const NEW: u8 = 0x40;

/// One with a single passkey.
pub struct Authenticator {
    origin: String,
    credential_id: Vec<u8>,
    key: EcdsaKeyPair,
    random: SystemRandom,
    /// Whose passkey it is, once it was made.
    pub user_handle: Vec<u8>,
    /// How often it answered.
    pub counter: u32,
    /// Whether it asks for a finger, a face or a PIN.
    pub verifies: bool,
}

impl Authenticator {
    /// In a browser at this address.
    pub fn new(origin: &str) -> Self {
        let random = SystemRandom::new();
        let key = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &random).unwrap();
        let key = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, key.as_ref(), &random).unwrap();
        Self {
            origin: origin.to_owned(),
            credential_id: Uuid::now_v7().as_bytes().to_vec(),
            key,
            random,
            user_handle: Vec::new(),
            counter: 0,
            verifies: true,
        }
    }

    /// Asks from a browser at another address.
    pub fn move_to(&mut self, origin: &str) {
        self.origin = origin.to_owned();
    }

    /// Makes the passkey.
    pub fn create(&mut self, question: &PasskeyQuestion) -> PasskeyAnswer {
        let options: Value = serde_json::from_str(&question.options).unwrap();
        self.user_handle = decoded(&options["user"]["id"]);
        let data = [self.data(&options["rp"]["id"], NEW), vec![0; 16], length(self.credential_id.len())];
        let data = [data.concat(), self.credential_id.clone(), self.public_key()].concat();
        // CBOR: a map of three texts, to a text, an empty map and bytes.
        let attestation = [b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x59".to_vec(), length(data.len()), data];
        let response = json!({
            "attestationObject": encoded(&attestation.concat()),
            "clientDataJSON": self.client_data("webauthn.create", &options),
            "transports": ["internal"],
        });
        self.answer(question, &response)
    }

    /// Signs the question.
    pub fn get(&mut self, question: &PasskeyQuestion) -> PasskeyAnswer {
        let options: Value = serde_json::from_str(&question.options).unwrap();
        self.counter += 1;
        let data = self.data(&options["rpId"], 0);
        let client_data = self.client_data("webauthn.get", &options);
        let signed = [data.clone(), hash(&decoded(&json!(client_data)))].concat();
        let response = json!({
            "authenticatorData": encoded(&data),
            "clientDataJSON": client_data,
            "signature": encoded(self.key.sign(&self.random, &signed).unwrap().as_ref()),
            "userHandle": encoded(&self.user_handle),
        });
        self.answer(question, &response)
    }

    fn answer(&self, question: &PasskeyQuestion, response: &Value) -> PasskeyAnswer {
        let id = encoded(&self.credential_id);
        let credential = json!({
            "id": id, "rawId": id, "type": "public-key", "response": response, "clientExtensionResults": {},
        });
        PasskeyAnswer { ceremony: question.ceremony.clone(), credential: credential.to_string() }
    }

    fn data(&self, party: &Value, flags: u8) -> Vec<u8> {
        let flags = flags | PRESENT | if self.verifies { VERIFIED } else { 0 };
        [hash(party.as_str().unwrap().as_bytes()), vec![flags], self.counter.to_be_bytes().to_vec()].concat()
    }

    /// As COSE has it: a map of the kind EC2, ES256, P-256, and the two coordinates.
    fn public_key(&self) -> Vec<u8> {
        let (x, y) = self.key.public_key().as_ref()[1..].split_at(32);
        [b"\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20", x, b"\x22\x58\x20", y].concat()
    }

    fn client_data(&self, kind: &str, options: &Value) -> String {
        let data = json!({
            "type": kind, "challenge": options["challenge"], "origin": self.origin, "crossOrigin": false,
        });
        encoded(data.to_string().as_bytes())
    }
}

fn hash(of: &[u8]) -> Vec<u8> {
    digest(&SHA256, of).as_ref().to_vec()
}

fn encoded(bytes: &[u8]) -> String {
    BASE64URL_NOPAD.encode(bytes)
}

fn decoded(text: &Value) -> Vec<u8> {
    BASE64URL_NOPAD.decode(text.as_str().unwrap().as_bytes()).unwrap()
}

fn length(of: usize) -> Vec<u8> {
    u16::try_from(of).unwrap().to_be_bytes().to_vec()
}
