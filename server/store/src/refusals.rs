//! What is refused is noted, too: who asked for what, and that it isn't there for them.

use model::{
    access::Action,
    id::{
        AccessReportId, AuditEventId, BreakGlassId, CaregiverId, CoverId, DocumentId, HandoverId, MergeId, PasskeyId,
        PatientId, PrescriptionId, ProviderId, SessionId, UserId, VisitId,
    },
};
use sqlx::Executor;
use uuid::Uuid;

use crate::{
    Error, Gate, Transaction,
    identity::Identity,
    pool::{commit, identify_session},
};

/// What somebody asks for, as the audit names it when it is refused. The id is kept as it was asked, and may be nobody's:
/// such an event belongs to no record, so that the administrator reads it, and nobody learns from it what there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    refusal: Action,
    id: Option<Uuid>,
}

impl Asked {
    /// What only the administrator reads, and has no id.
    pub const ADMINISTRATION: Self = Self { refusal: Action::AdministrationRefuse, id: None };

    /// The caller's own record, of an account that may have none.
    pub const OWN_RECORD: Self = Self { refusal: Action::OwnRecordRefuse, id: None };

    /// The caller's own account.
    pub const OWN_ACCOUNT: Self = Self { refusal: Action::OwnAccountRefuse, id: None };

    /// The chart of a patient in an emergency, who is asked for by name.
    pub const EMERGENCY: Self = Self { refusal: Action::BreakGlassRefuse, id: None };
}

macro_rules! asked {
    ($($id:ident: $refusal:ident),+ $(,)?) => {$(
        impl From<$id> for Asked {
            fn from(asked: $id) -> Self {
                Self { refusal: Action::$refusal, id: Some(asked.0) }
            }
        }
    )+};
}

asked! {
    PatientId: ChartRefuse,
    VisitId: VisitRefuse,
    PrescriptionId: PrescriptionRefuse,
    DocumentId: DocumentRefuse,
    ProviderId: ProviderRefuse,
    UserId: AccountRefuse,
    SessionId: OwnSessionRefuse,
    AuditEventId: AccessRefuse,
    AccessReportId: ReportRefuse,
    BreakGlassId: EmergencyRefuse,
    HandoverId: HandoverRefuse,
    CoverId: CoverRefuse,
    CaregiverId: CaregiverAccessRefuse,
    MergeId: MergeRefuse,
    PasskeyId: OwnPasskeyRefuse,
}

impl Transaction {
    /// Ends the transaction of one question: commits what was done. What was refused as not there is rolled back, and
    /// noted in a transaction of its own, whether it isn't there or isn't the caller's: the two run the same statements.
    /// That the caller must prove again who they are is noted as well.
    ///
    /// # Errors
    /// The refusal, once it is noted; [`Error::SessionEnded`] when nothing was there because nobody asks any more;
    /// [`Error::Unavailable`] otherwise.
    pub async fn finish<T>(mut self, asked: impl Into<Asked>, answer: Result<T, Error>) -> Result<T, Error> {
        let Asked { refusal, id } = asked.into();
        let noted = match answer {
            Err(Error::NotFound) => Some(refusal),
            Err(Error::ConfirmationRequired) => Some(Action::SessionRequireConfirmation),
            _ => None,
        };
        if let Some(action) = noted {
            if !self.begin_again().await? {
                return Err(Error::SessionEnded);
            }
            self.audit(action, None, id).await?;
        }
        // Anything else that went wrong leaves nothing.
        if noted.is_some() || answer.is_ok() {
            self.commit().await?;
        }
        answer
    }

    /// Rolls back, and begins anew on the same connection, under the same identity. Answers whether its session lives still.
    async fn begin_again(&mut self) -> Result<bool, Error> {
        let identity = self.identity();
        self.connection().execute("rollback; begin").await?;
        Ok(identify_session(self.connection(), identity).await?)
    }
}

impl Gate {
    /// Ends the question of a link, which whoever holds it may ask. That one doesn't work is noted.
    ///
    /// # Errors
    /// The refusal, once it is noted; [`Error::Unavailable`] otherwise.
    pub(crate) async fn finish_link<T>(&self, answer: Result<T, Error>, identity: Identity) -> Result<T, Error> {
        if matches!(answer, Err(Error::NotFound)) {
            self.note_dead_link(identity).await?;
        }
        answer
    }

    async fn note_dead_link(&self, identity: Identity) -> Result<(), Error> {
        let mut tx = self.begin(identity).await?;
        sqlx::query("select refuse_link()").execute(&mut *tx).await?;
        commit(tx).await
    }
}
