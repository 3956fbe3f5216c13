//! The names above the list's suffixes: no suffixes themselves, but a wildcard over one spans what
//! different people register below its suffixes.
//!
//! `psl2` can't be asked for them: it tells what suffix a name has, and not whether a rule stands
//! below one. So they are a table, which a test makes from the rules. The table is as old as the last
//! release of this crate, while the list is renewed by `cargo update`; a name that is a suffix by now
//! is one for [`classify`](super::classify), whatever stands here.

/// Of each name in a line: itself, and what stands before it in a suffix. In the order of the
/// names' bytes.
pub(super) const TABLE: &str = include_str!("above.txt");

/// A suffix below `domain`, without that.
pub(super) fn example(domain: &str) -> Option<&'static str> {
    let (mut start, mut end) = (0, TABLE.len());
    while start < end {
        let middle = start + (end - start) / 2;
        let line_start = TABLE[..middle].rfind('\n').map_or(0, |line| line + 1);
        let line = TABLE[line_start..].lines().next()?;
        let (name, example) = line.split_once(' ')?;
        match domain.cmp(name) {
            core::cmp::Ordering::Less => end = line_start,
            core::cmp::Ordering::Equal => return Some(example),
            core::cmp::Ordering::Greater => start = middle + (TABLE[middle..].find('\n')? + 1),
        }
    }
    None
}
