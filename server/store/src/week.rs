//! This week, as the dashboard counts it.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc, Weekday};
use chrono_tz::Tz;

use crate::{Error, Transaction, clinic::local_to_utc};

impl Transaction {
    /// From Monday's first moment, inclusive, to next Monday's, exclusive, in the clinic's time zone.
    pub(crate) fn this_week(&self) -> Result<(DateTime<Utc>, DateTime<Utc>), Error> {
        week_of(self.today(), self.time_zone())
    }
}

fn week_of(date: NaiveDate, time_zone: Tz) -> Result<(DateTime<Utc>, DateTime<Utc>), Error> {
    let monday = date.week(Weekday::Mon).first_day();
    Ok((first_moment(monday, time_zone)?, first_moment(monday + Days::new(7), time_zone)?))
}

/// Midnight, or what the clock shows instead where summer time begins at midnight.
fn first_moment(date: NaiveDate, time_zone: Tz) -> Result<DateTime<Utc>, Error> {
    let midnight = date.and_time(NaiveTime::MIN);
    local_to_utc(time_zone, midnight).or_else(|_| local_to_utc(time_zone, midnight + TimeDelta::hours(1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn week(date: &str, time_zone: Tz) -> (String, String) {
        let (monday, next) = week_of(date.parse().unwrap(), time_zone).unwrap();
        (monday.to_rfc3339(), next.to_rfc3339())
    }

    #[test]
    fn a_week_begins_on_monday_and_sunday_is_its_last_day() {
        let expected = ("2026-06-28T12:00:00+00:00".to_owned(), "2026-07-05T12:00:00+00:00".to_owned());
        for date in ["2026-06-29", "2026-07-01", "2026-07-04", "2026-07-05"] {
            assert_eq!(week(date, Tz::Pacific__Auckland), expected, "{date}");
        }
        assert_eq!(week("2026-07-06", Tz::Pacific__Auckland).0, expected.1);
    }

    #[test]
    fn the_week_in_which_the_clock_changes_is_an_hour_shorter_or_longer() {
        let begins = ("2026-03-02T08:00:00+00:00".to_owned(), "2026-03-09T07:00:00+00:00".to_owned());
        assert_eq!(week("2026-03-08", Tz::America__Los_Angeles), begins);
        let ends = ("2026-03-29T11:00:00+00:00".to_owned(), "2026-04-05T12:00:00+00:00".to_owned());
        assert_eq!(week("2026-04-05", Tz::Pacific__Auckland), ends);
    }

    #[test]
    fn a_day_without_midnight_begins_an_hour_later() {
        let first = first_moment("2020-03-29".parse().unwrap(), Tz::Asia__Beirut).unwrap();
        assert_eq!(first.to_rfc3339(), "2020-03-28T22:00:00+00:00");
    }
}
