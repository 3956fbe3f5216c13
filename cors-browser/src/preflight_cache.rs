//! <https://fetch.spec.whatwg.org/#cors-preflight-cache>: what a preflight's answer allows for a
//! while, by method and by header name.

use core::time::Duration;

use super::{field::Extracted, names};

/// What requests have to have in common to share entries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Key {
    /// Stands for the network partition key: the page that is open.
    pub(super) page: String,
    /// Serialised; `null` after some redirects.
    pub(super) origin: String,
    /// The full URL: nothing is shared between two paths, or two queries.
    pub(super) url: String,
    pub(super) credentials: bool,
}

impl Key {
    /// <https://fetch.spec.whatwg.org/#concept-cache-match>: what is allowed with credentials is
    /// allowed without.
    fn serves(&self, request: &Self) -> bool {
        self.is_of_same_resource(request) && (self.credentials || !request.credentials)
    }

    fn is_of_same_resource(&self, other: &Self) -> bool {
        self.page == other.page && self.origin == other.origin && self.url == other.url
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Allowed {
    Method(String),
    /// In lower case.
    Header(String),
}

#[derive(Clone, Debug)]
struct Entry {
    key: Key,
    allowed: Allowed,
    /// On the browser's clock.
    until: Duration,
}

#[derive(Clone, Debug, Default)]
pub(super) struct PreflightCache {
    entries: Vec<Entry>,
}

/// How long an answer is kept that does not say so: step 7.9.
const DEFAULT_MAX_AGE: Duration = Duration::from_secs(5);

/// The time for which `Access-Control-Max-Age` lets an answer be kept.
pub(super) fn max_age(header: &Extracted<u64>, cap: Option<Duration>) -> Duration {
    let age = match header {
        Extracted::Values(seconds) => Duration::from_secs(*seconds),
        Extracted::Absent | Extracted::Malformed => DEFAULT_MAX_AGE,
    };
    cap.map_or(age, |cap| age.min(cap))
}

impl PreflightCache {
    /// <https://fetch.spec.whatwg.org/#concept-cache-match-method>
    pub(super) fn allows_method(&self, key: &Key, method: &str, now: Duration) -> bool {
        self.any(key, now, |allowed| match allowed {
            Allowed::Method(listed) => listed == method || listed == "*",
            Allowed::Header(_) => false,
        })
    }

    /// <https://fetch.spec.whatwg.org/#concept-cache-match-header>
    pub(super) fn allows_header(&self, key: &Key, name: &str, now: Duration) -> bool {
        self.any(key, now, |allowed| match allowed {
            Allowed::Header(listed) => {
                listed == name || (listed == "*" && !names::is_non_wildcard_request_header(name))
            }
            Allowed::Method(_) => false,
        })
    }

    /// <https://fetch.spec.whatwg.org/#cors-preflight-fetch-0>, steps 7.12 to 7.15.
    pub(super) fn store(
        &mut self,
        key: &Key,
        methods: &[String],
        headers: &[String],
        now: Duration,
        max_age: Duration,
    ) {
        let methods = methods.iter().map(|method| Allowed::Method(method.clone()));
        let headers = headers
            .iter()
            .map(|name| Allowed::Header(name.to_ascii_lowercase()));
        let until = now.saturating_add(max_age);
        self.entries.retain(|entry| entry.until > now);
        for allowed in methods.chain(headers) {
            let known = |entry: &&mut Entry| entry.allowed == allowed && entry.key.serves(key);
            match self.entries.iter_mut().find(known) {
                Some(entry) => entry.until = until,
                None => self.entries.push(Entry {
                    key: key.clone(),
                    allowed,
                    until,
                }),
            }
        }
    }

    /// <https://fetch.spec.whatwg.org/#concept-cache-clear>: with credentials and without.
    pub(super) fn clear(&mut self, key: &Key) {
        self.entries
            .retain(|entry| !entry.key.is_of_same_resource(key));
    }

    fn any(&self, key: &Key, now: Duration, test: impl Fn(&Allowed) -> bool) -> bool {
        self.entries
            .iter()
            .any(|entry| entry.until > now && entry.key.serves(key) && test(&entry.allowed))
    }
}
