//! The verdict on a request: the server's half of Fetch's CORS, in Fetch's order, without header values
//! and without an allocation.

use core::fmt;
use std::sync::Arc;

use crate::{
    OriginEntry, Policy, Setting,
    adapter::{Field, RequestHead, Seldom},
    guard::{Claim, GuardVerdict},
    matcher::Matched,
    names::elements,
    rules::{Origins, Rules},
    settings::Entry,
};

/// What CORS sees in a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RequestKind {
    /// It has no `Origin`.
    NotCors,
    /// It has an `Origin`, and is not a preflight:
    /// <https://fetch.spec.whatwg.org/#cors-request>. Requests of a server's own pages are among
    /// them, since browsers send `Origin` with every method except `GET` and `HEAD`.
    Actual,
    /// `OPTIONS` with `Origin` and `Access-Control-Request-Method`, all three:
    /// <https://fetch.spec.whatwg.org/#cors-preflight-request>.
    Preflight,
}

/// What a policy says about a request's origin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum OriginVerdict<'p> {
    /// The policy allows any origin. The request need not have one.
    Any,
    /// An entry of the policy allows it. If several do, an exact origin comes first, and a predicate
    /// last.
    #[non_exhaustive]
    Listed {
        /// The entry as it was written.
        entry: OriginEntry<'p>,
    },
    /// It is `null`, which the policy allows.
    Null,
    /// It is `file://`, which the policy allows.
    File,
    /// No entry of the policy allows it.
    NotListed,
    /// There are several `Origin` lines, and nobody can say which one a browser wrote.
    SeveralLines,
    /// There is no `Origin`.
    Absent,
}

impl OriginVerdict<'_> {
    /// Whether responses are shared with the origin.
    #[must_use]
    pub fn is_allowed(self) -> bool {
        matches!(
            self,
            Self::Any | Self::Listed { .. } | Self::Null | Self::File
        )
    }
}

/// A policy's verdict on a request: not only whether its origin is allowed, but by which entry.
///
/// [`Policy::decide`] returns it. Adapters build their answers from the same verdict.
#[derive(Clone, Copy)]
pub struct Verdict<'p> {
    policy: &'p Policy,
    pub(crate) kind: RequestKind,
    pub(crate) origin: Found<'p>,
    pub(crate) guard: GuardVerdict,
}

/// Why an origin is allowed or is not, in terms of the rules.
#[derive(Clone, Copy)]
pub(crate) enum Found<'p> {
    Any,
    Listed(Matched<'p>),
    NotListed,
    SeveralLines,
    Absent,
}

impl Policy {
    /// The verdict on a request, for whoever wants to know more than the headers of the answer.
    ///
    /// Reads what an adapter's decision reads, allocates nothing and never panics.
    ///
    /// # Example
    ///
    /// ```
    /// # #[cfg(feature = "http")] {
    /// # use cors_core::{OriginEntry, OriginVerdict, Policy, RequestKind, Setting, adapter::Head};
    /// use http::Request;
    ///
    /// let policy = Policy::builder()
    ///     .allow_origins(["https://example.com", "https://*.example.com"])
    ///     .allow_methods(["PUT"])
    ///     .allow_headers(["content-type"])
    ///     .build()?;
    /// let request = Request::options("/")
    ///     .header("origin", "https://app.example.com")
    ///     .header("access-control-request-method", "DELETE")
    ///     .header("access-control-request-headers", "content-type,x-trace")
    ///     .body(())?;
    /// let head = Head::of(&request);
    ///
    /// let verdict = policy.decide(&head);
    /// assert_eq!(verdict.kind(), RequestKind::Preflight);
    /// assert!(verdict.origin().is_allowed());
    /// assert_eq!(verdict.entry(), Some(1));
    ///
    /// let mut missing = Vec::new();
    /// verdict.names_not_allowed(&head, |setting, name| {
    ///     missing.push((setting, String::from_utf8_lossy(name).into_owned()));
    /// });
    /// assert_eq!(
    ///     missing,
    ///     [
    ///         (Setting::AllowMethods, "DELETE".to_owned()),
    ///         (Setting::AllowHeaders, "x-trace".to_owned()),
    ///     ]
    /// );
    /// # }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn decide<V>(&self, head: &impl RequestHead<V>) -> Verdict<'_> {
        decide(self, head).0
    }
}

