//! Names that differ from another one by so little that somebody may have mistyped them.

/// The names that are compared at most: a page that lacks more has another problem.
const MOST_NAMES: usize = 8;

/// Letters of the longest name that is compared.
const LONGEST: usize = 64;

/// For some of the missing headers the listed one that differs by a letter or two, or by its hyphens.
pub(super) fn headers<'a>(
    missing: &'a [String],
    listed: &'a [String],
) -> impl Iterator<Item = (&'a str, &'a str)> {
    missing.iter().take(MOST_NAMES).filter_map(|name| {
        let near = listed.iter().find(|listed| is_near(name, listed))?;
        Some((name.as_str(), near.as_str()))
    })
}

fn is_near(one: &str, other: &str) -> bool {
    let letters = |name: &str| {
        let kept = name.bytes().filter(|byte| !b"-_".contains(byte));
        kept.map(|byte| byte.to_ascii_lowercase())
            .collect::<Vec<_>>()
    };
    if one.len().max(other.len()) > LONGEST || one.len().abs_diff(other.len()) > 6 {
        return false;
    }
    let (one, other) = (letters(one), letters(other));
    // Of a short name, two letters are much.
    let most = match one.len().min(other.len()) {
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    };
    distance(&one, &other) <= most
}

/// <https://en.wikipedia.org/wiki/Optimal_string_alignment_distance>: two letters that changed places
/// are one mistake.
fn distance(one: &[u8], other: &[u8]) -> usize {
    let mut rows = [
        vec![0; other.len() + 1],
        (0..=other.len()).collect(),
        vec![0; other.len() + 1],
    ];
    for (i, a) in one.iter().enumerate() {
        let [before, last, row] = &mut rows;
        row[0] = i + 1;
        for (j, b) in other.iter().enumerate() {
            let swapped = i > 0 && j > 0 && one[i - 1] == *b && other[j - 1] == *a;
            row[j + 1] = (last[j] + usize::from(a != b))
                .min(last[j + 1] + 1)
                .min(row[j] + 1)
                .min(if swapped {
                    before[j - 1] + 1
                } else {
                    usize::MAX
                });
        }
        rows.rotate_left(1);
    }
    rows[1][other.len()]
}

#[cfg(test)]
mod tests {
    use super::is_near;

    #[test]
    fn what_may_be_a_slip() {
        for (one, other) in [
            ("x-api-key", "x-apikey"),
            ("x-api-key", "X-API_Key"),
            ("x-trace-id", "x-tarce-id"),
            ("x-request-id", "x-requestid"),
            ("content-type", "content-types"),
            ("x-a-b", "xab"),
            ("etag", "etags"),
        ] {
            assert!(is_near(one, other) && is_near(other, one), "{one} {other}");
        }
        for (one, other) in [
            ("x-a", "x-b"),
            ("*", "a"),
            ("accept", "x-request-id"),
            ("content-type", "content-range"),
            ("if-match", "if-none-match"),
            ("x-api-key", "x-csrf-key"),
            ("x-trace", "x-tracing-id"),
        ] {
            assert!(
                !is_near(one, other) && !is_near(other, one),
                "{one} {other}"
            );
        }
    }
}
