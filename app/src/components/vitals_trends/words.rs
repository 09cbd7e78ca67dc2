//! What a plot shows, in words.

use model::{
    clinic::display_date,
    vitals::{Measure, VitalsAt, display_value},
};

use super::{Trend, plot::values};

/// The last visit's value.
#[derive(Debug, PartialEq)]
pub struct Last {
    /// With its unit: `128/82 mmHg`.
    pub value: String,
    pub date: String,
    /// Whether it is normal, and how to say so; `None` where no range holds.
    pub standing: Option<(bool, &'static str)>,
}

/// The last value of a trend; empty when there is none.
pub fn last(trend: &Trend, vitals: &[VitalsAt], has_ranges: bool) -> Last {
    let Some(visit) = vitals.iter().rev().find(|visit| trend.is_in(visit)) else {
        return Last { value: String::new(), date: String::new(), standing: None };
    };
    let measured = trend.lines.iter().map(|(measure, _)| (*measure, visit.vitals.get(*measure)));
    let value = measured.clone().map(|(measure, value)| text(measure, value)).collect::<Vec<_>>().join("/");
    let deviations = measured.filter_map(|(measure, value)| {
        let (low, high) = measure.facts().normal.filter(|_| has_ranges)?;
        let value = value?;
        Some(i8::from(value > high) - i8::from(value < low))
    });
    Last {
        value: format!("{value} {}", trend.unit()),
        date: display_date(visit.time.date()),
        standing: standing(deviations.collect::<Vec<_>>().as_slice()),
    }
}

/// How far off the normal ranges the measures are: above (1), within (0) or below (-1).
fn standing(deviations: &[i8]) -> Option<(bool, &'static str)> {
    let (least, most) = (*deviations.iter().min()?, *deviations.iter().max()?);
    Some(match (least, most) {
        (0, 0) => (true, "Normal range"),
        (0.., _) => (false, "Above normal range"),
        (_, ..=0) => (false, "Below normal range"),
        _ => (false, "Outside normal range"),
    })
}

/// What the picture shows, for those who don't see it.
pub fn summary(trend: &Trend, vitals: &[VitalsAt]) -> String {
    let visits: Vec<_> = vitals.iter().filter(|visit| trend.is_in(visit)).collect();
    let (Some(first), Some(last)) = (visits.first(), visits.last()) else { return trend.title.to_owned() };
    let period = if visits.len() == 1 {
        format!("one measurement on {}", display_date(first.time.date()))
    } else {
        let [first, last] = [first, last].map(|visit| display_date(visit.time.date()));
        format!("{} measurements from {first} to {last}", visits.len())
    };
    let extents = trend.lines.iter().filter_map(|(measure, name)| {
        let values = || values(vitals, *measure).map(|(_, value)| value);
        let (least, most) = (values().reduce(f64::min)?, values().reduce(f64::max)?);
        let [least, most] = [least, most].map(|value| display_value(*measure, value));
        let name = if name.is_empty() { String::new() } else { format!("{name} ") };
        Some(format!("{name}between {least} and {most}"))
    });
    let extents = extents.collect::<Vec<_>>().join(", ");
    format!("{}: {period}, {extents} {}. The table below has the values.", trend.title, trend.unit())
}

/// A value, or a dash where it is missing.
pub fn text(measure: Measure, value: Option<f64>) -> String {
    value.map_or_else(|| "–".to_owned(), |value| display_value(measure, value))
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Utc};
    use model::{clinic::ClinicTime, id::VisitId, vitals::Vitals};
    use uuid::Uuid;

    use super::*;
    use crate::components::vitals_trends::TRENDS;

    fn visit(day: &str, pressures: (f64, f64)) -> VitalsAt {
        let at: DateTime<Utc> = format!("{day}T10:00:00Z").parse().unwrap();
        let vitals = Vitals {
            systolic_blood_pressure: Some(pressures.0),
            diastolic_blood_pressure: Some(pressures.1),
            ..Vitals::default()
        };
        VitalsAt { visit: VisitId(Uuid::nil()), time: ClinicTime { at, local: at.naive_utc() }, vitals }
    }

    #[test]
    fn the_last_value_is_said_with_its_standing() {
        let vitals = [visit("2026-01-05", (118.0, 76.0)), visit("2026-03-12", (142.0, 82.0))];
        let said = last(&TRENDS[0], &vitals, true);
        assert_eq!(
            said,
            Last {
                value: "142/82 mmHg".into(),
                date: "12 Mar 2026".into(),
                standing: Some((false, "Above normal range"))
            }
        );
        assert_eq!(last(&TRENDS[0], &vitals, false).standing, None);
    }

    #[test]
    fn high_and_low_at_once_is_outside() {
        assert_eq!(standing(&[1, -1]), Some((false, "Outside normal range")));
        assert_eq!(standing(&[0, -1]), Some((false, "Below normal range")));
        assert_eq!(standing(&[0, 0]), Some((true, "Normal range")));
        assert_eq!(standing(&[]), None);
    }

    #[test]
    fn the_picture_is_told_in_one_sentence() {
        let vitals = [visit("2026-01-05", (118.0, 76.0)), visit("2026-03-12", (142.0, 82.0))];
        assert_eq!(
            summary(&TRENDS[0], &vitals),
            "Blood pressure: 2 measurements from 5 Jan 2026 to 12 Mar 2026, systolic between 118 and 142, diastolic \
             between 76 and 82 mmHg. The table below has the values."
        );
    }
}
