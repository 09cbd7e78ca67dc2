//! The header, fetched again after a write.

use leptos::{prelude::*, task::spawn_local};

use super::OpenChart;
use crate::{api::charts::chart_header, components::opening::Opening};

impl OpenChart {
    /// Fetches the header again, then closes the dialog and says what was done: nobody reads the header as it was
    /// before.
    pub fn refresh_header<T>(self, done: &str, opening: Opening<T>)
    where
        T: Clone + PartialEq + Send + Sync + 'static,
    {
        let done = done.to_owned();
        spawn_local(async move {
            self.renew_header().await;
            // The page may have been left meanwhile.
            if !self.done.is_disposed() {
                opening.finish();
                self.done.set(done);
            }
        });
    }

    /// Fetches the header again.
    pub fn fetch_header(self) {
        spawn_local(self.renew_header());
    }

    /// The page may have been left when the answer comes.
    async fn renew_header(self) {
        let error = match chart_header(self.patient).await {
            Ok(header) => {
                _ = self.header.try_set(header);
                None
            }
            Err(error) => Some(error),
        };
        _ = self.header_error.try_set(error);
    }
}
