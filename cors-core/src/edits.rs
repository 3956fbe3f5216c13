//! How far a word is from another one.

/// How many letters have to be inserted, deleted, replaced or swapped with their neighbour, each at
/// most once: the optimal string alignment. For short texts only: it takes time and memory of the
/// product of both lengths.
pub(crate) fn edits(from: &[u8], to: &[u8]) -> usize {
    let mut rows = vec![vec![0; to.len() + 1]; from.len() + 1];
    for i in 0..=from.len() {
        for j in 0..=to.len() {
            rows[i][j] = if i == 0 || j == 0 {
                i + j
            } else {
                let other = usize::from(from[i - 1] != to[j - 1]);
                let mut least = (rows[i - 1][j] + 1)
                    .min(rows[i][j - 1] + 1)
                    .min(rows[i - 1][j - 1] + other);
                if i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1] {
                    least = least.min(rows[i - 2][j - 2] + 1);
                }
                least
            };
        }
    }
    rows[from.len()][to.len()]
}

/// The same number, if it is at most `most`, which has to be small: in the time that it takes to read
/// both texts a few times, and without memory.
pub(crate) fn edits_within(from: &[u8], to: &[u8], most: usize) -> Option<usize> {
    // Most texts are further away.
    let is_near = is_within(from, to, most);
    is_near.then(|| { (0..most).find(|&less| is_within(from, to, less)) }.unwrap_or(most))
}

fn is_within(from: &[u8], to: &[u8], most: usize) -> bool {
    if from.len().abs_diff(to.len()) > most {
        return false;
    }
    let same = from.iter().zip(to).take_while(|(a, b)| a == b).count();
    let (from, to) = (&from[same..], &to[same..]);
    let Some(left) = most.checked_sub(1) else {
        return from.is_empty() && to.is_empty();
    };
    match (from, to) {
        ([], rest) | (rest, []) => rest.len() <= most,
        ([a, from_rest @ ..], [b, to_rest @ ..]) => {
            let is_swapped = from_rest.first() == Some(b) && to_rest.first() == Some(a);
            is_within(from_rest, to_rest, left)
                || is_within(from_rest, to, left)
                || is_within(from, to_rest, left)
                || (is_swapped && is_within(&from_rest[1..], &to_rest[1..], left))
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{edits, edits_within};

    proptest! {
        #[test]
        fn both_count_the_same(from in "[ab]{0,7}", to in "[ab]{0,7}", most in 0..4_usize) {
            let (from, to) = (from.as_bytes(), to.as_bytes());
            let all = edits(from, to);
            prop_assert_eq!(edits_within(from, to, most), (all <= most).then_some(all));
        }
    }
}
