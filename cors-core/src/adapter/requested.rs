//! What a preflight asks for, if the answer depends on it.

use crate::{names::elements, rules::Rules};

/// More lines of `Access-Control-Request-Headers` than there are: browsers send one, and proxies make
/// few of it.
pub(super) const MAX_LINES: usize = 4;

/// More bytes than these lines have together: 200 headers make some 2,200.
const MAX_BYTES: usize = 4 * 1024;

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
/// It is one pass, bounded by [`MAX_BYTES`] and [`MAX_LINES`]. Browsers send one line of lower-case
/// names, sorted, without white space (<https://fetch.spec.whatwg.org/#cors-preflight-fetch-0>,
/// step 5). Firefox repeats names. Proxies may change case and order, and may add white space, empty
/// elements and lines. All of that is tolerated.
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
