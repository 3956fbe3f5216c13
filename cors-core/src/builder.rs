//! How a policy is written.

mod dangerous;
mod environment;
mod guards;

use core::time::Duration;

#[cfg(feature = "serde")]
pub(crate) use self::environment::elements;
use crate::{
    Origin, Policy, PolicyError, Texts, compile,
    settings::{Entry, Predicate, Settings},
    variable::Variable,
};

/// Collects the settings of a [`Policy`]: text in, a checked policy or all of its problems out.
///
/// Methods may come in any order, and repeated calls of those that take a list add up.
///
/// # Example
///
/// ```
/// use std::time::Duration;
///
/// # use cors_core::Policy;
/// let policy = Policy::builder()
///     .allow_origins(["https://example.com", "https://*.example.com", "http://localhost:*"])
///     .allow_credentials(true)
///     .allow_methods(["PUT", "DELETE"])
///     .allow_headers(["content-type", "x-api-key"])
///     .expose_headers(["x-request-id"])
///     .max_age(Duration::from_secs(600))
///     .build()?;
/// # Ok::<(), cors_core::PolicyError>(())
/// ```
///
/// A builder can stand in a program's own configuration. Two are equal if their settings are. With the
/// `serde` feature it is read and written in the form of a policy in a policy file; where a list is
/// expected, one text will do, with commas or white space between its elements.
#[derive(Clone, Debug, Default)]
#[must_use = "a builder does nothing until its policy is built"]
pub struct PolicyBuilder {
    pub(crate) settings: Settings,
    /// Those that were read and gave no origins.
    pub(crate) variables: Vec<Variable>,
}

impl Eq for PolicyBuilder {}

/// Only settings count, and not where they came from.
impl PartialEq for PolicyBuilder {
    fn eq(&self, other: &Self) -> bool {
        self.settings == other.settings
    }
}

impl Policy {
    /// Starts a policy that allows nothing yet.
    pub fn builder() -> PolicyBuilder {
        PolicyBuilder::default()
    }

    /// The settings that this policy was built from, predicates included: building them again
    /// gives an equal policy.
    pub fn to_builder(&self) -> PolicyBuilder {
        PolicyBuilder {
            settings: self.settings().clone(),
            variables: Vec::new(),
        }
    }
}

impl PolicyBuilder {
    /// Allows these origins: `https://app.example.com`, or patterns as [`OriginPattern`] explains
    /// them, or `*` for any origin, which is possible only without credentials and guards.
    /// One text is a list of one.
    ///
    /// [`allow_origins_list`](Self::allow_origins_list) reads several from one text, and
    /// [`allow_origins_from_env`](Self::allow_origins_from_env) from an environment variable. Controls
    /// `Access-Control-Allow-Origin`:
    /// <https://fetch.spec.whatwg.org/#http-access-control-allow-origin>.
    ///
    /// [`OriginPattern`]: crate::OriginPattern
    #[doc(alias = "allow_origin")]
    #[doc(alias = "allowed_origin")]
    #[doc(alias = "allowed_origins")]
    #[doc(alias = "allow_any_origin")]
    #[doc(alias = "any")]
    #[doc(alias = "Any")]
    #[doc(alias = "permissive")]
    #[doc(alias = "very_permissive")]
    #[doc(alias = "localhost")]
    #[doc(alias = "wildcard")]
    pub fn allow_origins<Kind>(mut self, origins: impl Texts<Kind>) -> Self {
        let entries = &mut self.settings.allow_origins;
        origins.each(|origin| entries.push(Entry::Text(origin.into())));
        self
    }

    /// Whether the list of origins may be empty: then responses are shared with no other origin.
    /// False by default, and an empty list is an error.
    ///
    /// It says that "nobody" is meant: in a deployment without other origins, or for a
    /// [`LivePolicy`](crate::LivePolicy) that is closed for a while. Preflights are refused with 403, and
    /// every response varies by `Origin`. The server's own pages go on working, and handlers still run:
    /// CORS is not access control. Where origins are listed, it changes nothing.
    ///
    /// # Example
    ///
    /// ```
    /// use cors_core::{LivePolicy, Policy};
    ///
    /// let open = Policy::builder().allow_origins(["https://app.example.com"]).build()?;
    /// let live = LivePolicy::new(open);
    ///
    /// let closed = Policy::builder().origins_may_be_empty(true).build()?;
    /// live.replace(closed);
    /// assert!(!live.current().allows_origin("https://app.example.com"));
    ///
    /// let error = Policy::builder().build().unwrap_err();
    /// assert_eq!(error.problems()[0].code(), "no-origin");
    /// # Ok::<(), cors_core::PolicyError>(())
    /// ```
    #[doc(alias = "nobody")]
    #[doc(alias = "none")]
    #[doc(alias = "disable")]
    #[doc(alias = "closed")]
    pub fn origins_may_be_empty(mut self, may: bool) -> Self {
        self.settings.origins_may_be_empty = may;
        self
    }

