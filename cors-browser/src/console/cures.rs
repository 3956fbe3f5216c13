//! What the text says beyond its words, and what would cure it.

use url::Url;

use super::{Message, row::Cause};
use crate::{Cure, OPAQUE, Reason, field::is_token, page_origin::is_trustworthy, remedy};

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
        let name = self.holes.name.as_deref().filter(|name| is_token(name));
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
                name.map_or_else(Vec::new, |name| remedy::allow_method(name, &[]))
            }
            (Some(Reason::HeaderNotAllowed | Reason::AuthorizationNotCovered), _) => {
                remedy::allow_headers(&lower_case(name))
            }
            (Some(Reason::NotExposed), _) => remedy::expose_headers(&lower_case(name)),
            _ => Vec::new(),
        }
    }

    fn allow_origin(&self) -> Vec<Cure> {
        let origin = self.holes.origin.as_deref();
        let origin =
            origin.filter(|origin| !self.sent_null() && as_browsers_write_it(origin).is_some());
        let cure = origin.map(|origin| Cure::list("allow_origins", [origin]));
        cure.into_iter().collect()
    }

    /// Whether credentials would take a dangerous setting: the origin is one that anybody on the way
    /// could pose as, or `null`.
    fn takes_insecure_origin(&self) -> bool {
        let Some(origin) = &self.holes.origin else {
            return false;
        };
        let url = as_browsers_write_it(origin);
        self.sent_null() || !url.is_some_and(|url| is_trustworthy(&url))
    }
}

fn lower_case(name: Option<&str>) -> Vec<String> {
    name.iter().map(|name| name.to_ascii_lowercase()).collect()
}

fn as_browsers_write_it(origin: &str) -> Option<Url> {
    let url = Url::parse(origin).ok()?;
    let is_web = matches!(url.scheme(), "http" | "https");
    (is_web && url.origin().ascii_serialization() == origin).then_some(url)
}
