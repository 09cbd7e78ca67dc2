//! The clinic itself, and its clock.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, Utc};
use serde::{Deserialize, Serialize};

/// What every page knows of the clinic.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clinic {
    pub name: String,
    /// The number to call, as it is printed; empty when none is configured.
    pub phone: String,
    /// The IANA name of the clinic's time zone.
    pub time_zone: String,
    /// Today's date in the clinic's time zone, when the answer was made.
    pub today: NaiveDate,
    /// When the answer was made: a browser's clock may be wrong.
    pub now: DateTime<Utc>,
}

/// A moment, and what the clinic's wall clock showed then. The server converts, so that the browser
/// needs no time zone database and the page hydrates to the same text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ClinicTime {
    pub at: DateTime<Utc>,
    pub local: NaiveDateTime,
}

impl ClinicTime {
    /// The date on the clinic's calendar.
    pub fn date(&self) -> NaiveDate {
        self.local.date()
    }

    /// As it is shown: `12 Mar 2026, 14:05`.
    pub fn display(&self) -> String {
        format!("{}, {}", display_date(self.date()), self.local.format("%H:%M"))
    }

    /// Where the time matters more than the date: `14:05, 12 Mar 2026`.
    pub fn display_time_first(&self) -> String {
        format!("{}, {}", self.local.format("%H:%M"), display_date(self.date()))
    }
}

/// A date as every page shows it: `12 Mar 2026`.
pub fn display_date(date: NaiveDate) -> String {
    date.format("%-d %b %Y").to_string()
}

/// Completed years between two dates; 0 when `on` is before `birth`.
pub fn age_in_years(birth: NaiveDate, on: NaiveDate) -> u32 {
    let before_birthday = (on.month(), on.day()) < (birth.month(), birth.day());
    let years = on.year() - birth.year() - i32::from(before_birthday);
    u32::try_from(years).unwrap_or(0)
}

/// An age in words: `3 days`, `5 weeks`, `14 months`, `45 years`. An infant's is told in the units that doses and
/// vaccinations go by: days and weeks in the first two months, months in the first two years.
pub fn display_age(birth: NaiveDate, on: NaiveDate) -> String {
    let days = (on - birth).num_days().max(0);
    let months = completed_months(birth, on);
    match (months, days) {
        (..2, ..14) => counted(days, "day"),
        (..2, _) => counted(days / 7, "week"),
        (..24, _) => counted(months, "month"),
        _ => counted(months / 12, "year"),
    }
}

/// Completed months between two dates; 0 when `on` is before `birth`.
fn completed_months(birth: NaiveDate, on: NaiveDate) -> i64 {
    let months = |date: NaiveDate| i64::from(date.year()) * 12 + i64::from(date.month0());
    (months(on) - months(birth) - i64::from(on.day() < birth.day())).max(0)
}

fn counted(count: i64, unit: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {unit}{plural}")
}

/// How long ago a date was, in words: `today`, `yesterday`, `3 weeks ago`, `in 2 days`.
pub fn relative_date(date: NaiveDate, today: NaiveDate) -> String {
    let days = (today - date).num_days();
    let span = |days: i64| match days {
        0..=13 => counted(days, "day"),
        14..=60 => counted(days / 7, "week"),
        61..=729 => counted(days / 30, "month"),
        _ => counted(days / 365, "year"),
    };
    match days {
        0 => "today".into(),
        1 => "yesterday".into(),
        -1 => "tomorrow".into(),
        days if days > 0 => format!("{} ago", span(days)),
        days => format!("in {}", span(-days)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn age_counts_completed_years() {
        assert_eq!(age_in_years(date("2000-02-29"), date("2026-02-28")), 25);
        assert_eq!(age_in_years(date("2000-02-29"), date("2026-03-01")), 26);
        assert_eq!(age_in_years(date("2026-03-02"), date("2026-03-01")), 0);
    }

    #[test]
    fn an_age_is_told_in_the_unit_that_says_most() {
        let born = date("2024-01-31");
        let ages = [
            ("2024-01-30", "0 days"),
            ("2024-01-31", "0 days"),
            ("2024-02-01", "1 day"),
            ("2024-02-13", "13 days"),
            ("2024-02-14", "2 weeks"),
            // No 30th of February: the second month is completed on the 31st of March.
            ("2024-03-30", "8 weeks"),
            ("2024-03-31", "2 months"),
            ("2025-01-30", "11 months"),
            ("2025-01-31", "12 months"),
            ("2026-01-30", "23 months"),
            ("2026-01-31", "2 years"),
            ("2069-01-30", "44 years"),
        ];
        for (on, age) in ages {
            assert_eq!(display_age(born, date(on)), age, "{on}");
        }
        assert_eq!(display_age(date("2000-02-29"), date("2026-02-28")), "25 years");
    }

    #[test]
    fn relative_dates_are_words() {
        let today = date("2026-03-20");
        assert_eq!(relative_date(today, today), "today");
        assert_eq!(relative_date(date("2026-03-19"), today), "yesterday");
        assert_eq!(relative_date(date("2026-02-27"), today), "3 weeks ago");
        assert_eq!(relative_date(date("2026-03-22"), today), "in 2 days");
        assert_eq!(relative_date(date("2020-03-22"), today), "5 years ago");
    }
}