    /// Allows the origins that `regex` matches as a whole.
    ///
    /// Matching takes linear time. With credentials or a guard, a regex does not build if it matches an origin whose
    /// domain it does not spell out: `https://api.example\.com` matches `https://apixexample.com`. That
    /// is decided by following the regex to its end, and not by trying a few examples. Without
    /// these it is a warning. A class of up to eight characters counts as spelt out
    /// (`example[12]\.org`); private networks may vary (`10\.0\.\d+\.\d+`). Prefer a pattern where
    /// one fits: there is nothing to escape.
    ///
    /// A regex has at most 16,384 bytes. With credentials or a guard it is not asked about insecure origins, unless
    /// [they are allowed](Self::dangerously_allow_insecure_origins).
    ///
    /// # Example
    ///
    /// ```
    /// # use cors_core::Policy;
    /// let policy = Policy::builder()
    ///     .allow_origin_regex(r"https://pr-[0-9]+\.(eu|us)\.example\.com")
    ///     .allow_credentials(true)
    ///     .build()?;
    ///
    /// let error = Policy::builder()
    ///     .allow_origin_regex(r"https://.*.example.com")
    ///     .allow_credentials(true)
    ///     .build()
    ///     .unwrap_err();
    /// assert_eq!(error.problems()[0].code(), "loose-regex");
    /// # Ok::<(), cors_core::PolicyError>(())
    /// ```
    #[doc(alias = "allowed_origin_regex")]
    #[doc(alias = "allow_origin_matching")]
    #[cfg(feature = "regex")]
    pub fn allow_origin_regex(mut self, regex: impl AsRef<str>) -> Self {
        let entry = Entry::Regex(regex.as_ref().into());
        self.settings.allow_origins.push(entry);
        self
    }

