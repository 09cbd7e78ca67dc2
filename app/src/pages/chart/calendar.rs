//! The clinic's clock, on a page that may stay open overnight.

use std::time::Duration;

use chrono::NaiveDate;
use leptos::{leptos_dom::helpers::set_interval_with_handle, prelude::*, task::spawn_local};
use model::clinic::Clinic;

use crate::{api::session, components::clinic_now::clinic_now};

const MINUTE: Duration = Duration::from_secs(60);

/// Today's date, which the server says: a browser's clock may be wrong, but it knows when a day has passed.
#[derive(Clone, Copy)]
pub struct Calendar {
    today: RwSignal<NaiveDate>,
    time_zone: StoredValue<String>,
    /// The browser's date when the server last said another one.
    seen: StoredValue<Option<String>>,
}

impl Calendar {
    pub fn new(clinic: Clinic) -> Self {
        let Clinic { today, time_zone, .. } = clinic;
        let calendar =
            Self { today: RwSignal::new(today), time_zone: StoredValue::new(time_zone), seen: StoredValue::new(None) };
        Effect::new(move || {
            calendar.seen.set_value(calendar.browser_date());
            if let Ok(interval) = set_interval_with_handle(move || calendar.look(), MINUTE) {
                on_cleanup(move || interval.clear());
            }
        });
        calendar
    }

    /// Today; whoever reads it in a view follows it.
    pub fn today(self) -> NaiveDate {
        self.today.get()
    }

    /// Today, as a `date` input takes it.
    pub fn date(self) -> Signal<String> {
        Signal::derive(move || self.today.get().to_string())
    }

    /// The IANA name of the clinic's time zone.
    pub fn time_zone(self) -> String {
        self.time_zone.get_value()
    }

    /// The date and time at the clinic when a dialog opens, each time, as a `datetime-local` input takes it.
    pub fn at_opening(self, is_open: RwSignal<bool>) -> Signal<String> {
        let time = RwSignal::new(self.now().unwrap_or_default());
        Effect::new(move || {
            if is_open.get() {
                self.look();
                time.set(self.now().unwrap_or_default());
            }
        });
        time.into()
    }

    /// Asks the server for the date once the browser's has turned, until it says another one.
    fn look(self) {
        let date = self.browser_date();
        if self.seen.try_with_value(|seen| *seen == date) != Some(false) {
            return;
        }
        spawn_local(async move {
            let Ok(Clinic { today, .. }) = session::clinic().await else { return };
            // The page may have been left meanwhile.
            if self.today.try_get_untracked().is_some_and(|last| last != today) {
                self.today.set(today);
                self.seen.set_value(date);
            }
        });
    }

    fn now(self) -> Option<String> {
        self.time_zone.try_with_value(|time_zone| clinic_now(time_zone)).flatten()
    }

    fn browser_date(self) -> Option<String> {
        self.now()?.get(..10).map(str::to_owned)
    }
}
