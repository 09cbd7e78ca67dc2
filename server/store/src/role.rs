/// The roles that the server signs in as. What each may do stands in `migrations/rules/`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// Reads and writes as whoever's session it is.
    Application,
    /// Finds out whose session it is to be, and sees no record.
    Gate,
    /// What happens by itself.
    Worker,
}

impl Role {
    pub fn name(self) -> &'static str {
        match self {
            Self::Application => "carechart_app",
            Self::Gate => "carechart_gate",
            Self::Worker => "carechart_worker",
        }
    }

    /// As Postgres shows its connections.
    pub fn application_name(self) -> &'static str {
        match self {
            Self::Application => "carechart",
            Self::Gate => "carechart gate",
            Self::Worker => "carechart worker",
        }
    }
}