impl<'p> Verdict<'p> {
    pub(crate) fn policy(&self) -> &'p Policy {
        self.policy
    }

    /// What CORS sees in the request.
    #[must_use]
    pub fn kind(&self) -> RequestKind {
        self.kind
    }

    /// What the policy says about its origin.
    #[must_use]
    pub fn origin(&self) -> OriginVerdict<'p> {
        match self.origin {
            Found::Any => OriginVerdict::Any,
            Found::Listed(Matched::Text(text)) => OriginVerdict::Listed {
                entry: OriginEntry::Text(text),
            },
            Found::Listed(Matched::At(place)) => {
                let entry = self.policy.settings().allow_origins.get(place);
                entry.map_or(OriginVerdict::NotListed, |entry| OriginVerdict::Listed {
                    entry: entry.view(),
                })
            }
            Found::Listed(Matched::Null) => OriginVerdict::Null,
            Found::Listed(Matched::File) => OriginVerdict::File,
            Found::NotListed => OriginVerdict::NotListed,
            Found::SeveralLines => OriginVerdict::SeveralLines,
            Found::Absent => OriginVerdict::Absent,
        }
    }

    /// What the policy's guards say about it. If it is refused, nothing is shared, whatever its origin.
    #[must_use]
    pub fn guard(&self) -> GuardVerdict {
        self.guard
    }

    /// The place of the entry that allows the origin, among those of
    /// [`Settings::allow_origins`](crate::Settings::allow_origins). It is found by looking through all
    /// of them, so don't ask on every request.
    #[must_use]
    pub fn entry(&self) -> Option<usize> {
        let mut entries = self.policy.settings().allow_origins.iter();
        match self.origin {
            Found::Any => {
                entries.position(|entry| matches!(entry, Entry::Text(text) if &**text == "*"))
            }
            Found::Listed(Matched::Text(found)) => entries
                .position(|entry| matches!(entry, Entry::Text(text) if Arc::ptr_eq(text, found))),
            Found::Listed(Matched::At(place)) => Some(place),
            _ => None,
        }
    }

    /// Calls `found` with each method and header that a preflight asks for and the policy does not
    /// allow, together with the setting that would have to list it. Does nothing for other requests.
    ///
    /// `head` belongs to the request that the verdict is about. The cost grows with its length. A
    /// browser asks for one method, and for each header once; whoever sends more gets more calls.
    pub fn names_not_allowed<V>(
        &self,
        head: &impl RequestHead<V>,
        mut found: impl FnMut(Setting, &[u8]),
    ) {
        if self.kind != RequestKind::Preflight {
            return;
        }
        let rules = self.policy.rules();
        for line in head.lines(Field::AccessControlRequestMethod) {
            if !rules.allows_method(line.as_ref()) {
                found(Setting::AllowMethods, line.as_ref());
            }
        }
        for line in head.lines(Field::AccessControlRequestHeaders) {
            for name in elements(line.as_ref()) {
                if !rules.allows_header(name) {
                    found(Setting::AllowHeaders, name);
                }
            }
        }
    }
}

impl fmt::Debug for Verdict<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verdict")
            .field("kind", &self.kind)
            .field("origin", &self.origin())
            .field("guard", &self.guard)
            .finish()
    }
}

/// The verdict, and the request's own `Origin`, which is sent back if it is allowed.
// Always inlined, as `by_cors` is.
#[inline(always)]
pub(crate) fn decide<'p, 'h, V, H: RequestHead<V>>(
    policy: &'p Policy,
    head: &'h H,
) -> (
    Verdict<'p>,
    Option<impl AsRef<[u8]> + Into<V> + use<'h, V, H>>,
) {
    let (kind, origin, line) = by_cors(policy, head);
    let Rules {
        origins, guards, ..
    } = policy.rules();
    let guard = match guards {
        None => GuardVerdict::NotGuarded,
        Some(guards) => guards.verdict(&Seldom(head), kind, origin.claim(), origins.matcher()),
    };
    let verdict = Verdict {
        policy,
        kind,
        origin,
        guard,
    };
    (verdict, line)
}

/// What CORS says of a request, as if there were no guards; and the request's own `Origin`.
// Always inlined, as it has several callers, and only one that counts: 60 instructions less.
#[inline(always)]
fn by_cors<'p, 'h, V, H: RequestHead<V>>(
    policy: &'p Policy,
    head: &'h H,
) -> (
    RequestKind,
    Found<'p>,
    Option<impl AsRef<[u8]> + Into<V> + use<'h, V, H>>,
) {
    let origins = &policy.rules().origins;
    let mut lines = head.lines(Field::Origin);
    let Some(line) = lines.next() else {
        let origin = match origins {
            Origins::Any => Found::Any,
            Origins::Listed(_) => Found::Absent,
        };
        return (RequestKind::NotCors, origin, None);
    };
    let kind = if is_preflight(head) {
        RequestKind::Preflight
    } else {
        RequestKind::Actual
    };
    let origin = match origins {
        Origins::Any => Found::Any,
        Origins::Listed(_) if lines.next().is_some() => Found::SeveralLines,
        Origins::Listed(matcher) => match matcher.find(line.as_ref()) {
            Some(matched) => Found::Listed(matched),
            None => Found::NotListed,
        },
    };
    (kind, origin, Some(line))
}

impl Found<'_> {
    /// What guards need of it. With a guard, no policy allows any origin.
    fn claim(&self) -> Claim {
        match self {
            Self::Any | Self::Listed(_) => Claim::Listed,
            Self::NotListed => Claim::NotListed,
            Self::Absent => Claim::Absent,
            Self::SeveralLines => Claim::SeveralLines,
        }
    }
}

/// Whether a request with `Origin` is a preflight.
#[inline(always)]
fn is_preflight<V>(head: &impl RequestHead<V>) -> bool {
    head.method() == "OPTIONS"
        && head
            .lines(Field::AccessControlRequestMethod)
            .next()
            .is_some()
}
