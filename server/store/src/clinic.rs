//! The clinic's clock: what a page shows is made here, so that a browser needs no time zone database.

use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeZone, Utc};
use chrono_tz::Tz;
use model::clinic::{Clinic, ClinicTime};

use crate::{Error, texts::invalid};

/// What is configured of the clinic.
#[derive(Clone, Debug)]
pub struct ClinicSettings {
    pub name: String,
    /// The number to call, as it is printed; empty when there is none.
    pub phone: String,
    pub time_zone: Tz,
}

impl ClinicSettings {
    /// What every page knows of the clinic, now.
    pub(crate) fn clinic(&self) -> Clinic {
        let now = Utc::now();
        Clinic {
            name: self.name.clone(),
            phone: self.phone.clone(),
            time_zone: self.time_zone.name().to_owned(),
            today: clinic_time(self.time_zone, now).date(),
            now,
        }
    }
}

/// Today's date in the clinic.
pub(crate) fn today(time_zone: Tz) -> NaiveDate {
    clinic_time(time_zone, Utc::now()).date()
}

/// A moment with what the clinic's clock showed then.
pub(crate) fn clinic_time(time_zone: Tz, at: DateTime<Utc>) -> ClinicTime {
    ClinicTime { at, local: at.with_timezone(&time_zone).naive_local() }
}

/// The moment at which the clinic's clock shows this; the first of the two, when it is put back then.
///
/// # Errors
/// [`Error::Invalid`] for a time that the clock skips.
pub(crate) fn local_to_utc(time_zone: Tz, local: NaiveDateTime) -> Result<DateTime<Utc>, Error> {
    let at = time_zone.from_local_datetime(&local).earliest().map(|at| at.with_timezone(&Utc));
    at.ok_or_else(|| invalid("time", "The clinic's clock never shows this time, because it is put forward then."))
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    fn at(local: &str) -> Result<String, Error> {
        local_to_utc(Tz::Europe__Berlin, local.parse().unwrap()).map(|at| at.to_rfc3339())
    }

    #[test]
    fn the_date_changes_at_the_clinics_midnight() {
        for (time_zone, midnight) in
            [(Tz::Pacific__Auckland, "2026-06-30T12:00:00Z"), (Tz::America__Los_Angeles, "2026-07-01T07:00:00Z")]
        {
            let midnight: DateTime<Utc> = midnight.parse().unwrap();
            let date = |minutes| clinic_time(time_zone, midnight + TimeDelta::minutes(minutes)).date().to_string();
            assert_eq!([date(-1), date(0)], ["2026-06-30", "2026-07-01"], "{time_zone}");
        }
    }

    #[test]
    fn a_wall_clock_time_becomes_a_moment_and_back() {
        assert_eq!(at("2026-07-01T12:00:00").unwrap(), "2026-07-01T10:00:00+00:00");
        let back = clinic_time(Tz::Europe__Berlin, "2026-07-01T10:00:00Z".parse().unwrap());
        assert_eq!(back.local, "2026-07-01T12:00:00".parse().unwrap());
    }

    #[test]
    fn an_hour_that_comes_twice_is_the_first_and_one_that_never_comes_is_refused() {
        assert_eq!(at("2026-10-25T02:30:00").unwrap(), "2026-10-25T00:30:00+00:00");
        assert!(matches!(at("2026-03-29T02:30:00"), Err(Error::Invalid(_))));
    }
}
