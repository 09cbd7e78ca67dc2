//! How a caregiver is let in.

use model::{account::AccountKind, caregiver::AcceptCaregiver, clinic::ClinicTime, id::PatientId};
use store::{Caller, Origin, SignedIn, Transaction};

use crate::{Browser, Error, NewSession, Sessions, Token, refuse_common_password, sessions::Account};

impl Sessions {
    /// Makes the secret of a caregiver's link, and says until when it is good. Ends the transaction.
    ///
    /// # Errors
    /// [`Error::Store`] with [`NotFound`](store::Error::NotFound) unless the caller may let somebody in to the record.
    pub async fn invite_caregiver(
        &self,
        mut tx: Transaction,
        patient: PatientId,
        name: &str,
        months: i32,
    ) -> Result<(Token, ClinicTime), Error> {
        let token = Token::random();
        let expires_at = tx.invite_caregiver(patient, name, months, &token.hash()).await;
        Ok((token, tx.finish(patient, expires_at).await?))
    }

    /// Lets a caregiver in: whoever is signed in, or else by a new account, which is then signed in.
    ///
    /// # Errors
    /// [`Error::Busy`]; [`Error::Store`] with [`NotFound`](store::Error::NotFound) for a link that doesn't work, and
    /// with [`Invalid`](store::Error::Invalid) for a wrong birth date, which takes an attempt, and for a common password.
    pub async fn accept_caregiver(
        &self,
        accepted: &AcceptCaregiver,
        origin: &Origin,
        browser: &Browser,
        signed_in: Option<&SignedIn>,
    ) -> Result<Option<NewSession>, Error> {
        if let Some(signed_in) = signed_in {
            let caller = Caller { user: signed_in.user.id, session: signed_in.session, address: origin.address };
            self.store.accept_caregiver(accepted, None, Some(&caller), origin).await?;
            return Ok(None);
        }
        // Before the work of hashing, which nobody gets for a made-up link.
        let mut tx = self.store.begin_anonymous(origin).await?;
        let works = tx.check_caregiver_invitation(&accepted.token).await;
        self.store.finish_link(tx, works).await?;
        let (email, password) =
            accepted.account.as_ref().map_or(("", ""), |(email, password)| (email.as_str(), password.as_str()));
        refuse_common_password(password, &[email])?;
        let hash = self.passwords.hash(password).await?;
        let user = self.store.accept_caregiver(accepted, Some((email, hash.as_str())), None, origin).await?;
        let account = Account { user, kind: AccountKind::Patient };
        self.begin(account, origin, browser, None).await.map(Some)
    }
}
