//! "Today", "this week" and the time of a visit are the clinic's, wherever the server and its database are.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc, Weekday};
use chrono_tz::Tz;
use model::{id::VisitId, visit::VisitContent};
use store::Error;
use uuid::Uuid;

use crate::{clinic::Clinic, forms::content};

/// At any moment one of the last two shows another date than UTC.
const ZONES: [Tz; 4] = [Tz::Pacific__Auckland, Tz::America__Los_Angeles, Tz::Pacific__Kiritimati, Tz::Etc__GMTPlus12];

fn midnight(date: NaiveDate, time_zone: Tz) -> DateTime<Utc> {
    time_zone.from_local_datetime(&date.and_time(NaiveTime::MIN)).earliest().unwrap().to_utc()
}

#[tokio::test]
async fn the_week_is_from_monday_to_sunday_on_the_clinics_calendar() {
    for time_zone in ZONES {
        let clinic = Clinic::new_in(time_zone).await;
        let ana = clinic.provider("Ana Ibarra").await;
        let patient = clinic.patient(&[&ana], "Freda", "Kris").await;
        let monday = clinic.today().week(Weekday::Mon).first_day();
        let (begin, end) = (midnight(monday, time_zone), midnight(monday + Days::new(7), time_zone));
        let minute = TimeDelta::minutes(1);
        let mut expected = Vec::new();
        // No week that begins or ends at another time has as many.
        for (at, times, is_counted) in [
            (begin - minute, 1, false),
            (begin, 1, true),
            (begin + minute, 1, true),
            (end - minute, 4, true),
            (end, 8, false),
            (end + minute, 8, false),
        ] {
            for _ in 0..times {
                let visit = clinic.visit(patient, &ana, at).await;
                expected.extend(is_counted.then_some(visit));
            }
        }
        let mut tx = clinic.begin(&ana).await;
        assert_eq!(tx.dashboard_counts().await.unwrap().visits_this_week, 6, "{time_zone}");
        let rows = tx.list_visits_this_week(None).await.unwrap().rows;
        let mut listed: Vec<_> = rows.iter().map(|row| row.id).collect();
        listed.sort();
        assert_eq!(listed, expected, "{time_zone}");
        let days: Vec<_> = rows.iter().map(|row| row.time.date()).collect();
        assert_eq!((days.iter().min(), days.iter().max()), (Some(&monday), Some(&(monday + Days::new(6)))));
    }
}

#[tokio::test]
async fn what_ends_today_is_active_until_the_clinics_midnight() {
    for time_zone in ZONES {
        let clinic = Clinic::new_in(time_zone).await;
        let ana = clinic.provider("Ana Ibarra").await;
        let patient = clinic.patient(&[&ana], "Freda", "Kris").await;
        let today = Utc::now().with_timezone(&time_zone).date_naive();
        assert_eq!(clinic.today(), today);
        let (yesterday, tomorrow) = (today - Days::new(1), today + Days::new(1));
        clinic.prescription(patient, "Ends today", yesterday, Some(today)).await;
        clinic.prescription(patient, "Ended yesterday", yesterday, Some(yesterday)).await;
        let begun = clinic.prescription(patient, "Begins today", today, None).await;
        let later = clinic.prescription(patient, "Begins tomorrow", tomorrow, Some(tomorrow)).await;
        let mut tx = clinic.begin(&ana).await;
        assert_eq!(tx.dashboard_counts().await.unwrap().active_prescriptions, 2, "{time_zone}");
        let rows = tx.list_active_prescriptions(None).await.unwrap().rows;
        let mut active: Vec<_> = rows.iter().map(|row| row.medication.as_str()).collect();
        active.sort();
        assert_eq!(active, ["Begins today", "Ends today"], "{time_zone}");
        let rows = tx.list_prescriptions(patient, None).await.unwrap().rows;
        assert!(rows.iter().all(|row| row.is_active_today == row.medication.ends_with("s today")), "{time_zone}");
        for id in [begun, later] {
            tx.stop_prescription(id, "Not needed").await.unwrap();
        }
        let rows = tx.list_prescriptions(patient, None).await.unwrap().rows;
        let stopped = |id| rows.iter().find(|row| row.id == id).map(|row| (row.end_date, row.never_began)).unwrap();
        assert_eq!((stopped(begun), stopped(later)), ((Some(today), false), (Some(tomorrow), true)), "{time_zone}");
    }
}

#[tokio::test]
async fn a_visits_time_is_what_the_clinics_clock_showed() {
    // Typed, and the moment, unless the clock never showed it; the first one of two.
    let los_angeles = [
        ("2025-03-09T01:59:00", Some("2025-03-09T09:59:00Z")),
        ("2025-03-09T02:30:00", None),
        ("2025-03-09T03:00:00", Some("2025-03-09T10:00:00Z")),
        ("2025-11-02T01:30:00", Some("2025-11-02T08:30:00Z")),
        ("2025-11-02T02:00:00", Some("2025-11-02T10:00:00Z")),
    ];
    let auckland = [
        ("2025-04-06T02:30:00", Some("2025-04-05T13:30:00Z")),
        ("2025-04-06T03:00:00", Some("2025-04-05T15:00:00Z")),
        ("2025-09-28T01:59:00", Some("2025-09-27T13:59:00Z")),
        ("2025-09-28T02:30:00", None),
        ("2025-09-28T03:00:00", Some("2025-09-27T14:00:00Z")),
    ];
    for (time_zone, cases) in [(Tz::America__Los_Angeles, los_angeles), (Tz::Pacific__Auckland, auckland)] {
        let clinic = Clinic::new_in(time_zone).await;
        let ana = clinic.provider("Ana Ibarra").await;
        let patient = clinic.patient(&[&ana], "Freda", "Kris").await;
        for (typed, moment) in cases {
            let written = VisitContent { local_time: typed.parse().unwrap(), ..content(&clinic) };
            let id = VisitId(Uuid::now_v7());
            let mut tx = clinic.begin(&ana).await;
            let answer = tx.record_visit(id, patient, &written).await;
            let Some(moment) = moment else {
                assert!(matches!(answer, Err(Error::Invalid(errors)) if errors[0].field == "visit_date"), "{typed}");
                continue;
            };
            answer.unwrap();
            let rows = tx.list_visits(patient, None).await.unwrap().rows;
            let time = rows.iter().find(|row| row.id == id).unwrap().time;
            assert_eq!((time.local, time.at), (written.local_time, moment.parse().unwrap()), "{typed}");
            tx.commit().await.unwrap();
        }
    }
}

#[tokio::test]
async fn a_day_ahead_is_counted_on_the_clinics_clock() {
    for time_zone in ZONES {
        let clinic = Clinic::new_in(time_zone).await;
        let ana = clinic.provider("Ana Ibarra").await;
        let patient = clinic.patient(&[&ana], "Freda", "Kris").await;
        for (hours, is_accepted) in [(22, true), (26, false)] {
            let at = clinic.moment() + TimeDelta::hours(hours);
            let written = VisitContent { local_time: at.with_timezone(&time_zone).naive_local(), ..content(&clinic) };
            let mut tx = clinic.begin(&ana).await;
            let answer = tx.record_visit(VisitId(Uuid::now_v7()), patient, &written).await;
            assert_eq!(answer.is_ok(), is_accepted, "{time_zone}: {answer:?}");
        }
    }
}
