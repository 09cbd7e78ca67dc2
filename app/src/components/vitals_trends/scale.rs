//! From values to places in the picture.

use model::{clinic::ClinicTime, vitals::VitalsAt};

/// The picture's size and the plot's place in it, in the SVG's own units.
pub const WIDTH: f64 = 320.0;
pub const HEIGHT: f64 = 128.0;
pub const LEFT: f64 = 34.0;
pub const RIGHT: f64 = WIDTH - 8.0;
pub const TOP: f64 = 8.0;
pub const BOTTOM: f64 = HEIGHT - 22.0;

/// The time axis that all plots share.
#[derive(Clone, Copy, Debug)]
pub struct TimeScale {
    pub first: ClinicTime,
    pub last: ClinicTime,
}

impl TimeScale {
    /// From the first visit to the last one; `None` without visits.
    pub fn over(vitals: &[VitalsAt]) -> Option<Self> {
        Some(Self { first: vitals.first()?.time, last: vitals.last()?.time })
    }

    /// Where a moment is drawn; a single one stands in the middle.
    pub fn x(&self, time: ClinicTime) -> f64 {
        let seconds = |time: ClinicTime| time.at.timestamp() as f64;
        let span = seconds(self.last) - seconds(self.first);
        let share = if span > 0.0 { (seconds(time) - seconds(self.first)) / span } else { 0.5 };
        LEFT + share * (RIGHT - LEFT)
    }
}

/// The axis of one plot's values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ValueScale {
    low: f64,
    high: f64,
    step: f64,
}

impl ValueScale {
    /// An axis that holds all `values`, from one round number to another; `None` without values.
    pub fn over(values: impl IntoIterator<Item = f64>) -> Option<Self> {
        let (low, high) = values
            .into_iter()
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
        if low > high {
            return None;
        }
        // A flat line stands in the middle of an axis of its own.
        let (low, high) = if high > low { (low, high) } else { (low - 1.0, high + 1.0) };
        let step = round_step((high - low) / 3.0);
        Some(Self { low: (low / step).floor() * step, high: (high / step).ceil() * step, step })
    }

    /// Where a value is drawn.
    pub fn y(&self, value: f64) -> f64 {
        BOTTOM - (value - self.low) / (self.high - self.low) * (BOTTOM - TOP)
    }

    /// The round values that are written beside the axis.
    pub fn ticks(&self) -> Vec<f64> {
        let count = ((self.high - self.low) / self.step).round() as usize;
        (0..=count).map(|tick| self.low + tick as f64 * self.step).collect()
    }

    /// Digits after the point that the ticks need.
    pub fn decimals(&self) -> usize {
        if self.step < 1.0 { 1 } else { 0 }
    }
}

/// The next larger of 0.1, 0.2, 0.5, 1, 2, 5, 10 and so on.
fn round_step(least: f64) -> f64 {
    let mut power = 0.1;
    loop {
        if let Some(step) = [1.0, 2.0, 5.0].into_iter().map(|digit| digit * power).find(|step| *step >= least) {
            return step;
        }
        power *= 10.0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_ends_at_round_numbers() {
        let scale = ValueScale::over([72.0, 118.0, 131.0]).unwrap();
        assert_eq!(scale.ticks(), [60.0, 80.0, 100.0, 120.0, 140.0]);
        assert_eq!((scale.y(60.0), scale.y(140.0)), (BOTTOM, TOP));
    }

    #[test]
    fn a_single_value_stands_in_the_middle() {
        let scale = ValueScale::over([81.0]).unwrap();
        assert_eq!(scale.ticks(), [80.0, 81.0, 82.0]);
        assert_eq!(scale.y(81.0), (TOP + BOTTOM) / 2.0);
    }

    #[test]
    fn without_values_there_is_no_axis() {
        assert_eq!(ValueScale::over([]), None);
    }
}
