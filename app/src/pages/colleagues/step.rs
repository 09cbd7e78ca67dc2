//! What can be done about an arrangement, each after a question.

mod dialog;

use model::relationship::{Cover, Handover};

pub use self::dialog::StepDialog;
use crate::{
    api::{
        ApiError,
        relationships::{answer_cover, answer_handover, end_cover, withdraw_handover},
    },
    components::button::Look,
};

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    AcceptHandover(Handover),
    DeclineHandover(Handover),
    WithdrawHandover(Handover),
    AcceptCover(Cover),
    DeclineCover(Cover),
    EndCover(Cover),
}

impl Step {
    /// For the button in the list.
    pub fn word(&self) -> &'static str {
        match self {
            Self::AcceptHandover(_) => "Take over",
            Self::AcceptCover(_) => "Cover",
            Self::DeclineHandover(_) | Self::DeclineCover(_) => "Decline",
            Self::EndCover(cover) if cover.is_accepted => "End cover",
            Self::WithdrawHandover(_) | Self::EndCover(_) => "Take back",
        }
    }

    fn title(&self) -> String {
        match self {
            Self::AcceptHandover(handover) => format!("Take over: {}", handover.patient()),
            Self::DeclineHandover(handover) => format!("Decline: {}", handover.patient()),
            Self::WithdrawHandover(handover) => format!("Take back: {}", handover.patient()),
            Self::AcceptCover(cover) => format!("Cover for {}", cover.colleague),
            Self::DeclineCover(cover) => format!("Decline to cover for {}", cover.colleague),
            Self::EndCover(cover) if cover.is_mine => format!("End the cover by {}", cover.colleague),
            Self::EndCover(cover) => format!("End your cover for {}", cover.colleague),
        }
    }

    fn explanation(&self) -> String {
        match self {
            Self::AcceptHandover(handover) => format!(
                "From now on you treat the patient, and {} doesn't. You read the whole chart and write in it.",
                handover.colleague
            ),
            Self::DeclineHandover(handover) => format!("{} goes on treating the patient.", handover.colleague),
            Self::WithdrawHandover(_) => "You go on treating the patient.".to_owned(),
            Self::AcceptCover(cover) => format!(
                "You read and write the charts of all patients of {} until {}, those who come meanwhile included. You can \
                 end it before. The patients see that you cover.",
                cover.colleague,
                cover.until.display()
            ),
            Self::DeclineCover(cover) => {
                format!("{} sees that the question is gone, and can ask somebody else.", cover.colleague)
            }
            Self::EndCover(cover) if cover.is_accepted => {
                "The charts of the covered patients close at once for whoever covers.".to_owned()
            }
            Self::EndCover(_) => "The question is taken back.".to_owned(),
        }
    }

    fn look(&self) -> Look {
        match self {
            Self::AcceptHandover(_) | Self::AcceptCover(_) => Look::Primary,
            _ => Look::Danger,
        }
    }

    fn done(&self) -> &'static str {
        match self {
            Self::AcceptHandover(_) => "You treat the patient now; the chart is in your list.",
            Self::AcceptCover(_) => "You cover now; the patients are in your list.",
            Self::DeclineHandover(_) | Self::DeclineCover(_) => "You have declined.",
            Self::WithdrawHandover(_) => "You go on treating the patient.",
            Self::EndCover(_) => "It has ended.",
        }
    }

    async fn run(self) -> Result<(), ApiError> {
        match self {
            Self::AcceptHandover(handover) => answer_handover(handover.id, true).await.map(drop),
            Self::DeclineHandover(handover) => answer_handover(handover.id, false).await.map(drop),
            Self::WithdrawHandover(handover) => withdraw_handover(handover.id).await,
            Self::AcceptCover(cover) => answer_cover(cover.id, true).await,
            Self::DeclineCover(cover) => answer_cover(cover.id, false).await,
            Self::EndCover(cover) => end_cover(cover.id).await,
        }
    }
}
