//! The network's origins: a total, bounded parser of canonical serialisations.

use core::fmt;

use crate::host::{HostKind, MAX_DOMAIN};

/// The longest scheme that a policy can name, in bytes.
pub(crate) const MAX_SCHEME: usize = 64;

/// The origin of a page, as a browser serialises it in an `Origin` header.
///
/// # Syntax
///
/// `scheme "://" host [ ":" port ]`, in canonical form: the one way in which a browser writes it.
///
/// - the scheme is lower case, and not one whose origins are opaque (`file`, `data`, …)
/// - the host is a domain in lower case and punycode, a trailing dot kept, a dotted-quad IPv4
///   address, or a compressed IPv6 address in brackets
/// - under schemes such as `app` and `chrome-extension` it is an
///   [opaque host](https://url.spec.whatwg.org/#opaque-host): any printable ASCII except
///   ``#/:<>?@[\]^|``, or an IPv6 address
/// - the port is absent where it is the scheme's default
///
/// There is no path, not even `/`, no user name and no white space. `null`, the serialisation of
/// every opaque origin, is not an `Origin`: it names nobody.
///
/// Implements <https://html.spec.whatwg.org/multipage/browsers.html#ascii-serialisation-of-an-origin>.
///
/// # Example
///
/// ```
/// # use cors_core::Origin;
/// let origin = Origin::parse("https://app.example.com:8443")?;
/// assert_eq!(origin.scheme(), "https");
/// assert_eq!(origin.host(), "app.example.com");
/// assert_eq!(origin.port(), Some(8443));
///
/// // No browser sends these.
/// assert!(Origin::parse("https://app.example.com/").is_err());
/// assert!(Origin::parse("https://APP.example.com").is_err());
/// assert!(Origin::parse("null").is_err());
/// # Ok::<(), cors_core::NotAnOrigin>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Origin<'a> {
    text: &'a str,
    scheme_end: usize,
    host_end: usize,
    port: Option<u16>,
}

impl<'a> Origin<'a> {
    /// The longest serialisation that is looked at, in bytes: a scheme of 64, a domain of 253
    /// with a trailing dot, and a port. Nobody has a longer origin.
    pub const MAX_LEN: usize = MAX_SCHEME + "://".len() + MAX_DOMAIN + ".".len() + ":65535".len();

    /// Reads the value of an `Origin` header.
    ///
    /// Whatever the bytes, it takes at most one pass over [`MAX_LEN`](Self::MAX_LEN) of them, allocates
    /// nothing and never panics.
    ///
    /// # Errors
    ///
    /// If the value is not canonical: no browser writes it like this.
    pub fn parse<T: AsRef<[u8]> + ?Sized>(value: &'a T) -> Result<Self, NotAnOrigin> {
        Self::of(value.as_ref()).ok_or(NotAnOrigin)
    }

    /// As [`parse`](Self::parse), without an error.
    pub(crate) fn of(value: &'a [u8]) -> Option<Self> {
        if value.len() > Self::MAX_LEN {
            return None;
        }
        Self::read(core::str::from_utf8(value).ok()?)
    }

    /// As [`of`](Self::of), for text of at most [`MAX_LEN`](Self::MAX_LEN) bytes.
    pub(crate) fn read(text: &'a str) -> Option<Self> {
        let (scheme, rest, default) = match text.strip_prefix("https://") {
            Some(rest) => ("https", rest, Some(443)),
            None => {
                let (scheme, rest) = split_scheme(text)?;
                if !is_scheme(scheme) || is_opaque_scheme(scheme) {
                    return None;
                }
                (scheme, rest, default_port(scheme))
            }
        };
        let (host, port) = split_digits(rest);
        HostKind::of(host, default.is_some())?;
        let port = match port {
            Some(digits) => Some(parse_port(digits).filter(|port| default != Some(*port))?),
            None => None,
        };
        let scheme_end = scheme.len();
        let host_end = scheme_end + "://".len() + host.len();
        Some(Self {
            text,
            scheme_end,
            host_end,
            port,
        })
    }

