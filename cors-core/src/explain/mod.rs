//! The verdict with its reasons, for people.

mod cure;
mod names;
mod near_name;
mod nearest;
mod origin;
mod outcome;
mod own_page;
mod reason;
mod refused;
mod sent;
mod trial;

use core::fmt;

pub use self::{
    cure::{Cure, CureValue},
    nearest::{Difference, Nearest},
    outcome::Outcome,
    reason::{Reason, ReasonKind},
};
pub(crate) use self::{
    names::first_not_allowed,
    own_page::{is_outside_cors, is_own_page},
    sent::sent,
};
use self::{
    refused::{SentHost, refused, short},
    sent::Quoted,
};
use crate::{
    GuardRule, GuardVerdict, Policy, RequestKind, Setting, Verdict,
    adapter::{Field, RequestHead},
    decide::{Found, decide},
    shown::shown,
};

/// What a browser is going to make of a policy's answer to a request, or why the server refuses it.
///
/// [`Policy::explain`] returns it. `Display` says it in one line, which is the log's:
/// `a page of https://app.example.com:8443 asks for PUT /items: the origin is not allowed; add …`, and of what
/// is refused, `refused by guard_unsafe_methods: POST /items, Origin https://site.example, Host …`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    kind: RequestKind,
    guard: GuardVerdict,
    /// Whether it is the guards, and not credentials, that ask for trust in the origins.
    is_guarded: bool,
    /// `None` without `Origin`, unless it is refused.
    outcome: Option<Outcome>,
    origin: Option<String>,
    host: Option<String>,
    method: String,
    path: Option<String>,
    entry: Option<(usize, String)>,
    reasons: Vec<Reason>,
    /// Those of all reasons, one for each setting.
    cures: Vec<Cure>,
}

impl Policy {
    /// Why a browser blocks a request, why it is refused, or which entry lets it through:
    /// [`decide`](Self::decide), and its reasons in sentences.
    ///
    /// It never changes the verdict, since it is the same. It allocates, and looks for the entry that
    /// is most like an origin that is not allowed, so don't ask on every request: among 100,000 origins,
    /// that takes some hundred microseconds. The first time, it makes an index of them, which takes
    /// some twenty milliseconds for as many, and 40 bytes for each. Regexes and predicates are asked about
    /// up to two hundred origins like the request's.
    ///
    /// # Example
    ///
    /// ```
    /// # #[cfg(feature = "http")] {
    /// # use cors_core::{Outcome, Policy, adapter::Head};
    /// use http::Request;
    ///
    /// let policy = Policy::builder().allow_origins(["https://app.example.com"]).build()?;
    /// let request = Request::options("/items")
    ///     .header("origin", "https://app.example.com")
    ///     .header("access-control-request-method", "PUT")
    ///     .body(())?;
    /// let explanation = policy.explain(&Head::of(&request));
    /// assert_eq!(explanation.outcome(), Some(Outcome::MethodNotAllowed));
    /// assert_eq!(
    ///     explanation.to_string(),
    ///     "a page of https://app.example.com asks for PUT /items: the method PUT is not allowed; \
    ///      add \"PUT\" to allow_methods"
    /// );
    /// # }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn explain<V>(&self, head: &impl RequestHead<V>) -> Explanation {
        let (verdict, line) = decide(self, head);
        let origin = line.as_ref().map(|line| line.as_ref());
        let asked = head.lines(Field::AccessControlRequestMethod).next();
        let method = match (verdict.kind, &asked) {
            (RequestKind::Preflight, Some(asked)) => sent(asked.as_ref()),
            _ => sent(head.method().as_bytes()),
        };
        let outcome = outcome(&verdict, head, origin);
        let host = SentHost::of(head);
        let reasons = match (verdict.guard.refused_by(), outcome, origin) {
            (Some(by), ..) => vec![refused(self, &verdict, head, by, origin, &host)],
            (None, Some(outcome), Some(origin)) => reasons(self, &verdict, head, outcome, origin),
            _ => Vec::new(),
        };
        let is_refused = verdict.guard.refused_by().is_some();
        Explanation {
            kind: verdict.kind,
            guard: verdict.guard,
            is_guarded: self.settings().has_guard() && !self.settings().allow_credentials,
            outcome,
            origin: origin.map(if is_refused { short } else { sent }),
            host: host.text().map(short),
            method,
            path: head.path().map(|path| sent(path.as_bytes())),
            entry: entry(self, &verdict),
            cures: reason::joined_cures(&reasons),
            reasons,
        }
    }
}

