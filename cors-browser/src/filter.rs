//! What a page sees of a response that it may read.

use http::{HeaderMap, Response, header::ACCESS_CONTROL_EXPOSE_HEADERS};
use url::Url;

use super::{
    PageResponse, ResponseKind,
    field::{self, Extracted},
    names,
};

/// <https://fetch.spec.whatwg.org/#concept-filtered-response>, and
/// <https://fetch.spec.whatwg.org/#main-fetch>, step 14, for the exposed headers.
pub(super) fn filter<B>(
    response: &Response<B>,
    kind: ResponseKind,
    url: &Url,
    redirected: bool,
    credentials: bool,
) -> PageResponse {
    let all = response.headers();
    let (status, headers) = match kind {
        ResponseKind::Basic => (
            response.status().as_u16(),
            keep(all, |name| !names::is_forbidden_response_header(name)),
        ),
        ResponseKind::Cors => {
            let exposed = match field::tokens(all, &ACCESS_CONTROL_EXPOSE_HEADERS) {
                Extracted::Values(exposed) => exposed,
                Extracted::Absent | Extracted::Malformed => Vec::new(),
            };
            // With credentials, `*` is the name of a header.
            let any = !credentials && exposed.iter().any(|name| name == "*");
            let visible = |name: &str| {
                let listed = || {
                    exposed
                        .iter()
                        .any(|listed| listed.eq_ignore_ascii_case(name))
                };
                !names::is_forbidden_response_header(name)
                    && (names::is_safelisted_response_header(name) || any || listed())
            };
            (response.status().as_u16(), keep(all, visible))
        }
        // Which nobody reads by a script.
        ResponseKind::Navigation | ResponseKind::WebSocket => {
            (response.status().as_u16(), HeaderMap::new())
        }
        ResponseKind::Opaque | ResponseKind::OpaqueRedirect => (0, HeaderMap::new()),
    };
    let mut url = url.clone();
    url.set_fragment(None);
    PageResponse {
        kind,
        url,
        status,
        headers,
        redirected: redirected && kind != ResponseKind::Opaque,
    }
}

fn keep(headers: &HeaderMap, visible: impl Fn(&str) -> bool) -> HeaderMap {
    let lines = headers.iter().filter(|(name, _)| visible(name.as_str()));
    lines
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}
