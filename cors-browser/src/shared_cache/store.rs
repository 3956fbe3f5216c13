//! What may be stored, and where it is found again: RFC 9111, sections 2, 3 and 4.

use core::time::Duration;
use std::time::SystemTime;

use http::{
    HeaderMap, HeaderName, Method, Request, Response, StatusCode, Uri,
    header::{
        AUTHORIZATION, CONNECTION, DATE, EXPIRES, HOST, PROXY_AUTHENTICATE, PROXY_AUTHORIZATION,
        TE, TRAILER, TRANSFER_ENCODING, UPGRADE,
    },
};

use super::{
    cache_control::{CacheControl, elements},
    freshness::{self, is_heuristically_cacheable},
    vary::Nominated,
};

/// Beyond this many responses, the one stored first goes.
const MAX_RESPONSES: usize = 1024;

/// Requests and responses with longer header sections are not stored.
const MAX_HEADERS: usize = 64 * 1024;

/// Fields for one connection, or one proxy's client: RFC 9111, section 3.1.
const NEVER_STORED: [HeaderName; 10] = [
    CONNECTION,
    HeaderName::from_static("keep-alive"),
    PROXY_AUTHENTICATE,
    HeaderName::from_static("proxy-authentication-info"),
    PROXY_AUTHORIZATION,
    HeaderName::from_static("proxy-connection"),
    TE,
    TRAILER,
    TRANSFER_ENCODING,
    UPGRADE,
];

/// Whether a shared cache may store this response: RFC 9111, section 3, clause by clause. What a
/// request with `no-store` brings doesn't get here.
pub(super) fn may_store(
    method: &Method,
    request: &HeaderMap,
    status: StatusCode,
    response: &HeaderMap,
) -> bool {
    let directives = CacheControl::of(response);
    let understood = is_understood(status);
    // Section 5.2.2.3: whoever understands must-understand and the status ignores the no-store
    // that stands beside it for everybody else.
    let must_understand = directives.has("must-understand");
    let no_store = directives.has("no-store") && !(must_understand && understood);
    // Section 5.2.2.7: without names of fields, private is about the whole response.
    let private = directives.has_unqualified("private");
    // Section 3.5.
    let authorized = !request.contains_key(AUTHORIZATION)
        || ["must-revalidate", "public", "s-maxage"]
            .iter()
            .any(|name| directives.has(name));
    let cacheable = ["public", "max-age", "s-maxage"]
        .iter()
        .any(|name| directives.has(name))
        || response.contains_key(EXPIRES)
        || is_heuristically_cacheable(status);

    *method == Method::GET
        && !status.is_informational()
        // Section 3.3: the model doesn't support Range, and stores no partial content.
        && status != StatusCode::PARTIAL_CONTENT
        // It is of use only for a response that is stored already.
        && status != StatusCode::NOT_MODIFIED
        && (understood || !must_understand)
        && !no_store
        && !private
        && authorized
        && cacheable
        && length(request) <= MAX_HEADERS
        && length(response) <= MAX_HEADERS
}

/// Whether the cache does for this status all that HTTP asks of caches: in RFC 9110, section 15, only
/// 206 and 304 have further rules.
fn is_understood(status: StatusCode) -> bool {
    status.canonical_reason().is_some()
}

fn length(headers: &HeaderMap) -> usize {
    headers
        .iter()
        .map(|(name, value)| name.as_str().len() + value.len())
        .sum()
}

/// Removes what a shared cache must not store: RFC 9111, sections 3.1 and 5.2.2.7.
pub(super) fn retain_storable(headers: &mut HeaderMap) {
    let connection = headers.get_all(CONNECTION).iter();
    let mut removed: Vec<_> = connection
        .flat_map(|line| elements(line.as_bytes()))
        .filter_map(|name| HeaderName::from_bytes(name).ok())
        .collect();
    removed.extend(CacheControl::of(headers).fields("private"));
    for name in removed.iter().chain(&NEVER_STORED) {
        headers.remove(name);
    }
}

/// A URI as caches compare it, in the normal form of RFC 9110, section 4.2.3.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Target {
    /// Scheme and authority.
    pub(super) site: String,
    path_and_query: String,
}

impl Target {
    /// The target URI (RFC 9110, section 7.1), its authority in `Host` if not in the URI.
    pub(super) fn of(request: &Request<()>) -> Self {
        let uri = request.uri();
        let scheme = uri.scheme_str().unwrap_or("http").to_ascii_lowercase();
        let host = || Some(request.headers().get(HOST)?.to_str().ok()?.to_owned());
        let authority = uri
            .authority()
            .map(|authority| authority.as_str().to_owned())
            .or_else(host)
            .unwrap_or_default()
            .to_ascii_lowercase();
        let default_port = if scheme == "https" { ":443" } else { ":80" };
        let authority = authority.strip_suffix(default_port).unwrap_or(&authority);
        Self {
            site: format!("{scheme}://{authority}"),
            path_and_query: uri
                .path_and_query()
                .map_or("/", |path| path.as_str())
                .into(),
        }
    }

