//! What is refused is noted, too: who asked for what, and that it isn't there for them.

use model::id::{
    AccessReportId, AuditEventId, BreakGlassId, CaregiverId, CoverId, DocumentId, HandoverId, MergeId, PasskeyId,
    PatientId, PrescriptionId, ProviderId, SessionId, UserId, VisitId,
};
use sqlx::{AssertSqlSafe, Executor};
use uuid::Uuid;

use crate::{Error, Transaction};

/// What somebody asks for, as the audit names it when it is refused. The id is kept as it was asked, and may be nobody's:
/// such an event belongs to no record, so that the administrator reads it, and nobody learns from it what there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    refusal: &'static str,
    id: Option<Uuid>,
}

impl Asked {
    /// What only the administrator reads, and has no id.
    pub const ADMINISTRATION: Self = Self { refusal: "administration.refuse", id: None };
}

macro_rules! asked {
    ($($id:ident: $refusal:literal),+ $(,)?) => {$(
        impl From<$id> for Asked {
            fn from(asked: $id) -> Self {
                Self { refusal: $refusal, id: Some(asked.0) }
            }
        }
    )+};
}

asked! {
    PatientId: "chart.refuse",
    VisitId: "visit.refuse",
    PrescriptionId: "prescription.refuse",
    DocumentId: "document.refuse",
    ProviderId: "provider.refuse",
    UserId: "account.refuse",
    SessionId: "own_session.refuse",
    AuditEventId: "access.refuse",
    AccessReportId: "report.refuse",
    BreakGlassId: "emergency.refuse",
    HandoverId: "handover.refuse",
    CoverId: "cover.refuse",
    CaregiverId: "caregiver_access.refuse",
    MergeId: "merge.refuse",
    PasskeyId: "own_passkey.refuse",
}

impl Transaction {
    /// Ends the transaction of one question: commits what was done. What was refused as not there is rolled back, and
    /// noted in a transaction of its own, whether it isn't there or isn't the caller's: the two run the same statements.
    ///
    /// # Errors
    /// The refusal, once it is noted; [`Error::Unavailable`] otherwise.
    pub async fn finish<T>(mut self, asked: impl Into<Asked>, answer: Result<T, Error>) -> Result<T, Error> {
        let is_refused = matches!(answer, Err(Error::NotFound));
        if is_refused {
            let Asked { refusal, id } = asked.into();
            self.begin_again().await?;
            self.audit(refusal, None, id).await?;
        }
        // Anything else that went wrong leaves nothing.
        if is_refused || answer.is_ok() {
            self.commit().await?;
        }
        answer
    }

    /// Rolls back, and begins anew on the same connection, under the same identity.
    async fn begin_again(&mut self) -> Result<(), Error> {
        let again = AssertSqlSafe(format!("rollback; {}", self.identity().begin()));
        self.connection().execute(again).await?;
        Ok(())
    }
}
