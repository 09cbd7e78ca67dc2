//! Identifiers as types of their own, so that a visit's id can't be passed where a patient's is wanted.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )+};
}

ids! {
    /// A person who can sign in.
    UserId,
    /// A session: one browser, signed in.
    SessionId,
    /// A patient's record.
    PatientId,
    /// A provider: a clinician, with or without an account.
    ProviderId,
    /// A visit.
    VisitId,
    /// A prescription.
    PrescriptionId,
    /// A document of a record.
    DocumentId,
    /// A patient's allergy.
    AllergyId,
    /// An event of the audit.
    AuditEventId,
    /// A patient's report of an access that they don't recognise.
    AccessReportId,
    /// A provider's emergency access to a record.
    BreakGlassId,
    /// A question whether a colleague takes a patient over.
    HandoverId,
    /// A colleague's cover for another.
    CoverId,
    /// A grant to read a record for its patient.
    CaregiverId,
    /// A passkey of an account.
    PasskeyId,
    /// A merge of two records.
    MergeId,
}
