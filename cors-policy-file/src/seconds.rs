//! Durations in the notations of other programs, in seconds.

/// What somebody means who writes this where seconds are expected: `10m`, `1 day`, `PT1H`,
/// `600.0`, `10 * 60`. `None` where it may mean something else.
pub(super) fn meant(text: &str) -> Option<u64> {
    let text = text.trim();
    if text.len() > 60 {
        return None;
    }
    // In the header, it keeps browsers from caching.
    if text == "-1" {
        return Some(0);
    }
    let number = text.replace('_', "");
    number
        .parse()
        .ok()
        .or_else(|| fraction(&number, 1_000))
        .or_else(|| product(text))
        .or_else(|| clock(text))
        .or_else(|| iso(text))
        .or_else(|| units(text))
}

/// A number of which `milliseconds` is the unit, if it is a whole number of seconds.
fn fraction(number: &str, milliseconds: u64) -> Option<u64> {
    let starts = number.starts_with(|first: char| first.is_ascii_digit() || first == '.');
    let value: f64 = number.parse().ok().filter(|_| starts)?;
    #[expect(clippy::cast_precision_loss, reason = "a week is small")]
    let value = value * milliseconds as f64 / 1_000.0;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "whole, not negative, and small"
    )]
    let whole = (value.fract() == 0.0 && value < 1e15).then_some(value as u64);
    whole
}

/// `10 * 60`
fn product(text: &str) -> Option<u64> {
    text.contains('*').then_some(())?;
    text.split('*').try_fold(1_u64, |product, factor| {
        product.checked_mul(factor.trim().parse().ok()?)
    })
}

/// `00:10:00`
fn clock(text: &str) -> Option<u64> {
    let parts: Vec<_> = text.split(':').collect();
    let [hours, minutes, seconds] = <[&str; 3]>::try_from(parts).ok()?;
    let part = |text: &str, below| text.parse::<u64>().ok().filter(|part| *part < below);
    Some(part(hours, 1_000)? * 3_600 + part(minutes, 60)? * 60 + part(seconds, 60)?)
}

/// `PT10M`, `P1DT12H`
fn iso(text: &str) -> Option<u64> {
    let upper = text.to_ascii_uppercase();
    let rest = upper
        .strip_prefix('P')
        .filter(|rest| rest.contains(|b: char| b.is_ascii_digit()))?;
    let (days, time) = rest.split_once('T').unwrap_or((rest, ""));
    let side = |text: &str, unit: fn(&str) -> Option<u64>| {
        parts(text, unit).or_else(|| text.is_empty().then_some(0))
    };
    let of_days = |unit: &str| match unit {
        "D" => Some(DAY),
        "W" => Some(7 * DAY),
        _ => None,
    };
    let of_time = |unit: &str| match unit {
        "H" => Some(HOUR),
        "M" => Some(MINUTE),
        "S" => Some(SECOND),
        _ => None,
    };
    side(days, of_days)?.checked_add(side(time, of_time)?)
}

const SECOND: u64 = 1_000;
const MINUTE: u64 = 60 * SECOND;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

/// `10m`, `1h30m`, `1 day`, `2 hours and 30 minutes`
fn units(text: &str) -> Option<u64> {
    parts(text, |unit| {
        // Months, to some.
        if unit == "M" {
            return None;
        }
        Some(match unit.to_ascii_lowercase().as_str() {
            "ms" | "millis" | "millisecond" | "milliseconds" => 1,
            "s" | "sec" | "secs" | "second" | "seconds" => SECOND,
            "m" | "min" | "mins" | "minute" | "minutes" => MINUTE,
            "h" | "hr" | "hrs" | "hour" | "hours" => HOUR,
            "d" | "day" | "days" => DAY,
            "w" | "week" | "weeks" => 7 * DAY,
            _ => return None,
        })
    })
}

/// The sum of numbers, each followed by its unit, which `unit` has in milliseconds.
fn parts(text: &str, unit: impl Fn(&str) -> Option<u64>) -> Option<u64> {
    let mut rest = text;
    let mut sum = None;
    while !rest.is_empty() {
        let is_number = |letter: char| letter.is_ascii_digit() || letter == '.';
        let (number, after) = rest.split_at(rest.find(|letter| !is_number(letter))?);
        let after = after.trim_start();
        let end = after.find(|letter: char| !letter.is_ascii_alphabetic());
        let (name, after) = after.split_at(end.unwrap_or(after.len()));
        let seconds = fraction(number, unit(name)?)?;
        sum = Some(sum.unwrap_or(0_u64).checked_add(seconds)?);
        let after = after.trim_start_matches([' ', ',']);
        rest = after.strip_prefix("and ").unwrap_or(after);
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_understood() {
        for (text, seconds) in [
            ("600", 600),
            (" 600 ", 600),
            ("6_00", 600),
            ("600.0", 600),
            ("6e2", 600),
            ("1e3", 1_000),
            ("10m", 600),
            ("10 min", 600),
            ("10Minutes", 600),
            ("1h", 3_600),
            ("1h30m", 5_400),
            ("1h 30m", 5_400),
            ("2 hours and 30 minutes", 9_000),
            ("1.5h", 5_400),
            ("1 day", 86_400),
            ("1d", 86_400),
            ("2 weeks", 1_209_600),
            ("600s", 600),
            ("600 seconds", 600),
            ("600000ms", 600),
            ("PT10M", 600),
            ("pt1h30m", 5_400),
            ("P1D", 86_400),
            ("P1DT1S", 86_401),
            ("10 * 60", 600),
            ("60*60*2", 7_200),
            ("00:10:00", 600),
            ("-1", 0),
            ("0", 0),
        ] {
            assert_eq!(meant(text), Some(seconds), "{text}");
        }
    }

    #[test]
    fn what_is_not_sure_is_not_guessed() {
        for text in [
            "",
            "-5",
            "1.5",
            "10M",
            "10:00",
            "10 apples",
            "m",
            "h1",
            "1h30",
            "P",
            "PT",
            "P1M",
            "P1Y",
            "500ms",
            "1,000",
            "inf",
            "nan",
            "NaN",
            "0x",
            "* 5",
            "5 *",
            "1e300",
            ".",
            "1.2.3s",
            "99999999999999999999999",
            "9999999999999*9999999999999",
            "never",
            "true",
        ] {
            assert_eq!(meant(text), None, "{text}");
        }
        assert_eq!(meant(&"1h".repeat(1_000_000)), None);
    }
}
