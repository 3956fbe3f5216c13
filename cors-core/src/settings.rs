//! The settings as their author wrote them, in that order.

use core::{fmt, time::Duration};
use std::sync::Arc;

use crate::{Origin, Setting};

/// Everything that a policy was built from, as it was written and in that order.
///
/// [`Policy::settings`](crate::Policy::settings) returns it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    pub(crate) allow_origins: Vec<Entry>,
    pub(crate) origins_may_be_empty: bool,
    pub(crate) allow_credentials: bool,
    pub(crate) allow_methods: Vec<String>,
    pub(crate) allow_headers: Vec<String>,
    pub(crate) expose_headers: Vec<String>,
    /// In seconds.
    pub(crate) max_age: Option<u64>,
    pub(crate) minimal_disclosure: bool,
    pub(crate) preflight_status: Option<u16>,
    pub(crate) guard_unsafe_methods: bool,
    pub(crate) guard_safe_methods: bool,
    pub(crate) guard_websockets: bool,
    /// `None` for any.
    pub(crate) expect_hosts: Option<Vec<String>>,
    pub(crate) dangerously_allow_insecure_origins: bool,
    pub(crate) dangerously_allow_public_suffixes: bool,
    pub(crate) dangerously_allow_null_origin: bool,
    pub(crate) dangerously_allow_file_origin: bool,
}

impl Settings {
    /// The entries of [`allow_origins`](crate::PolicyBuilder::allow_origins) and its siblings for
    /// regexes and predicates, which are one list.
    pub fn allow_origins(&self) -> impl ExactSizeIterator<Item = OriginEntry<'_>> {
        self.allow_origins.iter().map(Entry::view)
    }

    /// Whether credentials are allowed.
    #[must_use]
    pub fn allow_credentials(&self) -> bool {
        self.allow_credentials
    }

    /// The methods beyond the safelisted ones.
    #[must_use]
    pub fn allow_methods(&self) -> &[String] {
        &self.allow_methods
    }

    /// The request headers beyond the safelisted ones.
    #[must_use]
    pub fn allow_headers(&self) -> &[String] {
        &self.allow_headers
    }

    /// The response headers that a page may read beyond the safelisted ones.
    #[must_use]
    pub fn expose_headers(&self) -> &[String] {
        &self.expose_headers
    }

    /// How long a browser may cache a preflight's answer.
    #[must_use]
    pub fn max_age(&self) -> Option<Duration> {
        self.max_age.map(Duration::from_secs)
    }

    /// The status of a preflight's answer where the origin is allowed, if it was chosen.
    #[must_use]
    pub fn preflight_status(&self) -> Option<u16> {
        self.preflight_status
    }

    /// The hosts that requests may be for. Empty for any.
    #[must_use]
    pub fn expect_hosts(&self) -> &[String] {
        self.expect_hosts.as_deref().unwrap_or_default()
    }

    /// Whether each predicate of `other` is among these as well: the same closure, not one that decides alike.
    ///
    /// Policies that were made from one builder share its predicates.
    ///
    /// ```
    /// # use cors_core::Policy;
    /// let builder = Policy::builder().allow_origin_if(|origin| origin.port() == Some(8080));
    /// let narrow = builder.clone().build()?;
    /// let wide = builder.allow_origin_if(|origin| origin.port() == Some(9090)).build()?;
    /// assert!(wide.settings().has_predicates_of(narrow.settings()));
    /// assert!(!narrow.settings().has_predicates_of(wide.settings()));
    /// # Ok::<(), cors_core::PolicyError>(())
    /// ```
    #[must_use]
    pub fn has_predicates_of(&self, other: &Self) -> bool {
        let is_predicate = |entry: &&Entry| matches!(entry, Entry::Predicate(_));
        let mut theirs = other.allow_origins.iter().filter(is_predicate);
        theirs.all(|predicate| self.allow_origins.contains(predicate))
    }

    /// Whether a setting that is either on or off is on; `None` for every other setting.
    ///
    /// ```
    /// # use cors_core::{Policy, Setting};
    /// let policy = Policy::builder()
    ///     .allow_origins(["https://app.example.com"])
    ///     .minimal_disclosure(true)
    ///     .build()?;
    /// let settings = policy.settings();
    /// assert_eq!(settings.flag(Setting::MinimalDisclosure), Some(true));
    /// assert_eq!(settings.flag(Setting::AllowCredentials), Some(false));
    /// assert_eq!(settings.flag(Setting::MaxAge), None);
    /// # Ok::<(), cors_core::PolicyError>(())
    /// ```
    #[must_use]
    pub fn flag(&self, setting: Setting) -> Option<bool> {
        let mut flags = self.flags().into_iter();
        flags.find_map(|(flag, value)| (flag == setting).then_some(value))
    }

    /// Whether anything is refused to origins that are not allowed.
    pub(crate) fn has_guard(&self) -> bool {
        self.guard_unsafe_methods || self.guard_safe_methods || self.guard_websockets
    }

    /// Whether an origin that is allowed can act as its visitors: with credentials, or since a guard lets
    /// it through, whose requests carry cookies whatever the policy says of credentials.
    pub(crate) fn trusts_origins(&self) -> bool {
        self.trust() != Trust::None
    }

    pub(crate) fn trust(&self) -> Trust {
        match (self.allow_credentials, self.has_guard()) {
            (false, false) => Trust::None,
            (true, false) => Trust::Credentials,
            (false, true) => Trust::Guard,
            (true, true) => Trust::Both,
        }
    }

    /// Every setting that is either on or off.
    pub(crate) fn flags(&self) -> [(Setting, bool); 10] {
        [
            (Setting::OriginsMayBeEmpty, self.origins_may_be_empty),
            (Setting::AllowCredentials, self.allow_credentials),
            (Setting::MinimalDisclosure, self.minimal_disclosure),
            (Setting::GuardUnsafeMethods, self.guard_unsafe_methods),
            (Setting::GuardSafeMethods, self.guard_safe_methods),
            (Setting::GuardWebsockets, self.guard_websockets),
            (
                Setting::DangerouslyAllowInsecureOrigins,
                self.dangerously_allow_insecure_origins,
            ),
            (
                Setting::DangerouslyAllowPublicSuffixes,
                self.dangerously_allow_public_suffixes,
            ),
            (
                Setting::DangerouslyAllowNullOrigin,
                self.dangerously_allow_null_origin,
            ),
            (
                Setting::DangerouslyAllowFileOrigin,
                self.dangerously_allow_file_origin,
            ),
        ]
    }
}

