//! The spread of repeated measurements.

use serde::{Deserialize, Serialize};

/// How far they lie apart, and the one in the middle.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, PartialEq)]
pub struct Spread {
    /// The first of them in order.
    pub least: f64,
    /// The middle one, or the mean of the two.
    pub median: f64,
    /// The last of them in order.
    pub most: f64,
}

impl Spread {
    /// Of no measurements, not a number.
    #[must_use]
    pub fn of(values: impl IntoIterator<Item = f64>) -> Self {
        let mut values: Vec<_> = values.into_iter().collect();
        values.sort_by(f64::total_cmp);
        let place = |place: usize| values.get(place).copied().unwrap_or(f64::NAN);
        let (length, half) = (values.len(), values.len() / 2);
        Self {
            least: place(0),
            median: f64::midpoint(place(half.saturating_sub(1 - length % 2)), place(half)),
            most: place(length.saturating_sub(1)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Spread;

    #[test]
    fn medians() {
        let spread = |values: &[f64]| {
            let Spread {
                least,
                median,
                most,
            } = Spread::of(values.iter().copied());
            [least, median, most].map(|value| format!("{value}"))
        };
        assert_eq!(spread(&[3.0, 1.0, 2.0]), ["1", "2", "3"]);
        assert_eq!(spread(&[4.0, 1.0, 2.0, 3.0]), ["1", "2.5", "4"]);
        assert_eq!(spread(&[1.5]), ["1.5", "1.5", "1.5"]);
        assert_eq!(spread(&[]), ["NaN", "NaN", "NaN"]);
    }
}
