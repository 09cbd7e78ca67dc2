//! This week, as the dashboard counts it.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc, Weekday};

use crate::{Error, Transaction};

impl Transaction {
    /// From Monday's first moment, inclusive, to next Monday's, exclusive, in the clinic's time zone.
    pub(crate) fn this_week(&self) -> Result<(DateTime<Utc>, DateTime<Utc>), Error> {
        let monday = self.today().week(Weekday::Mon).first_day();
        Ok((self.first_moment(monday)?, self.first_moment(monday + Days::new(7))?))
    }

    /// Midnight, or what the clock shows instead where summer time begins at midnight.
    fn first_moment(&self, date: NaiveDate) -> Result<DateTime<Utc>, Error> {
        let midnight = date.and_time(NaiveTime::MIN);
        self.local_to_utc(midnight).or_else(|_| self.local_to_utc(midnight + TimeDelta::hours(1)))
    }
}
