//! Counts as every page shows them.

/// A count with its thousands apart: `1,302`.
pub fn display_count(count: i64) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// The same with what is counted, for a noun whose plural ends in s: `1 record`, `1,302 records`.
pub fn counted(count: i64, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{} {noun}{plural}", display_count(count))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_stand_apart() {
        assert_eq!([0, 999, 1302, 1_234_567].map(display_count), ["0", "999", "1,302", "1,234,567"]);
    }

    #[test]
    fn one_is_no_plural() {
        assert_eq!([0, 1, 1302].map(|count| counted(count, "time")), ["0 times", "1 time", "1,302 times"]);
    }
}
