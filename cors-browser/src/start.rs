//! From what a page writes to a request: <https://fetch.spec.whatwg.org/#dom-request>.

use http::{HeaderName, HeaderValue, Uri, header::CONTENT_TYPE};
use url::Url;

use super::{
    Blocked, Destination, Mode, PageRequest, Redirect, ReferrerPolicy, field, names,
    request::{Body, Hand},
    safelist,
};

/// A request, as <https://fetch.spec.whatwg.org/#concept-request> has it.
#[derive(Clone, Debug)]
pub(super) struct FetchRequest {
    pub(super) method: String,
    /// The current one: where the last redirect led to.
    pub(super) url: Url,
    /// The earlier ones, in order.
    pub(super) came_by: Vec<Url>,
    pub(super) headers: Vec<(HeaderName, HeaderValue)>,
    pub(super) mode: Mode,
    pub(super) redirect: Redirect,
    /// The use-CORS-preflight flag.
    pub(super) use_preflight: bool,
    pub(super) body: Body,
    /// Headers that the page set, and that no page may set.
    pub(super) dropped: Vec<String>,
    pub(super) referrer_policy: ReferrerPolicy,
    pub(super) destination: Destination,
    pub(super) hand: Hand,
}

impl FetchRequest {
    pub(super) fn new(page: PageRequest) -> Result<Self, Blocked> {
        let Ok(mut url) = Url::parse(&page.url) else {
            return Err(Blocked::InvalidUrl { url: page.url });
        };
        if uri(&url).is_none() || (page.mode == Mode::WebSocket && !goes_by_http(&mut url)) {
            return Err(Blocked::InvalidUrl { url: page.url });
        }
        if has_credentials(&url) {
            return Err(Blocked::UrlWithCredentials);
        }
        if !field::is_token(&page.method) {
            return Err(Blocked::InvalidMethod {
                method: page.method,
            });
        }
        if names::is_forbidden_method(&page.method) {
            return Err(Blocked::ForbiddenMethod {
                method: page.method,
            });
        }
        let method = match (page.mode, names::normalise_method(&page.method)) {
            (Mode::WebSocket, _) => "GET".to_owned(),
            // https://html.spec.whatwg.org/#attr-fs-method
            (Mode::Navigate, method) if method != "POST" => "GET".to_owned(),
            (_, method) => method,
        };
        let streamed = page.body == Body::Stream;
        if page.mode == Mode::NoCors {
            let what = match () {
                () if !names::is_safelisted_method(&method) => Some(format!("the method {method}")),
                () if page.upload_listener => Some("an upload listener".to_owned()),
                () if streamed => Some("a streamed body".to_owned()),
                () => None,
            };
            if let Some(what) = what {
                return Err(Blocked::NotWithoutCors { what });
            }
        }
        if page.body != Body::None && matches!(method.as_str(), "GET" | "HEAD") {
            return Err(Blocked::BodyNotAllowed);
        }
        let (headers, dropped) = headers(&page.headers, page.mode)?;
        Ok(Self {
            method,
            url,
            came_by: Vec::new(),
            headers,
            mode: page.mode,
            redirect: page.redirect,
            use_preflight: page.upload_listener || streamed,
            body: page.body,
            dropped,
            referrer_policy: page.referrer_policy,
            destination: Destination::of(&page),
            hand: page.hand,
        })
    }
}

/// The URL as it goes out. There is none for hosts that `http` does not take, which no server has.
pub(super) fn uri(url: &Url) -> Option<Uri> {
    let mut url = url.clone();
    url.set_fragment(None);
    // Cannot fail for URLs that have a host; others are not sent.
    let _ = url.set_username("").and_then(|()| url.set_password(None));
    url.as_str().parse().ok()
}

/// <https://websockets.spec.whatwg.org/#dom-websocket-websocket>, and the first step of
/// <https://websockets.spec.whatwg.org/#concept-websocket-establish>: whether it is a WebSocket's URL, as
/// that of its handshake.
fn goes_by_http(url: &mut Url) -> bool {
    let scheme = match url.scheme() {
        "ws" | "http" => "http",
        "wss" | "https" => "https",
        _ => return false,
    };
    url.set_scheme(scheme).is_ok() && url.fragment().is_none()
}

/// <https://fetch.spec.whatwg.org/#include-credentials>
pub(super) fn has_credentials(url: &Url) -> bool {
    !url.username().is_empty() || url.password().is_some_and(|password| !password.is_empty())
}

type Headers = Vec<(HeaderName, HeaderValue)>;

/// <https://fetch.spec.whatwg.org/#concept-headers-append> for each line, and the names of those
/// that had no effect.
fn headers(lines: &[(String, Vec<u8>)], mode: Mode) -> Result<(Headers, Vec<String>), Blocked> {
    let mut headers = Headers::new();
    let mut dropped = Vec::new();
    for (name, value) in lines {
        let invalid = || Blocked::InvalidHeader { name: name.clone() };
        let header = HeaderName::from_bytes(name.as_bytes()).map_err(|_| invalid())?;
        let value = HeaderValue::from_bytes(normalise(value)).map_err(|_| invalid())?;
        let forbidden = names::is_forbidden_request_header(header.as_str(), value.as_bytes());
        // The guard "request-no-cors" judges all lines of a name together.
        let unsafe_without_cors = || {
            let earlier = headers.iter().filter(|(name, _)| *name == header);
            let lines: Vec<_> = earlier
                .map(|(_, v)| v)
                .chain([&value])
                .map(|v| v.as_bytes())
                .collect();
            !safelist::is_no_cors_safelisted(header.as_str(), &lines.join(&b", "[..]))
        };
        let is_out_of_place = || match mode {
            Mode::NoCors => unsafe_without_cors(),
            Mode::Navigate => header != CONTENT_TYPE,
            Mode::WebSocket => true,
            _ => false,
        };
        if forbidden || is_out_of_place() {
            dropped.push(header.to_string());
        } else {
            headers.push((header, value));
        }
    }
    Ok((headers, dropped))
}

/// <https://fetch.spec.whatwg.org/#concept-header-value-normalize>
fn normalise(value: &[u8]) -> &[u8] {
    let white = |byte: &u8| matches!(byte, b'\t' | b'\n' | b'\r' | b' ');
    let Some(start) = value.iter().position(|byte| !white(byte)) else {
        return &[];
    };
    let end = value.iter().rposition(|byte| !white(byte));
    &value[start..end.map_or(value.len(), |last| last + 1)]
}
