//! The adapter's traits for `http`'s types.

use http::{
    HeaderMap, HeaderName, HeaderValue, Method, Request, StatusCode, Uri,
    header::{self, ValueIter},
};

use super::{Answer, Field, RequestHead, ResponseHead, answer::Outcome};

/// The head of a request, in `http`'s types.
///
/// # Example
///
/// ```
/// use cors_core::{Policy, adapter::Head};
/// use http::Request;
///
/// let policy = Policy::builder().allow_origins(["https://app.example.com"]).build()?;
/// let request = Request::get("/").header("origin", "https://app.example.com").body(())?;
/// assert!(policy.decide(&Head::of(&request)).origin().is_allowed());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Head<'a> {
    method: &'a Method,
    uri: Option<&'a Uri>,
    headers: &'a HeaderMap,
}

impl<'a> Head<'a> {
    /// The head with these parts. The URI is that of the request line, or of HTTP/2's pseudo-headers;
    /// `None` if a framework does not show it.
    #[must_use]
    pub fn new(
        method: &'a Method,
        uri: impl Into<Option<&'a Uri>>,
        headers: &'a HeaderMap,
    ) -> Self {
        Self {
            method,
            uri: uri.into(),
            headers,
        }
    }

    /// The head of a whole request.
    #[must_use]
    pub fn of<B>(request: &'a Request<B>) -> Self {
        Self::new(request.method(), request.uri(), request.headers())
    }
}

impl RequestHead<HeaderValue> for Head<'_> {
    #[inline]
    fn method(&self) -> &str {
        self.method.as_str()
    }

    #[inline]
    fn authority(&self) -> Option<&str> {
        Some(self.uri?.authority()?.as_str())
    }

    fn path(&self) -> Option<&str> {
        self.uri.map(Uri::path)
    }

    #[inline]
    fn lines(&self, field: Field) -> impl Iterator<Item: AsRef<[u8]> + Into<HeaderValue>> {
        Lines::of(self.headers, name(field))
    }
}

impl<V> Answer<V> {
    /// The [status](Self::status) in `http`'s type.
    #[must_use]
    pub fn status_code(&self) -> StatusCode {
        match self.outcome() {
            Outcome::Ok => StatusCode::OK,
            Outcome::NoContent => StatusCode::NO_CONTENT,
            Outcome::Forbidden => StatusCode::FORBIDDEN,
            Outcome::Misdirected => StatusCode::MISDIRECTED_REQUEST,
        }
    }
}

impl ResponseHead<HeaderValue> for HeaderMap {
    #[inline]
    fn any_name(&self, mut test: impl FnMut(&str) -> bool) -> bool {
        self.keys().any(|name| test(name.as_str()))
    }

    #[inline]
    fn lines(&self, field: Field) -> impl Iterator<Item: AsRef<[u8]>> {
        Lines::of(self, name(field))
    }

    #[inline]
    fn append(&mut self, field: Field, value: HeaderValue) {
        Self::append(self, name(field), value);
    }

    #[inline]
    fn remove(&mut self, field: Field) {
        Self::remove(self, name(field));
    }
}

/// The lines of a header.
enum Lines<'a> {
    /// No header of the map has a second line.
    One(Option<&'a HeaderValue>),
    Several(ValueIter<'a, HeaderValue>),
}

impl<'a> Lines<'a> {
    #[inline]
    fn of(map: &'a HeaderMap, name: &HeaderName) -> Self {
        if map.len() == map.keys_len() {
            Self::One(map.get(name))
        } else {
            Self::Several(map.get_all(name).iter())
        }
    }
}

impl<'a> Iterator for Lines<'a> {
    type Item = &'a HeaderValue;

    #[inline]
    fn next(&mut self) -> Option<&'a HeaderValue> {
        match self {
            Self::One(line) => line.take(),
            Self::Several(lines) => lines.next(),
        }
    }
}

/// A name to look up. By reference it is neither made nor dropped for each look-up, which saves 15
/// instructions.
#[inline]
fn name(field: Field) -> &'static HeaderName {
    static ORIGIN: HeaderName = header::ORIGIN;
    static REQUEST_METHOD: HeaderName = header::ACCESS_CONTROL_REQUEST_METHOD;
    static REQUEST_HEADERS: HeaderName = header::ACCESS_CONTROL_REQUEST_HEADERS;
    static ALLOW_ORIGIN: HeaderName = header::ACCESS_CONTROL_ALLOW_ORIGIN;
    static ALLOW_CREDENTIALS: HeaderName = header::ACCESS_CONTROL_ALLOW_CREDENTIALS;
    static ALLOW_METHODS: HeaderName = header::ACCESS_CONTROL_ALLOW_METHODS;
    static ALLOW_HEADERS: HeaderName = header::ACCESS_CONTROL_ALLOW_HEADERS;
    static EXPOSE_HEADERS: HeaderName = header::ACCESS_CONTROL_EXPOSE_HEADERS;
    static MAX_AGE: HeaderName = header::ACCESS_CONTROL_MAX_AGE;
    static ALLOW_PRIVATE_NETWORK: HeaderName =
        HeaderName::from_static(Field::AccessControlAllowPrivateNetwork.as_str());
    static HOST: HeaderName = header::HOST;
    static SEC_FETCH_SITE: HeaderName = HeaderName::from_static(Field::SecFetchSite.as_str());
    static SEC_FETCH_MODE: HeaderName = HeaderName::from_static(Field::SecFetchMode.as_str());
    static UPGRADE: HeaderName = header::UPGRADE;
    static CONTENT_TYPE: HeaderName = header::CONTENT_TYPE;
    static VARY: HeaderName = header::VARY;
    match field {
        Field::Origin => &ORIGIN,
        Field::AccessControlRequestMethod => &REQUEST_METHOD,
        Field::AccessControlRequestHeaders => &REQUEST_HEADERS,
        Field::AccessControlAllowOrigin => &ALLOW_ORIGIN,
        Field::AccessControlAllowCredentials => &ALLOW_CREDENTIALS,
        Field::AccessControlAllowMethods => &ALLOW_METHODS,
        Field::AccessControlAllowHeaders => &ALLOW_HEADERS,
        Field::AccessControlExposeHeaders => &EXPOSE_HEADERS,
        Field::AccessControlMaxAge => &MAX_AGE,
        Field::AccessControlAllowPrivateNetwork => &ALLOW_PRIVATE_NETWORK,
        Field::Host => &HOST,
        Field::SecFetchSite => &SEC_FETCH_SITE,
        Field::SecFetchMode => &SEC_FETCH_MODE,
        Field::Upgrade => &UPGRADE,
        Field::ContentType => &CONTENT_TYPE,
        Field::Vary => &VARY,
    }
}
