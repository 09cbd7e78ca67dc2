//! Units, as UCUM writes them and as people do.

use model::vitals::Measure;

use super::shown;
use crate::types::Quantity;

/// A vital sign in the measure's own unit, rounded to hundredths.
pub(super) fn convert(measure: Measure, quantity: Option<&Quantity>) -> Result<f64, String> {
    let quantity = quantity.ok_or("no value")?;
    let value = quantity.value.ok_or("no value")?;
    if quantity.comparator.is_some() {
        return Err("only a bound, not a value".into());
    }
    let units = [quantity.code.as_deref(), quantity.unit.as_deref()];
    let converted = units.into_iter().flatten().find_map(|unit| in_own_unit(measure, value, unit));
    let value = converted.ok_or_else(|| match units.into_iter().flatten().next() {
        Some(unit) => format!("a unit that isn't known for it: {}", shown(unit)),
        None => "no unit".to_owned(),
    })?;
    let rounded = (value * 100.0).round() / 100.0;
    if rounded > 0.0 && rounded < 100_000.0 { Ok(rounded) } else { Err("not a positive number".into()) }
}

fn in_own_unit(measure: Measure, value: f64, unit: &str) -> Option<f64> {
    let unit = without_annotation(unit).to_lowercase();
    let unit = unit.trim();
    let factor = match measure {
        Measure::SystolicBloodPressure | Measure::DiastolicBloodPressure => match unit {
            "mm[hg]" | "mmhg" | "mm hg" => 1.0,
            "kpa" => 7.500_617,
            _ => return None,
        },
        Measure::Pulse | Measure::RespiratoryRate => match unit {
            "/min" | "1/min" | "min-1" | "bpm" | "beats/min" | "beats/minute" | "breaths/min" | "breaths/minute" => 1.0,
            _ => return None,
        },
        Measure::Temperature => match unit {
            "cel" | "°c" | "c" | "degc" => 1.0,
            "[degf]" | "°f" | "f" | "degf" => return Some((value - 32.0) / 1.8),
            _ => return None,
        },
        Measure::Weight => match unit {
            "kg" => 1.0,
            "g" => 0.001,
            "[lb_av]" | "lb" | "lbs" => 0.453_592_37,
            "[oz_av]" | "oz" => 0.028_349_523_125,
            _ => return None,
        },
        Measure::Height => match unit {
            "cm" => 1.0,
            "mm" => 0.1,
            "m" => 100.0,
            "[in_i]" | "[in_us]" | "in" => 2.54,
            "[ft_i]" | "[ft_us]" | "ft" => 30.48,
            _ => return None,
        },
        Measure::OxygenSaturation => match unit {
            "%" | "percent" => 1.0,
            _ => return None,
        },
    };
    Some(value * factor)
}

/// `{beats}/min` is `/min`: UCUM's annotations carry no meaning.
fn without_annotation(unit: &str) -> String {
    match (unit.find('{'), unit.find('}')) {
        (Some(start), Some(end)) if start < end => format!("{}{}", &unit[..start], &unit[end + 1..]),
        _ => unit.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn converted(measure: Measure, value: f64, code: &str) -> Result<f64, String> {
        convert(measure, Some(&Quantity { value: Some(value), code: Some(code.into()), ..Quantity::default() }))
    }

    #[test]
    fn units_are_converted() {
        assert_eq!(converted(Measure::Temperature, 98.6, "[degF]"), Ok(37.0));
        assert_eq!(converted(Measure::Weight, 154.0, "[lb_av]"), Ok(69.85));
        assert_eq!(converted(Measure::Weight, 3_450.0, "g"), Ok(3.45));
        assert_eq!(converted(Measure::Height, 70.0, "[in_i]"), Ok(177.8));
        assert_eq!(converted(Measure::Pulse, 72.0, "{beats}/min"), Ok(72.0));
        assert_eq!(converted(Measure::SystolicBloodPressure, 16.0, "kPa"), Ok(120.01));
        assert_eq!(converted(Measure::Height, 158.792_604_152, "cm"), Ok(158.79));
    }

    #[test]
    fn a_unit_in_words_serves_when_the_code_is_missing() {
        let quantity = Quantity { value: Some(97.0), unit: Some("Percent".into()), ..Quantity::default() };
        assert_eq!(convert(Measure::OxygenSaturation, Some(&quantity)), Ok(97.0));
    }

    #[test]
    fn what_is_not_certain_is_refused() {
        assert_eq!(converted(Measure::Weight, 70.0, "cm"), Err("a unit that isn't known for it: cm".into()));
        assert_eq!(converted(Measure::Weight, 0.0, "kg"), Err("not a positive number".into()));
        assert_eq!(convert(Measure::Pulse, None), Err("no value".into()));
        let bare = Quantity { value: Some(70.0), ..Quantity::default() };
        assert_eq!(convert(Measure::Pulse, Some(&bare)), Err("no unit".into()));
        let bound = Quantity { comparator: Some("<".into()), ..bare };
        assert_eq!(convert(Measure::Pulse, Some(&bound)), Err("only a bound, not a value".into()));
    }
}
