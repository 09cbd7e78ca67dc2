//! Moves a record in time, so that its last visit is where the demonstration wants it.

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc, Weekday};
use chrono_tz::Tz;
use model::import::ImportedRecord;

use super::people::Patient;

/// A visit that is to be today was so many minutes ago at most, before its hour has come.
const MOST_MINUTES: i32 = 99;

/// When a patient came last: so many working days ago at that hour of the clinic. Today's visits lie in the past, too:
/// before the hour has come, the visit was some minutes ago, or fewer when the day is younger than that.
pub(super) fn last_visit(patient: &Patient, now: DateTime<Utc>, time_zone: Tz) -> DateTime<Utc> {
    let today = now.with_timezone(&time_zone).date_naive();
    let date = working_days_before(today, patient.days_ago);
    let planned = date
        .and_hms_opt(patient.hour, patient.minute, 0)
        .and_then(|local| time_zone.from_local_datetime(&local).earliest())
        .map(|time| time.to_utc());
    let minutes = i32::try_from((patient.hour * 60 + patient.minute) % 97).unwrap_or_default() + 2;
    // So far the day is this old, and these visits share it.
    let span = since_midnight(now, time_zone).min(TimeDelta::minutes(MOST_MINUTES.into()));
    let latest = now - span * minutes / MOST_MINUTES;
    planned.map_or(latest, |planned| planned.min(latest))
}

/// Since the first minute that the clinic's clock showed today: in some places it skips midnight once a year.
fn since_midnight(now: DateTime<Utc>, time_zone: Tz) -> TimeDelta {
    let midnight = now.with_timezone(&time_zone).date_naive().and_time(NaiveTime::MIN);
    let mut minutes = (0..24 * 60).map(|minute| midnight + TimeDelta::minutes(minute));
    let first = minutes.find_map(|local| time_zone.from_local_datetime(&local).earliest());
    first.map_or(TimeDelta::zero(), |first| now - first.to_utc())
}

fn working_days_before(today: NaiveDate, days: u64) -> NaiveDate {
    let mut date = today;
    for _ in 0..days {
        date = date - Days::new(1);
        while matches!(date.weekday(), Weekday::Sat | Weekday::Sun) {
            date = date - Days::new(1);
        }
    }
    date
}

/// Moves everything by the same time, and dates by the whole days that this makes in the clinic.
pub(super) fn shift(record: &mut ImportedRecord, to: DateTime<Utc>, time_zone: Tz) {
    let Some(last) = record.visits.iter().map(|visit| visit.time).max() else { return };
    let by = to - last;
    let days = to.with_timezone(&time_zone).date_naive() - last.date_naive();
    for visit in &mut record.visits {
        visit.time += by;
        visit.notes = shift_dates(&visit.notes, days);
    }
    record.demographics.date_of_birth += days;
    for prescription in &mut record.prescriptions {
        prescription.start_date += days;
        prescription.end_date = prescription.end_date.map(|date| date + days);
    }
    for document in &mut record.documents {
        document.created_at += by;
    }
}

/// Synthea's notes have their date on a line of its own.
fn shift_dates(notes: &str, days: TimeDelta) -> String {
    let lines = notes.split('\n').map(|line| match line.parse::<NaiveDate>() {
        Ok(date) => (date + days).to_string(),
        Err(_) => line.to_owned(),
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::{super::people::PATIENTS, *};

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn no_visit_is_in_the_future_at_any_hour() {
        for now in ["2026-03-02T00:00:30Z", "2026-03-04T08:59:00Z", "2026-03-08T23:59:59Z", "2026-03-29T01:30:00Z"] {
            for zone in [Tz::UTC, Tz::Pacific__Kiritimati, Tz::America__Los_Angeles, Tz::Europe__Berlin] {
                for patient in &PATIENTS {
                    assert!(last_visit(patient, at(now), zone) < at(now), "{} {now} {zone}", patient.name);
                }
            }
        }
    }

    #[test]
    fn a_visit_of_today_is_at_its_hour_once_that_has_come() {
        let lanell = &PATIENTS[0];
        let berlin = Tz::Europe__Berlin;
        assert_eq!(last_visit(lanell, at("2026-03-04T15:00:00Z"), berlin), at("2026-03-04T08:20:00Z"));
        let early = at("2026-03-04T06:00:00Z");
        let visit = last_visit(lanell, early, berlin);
        assert!(visit > early - TimeDelta::minutes(100) && visit < early);
    }

    #[test]
    fn a_visit_of_today_is_today_at_any_hour() {
        let day = at("2026-03-29T00:00:00Z");
        for zone in [Tz::UTC, Tz::Pacific__Kiritimati, Tz::America__Los_Angeles, Tz::Europe__Berlin, Tz::Asia__Beirut] {
            for minutes in 0..=2 * 24 * 60 {
                let now = day + TimeDelta::minutes(minutes) + TimeDelta::seconds(1);
                let date = |time: DateTime<Utc>| time.with_timezone(&zone).date_naive();
                for patient in PATIENTS.iter().filter(|patient| patient.days_ago == 0) {
                    let visit = last_visit(patient, now, zone);
                    assert!(visit < now && date(visit) == date(now), "{} {now} {zone}: {visit}", patient.name);
                }
            }
        }
    }

    #[test]
    fn weekends_are_left_out() {
        let date = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(working_days_before(date("2026-03-04"), 0), date("2026-03-04"));
        assert_eq!(working_days_before(date("2026-03-02"), 1), date("2026-02-27"));
        assert_eq!(working_days_before(date("2026-03-08"), 6), date("2026-02-27"));
    }

    #[test]
    fn dates_in_notes_move_along() {
        let moved = shift_dates("\n2021-05-15\n\nSeen 2021-05-15.\n", TimeDelta::days(20));
        assert_eq!(moved, "\n2021-06-04\n\nSeen 2021-05-15.\n");
    }
}
