//! How a policy is written.

use core::time::Duration;

use crate::{
    Origin, Policy, PolicyError, compile,
    settings::{Entry, Predicate, Settings},
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
#[derive(Clone, Debug, Default)]
#[must_use = "a builder does nothing until its policy is built"]
pub struct PolicyBuilder {
    settings: Settings,
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
        }
    }
}

impl PolicyBuilder {
    /// Allows these origins: `https://app.example.com`, or patterns as [`OriginPattern`] explains
    /// them, or `*` for any origin, which is possible only without credentials.
    ///
    /// Controls `Access-Control-Allow-Origin`:
    /// <https://fetch.spec.whatwg.org/#http-access-control-allow-origin>.
    ///
    /// [`OriginPattern`]: crate::OriginPattern
    pub fn allow_origins<I>(mut self, origins: I) -> Self
    where
        I: IntoIterator<Item: AsRef<str>>,
    {
        let entries = origins.into_iter().map(|o| Entry::Text(o.as_ref().into()));
        self.settings.allow_origins.extend(entries);
        self
    }

    /// Allows the origins that `regex` matches as a whole.
    ///
    /// Matching takes linear time. With credentials, a regex that admits look-alikes of its own
    /// literals does not build: `https://api.example\.com` admits `https://apixexample.com`. Prefer a
    /// pattern where one fits: there is nothing to escape.
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
    #[cfg(feature = "regex")]
    pub fn allow_origin_regex(mut self, regex: impl AsRef<str>) -> Self {
        let entry = Entry::Regex(regex.as_ref().into());
        self.settings.allow_origins.push(entry);
        self
    }

    /// Allows the origins for which `predicate` returns true.
    ///
    /// It is asked last, while a request waits: it should be quick, and must not panic. It sees only
    /// canonical origins, never `null`. With credentials, [`build`](Self::build) probes it with two
    /// origins that nobody has, and fails if it admits one. That finds predicates that admit
    /// everybody, but not one that asks for `.ends_with("example.com")`.
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
    pub fn allow_credentials(mut self, allow: bool) -> Self {
        self.settings.allow_credentials = allow;
        self
    }

    /// Allows these methods besides `GET`, `HEAD` and `POST`, which need no listing; `*` allows
    /// every method.
    ///
    /// Controls `Access-Control-Allow-Methods`, whose names are case-sensitive:
    /// <https://fetch.spec.whatwg.org/#http-access-control-allow-methods>.
    pub fn allow_methods<I>(mut self, methods: I) -> Self
    where
        I: IntoIterator<Item: AsRef<str>>,
    {
        add(&mut self.settings.allow_methods, methods);
        self
    }

    /// Allows these request headers besides the safelisted ones; `*` allows every header except
    /// `authorization`, which has to be listed beside it.
    ///
    /// Pages that send JSON need `content-type`. Controls `Access-Control-Allow-Headers`:
    /// <https://fetch.spec.whatwg.org/#http-access-control-allow-headers>.
    pub fn allow_headers<I>(mut self, headers: I) -> Self
    where
        I: IntoIterator<Item: AsRef<str>>,
    {
        add(&mut self.settings.allow_headers, headers);
        self
    }

    /// Lets pages read these response headers besides the safelisted ones; `*` exposes all, and is
    /// possible only without credentials.
    ///
    /// Controls `Access-Control-Expose-Headers`:
    /// <https://fetch.spec.whatwg.org/#http-access-control-expose-headers>.
    pub fn expose_headers<I>(mut self, headers: I) -> Self
    where
        I: IntoIterator<Item: AsRef<str>>,
    {
        add(&mut self.settings.expose_headers, headers);
        self
    }

    /// How long a browser may answer preflights from its cache, in whole seconds, rounded up; zero
    /// means not at all. Without this setting, browsers cache for 5 seconds. The longest time that all
    /// of them honour is 600 seconds.
    ///
    /// Controls `Access-Control-Max-Age`:
    /// <https://fetch.spec.whatwg.org/#http-access-control-max-age>.
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

    /// Whether origins without TLS may have credentials. False by default.
    ///
    /// Whoever controls a visitor's network can pose as such an origin, and then read and do
    /// whatever the visitor can. Origins on `localhost` and loopback addresses need no permission.
    pub fn dangerously_allow_insecure_origins(mut self, allow: bool) -> Self {
        self.settings.dangerously_allow_insecure_origins = allow;
        self
    }

    /// Whether a pattern may span the names below a public suffix: `https://*.vercel.app`. False
    /// by default.
    ///
    /// Anyone can register such a name, and is then allowed what the policy allows.
    pub fn dangerously_allow_public_suffixes(mut self, allow: bool) -> Self {
        self.settings.dangerously_allow_public_suffixes = allow;
        self
    }

    /// Whether `null` is allowed besides the listed origins, which is possible only without
    /// credentials. False by default.
    ///
    /// Any site can send it: from a sandboxed frame, a `data:` URL, a redirect.
    pub fn dangerously_allow_null_origin(mut self, allow: bool) -> Self {
        self.settings.dangerously_allow_null_origin = allow;
        self
    }

    /// Checks the settings and compiles them.
    ///
    /// # Errors
    ///
    /// If one of the policy's problems is an error. It holds all of them, the warnings too.
    pub fn build(self) -> Result<Policy, PolicyError> {
        compile::compile(self.settings)
    }
}

fn add<I>(list: &mut Vec<String>, entries: I)
where
    I: IntoIterator<Item: AsRef<str>>,
{
    list.extend(entries.into_iter().map(|entry| entry.as_ref().to_owned()));
}
