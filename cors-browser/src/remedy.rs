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
            Self::MethodNotAllowed {
                method, allowed, ..
            } if near::method(method, allowed).may_be_listed => entries("allow_methods", [method]),
            Self::HeadersNotAllowed { names, .. } => {
                let curable = names.iter().filter(|name| !names::is_response_only(name));
                entries("allow_headers", curable)
            }
            Self::NotExposed { names, .. } => {
                let curable = names.iter().filter(|name| {
                    !names::is_forbidden_response_header(name) && !names::is_request_only(name)
                });
                entries("expose_headers", curable)
            }
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

    /// The setting, called dangerous, without which no policy can allow this. There are no
    /// [`cures`](Self::cures) then: whether it is worth its danger, its author has to say.
    #[must_use]
    pub fn needs(&self) -> Option<&'static str> {
        let Self::CorsCheck {
            origin,
            credentials,
            ..
        } = self
        else {
            return None;
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

/// Without `*`: in a policy it would mean all of them.
fn entries<'a>(setting: &'static str, names: impl IntoIterator<Item = &'a String>) -> Vec<Cure> {
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
