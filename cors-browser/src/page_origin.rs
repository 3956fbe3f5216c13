//! The origin of a page as browsers write it, and what is wrong with a text that is none.

use core::{error::Error, fmt};

use url::{Host, Url};

/// The origin of a page, as browsers serialise it:
/// <https://html.spec.whatwg.org/#ascii-serialisation-of-an-origin>.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct PageOrigin(String);

pub(super) const OPAQUE: &str = "null";

impl PageOrigin {
    pub(super) fn parse(text: &str) -> Result<Self, NotAnOrigin> {
        if text != OPAQUE && canonical(text).as_deref() != Some(text) {
            return Err(NotAnOrigin {
                text: text.to_owned(),
                meant: meant(text).filter(|meant| Self::parse(meant).is_ok()),
            });
        }
        Ok(Self(text.to_owned()))
    }

    /// <https://html.spec.whatwg.org/#same-origin>: an opaque origin is the same as none.
    pub(super) fn is_same_as(&self, url: &Url) -> bool {
        self.0 != OPAQUE && self.0 == serialise(url)
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

/// A text that no browser writes as the origin of a page.
///
/// `Display` says so, and what was meant.
///
/// ```
/// use cors_browser::Browser;
///
/// let error = Browser::try_at("https://app.example.com:443/").unwrap_err();
/// assert_eq!(error.meant(), Some("https://app.example.com"));
/// assert_eq!(
///     error.to_string(),
///     r#""https://app.example.com:443/" is not an origin as browsers write it; did you mean "https://app.example.com"?"#
/// );
/// assert_eq!(Browser::try_at("app.example.com").unwrap_err().meant(), None);
/// assert_eq!(Browser::try_at("localhost:3000").unwrap_err().meant(), None);
/// assert_eq!(Browser::try_at("file:///srv/index.html").unwrap_err().meant(), Some("null"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotAnOrigin {
    text: String,
    meant: Option<String>,
}

impl NotAnOrigin {
    /// The origin that was meant, as far as the text tells.
    #[must_use]
    pub fn meant(&self) -> Option<&str> {
        self.meant.as_deref()
    }
}

impl fmt::Display for NotAnOrigin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { text, meant } = self;
        write!(f, "{text:?} is not an origin as browsers write it")?;
        match meant {
            Some(meant) => write!(f, "; did you mean {meant:?}?"),
            None => Ok(()),
        }
    }
}

impl Error for NotAnOrigin {}

/// The URL's origin.
pub(super) fn serialise(url: &Url) -> String {
    url.origin().ascii_serialization()
}

/// The origin that a text means, as browsers write it.
fn canonical(text: &str) -> Option<String> {
    let url = Url::parse(text).ok()?;
    Some(match url.scheme() {
        "http" | "https" => serialise(&url),
        // What engines do with schemes of their own, the standard does not say.
        scheme => format!("{scheme}://{}", url.authority()),
    })
}

/// The origin of a page whose URL, or something like it, the text is.
fn meant(text: &str) -> Option<String> {
    let url = Url::parse(text).ok()?;
    match url.scheme() {
        "about" | "data" | "file" | "javascript" => Some(OPAQUE.to_owned()),
        // <https://url.spec.whatwg.org/#concept-url-origin>: that of the URL within it.
        "blob" => Some(serialise(&url)),
        // "localhost:3000" is a URL of the scheme "localhost".
        _ => canonical(text).filter(|_| url.has_host()),
    }
}

/// Whether a person can have meant this origin: browsers write hosts with `!` in them, too, and
/// schemes that no page has.
pub(super) fn is_usual(origin: &str) -> bool {
    /// Of a domain, <https://www.rfc-editor.org/rfc/rfc1035#section-2.3.4>.
    const LONGEST_LABEL: usize = 63;

    let Some((scheme, host)) = origin.split_once("://") else {
        return false;
    };
    let usual = |byte: u8| byte.is_ascii_alphanumeric() || b"-._:[]".contains(&byte);
    let name = host.split(':').next().unwrap_or_default();
    let mut labels = name.strip_suffix('.').unwrap_or(name).split('.');
    match scheme {
        "ws" | "wss" | "ftp" | "file" => false,
        "http" | "https" => {
            host.bytes().all(usual)
                && labels.all(|label| (1..=LONGEST_LABEL).contains(&label.len()))
        }
        // What programs call their pages.
        _ => !host.is_empty() && host.bytes().all(usual),
    }
}

/// What is wrong with an `Access-Control-Allow-Origin` that is no origin, in half a sentence. `None`
/// if it is one.
pub(super) fn flaw(text: &str) -> Option<&'static str> {
    if text == OPAQUE || (canonical(text).as_deref() == Some(text) && is_usual(text)) {
        return None;
    }
    if text.is_empty() {
        return Some("it is empty");
    }
    let Some((scheme, rest)) = text.split_once("://") else {
        return Some("it does not begin with a scheme, such as https://");
    };
    if rest.bytes().any(|byte| b"*{}()^$|\\".contains(&byte)) {
        return Some("it is a pattern, which only servers can match");
    }
    if rest
        .strip_suffix('/')
        .is_some_and(|host| !host.contains('/'))
    {
        return Some("it ends with a slash");
    }
    if rest.contains(['/', '?', '#']) {
        return Some("it has a path");
    }
    if rest.contains('@') {
        return Some("it has a user name");
    }
    if scheme
        .bytes()
        .chain(rest.bytes())
        .any(|byte| byte.is_ascii_uppercase())
    {
        return Some("it has letters in upper case");
    }
    let spelt_out = match scheme {
        "http" => ":80",
        "https" => ":443",
        _ => return Some("browsers write none like it"),
    };
    if rest.ends_with(spelt_out) {
        return Some("it spells out the scheme's own port");
    }
    Some("browsers write none like it")
}

/// Whether the origin is on this machine, so that nobody in between could pose as it.
pub(super) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => {
            let name = name.strip_suffix('.').unwrap_or(name);
            name == "localhost" || name.ends_with(".localhost")
        }
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// Whether `Secure` cookies go there, and pages of it count as secure.
pub(super) fn is_trustworthy(url: &Url) -> bool {
    url.scheme() == "https" || is_loopback(url)
}