    /// Allows the origins for which `predicate` returns true.
    ///
    /// It is asked last, while a request waits: it should be quick, and must not panic. It sees only
    /// canonical origins, never `null`. With credentials or a guard, [`build`](Self::build) probes it with some
    /// twenty origins of strangers, and fails if it admits one: on other ports, without TLS, below
    /// popular top-level domains, and look-alikes of `localhost`. That finds predicates that admit
    /// everybody, or whatever starts with `http://localhost`, but not one that asks for
    /// `.ends_with("example.com")`.
    ///
    /// With credentials or a guard it is never asked about insecure origins, unless
    /// [they are allowed](Self::dangerously_allow_insecure_origins): one that compares only the host
    /// does not admit `http://` by mistake.
    ///
    /// # Example
    ///
    /// ```
    /// use std::collections::HashSet;
    ///
    /// # use cors_core::Policy;
    /// let tenants = HashSet::from(["https://one.example", "https://two.example"]);
    /// let policy = Policy::builder()
    ///     .allow_origin_if(move |origin| tenants.contains(origin.as_str()))
    ///     .allow_credentials(true)
    ///     .build()?;
    /// # Ok::<(), cors_core::PolicyError>(())
    /// ```
    #[doc(alias = "allow_origin_fn")]
    #[doc(alias = "allowed_origin_fn")]
    #[doc(alias = "predicate")]
    #[doc(alias = "mirror")]
    #[doc(alias = "mirror_request")]
    #[doc(alias = "reflect")]
    #[doc(alias = "dynamic")]
    pub fn allow_origin_if<F>(mut self, predicate: F) -> Self
    where
        F: Fn(&Origin<'_>) -> bool + Send + Sync + 'static,
    {
        let entry = Entry::Predicate(Predicate::new(predicate));
        self.settings.allow_origins.push(entry);
        self
    }

    /// Whether pages may send cookies, client certificates and HTTP authentication, and read the
    /// responses. False by default.
    ///
    /// Controls `Access-Control-Allow-Credentials`:
    /// <https://fetch.spec.whatwg.org/#http-access-control-allow-credentials>.
    #[doc(alias = "credentials")]
    #[doc(alias = "supports_credentials")]
    #[doc(alias = "cookie")]
    #[doc(alias = "cookies")]
    pub fn allow_credentials(mut self, allow: bool) -> Self {
        self.settings.allow_credentials = allow;
        self
    }

    /// Allows these methods besides `GET`, `HEAD` and `POST`, which need no listing; `*` allows
    /// every method.
    ///
    /// Controls `Access-Control-Allow-Methods`, whose names are case-sensitive:
    /// <https://fetch.spec.whatwg.org/#http-access-control-allow-methods>.
    #[doc(alias = "allow_method")]
    #[doc(alias = "allowed_methods")]
    #[doc(alias = "allow_any_method")]
    pub fn allow_methods<Kind>(mut self, methods: impl Texts<Kind>) -> Self {
        let entries = &mut self.settings.allow_methods;
        methods.each(|entry| entries.push(entry.to_owned()));
        self
    }

    /// Allows these request headers besides the safelisted ones; `*` allows every header except
    /// `authorization`, which has to be listed beside it.
    ///
    /// Pages that send JSON need `content-type`. Controls `Access-Control-Allow-Headers`:
    /// <https://fetch.spec.whatwg.org/#http-access-control-allow-headers>.
    #[doc(alias = "allow_header")]
    #[doc(alias = "allowed_headers")]
    #[doc(alias = "allow_any_header")]
    pub fn allow_headers<Kind>(mut self, headers: impl Texts<Kind>) -> Self {
        let entries = &mut self.settings.allow_headers;
        headers.each(|entry| entries.push(entry.to_owned()));
        self
    }

    /// Lets pages read these response headers besides the safelisted ones; `*` exposes all, and is
    /// possible only without credentials.
    ///
    /// Controls `Access-Control-Expose-Headers`:
    /// <https://fetch.spec.whatwg.org/#http-access-control-expose-headers>.
    #[doc(alias = "expose")]
    #[doc(alias = "exposed_headers")]
    #[doc(alias = "expose_header")]
    #[doc(alias = "expose_any_header")]
    pub fn expose_headers<Kind>(mut self, headers: impl Texts<Kind>) -> Self {
        let entries = &mut self.settings.expose_headers;
        headers.each(|entry| entries.push(entry.to_owned()));
        self
    }

    /// How long a browser may answer preflights from its cache, in whole seconds, rounded up; zero
    /// means not at all. Without this setting, browsers cache for 5 seconds. The longest time that all
    /// of them honour is 600 seconds.
    ///
    /// Controls `Access-Control-Max-Age`:
    /// <https://fetch.spec.whatwg.org/#http-access-control-max-age>.
    #[doc(alias = "preflight_max_age")]
    #[doc(alias = "cache")]
    #[doc(alias = "max_age_seconds")]
    pub fn max_age(mut self, max_age: Duration) -> Self {
        // Rounded down, less than a second would be 0, which switches the cache off.
        let part = u64::from(max_age.subsec_nanos() > 0);
        self.settings.max_age = Some(max_age.as_secs().saturating_add(part));
        self
    }

    /// Whether a preflight's answer names only what was asked for, instead of the whole policy.
    /// False by default.
    ///
    /// It hides the lists of methods and headers from those who guess. In exchange, browsers send a
    /// preflight for each combination of method and headers that pages use with a URL, instead of one
    /// for each URL. In a session of 40 requests to four URLs, which reads, writes, changes and deletes
    /// within a max-age of 600, they send 7 preflights instead of 3. (A modelled browser counts them in
    /// the tests of `cors-conformance`.)
    pub fn minimal_disclosure(mut self, minimal: bool) -> Self {
        self.settings.minimal_disclosure = minimal;
        self
    }

    /// The status of a preflight's answer if the origin is allowed: 204, or 200 for clients that insist
    /// on it. 204 by default.
    ///
    /// Browsers take any status from 200 to 299 for success
    /// (<https://fetch.spec.whatwg.org/#cors-preflight-fetch-0>, step 7). Some old ones, on televisions
    /// and in embedded devices, and some proxies stumble over 204. The body is empty with either.
    #[doc(alias = "success_status")]
    #[doc(alias = "options_success_status")]
    pub fn preflight_status(mut self, status: u16) -> Self {
        self.settings.preflight_status = Some(status);
        self
    }

    /// Checks the settings and compiles them.
    ///
    /// # Errors
    ///
    /// If one of the policy's problems is an error. It holds all of them, the warnings too.
    pub fn build(self) -> Result<Policy, PolicyError> {
        compile::compile(self.settings, &self.variables)
    }
}
