//! The permissions that weaken a policy, and say so in their names.

use super::PolicyBuilder;

impl PolicyBuilder {
    /// Whether origins without TLS may have credentials, or pass a guard. False by default.
    ///
    /// Whoever controls a visitor's network can pose as such an origin, and then read and do
    /// whatever the visitor can. Origins on `localhost` and loopback addresses need no permission.
    #[doc(alias = "http")]
    pub fn dangerously_allow_insecure_origins(mut self, allow: bool) -> Self {
        self.settings.dangerously_allow_insecure_origins = allow;
        self
    }

    /// Whether a pattern or regex may span what different people register. False by default.
    ///
    /// Anyone can have such a name, and is then allowed what the policy allows. Without this
    /// permission, these entries are errors with credentials or a guard, and among the
    /// [expected hosts](Self::expect_hosts). With it, and without these two, each is a warning: the
    /// permission is for the whole policy, and may have been meant for another entry.
    ///
    /// - over a public suffix: `https://*.co.uk`, `https://*.vercel.app`. Those of companies are
    ///   known with the feature `public-suffix`; without it, only top-level domains are. A hole
    ///   directly below a registry's suffix, `https://{slug}.co.uk`, is an error without credentials
    ///   too.
    /// - over a domain that has public suffixes below it (with the feature `public-suffix`):
    ///   `https://*.fastly.net`, since anyone can register a name below `map.fastly.net`
    /// - over a domain that the Public Suffix List lacks, and below which anyone can have a name at
    ///   once: tunnels (`https://*.loca.lt`), development containers (`https://*.gitpod.io`),
    ///   wildcard DNS (`https://*.sslip.io`, and `https://*.app.sslip.io`, for names are given
    ///   out at any depth)
    ///
    /// Names that no registry gives out need no permission: `https://*.internal`. The same holds for
    /// `corp`, `example`, `home`, `home.arpa`, `intranet`, `invalid`, `lan`, `local`, `localdomain`,
    /// `localhost`, `mail`, `private` and `test`.
    pub fn dangerously_allow_public_suffixes(mut self, allow: bool) -> Self {
        self.settings.dangerously_allow_public_suffixes = allow;
        self
    }

    /// Whether `null` is allowed besides the listed origins, which is possible only without
    /// credentials and guards. False by default.
    ///
    /// Any site can send it: from a sandboxed frame, a `data:` URL, a redirect.
    #[doc(alias = "null")]
    pub fn dangerously_allow_null_origin(mut self, allow: bool) -> Self {
        self.settings.dangerously_allow_null_origin = allow;
        self
    }

    /// Whether `file://` is allowed besides the listed origins, which is possible only without
    /// credentials and guards. False by default.
    ///
    /// By the standard, a page from a disk has the origin `null`
    /// (<https://url.spec.whatwg.org/#concept-url-origin>), and today's browsers send that. Old WebViews,
    /// Cordova's among them, and some desktop shells send `file://` instead. So can every page that
    /// somebody has saved on such a device.
    ///
    /// # Example
    ///
    /// ```
    /// use cors_core::Policy;
    ///
    /// let policy = Policy::builder()
    ///     .allow_origins(["https://app.example.com"])
    ///     .dangerously_allow_file_origin(true)
    ///     .build()?;
    /// assert!(policy.allows_origin("file://"));
    /// assert!(!policy.allows_origin("null"));
    /// # Ok::<(), cors_core::PolicyError>(())
    /// ```
    #[doc(alias = "file")]
    #[doc(alias = "cordova")]
    pub fn dangerously_allow_file_origin(mut self, allow: bool) -> Self {
        self.settings.dangerously_allow_file_origin = allow;
        self
    }
}
