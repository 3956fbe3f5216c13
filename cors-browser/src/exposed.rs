//! Response headers that a page wants to read: whether it may.

use http::{HeaderMap, header::ACCESS_CONTROL_EXPOSE_HEADERS};

use super::{
    Blocked, PageResponse, ResponseKind,
    field::{self, Extracted},
    names,
};

/// The response if the page sees all headers of it that it wants to read. One that the server has not
/// sent is not withheld.
pub(super) fn check(
    wanted: &[String],
    seen: PageResponse,
    all: &HeaderMap,
    credentials: bool,
) -> Result<PageResponse, Blocked> {
    if !matches!(seen.kind(), ResponseKind::Basic | ResponseKind::Cors) {
        return Ok(seen);
    }
    let mut withheld = Vec::new();
    for name in wanted {
        let name = name.to_ascii_lowercase();
        if all.contains_key(&name)
            && !seen.headers().contains_key(&name)
            && !withheld.contains(&name)
        {
            withheld.push(name);
        }
    }
    if withheld.is_empty() {
        return Ok(seen);
    }
    // What nobody can help comes last.
    let curable: Vec<_> = withheld
        .iter()
        .filter(|name| !names::is_forbidden_response_header(name))
        .cloned()
        .collect();
    let exposed = match field::tokens(all, &ACCESS_CONTROL_EXPOSE_HEADERS) {
        Extracted::Values(exposed) => exposed,
        Extracted::Absent | Extracted::Malformed => Vec::new(),
    };
    Err(Blocked::NotExposed {
        names: if curable.is_empty() {
            withheld
        } else {
            curable
        },
        exposed,
        wildcard_is_literal: credentials,
    })
}
