//! Punycode (RFC 3492), for the suggestion that an origin with a Unicode host gets.
//!
//! The full mapping of UTS #46 would bring twenty crates of tables to every user, for a sentence that
//! hardly anyone reads. The letters that most names are made of need no mapping except for case; a
//! test compares each of them with the `idna` crate. Names with any other character get no
//! suggestion.

use core::ops::RangeInclusive;

const BASE: u32 = 36;
const T_MIN: u32 = 1;
const T_MAX: u32 = 26;
const SKEW: u32 = 38;
const DAMP: u32 = 700;
const INITIAL_BIAS: u32 = 72;
const INITIAL_N: u32 = 128;

/// Lower-case letters that stand for themselves, whatever stands beside them.
const LETTERS: [RangeInclusive<char>; 11] = [
    'ß'..='ö',
    'ø'..='ı',
    'ĵ'..='ľ',
    'ł'..='ň',
    'ŋ'..='ž',
    'ά'..='ώ',
    'а'..='џ',
    'ぁ'..='ゖ',
    'ァ'..='ヺ',
    '一'..='鿿',
    '가'..='힣',
];

/// A lower-case label as browsers send it. `None` if that can't be told, or if it would be too long
/// for a label.
pub(super) fn to_ascii(label: &str) -> Option<String> {
    if label.is_ascii() {
        return Some(label.to_owned());
    }
    let is_known = |c: char| c.is_ascii() || LETTERS.iter().any(|range| range.contains(&c));
    if !label.chars().all(is_known) {
        return None;
    }
    // RFC 3492, section 6.3, on at most as many characters as could make a legal label.
    let input: Vec<u32> = label.chars().map(u32::from).collect();
    if input.len() > crate::host::MAX_LABEL {
        return None;
    }
    let mut output: String = label.chars().filter(char::is_ascii).collect();
    let basic = u32::try_from(output.len()).ok()?;
    if basic > 0 {
        output.push('-');
    }
    let (mut n, mut delta, mut bias, mut handled) = (INITIAL_N, 0_u32, INITIAL_BIAS, basic);
    while (handled as usize) < input.len() {
        let next = input.iter().copied().filter(|&c| c >= n).min()?;
        delta = delta.checked_add((next - n).checked_mul(handled + 1)?)?;
        n = next;
        for &c in &input {
            if c < n {
                delta = delta.checked_add(1)?;
            }
            if c == n {
                push_delta(&mut output, delta, bias);
                bias = adapt(delta, handled + 1, handled == basic);
                delta = 0;
                handled += 1;
            }
        }
        delta = delta.checked_add(1)?;
        n += 1;
    }
    Some(format!("xn--{output}"))
}

/// A generalised variable-length integer.
fn push_delta(output: &mut String, delta: u32, bias: u32) {
    let mut q = delta;
    let mut k = BASE;
    loop {
        let t = k.saturating_sub(bias).clamp(T_MIN, T_MAX);
        if q < t {
            output.push(digit(q));
            return;
        }
        output.push(digit(t + (q - t) % (BASE - t)));
        q = (q - t) / (BASE - t);
        k += BASE;
    }
}

fn digit(value: u32) -> char {
    const DIGITS: &[u8; 36] = b"abcdefghijklmnopqrstuvwxyz0123456789";
    char::from(DIGITS[value as usize])
}

fn adapt(delta: u32, points: u32, first: bool) -> u32 {
    let mut delta = if first { delta / DAMP } else { delta / 2 };
    delta += delta / points;
    let mut k = 0;
    while delta > ((BASE - T_MIN) * T_MAX) / 2 {
        delta /= BASE - T_MIN;
        k += BASE;
    }
    k + (BASE - T_MIN + 1) * delta / (delta + SKEW)
}

#[cfg(test)]
mod tests {
    use super::{LETTERS, to_ascii};

    #[test]
    fn agrees_with_uts_46_on_names() {
        for label in [
            "bücher",
            "straße",
            "日本語",
            "пример",
            "ελλάδα",
            "例え",
            "ñandú",
            "a-ö-b",
        ] {
            assert!(to_ascii(label).is_some(), "{label}");
            assert_eq!(
                to_ascii(label),
                idna::domain_to_ascii(label).ok(),
                "{label}"
            );
        }
    }

    #[test]
    fn agrees_with_uts_46_on_each_letter() {
        for letter in LETTERS.into_iter().flatten() {
            let label = format!("a{letter}a");
            // As it is used: after lower-casing.
            let lower = label.to_lowercase();
            let suggested = to_ascii(&lower);
            assert!(suggested.is_some() || letter == 'İ', "{letter}");
            if suggested.is_some() {
                assert_eq!(suggested, idna::domain_to_ascii(&label).ok(), "{letter}");
            }
        }
    }

    #[test]
    fn does_not_guess() {
        for label in [
            "bu\u{308}cher",
            "ｅx",
            "oﬃce",
            "exam\u{ad}ple",
            "😀",
            "\u{17f}",
        ] {
            assert_eq!(to_ascii(label), None, "{label}");
        }
        assert_eq!(to_ascii(&"ö".repeat(64)), None);
    }
}
