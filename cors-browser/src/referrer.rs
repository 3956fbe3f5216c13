//! Referrer policies, as far as they decide about `Origin`.

use http::{HeaderMap, header::REFERRER_POLICY};
use url::Url;

use super::{Engine, Mode, page_origin::PageOrigin};

/// A referrer policy: <https://w3c.github.io/webappsec-referrer-policy/#referrer-policies>.
///
/// The model sends no `Referer`. It is about the `Origin` of what is sent without CORS, which some of them
/// turn into `null`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ReferrerPolicy {
    /// `null`, even for the page's own server.
    NoReferrer,
    /// `null` from `https` to `http`.
    NoReferrerWhenDowngrade,
    /// `null` for other origins.
    SameOrigin,
    /// The page's origin.
    Origin,
    /// `null` from `https` to `http`.
    StrictOrigin,
    /// The page's origin.
    OriginWhenCrossOrigin,
    /// `null` from `https` to `http`.
    #[default]
    StrictOriginWhenCrossOrigin,
    /// The page's origin.
    UnsafeUrl,
}

impl ReferrerPolicy {
    /// Every policy.
    pub const ALL: &'static [Self] = &[
        Self::NoReferrer,
        Self::NoReferrerWhenDowngrade,
        Self::SameOrigin,
        Self::Origin,
        Self::StrictOrigin,
        Self::OriginWhenCrossOrigin,
        Self::StrictOriginWhenCrossOrigin,
        Self::UnsafeUrl,
    ];

    /// As `Referrer-Policy` has it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NoReferrer => "no-referrer",
            Self::NoReferrerWhenDowngrade => "no-referrer-when-downgrade",
            Self::SameOrigin => "same-origin",
            Self::Origin => "origin",
            Self::StrictOrigin => "strict-origin",
            Self::OriginWhenCrossOrigin => "origin-when-cross-origin",
            Self::StrictOriginWhenCrossOrigin => "strict-origin-when-cross-origin",
            Self::UnsafeUrl => "unsafe-url",
        }
    }

    /// <https://w3c.github.io/webappsec-referrer-policy/#parse-referrer-policy-from-header>: the last one
    /// that is known.
    pub(super) fn of_response(headers: &HeaderMap) -> Option<Self> {
        let lines = headers.get_all(REFERRER_POLICY).iter();
        let names = lines.flat_map(|line| line.as_bytes().split(|byte| *byte == b','));
        let known = |name: &[u8]| {
            let name = name.trim_ascii();
            let same = |policy: &&Self| name.eq_ignore_ascii_case(policy.as_str().as_bytes());
            Self::ALL.iter().find(same).copied()
        };
        names.filter_map(known).next_back()
    }

    /// Whether `Origin` is `null` for its sake:
    /// <https://fetch.spec.whatwg.org/#append-a-request-origin-header>, step 4.1.
    pub(super) fn hides(self, origin: &PageOrigin, url: &Url, mode: Mode, engine: Engine) -> bool {
        match mode {
            // These ask for consent, or are seen by the page's own server only.
            Mode::Cors | Mode::WebSocket => return false,
            // It hides the origin only from where it leads the visitor.
            _ if engine == Engine::Chromium && mode != Mode::Navigate => return false,
            _ => {}
        }
        match self {
            Self::NoReferrer => true,
            Self::NoReferrerWhenDowngrade
            | Self::StrictOrigin
            | Self::StrictOriginWhenCrossOrigin => {
                origin.as_str().starts_with("https://") && url.scheme() != "https"
            }
            Self::SameOrigin => !origin.is_same_as(url),
            Self::Origin | Self::OriginWhenCrossOrigin | Self::UnsafeUrl => false,
        }
    }
}