/// What came of a request: the code of its first reason, found without an allocation. `None` without
/// `Origin`, unless it is refused.
pub(crate) fn outcome<V>(
    verdict: &Verdict<'_>,
    head: &impl RequestHead<V>,
    origin: Option<&[u8]>,
) -> Option<Outcome> {
    if let Some(by) = verdict.guard.refused_by() {
        return Some(by.outcome());
    }
    let origin = origin?;
    let is_preflight = verdict.kind == RequestKind::Preflight;
    Some(match verdict.origin {
        Found::Any | Found::Listed(_) if is_preflight => {
            first_not_allowed(verdict, head).unwrap_or(Outcome::PreflightAllowed)
        }
        Found::Any | Found::Listed(_) => Outcome::Allowed,
        // No page asks its own server first.
        _ if !is_preflight && is_own_page(head, origin) => Outcome::SameOrigin,
        _ if !is_preflight && is_outside_cors(head) => Outcome::OutsideCors,
        Found::SeveralLines => Outcome::SeveralOrigins,
        _ if origin == b"null" => Outcome::NullOrigin,
        _ => Outcome::OriginNotAllowed,
    })
}

/// All reasons, in the browser's order.
fn reasons<V>(
    policy: &Policy,
    verdict: &Verdict<'_>,
    head: &impl RequestHead<V>,
    outcome: Outcome,
    origin: &[u8],
) -> Vec<Reason> {
    match outcome {
        Outcome::OriginNotAllowed => vec![origin::not_allowed(policy, origin)],
        Outcome::NullOrigin => vec![origin::null(policy)],
        Outcome::SeveralOrigins => vec![Reason {
            kind: ReasonKind::SeveralOrigins,
            cure: None,
            needs: None,
            note: Some("something between browser and server added one".to_owned()),
        }],
        blocked if blocked.is_blocked() => names::reasons(policy, verdict, head),
        _ => Vec::new(),
    }
}

/// The entry that allows the origin, with its place.
fn entry(policy: &Policy, verdict: &Verdict<'_>) -> Option<(usize, String)> {
    let place = verdict.entry()?;
    let entry = policy.settings().allow_origins().nth(place)?;
    Some((place, nearest::words(entry).to_owned()))
}

impl Explanation {
    /// What CORS sees in the request.
    #[must_use]
    pub fn kind(&self) -> RequestKind {
        self.kind
    }

    /// What came of it. `None` without `Origin`, where CORS does not apply, unless it is refused.
    #[must_use]
    pub fn outcome(&self) -> Option<Outcome> {
        self.outcome
    }

    /// Whether a browser is going to block the request.
    #[must_use]
    pub fn is_blocked(&self) -> bool {
        self.outcome.is_some_and(Outcome::is_blocked)
    }

    /// Whether the server refuses the request. No browser has anything to block then.
    #[must_use]
    pub fn is_refused(&self) -> bool {
        self.outcome.is_some_and(Outcome::is_refused)
    }

    /// What the policy's guards say about it: which of them refuses it, or by which rule it passes.
    ///
    /// # Example
    ///
    /// ```
    /// use cors_core::{GuardRule, GuardVerdict, Policy, adapter::{Field, PlainHead}};
    ///
    /// let policy = Policy::builder().guard_unsafe_methods(true).build()?;
    /// let post = PlainHead::new("POST").line(Field::Host, "api.example.com");
    /// let own = policy.explain(&post.clone().line(Field::Origin, "https://api.example.com"));
    /// assert_eq!(own.guard().rule(), Some(GuardRule::Own));
    /// let strangers = policy.explain(&post.line(Field::Origin, "https://site.example"));
    /// assert_eq!(strangers.guard().rule(), Some(GuardRule::Rest));
    /// assert_eq!(
    ///     strangers.to_string(),
    ///     "refused by guard_unsafe_methods: POST, Origin https://site.example, Host api.example.com: \
    ///      if this server is https://site.example, list it in allow_origins, \
    ///      or have the proxy pass Host on"
    /// );
    /// # Ok::<(), cors_core::PolicyError>(())
    /// ```
    #[must_use]
    pub fn guard(&self) -> GuardVerdict {
        self.guard
    }

