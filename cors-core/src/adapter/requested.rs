//! What a preflight asks for, where the answer depends on it.

use crate::{
    name_list::NameList,
    names::{is_forbidden_method, is_token},
    rules::Rules,
};

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

/// The requested method, if there is one and `methods` allow it.
pub(super) fn read_method<L: AsRef<[u8]>>(
    mut lines: impl Iterator<Item = L>,
    methods: &NameList,
) -> Option<L> {
    let line = lines.next()?;
    let method = line.as_ref();
    let allowed =
        methods.lists(method) || (methods.any && is_token(method) && !is_forbidden_method(method));
    (allowed && lines.next().is_none()).then_some(line)
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
        for element in line.as_ref().split(|&byte| byte == b',') {
            let name = trim(element);
            if name.is_empty() {
                continue;
            }
            is_empty = false;
            if !allows_header(rules, name) {
                return None;
            }
        }
        if !is_empty {
            *places.next()? = Some(line.into());
        }
    }
    Some(echo)
}

/// <https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name>: `*` never covers
/// `authorization`.
fn allows_header(rules: &Rules, name: &[u8]) -> bool {
    rules.headers.lists_header(name)
        || (rules.headers.any && is_token(name) && !name.eq_ignore_ascii_case(b"authorization"))
}

/// Without optional white space: <https://httpwg.org/specs/rfc9110.html#whitespace>.
pub(super) fn trim(mut element: &[u8]) -> &[u8] {
    while let [b' ' | b'\t', rest @ ..] | [rest @ .., b' ' | b'\t'] = element {
        element = rest;
    }
    element
}