/// Why an origin that is allowed can act as its visitors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Trust {
    /// It can't.
    None,
    Credentials,
    Guard,
    Both,
}

impl Trust {
    pub(crate) fn has_guard(self) -> bool {
        matches!(self, Self::Guard | Self::Both)
    }
}

/// One entry of the list of origins, as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum OriginEntry<'a> {
    /// An origin, a pattern, or `*`.
    Text(&'a str),
    /// A regex.
    Regex(&'a str),
    /// A predicate. It is code, so nothing of it can be shown.
    Predicate,
}

/// One entry of the list of origins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Entry {
    /// An origin, a pattern, or `*`. Shared with the matcher: there may be a million.
    Text(Arc<str>),
    #[cfg_attr(
        not(feature = "regex"),
        expect(dead_code, reason = "needs the feature")
    )]
    Regex(Arc<str>),
    Predicate(Predicate),
}

impl Entry {
    pub(crate) fn view(&self) -> OriginEntry<'_> {
        match self {
            Self::Text(text) => OriginEntry::Text(text),
            Self::Regex(regex) => OriginEntry::Regex(regex),
            Self::Predicate(_) => OriginEntry::Predicate,
        }
    }
}

/// Equal only to itself and its clones.
#[derive(Clone)]
pub(crate) struct Predicate(Arc<dyn Fn(&Origin<'_>) -> bool + Send + Sync>);

impl Predicate {
    pub(crate) fn new(predicate: impl Fn(&Origin<'_>) -> bool + Send + Sync + 'static) -> Self {
        Self(Arc::new(predicate))
    }

    pub(crate) fn admits(&self, origin: &Origin<'_>) -> bool {
        (self.0)(origin)
    }
}

impl Eq for Predicate {}

impl PartialEq for Predicate {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl fmt::Debug for Predicate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Fn(&Origin) -> bool")
    }
}
