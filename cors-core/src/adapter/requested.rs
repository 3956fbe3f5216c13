//! What a preflight asks for, where the answer depends on it.

use crate::{names::elements, rules::Rules};

/// More lines of `Access-Control-Request-Headers` than browsers send, one, and than proxies make
/// of it.
pub(super) const MAX_LINES: usize = 4;

/// More bytes than these lines have in all: 200 headers make some 2,200.
const MAX_BYTES: usize = 16 * 1024;

/// The lines of a request that may be echoed.
#[derive(Clone)]
pub(super) struct Echo<V> {
    pub(super) lines: [Option<V>; MAX_LINES],
}

/// The requested method, if there is one and `rules` allow it.
pub(super) fn read_method<L: AsRef<[u8]>>(
    mut lines: impl Iterator<Item = L>,
    rules: &Rules,
) -> Option<L> {
    let line = lines.next()?;
    (rules.allows_method(line.as_ref()) && lines.next().is_none()).then_some(line)
}

/// The lines that request headers, if `rules` allow every name in them.
///
/// One pass, bounded by [`MAX_BYTES`] and [`MAX_LINES`]. Browsers send one line of lower-case
/// names, sorted, without white space (<https://fetch.spec.whatwg.org/#cors-preflight-fetch-0>,
/// step 5); Firefox repeats names, and proxies add the rest of what is tolerated here: any case
/// and order, white space, empty elements, several lines.
pub(super) fn read_headers<V, L>(lines: impl Iterator<Item = L>, rules: &Rules) -> Option<Echo<V>>
where
    L: AsRef<[u8]> + Into<V>,
{
    let mut echo = Echo {
        lines: [const { None }; MAX_LINES],
    };
    let mut room = MAX_BYTES;
    let mut places = echo.lines.iter_mut();
    for line in lines {
        room = room.checked_sub(line.as_ref().len())?;
        let mut is_empty = true;
        for name in elements(line.as_ref()) {
            is_empty = false;
            if !rules.allows_header(name) {
                return None;
            }
        }
        if !is_empty {
            *places.next()? = Some(line.into());
        }
    }
    Some(echo)
}