    /// The request's origin, escaped and cut: the first one, if there are several.
    #[must_use]
    pub fn origin(&self) -> Option<&str> {
        self.origin.as_deref()
    }

    /// The host that the request is for, as its target or its `Host` says, escaped and cut.
    #[must_use]
    pub fn host(&self) -> Option<&str> {
        self.host.as_deref()
    }

    /// The method that the page asks for, escaped and cut. For a preflight, it is not `OPTIONS`.
    #[must_use]
    pub fn method(&self) -> &str {
        &self.method
    }

    /// The path that it asks for, escaped and cut, without the query. `None` if the framework does not
    /// show it.
    #[must_use]
    pub fn path(&self) -> Option<&str> {
        self.path.as_deref()
    }

    /// The entry that allows the origin, and its place among
    /// [`Settings::allow_origins`](crate::Settings::allow_origins).
    #[must_use]
    pub fn entry(&self) -> Option<(usize, &str)> {
        let (place, text) = self.entry.as_ref()?;
        Some((*place, text))
    }

    /// Why a browser is going to block it, or the server refuses it: the first reason's code is the
    /// [outcome](Self::outcome). Empty where neither is so.
    #[must_use]
    pub fn reasons(&self) -> &[Reason] {
        &self.reasons
    }

    /// What the policy would have to say besides, one for each setting. All of them are needed; a
    /// reason without a cure remains.
    pub fn cures(&self) -> impl Iterator<Item = &Cure> {
        self.cures.iter()
    }
}

impl Explanation {
    /// What was asked for: `PUT /items`.
    fn write_asked(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", Quoted(&self.method))?;
        match &self.path {
            Some(path) => write!(f, " {}", Quoted(path)),
            None => Ok(()),
        }
    }

    /// What is neither blocked nor refused.
    fn write_unhindered(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.outcome, &self.entry) {
            (Some(Outcome::SameOrigin), _) => {
                f.write_str(": it is the server's own, and CORS does not apply")?;
            }
            (Some(Outcome::OutsideCors), _) => {
                f.write_str(": the browser did not ask by CORS, and does not block it")?;
            }
            (_, None) => f.write_str(": allowed")?,
            (_, Some((_, entry))) => write!(f, ": allowed by {}", shown(entry))?,
        }
        self.write_rule(f)
    }

    /// The rule by which a guard lets it pass.
    fn write_rule(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.guard {
            // By itself, rule 3 refuses.
            GuardVerdict::Passed {
                rule: GuardRule::OtherSite,
            } => f.write_str("; the guard lets it pass, since it navigates"),
            GuardVerdict::Passed { rule } => {
                write!(f, "; the guard lets it pass by rule {}", rule.number())
            }
            _ => Ok(()),
        }
    }
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let (Some(by), Some(reason)) = (self.guard.refused_by(), self.reasons.first()) {
            write!(f, "refused by {}: ", by.setting())?;
            if self.kind == RequestKind::Preflight {
                f.write_str("a preflight for ")?;
            }
            self.write_asked(f)?;
            // It says itself what helps.
            return write!(f, ", {reason}");
        }
        let Some(origin) = &self.origin else {
            f.write_str("there is no Origin, and CORS does not apply")?;
            return self.write_rule(f);
        };
        write!(f, "a page of {} asks for ", Quoted(origin))?;
        self.write_asked(f)?;
        if self.reasons.is_empty() {
            return self.write_unhindered(f);
        }
        for (place, reason) in self.reasons.iter().take(names::SHOWN).enumerate() {
            let before = if place == 0 { ": " } else { "; " };
            write!(f, "{before}{reason}")?;
        }
        match self.reasons.len().saturating_sub(names::SHOWN) {
            0 => {}
            more => write!(f, "; and {more} more")?,
        }
        let trusting = if self.is_guarded {
            "a guard"
        } else {
            "credentials"
        };
        for reason in &self.reasons {
            match reason.needs() {
                Some(Setting::DangerouslyAllowInsecureOrigins) => write!(
                    f,
                    "; it would need dangerously_allow_insecure_origins: \
                     with {trusting}, whoever controls the network can pose as it",
                )?,
                Some(needs) => write!(f, "; it would need {needs}")?,
                None => {}
            }
        }
        for cure in &self.cures {
            write!(f, "; {}", cure.in_full())?;
        }
        Ok(())
    }
}
