//! FHIR's dates and times, which may end after the year, the month or the day.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};

/// How exactly a moment was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exactness {
    Exact,
    /// Without an offset: taken as UTC.
    NoOffset,
    /// Without a time of day: taken as noon UTC, which is the same day from -12:00 to +11:59.
    NoTime,
}

/// A moment; `None` for a text that isn't one, or that has no day.
pub(crate) fn moment(text: &str) -> Option<(DateTime<Utc>, Exactness)> {
    let text = text.trim();
    if let Ok(time) =
        DateTime::parse_from_rfc3339(text).or_else(|_| DateTime::parse_from_str(text, "%Y-%m-%dT%H:%M%#z"))
    {
        return Some((time.to_utc(), Exactness::Exact));
    }
    let local = ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%dT%H:%M"];
    if let Some(time) = local.iter().find_map(|format| NaiveDateTime::parse_from_str(text, format).ok()) {
        return Some((time.and_utc(), Exactness::NoOffset));
    }
    let noon = NaiveTime::from_hms_opt(12, 0, 0)?;
    Some((parse_date(text)?.and_time(noon).and_utc(), Exactness::NoTime))
}

/// The day, as it is written there: an offset doesn't move it.
pub(crate) fn day(text: &str) -> Option<NaiveDate> {
    let text = text.trim();
    parse_date(text.split_once('T').map_or(text, |(date, _)| date))
}

/// Only years of four digits: chrono reads others, and Postgres doesn't store all of them.
fn parse_date(text: &str) -> Option<NaiveDate> {
    let is_whole = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    is_whole.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(String, Exactness)> {
        moment(text).map(|(time, exactness)| (time.to_rfc3339(), exactness))
    }

    #[test]
    fn moments_are_read_as_exactly_as_they_are_given() {
        let utc = |text: &str, exactness| Some((format!("{text}+00:00"), exactness));
        assert_eq!(read("2025-03-01T08:30:00+10:00"), utc("2025-02-28T22:30:00", Exactness::Exact));
        assert_eq!(read("2025-03-01T08:30:00.5Z"), utc("2025-03-01T08:30:00.500", Exactness::Exact));
        assert_eq!(read("2025-03-01T08:30Z"), utc("2025-03-01T08:30:00", Exactness::Exact));
        assert_eq!(read("2025-03-01T08:30:00"), utc("2025-03-01T08:30:00", Exactness::NoOffset));
        assert_eq!(read(" 2025-03-01 "), utc("2025-03-01T12:00:00", Exactness::NoTime));
    }

    #[test]
    fn what_has_no_day_is_no_moment() {
        for text in ["", "2025", "2025-03", "2025-02-30", "20250301", "yesterday", "+12025-03-01", "2025-3-1"] {
            assert_eq!(read(text), None, "{text}");
            assert_eq!(day(text), None, "{text}");
        }
    }

    #[test]
    fn a_day_is_the_one_that_is_written() {
        assert_eq!(day("2020-10-17T23:59:00-05:00"), NaiveDate::from_ymd_opt(2020, 10, 17));
        assert_eq!(day("2020-10-17"), NaiveDate::from_ymd_opt(2020, 10, 17));
    }
}
