//! What the administrator sees: accounts and providers, and nothing of a record.

use serde::{Deserialize, Serialize};

use crate::{
    clinic::ClinicTime,
    id::{ProviderId, UserId},
};

/// A provider, as the administrator sees them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProviderAccount {
    pub id: ProviderId,
    /// The account; `None` for an imported practitioner without one.
    pub user: Option<UserId>,
    pub display_name: String,
    pub license_number: String,
    pub specialty: String,
    pub is_verified: bool,
    /// Whether they have applied, were never verified and never treated anybody, so that their account can be closed.
    pub is_applicant: bool,
    pub is_suspended: bool,
    /// The account's address; `None` for an imported practitioner without an account.
    pub email: Option<String>,
    /// Whether signing in takes more than the password.
    pub has_second_factor: bool,
    /// When the provider applied or was imported.
    pub created_at: ClinicTime,
}

/// A patient's account, as the administrator sees it: never whose record it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PatientAccount {
    pub id: UserId,
    pub email: String,
    pub created_at: ClinicTime,
    /// Whether the account is linked to a record.
    pub is_linked: bool,
    pub is_suspended: bool,
    /// Whether signing in takes more than the password.
    pub has_second_factor: bool,
}
