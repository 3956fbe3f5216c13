//! What a policy would have to say besides, and where that takes a setting that is called dangerous.

use url::Url;

use super::{Blocked, CorsCheckFailure, Cure, OPAQUE, Reason, names, near, page_origin};

impl Blocked {
    /// What a policy would have to say besides, so that this is not what blocks the request. All
    /// cures are needed; a browser may then find something else that blocks it, with cures of its
    /// own. They allow what was asked for and nothing else.
    ///
    /// Empty where no policy that builds can help: the page asked for what no page gets, or the
    /// answer did not come from a policy; and where a policy would [need](Self::needs) a setting that
    /// is called dangerous.
    ///
    /// ```
    /// use cors_browser::{Browser, CureValue, PageRequest};
    ///
    /// let mut server = |_: http::Request<()>| {
    ///     let response = http::Response::builder().header("access-control-allow-origin", "*");
    ///     response.body(()).unwrap()
    /// };
    /// let request = PageRequest::get("https://api.example.com/things").header("x-api-key", "42");
    /// let outcome = Browser::at("https://app.example.com").fetch(&mut server, request);
    /// let cures = outcome.result().unwrap_err().cures();
    /// assert_eq!(cures[0].setting(), "allow_headers");
    /// assert_eq!(*cures[0].value(), CureValue::List(vec!["x-api-key".to_owned()]));
    /// ```
    #[must_use]
    pub fn cures(&self) -> Vec<Cure> {
        match self {
            Self::CorsCheck {
                failure,
                origin,
                credentials,
                ..
            } => self.for_origin(failure, origin, *credentials),
            Self::NotOpened { origin, .. }
                if self.is_a_guards()
                    && origin != OPAQUE
                    && page_origin::is_usual(origin)
                    && !is_insecure(origin) =>
            {
                vec![Cure::list("allow_origins", [origin.as_str()])]
            }
            Self::MethodNotAllowed {
                method, allowed, ..
            } => allow_method(method, allowed),
            Self::HeadersNotAllowed { names, .. } => allow_headers(names),
            Self::NotExposed { names, .. } => expose_headers(names),
            _ => Vec::new(),
        }
    }

    fn for_origin(&self, failure: &CorsCheckFailure, origin: &str, credentials: bool) -> Vec<Cure> {
        // Something else has answered, or has added a line to the policy's.
        let elsewhere = matches!(
            self.reason(),
            Some(Reason::HeadersMissing | Reason::MultipleAllowOrigin)
        );
        let builds = origin != OPAQUE
            && page_origin::is_usual(origin)
            && !(credentials && is_insecure(origin));
        if elsewhere || !builds {
            return Vec::new();
        }
        let mut cures = Vec::new();
        if !matches!(failure, CorsCheckFailure::NoAllowCredentials { .. }) {
            cures.push(Cure::list("allow_origins", [origin]));
        }
        if credentials {
            cures.push(Cure::flag("allow_credentials"));
        }
        cures
    }

    /// Whether it looks like a guard's refusal, which depends on the origin and says so.
    fn is_a_guards(&self) -> bool {
        matches!(
            self,
            Self::NotOpened {
                status: 403,
                varies: true,
                ..
            }
        )
    }

    /// The setting, called dangerous, without which no policy can allow this. There are no
    /// [`cures`](Self::cures) then: whether it is worth its danger, its author has to say.
    #[must_use]
    pub fn needs(&self) -> Option<&'static str> {
        let (origin, credentials) = match self {
            Self::CorsCheck {
                origin,
                credentials,
                ..
            } => (origin, credentials),
            // A guard counts as credentials do.
            Self::NotOpened { origin, .. } if self.is_a_guards() => (origin, &true),
            _ => return None,
        };
        let elsewhere = matches!(
            self.reason(),
            Some(Reason::HeadersMissing | Reason::MultipleAllowOrigin)
        );
        match (origin.as_str(), credentials) {
            _ if elsewhere => None,
            // Whoever can make a sandboxed frame could act as the visitor: no policy takes this.
            (OPAQUE | FILE, true) => None,
            (OPAQUE, false) => Some("dangerously_allow_null_origin"),
            (FILE, false) => Some("dangerously_allow_file_origin"),
            (origin, true) if is_insecure(origin) && page_origin::is_usual(origin) => {
                Some("dangerously_allow_insecure_origins")
            }
            _ => None,
        }
    }
}

/// What old WebViews send for a page from a disk.
const FILE: &str = "file://";

/// The method, where `listed` are allowed, unless the page has to write it otherwise.
pub(super) fn allow_method(method: &str, listed: &[String]) -> Vec<Cure> {
    let may_be_listed = near::method(method, listed).may_be_listed;
    entries("allow_methods", may_be_listed.then_some(method))
}

/// Headers that requests have, in lower case.
pub(super) fn allow_headers(names: &[String]) -> Vec<Cure> {
    let names = names.iter().map(String::as_str);
    entries(
        "allow_headers",
        names.filter(|name| !names::is_response_only(name)),
    )
}

/// Headers that responses have and pages may see, in lower case.
pub(super) fn expose_headers(names: &[String]) -> Vec<Cure> {
    let names = names.iter().map(String::as_str);
    let curable = names
        .filter(|name| !names::is_forbidden_response_header(name) && !names::is_request_only(name));
    entries("expose_headers", curable)
}

/// Without `*`: in a policy it would mean all of them.
fn entries<'a>(setting: &'static str, names: impl IntoIterator<Item = &'a str>) -> Vec<Cure> {
    let names: Vec<_> = names.into_iter().filter(|name| *name != "*").collect();
    match names.as_slice() {
        [] => Vec::new(),
        names => vec![Cure::list(setting, names.iter().copied())],
    }
}

/// Whether whoever controls the network could pose as it.
fn is_insecure(origin: &str) -> bool {
    let url = Url::parse(origin).ok();
    url.is_some_and(|url| url.scheme() == "http" && !page_origin::is_loopback(&url))
}
