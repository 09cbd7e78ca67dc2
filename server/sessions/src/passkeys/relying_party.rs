use std::time::Duration;

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use uuid::Uuid;
use webauthn_rs::prelude::{
    DiscoverableAuthentication, Passkey, PasskeyRegistration, PublicKeyCredential, RegisterPublicKeyCredential, Url,
    Webauthn, WebauthnBuilder,
};

use crate::Error;

/// As long as a question waits in the database.
const PATIENCE: Duration = Duration::from_secs(300);

/// The site, as passkeys know it: they answer to its domain alone, which is why they can't be phished.
#[derive(Clone, Debug)]
pub struct RelyingParty(Webauthn);

/// A question, and what its answer is compared with.
pub(super) struct Asked {
    pub options: String,
    pub state: Value,
}

/// A credential that was made just now.
pub(super) struct NewCredential {
    pub id: Vec<u8>,
    pub kept: Value,
}

impl RelyingParty {
    /// `None` where browsers have no passkeys: at an address without a domain, or without TLS but on this machine.
    ///
    /// # Arguments
    /// `origin`: where browsers reach the site, such as `https://records.example.org`.
    pub fn new(origin: &str, clinic: &str) -> Option<Self> {
        let origin: Url = origin.parse().ok()?;
        let domain = origin.domain()?;
        let is_here = domain == "localhost" || domain.ends_with(".localhost");
        if origin.scheme() != "https" && !is_here {
            return None;
        }
        let builder = WebauthnBuilder::new(domain, &origin).ok()?;
        builder.rp_name(clinic).timeout(PATIENCE).build().ok().map(Self)
    }

    /// Asks for a new passkey of an account, beside those that it has. It must be one that says by itself whose it is,
    /// so that it signs in alone; the library leaves that to the authenticator.
    pub(super) fn ask_for_new(&self, user: Uuid, email: &str, present: &[&Value]) -> Result<Asked, Error> {
        let present = ids(present);
        let begun = self.0.start_passkey_registration(user, email, email, Some(present));
        let (options, state) = begun.map_err(|_| Error::Passkey)?;
        let mut options = value(&options.public_key)?;
        options["authenticatorSelection"]["residentKey"] = json!("required");
        options["authenticatorSelection"]["requireResidentKey"] = json!(true);
        Ok(Asked { options: options.to_string(), state: value(&state)? })
    }

    /// The new passkey of an answer; `None` for a wrong one.
    pub(super) fn take_new(&self, answer: &str, state: Value) -> Option<NewCredential> {
        let answer: RegisterPublicKeyCredential = serde_json::from_str(answer).ok()?;
        let state: PasskeyRegistration = serde_json::from_value(state).ok()?;
        let passkey = self.0.finish_passkey_registration(&answer, &state).ok()?;
        Some(NewCredential { id: passkey.cred_id().clone(), kept: value(&passkey).ok()? })
    }

    /// Asks for one of these passkeys, or without any for whichever the browser has for this site; always with a finger,
    /// a face or a PIN.
    pub(super) fn ask(&self, passkeys: &[&Value]) -> Result<Asked, Error> {
        let (options, state) = self.0.start_discoverable_authentication().map_err(|_| Error::Passkey)?;
        let mut options = value(&options.public_key)?;
        let allowed = ids(passkeys).into_iter();
        let allowed = allowed.map(|id| json!({ "type": "public-key", "id": BASE64_URL_SAFE_NO_PAD.encode(id) }));
        options["allowCredentials"] = allowed.collect();
        // Nothing is asked of them but who it is.
        if let Some(options) = options.as_object_mut() {
            options.remove("extensions");
        }
        Ok(Asked { options: options.to_string(), state: value(&state)? })
    }

    /// The credential as it is after a right answer of its own; `None` for a wrong one, and for one whose counter is that
    /// of a copy.
    pub(super) fn check(&self, answer: &PublicKeyCredential, state: Value, kept: &Value) -> Option<Value> {
        let state: DiscoverableAuthentication = serde_json::from_value(state).ok()?;
        let mut passkey: Passkey = serde_json::from_value(kept.clone()).ok()?;
        let result = self.0.finish_discoverable_authentication_v2(answer, state, &passkey).ok()?;
        passkey.update_credential(&result)?;
        value(&passkey).ok()
    }
}

/// What names the credentials.
fn ids(kept: &[&Value]) -> Vec<Vec<u8>> {
    let passkeys = kept.iter().filter_map(|kept| serde_json::from_value::<Passkey>((*kept).clone()).ok());
    passkeys.map(|passkey| passkey.cred_id().clone()).collect()
}

fn value(of: &impl serde::Serialize) -> Result<Value, Error> {
    serde_json::to_value(of).map_err(|_| Error::Passkey)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passkeys_need_a_domain_and_tls() {
        for (origin, is_one) in [
            ("https://records.example.org", true),
            ("https://records.example.org:8443", true),
            ("http://localhost:3000", true),
            ("http://records.localhost", true),
            ("http://records.example.org", false),
            ("http://127.0.0.1:3000", false),
            ("https://192.0.2.1", false),
            ("https://[::1]", false),
            ("http://notlocalhost", false),
            ("", false),
        ] {
            assert_eq!(RelyingParty::new(origin, "Riverside Clinic").is_some(), is_one, "{origin}");
        }
    }

    #[test]
    fn a_new_passkey_is_to_work_alone_and_to_verify_its_person() {
        let party = RelyingParty::new("https://records.example.org", "Riverside Clinic").unwrap();
        let asked = party.ask_for_new(Uuid::from_bytes([1; 16]), "maya@example.org", &[]).unwrap();
        let options: Value = serde_json::from_str(&asked.options).unwrap();
        let selection = &options["authenticatorSelection"];
        assert_eq!(
            (&selection["residentKey"], &selection["userVerification"]),
            (&json!("required"), &json!("required"))
        );
        assert_eq!(
            (&options["rp"]["id"], &options["rp"]["name"]),
            (&json!("records.example.org"), &json!("Riverside Clinic"))
        );
        assert_eq!(options["user"]["id"], json!("AQEBAQEBAQEBAQEBAQEBAQ"));
        let options: Value = serde_json::from_str(&party.ask(&[]).unwrap().options).unwrap();
        assert_eq!((&options["allowCredentials"], &options["userVerification"]), (&json!([]), &json!("required")));
    }
}