    /// The whole serialisation.
    #[must_use]
    pub fn as_str(&self) -> &'a str {
        self.text
    }

    /// The scheme, without its colon.
    #[must_use]
    pub fn scheme(&self) -> &'a str {
        &self.text[..self.scheme_end]
    }

    /// The host: a domain, an address, IPv6 in brackets, or an opaque host.
    #[must_use]
    pub fn host(&self) -> &'a str {
        &self.text[self.scheme_end + "://".len()..self.host_end]
    }

    /// The port, unless it is the scheme's default.
    #[must_use]
    pub fn port(&self) -> Option<u16> {
        self.port
    }

    /// Whether an attacker in the network can speak for it: no TLS, and not on this machine.
    pub(crate) fn is_insecure(&self) -> bool {
        let host = self.host();
        self.scheme() == "http"
            && !HostKind::of(host, true).is_some_and(|kind| kind.is_loopback(host))
    }

    /// The serialisation without its port.
    pub(crate) fn without_port(&self) -> &'a str {
        &self.text[..self.host_end]
    }
}

impl<'a> TryFrom<&'a str> for Origin<'a> {
    type Error = NotAnOrigin;

    fn try_from(value: &'a str) -> Result<Self, NotAnOrigin> {
        Self::parse(value)
    }
}

impl<'a> TryFrom<&'a [u8]> for Origin<'a> {
    type Error = NotAnOrigin;

    fn try_from(value: &'a [u8]) -> Result<Self, NotAnOrigin> {
        Self::parse(value)
    }
}

impl fmt::Display for Origin<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text)
    }
}

impl fmt::Debug for Origin<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Origin({:?})", self.text)
    }
}

/// A value from the network is not an origin as browsers write one.
///
/// It says nothing more, since nobody should help to correct what was sent. For text that a developer
/// wrote there is [`InvalidOrigin`](crate::InvalidOrigin).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct NotAnOrigin;

impl fmt::Display for NotAnOrigin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not an origin as browsers write one")
    }
}

impl core::error::Error for NotAnOrigin {}

/// Splits `scheme://rest`. Schemes have no colon, so the first one ends the scheme.
pub(crate) fn split_scheme(text: &str) -> Option<(&str, &str)> {
    let colon = text.bytes().position(|byte| byte == b':')?;
    Some((&text[..colon], text[colon..].strip_prefix("://")?))
}

/// <https://url.spec.whatwg.org/#url-scheme-string>, lower case.
pub(crate) fn is_scheme(scheme: &str) -> bool {
    scheme.len() <= MAX_SCHEME
        && scheme.starts_with(|c: char| c.is_ascii_lowercase())
        && scheme
            .bytes()
            .all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'+' | b'-' | b'.'))
}

/// Schemes whose URLs have opaque origins, which serialise to `null`:
/// <https://url.spec.whatwg.org/#origin>.
pub(crate) fn is_opaque_scheme(scheme: &str) -> bool {
    matches!(scheme, "about" | "blob" | "data" | "file" | "javascript")
}

/// <https://url.spec.whatwg.org/#special-scheme>; `file` has no origin and stands above.
pub(crate) fn is_special(scheme: &str) -> bool {
    default_port(scheme).is_some()
}

/// <https://url.spec.whatwg.org/#default-port>
pub(crate) fn default_port(scheme: &str) -> Option<u16> {
    match scheme {
        "http" | "ws" => Some(80),
        "https" | "wss" => Some(443),
        "ftp" => Some(21),
        _ => None,
    }
}

/// Splits `host[:port]`; the colons of an IPv6 address stand in its brackets.
pub(crate) fn split_port(authority: &str) -> (&str, Option<&str>) {
    let bracket = if authority.starts_with('[') {
        authority.find(']').unwrap_or(0)
    } else {
        0
    };
    match authority[bracket..].find(':') {
        Some(colon) => {
            let colon = bracket + colon;
            (&authority[..colon], Some(&authority[colon + 1..]))
        }
        None => (authority, None),
    }
}

/// Splits `host[:port]` at the digits that it ends with, whatever stands before the host. So the host
/// is not searched for a colon; a port that is not digits is left there, and makes it invalid.
pub(crate) fn split_digits(authority: &str) -> (&str, Option<&str>) {
    let digits = authority.bytes().rev().take_while(u8::is_ascii_digit);
    let (host, port) = authority.split_at(authority.len() - digits.count());
    match host.strip_suffix(':') {
        Some(host) => (host, Some(port)),
        None => (authority, None),
    }
}

/// A port as it is serialised. Browsers never connect to port 0
/// (<https://fetch.spec.whatwg.org/#bad-port>), so no page has it in its origin.
pub(crate) fn parse_port(digits: &str) -> Option<u16> {
    if digits.starts_with(['0', '+']) {
        return None;
    }
    digits.parse().ok()
}
