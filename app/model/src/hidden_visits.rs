//! What a patient is told of visits that were entered in error: that there were some, and nothing else of them.

use chrono::NaiveDate;

use crate::clinic::display_date;

/// So many days are told one by one.
const MOST_DAYS: usize = 5;

/// `None` of no visit. A medicine that was on the patient's list yesterday may be gone with its visit: whoever takes it has to
/// ask.
///
/// # Arguments
/// `days`: when they took place, the latest first.
pub fn words(days: &[NaiveDate]) -> Option<String> {
    let (earliest, latest) = (display_date(*days.last()?), display_date(*days.first()?));
    if days.len() == 1 {
        return Some(format!(
            "A visit of {latest} was entered by mistake and isn't shown. Medicines that were entered with it aren't shown \
             either: if you take one, ask your provider."
        ));
    }
    let mut told: Vec<String> = days.iter().map(|day| display_date(*day)).collect();
    told.dedup();
    let when = match &told[..] {
        [others @ .., last] if !others.is_empty() && told.len() <= MOST_DAYS => {
            format!("of {} and {last}", others.join(", "))
        }
        [_] => format!("of {latest}"),
        _ => format!("between {earliest} and {latest}"),
    };
    let count = days.len();
    Some(format!(
        "{count} visits {when} were entered by mistake and aren't shown. Medicines that were entered with them aren't shown \
         either: if you take one, ask your provider."
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(days: &[&str]) -> String {
        let days: Vec<NaiveDate> = days.iter().map(|day| day.parse().unwrap()).collect();
        words(&days).unwrap_or_default()
    }

    #[test]
    fn it_names_the_days_as_long_as_they_are_few() {
        assert_eq!(told(&[]), "");
        let one = "A visit of 3 Mar 2026 was entered by mistake and isn't shown. Medicines that were entered with it ";
        assert!(told(&["2026-03-03"]).starts_with(one));
        for (days, expected) in [
            (&["2026-03-03", "2026-03-03"][..], "2 visits of 3 Mar 2026 were entered by mistake and aren't shown. "),
            (&["2026-03-03", "2025-01-31"], "2 visits of 3 Mar 2026 and 31 Jan 2025 were "),
            (
                &["2026-03-03", "2025-01-31", "2025-01-31", "2024-02-29"],
                "4 visits of 3 Mar 2026, 31 Jan 2025 and 29 Feb 2024 were ",
            ),
            (
                &["2026-03-06", "2026-03-05", "2026-03-04", "2026-03-03", "2026-03-02", "2026-03-01"],
                "6 visits between 1 Mar 2026 and 6 Mar 2026 were ",
            ),
        ] {
            assert!(told(days).starts_with(expected), "{}", told(days));
        }
    }
}