    /// What `Location` or `Content-Location` of a response for this target refers to. `None` for
    /// other sites, and for references relative to the path, which RFC 9111, section 4.4, doesn't
    /// ask to be followed.
    pub(super) fn same_site(&self, reference: &str) -> Option<Self> {
        let uri: Uri = reference.split('#').next()?.parse().ok()?;
        if uri.authority().is_none() && uri.path().starts_with('/') {
            let path_and_query = uri.path_and_query()?.as_str().to_owned();
            return Some(Self {
                path_and_query,
                ..self.clone()
            });
        }
        let mut request = Request::new(());
        *request.uri_mut() = uri;
        Some(Self::of(&request)).filter(|target| target.site == self.site)
    }
}

/// A response with what is needed to tell whether it may be reused.
#[derive(Clone, Debug)]
pub(super) struct Stored<B> {
    pub(super) target: Target,
    /// The header section of the request that brought it.
    pub(super) original: HeaderMap,
    pub(super) response: Response<B>,
    /// What is to be known about its header section; see [`Self::refresh`].
    pub(super) directives: CacheControl,
    nominated: Nominated,
    lifetime: Duration,
    initial_age: Duration,
    response_time: Duration,
    date: Option<SystemTime>,
}

impl<B> Stored<B> {
    pub(super) fn new(
        target: Target,
        original: HeaderMap,
        mut response: Response<B>,
        (response_time, wall): (Duration, Option<SystemTime>),
    ) -> Self {
        retain_storable(response.headers_mut());
        let mut stored = Self {
            target,
            original,
            directives: CacheControl::default(),
            nominated: Nominated::by(response.headers()),
            response,
            lifetime: Duration::ZERO,
            initial_age: Duration::ZERO,
            response_time,
            date: None,
        };
        stored.refresh((response_time, wall));
        stored
    }

    /// Reads the header section anew, as of now.
    pub(super) fn refresh(&mut self, (now, wall): (Duration, Option<SystemTime>)) {
        let headers = self.response.headers();
        self.directives = CacheControl::of(headers);
        self.nominated = Nominated::by(headers);
        self.lifetime = freshness::lifetime(self.response.status(), headers, &self.directives);
        self.initial_age = freshness::initial_age(headers, wall);
        self.response_time = now;
        self.date = freshness::date(headers, &DATE);
    }

    /// Whether it answers a request for this target with these fields (RFC 9111, section 4.1).
    pub(super) fn is_for(&self, target: &Target, presented: &HeaderMap) -> bool {
        self.target == *target && self.nominated.match_in(&self.original, presented)
    }

    /// current_age of RFC 9111, section 4.2.3.
    pub(super) fn age(&self, now: Duration) -> Duration {
        self.initial_age
            .saturating_add(now.saturating_sub(self.response_time))
    }

    /// What makes one response more recent than another: `Date`, as RFC 9111, section 4, says, and
    /// where that doesn't tell them apart, when they came.
    pub(super) fn recency(&self) -> (Option<SystemTime>, Duration) {
        (self.date, self.response_time)
    }

    /// Whether it may be reused as it is.
    pub(super) fn is_reusable(&self, wishes: &CacheControl, now: Duration) -> bool {
        freshness::is_reusable(self.lifetime, self.age(now), &self.directives, wishes)
    }
}

/// The stored responses, in the order of their storing.
#[derive(Clone, Debug)]
pub(super) struct Store<B>(pub(super) Vec<Stored<B>>);

impl<B> Store<B> {
    /// The response to choose for a request: RFC 9111, section 4.1. One with a `Vary` comes
    /// before one without, whose resource may merely have forgotten it; then the most recent one.
    pub(super) fn select(&self, target: &Target, presented: &HeaderMap) -> Option<usize> {
        let candidates = self.0.iter().enumerate();
        candidates
            .filter(|(_, stored)| stored.is_for(target, presented))
            .max_by_key(|(position, stored)| {
                (stored.nominated.is_some(), stored.recency(), *position)
            })
            .map(|(position, _)| position)
    }

    /// Stores a response in the place of one that answers the same requests.
    pub(super) fn put(&mut self, new: Stored<B>) {
        self.0.retain(|stored| {
            stored.nominated != new.nominated || !stored.is_for(&new.target, &new.original)
        });
        if self.0.len() == MAX_RESPONSES {
            self.0.remove(0);
        }
        self.0.push(new);
    }

    /// RFC 9111, section 4.4. To invalidate is to remove here.
    pub(super) fn invalidate(&mut self, target: &Target) {
        self.0.retain(|stored| stored.target != *target);
    }
}
