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

/// Where each line begins: a policy may have many patterns, and each is looked up here.
static LINES: [u16; count_lines()] = {
    let mut lines = [0; count_lines()];
    let (mut line, mut byte) = (1, 0);
    while line < lines.len() {
        if TABLE.as_bytes()[byte] == b'\n' {
            #[expect(clippy::cast_possible_truncation, reason = "asserted below")]
            {
                lines[line] = (byte + 1) as u16;
            }
            line += 1;
        }
        byte += 1;
    }
    lines
};

const _: () = assert!(TABLE.len() <= u16::MAX as usize, "the table is too long");

const fn count_lines() -> usize {
    let (mut lines, mut byte) = (0, 0);
    while byte < TABLE.len() {
        if TABLE.as_bytes()[byte] == b'\n' {
            lines += 1;
        }
        byte += 1;
    }
    lines
}

/// A suffix below `domain`, without that.
pub(super) fn example(domain: &str) -> Option<&'static str> {
    let line = |start: u16| &TABLE[usize::from(start)..];
    // The blank behind a name sorts before whatever a longer name has there, as the name's end does.
    let compare = |&start: &u16| {
        let line = line(start).as_bytes();
        let (name, behind) = line.split_at(line.len().min(domain.len()));
        { name.cmp(domain.as_bytes()) }.then(behind.first().cmp(&Some(&b' ')))
    };
    let found = LINES.binary_search_by(compare).ok()?;
    let example = &line(LINES[found])[domain.len() + " ".len()..];
    example.lines().next()
}
