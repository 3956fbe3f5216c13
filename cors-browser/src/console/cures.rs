//! What the text says beyond its words, and what would cure it.

use url::Url;

use super::{Message, row::Cause};
use crate::{Cure, Reason};

const OPAQUE: &str = "null";

impl Message {
    /// The reason, where the rest of the message says more than the sentence.
    pub(super) fn refined(&self) -> Option<Reason> {
        let is_error = self.holes.status.is_some_and(|status| status >= 400);
        let is_list = self
            .holes
            .value
            .as_ref()
            .is_some_and(|value| value.contains(','));
        match self.reason {
            // Engines have different words for a list: not equal, invalid, multiple.
            Some(Reason::OriginMismatch | Reason::InvalidAllowOrigin) if is_list => {
                Some(Reason::MultipleAllowOrigin)
            }
            Some(Reason::PreflightNotOk)
                if self
                    .holes
                    .status
                    .is_some_and(|status| (300..400).contains(&status)) =>
            {
                Some(Reason::PreflightRedirected)
            }
            Some(Reason::OriginNotAllowed) if is_error && !self.preflight => {
                Some(Reason::HeadersMissing)
            }
            Some(Reason::OriginNotAllowed | Reason::OriginMismatch) if self.sent_null() => {
                Some(Reason::NullOrigin)
            }
            reason => reason,
        }
    }

    /// Whether the request's `Origin` was `null`: the page's origin is, or a redirect led from one
    /// foreign origin to another. The console then names the page's origin all the same.
    pub(super) fn sent_null(&self) -> bool {
        let Some(origin) = &self.holes.origin else {
            return false;
        };
        let of = |url: &Option<String>| Some(Url::parse(url.as_deref()?).ok()?.origin());
        origin == OPAQUE
            || match (of(&self.holes.first), of(&self.holes.url)) {
                (Some(first), Some(last)) => {
                    first != last && first.ascii_serialization() != *origin
                }
                _ => false,
            }
    }

    /// What a policy would have to say besides, so that this does not happen: all of it is needed.
    /// Empty where the text does not name what it would take, where no policy that builds would help,
    /// and where that would take a dangerous setting.
    #[must_use]
    pub fn cures(&self) -> Vec<Cure> {
        let name = self.holes.name.as_deref();
        match (self.reason, self.cause) {
            (
                Some(
                    Reason::OriginNotAllowed | Reason::OriginMismatch | Reason::InvalidAllowOrigin,
                ),
                _,
            ) => self.allow_origin(),
            (None, Cause::OpenOrigin) if self.holes.status.is_none_or(|status| status < 400) => {
                self.allow_origin()
            }
            (Some(Reason::WildcardWithCredentials), _) => {
                let mut cures = self.allow_origin();
                if cures.is_empty() || self.takes_insecure_origin() {
                    return Vec::new();
                }
                cures.push(Cure::flag("allow_credentials"));
                cures
            }
            (Some(Reason::CredentialsNotAllowed), _) if !self.takes_insecure_origin() => {
                vec![Cure::flag("allow_credentials")]
            }
            (Some(Reason::MethodNotAllowed), _) => {
                one("allow_methods", name.filter(|name| is_token(name)))
            }
            (Some(Reason::HeaderNotAllowed | Reason::AuthorizationNotCovered), _) => {
                let name = name
                    .filter(|name| is_token(name))
                    .map(str::to_ascii_lowercase);
                one("allow_headers", name.as_deref())
            }
            (Some(Reason::NotExposed), _) => {
                let name = name
                    .filter(|name| is_token(name))
                    .map(str::to_ascii_lowercase);
                // No page gets to see cookies.
                let name = name.filter(|name| name != "set-cookie" && name != "set-cookie2");
                one("expose_headers", name.as_deref())
            }
            _ => Vec::new(),
        }
    }

    fn allow_origin(&self) -> Vec<Cure> {
        let origin = self.holes.origin.as_deref();
        let origin =
            origin.filter(|origin| !self.sent_null() && as_browsers_write_it(origin).is_some());
        one("allow_origins", origin)
    }

    /// Whether credentials would take a dangerous setting: the origin is one that anybody on the way
    /// could pose as, or `null`.
    fn takes_insecure_origin(&self) -> bool {
        let Some(origin) = &self.holes.origin else {
            return false;
        };
        let url = as_browsers_write_it(origin);
        self.sent_null() || !url.is_some_and(|url| url.scheme() == "https" || is_loopback(&url))
    }
}

fn one(setting: &'static str, entry: Option<&str>) -> Vec<Cure> {
    let cure = entry.map(|entry| Cure::list(setting, [entry]));
    cure.into_iter().collect()
}

fn as_browsers_write_it(origin: &str) -> Option<Url> {
    let url = Url::parse(origin).ok()?;
    let is_web = matches!(url.scheme(), "http" | "https");
    (is_web && url.origin().ascii_serialization() == origin).then_some(url)
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// <https://www.rfc-editor.org/rfc/rfc9110#name-tokens>
fn is_token(name: &str) -> bool {
    let is_special = |byte| b"!#$%&'*+-.^_`|~".contains(&byte);
    !name.is_empty()
        && name != "*"
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || is_special(byte))
}
