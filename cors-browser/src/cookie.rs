//! Cookies, with the attributes that decide whether they are kept and sent:
//! <https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis>.

use url::Url;

use crate::{Destination, Mode, page_origin::is_trustworthy, request::Hand, site};

/// A cookie as a `Set-Cookie` line has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Cookie {
    name: String,
    value: String,
    same_site: SameSite,
    secure: bool,
    partitioned: bool,
    /// `Path=/`
    is_for_all_paths: bool,
    has_domain: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum SameSite {
    Strict,
    Lax,
    None,
    /// Not given, or none of these.
    Default,
}

impl Cookie {
    /// `None` for a line without a name.
    pub(super) fn parse(line: &[u8]) -> Option<Self> {
        let line = String::from_utf8_lossy(line);
        let mut parts = line.split(';');
        let (name, value) = parts.next()?.split_once('=')?;
        let mut cookie = Self {
            name: name.trim_matches(BLANK).to_owned(),
            value: value.trim_matches(BLANK).to_owned(),
            same_site: SameSite::Default,
            secure: false,
            partitioned: false,
            is_for_all_paths: false,
            has_domain: false,
        };
        // Of several, the last one counts.
        for part in parts {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            let value = value.trim_matches(BLANK);
            match name.trim_matches(BLANK).to_ascii_lowercase().as_str() {
                "samesite" => cookie.same_site = SameSite::parse(value),
                "secure" => cookie.secure = true,
                "partitioned" => cookie.partitioned = true,
                "path" => cookie.is_for_all_paths = value == "/",
                "domain" => cookie.has_domain = !value.is_empty(),
                _ => {}
            }
        }
        (!cookie.name.is_empty()).then_some(cookie)
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// As it stands in `Cookie`.
    pub(super) fn pair(&self) -> String {
        format!("{}={}", self.name, self.value)
    }

    /// Whether it goes to other sites on purpose, and isn't kept apart for each of them.
    pub(super) fn is_third_party(&self) -> bool {
        self.same_site == SameSite::None && !self.partitioned
    }

    /// What keeps it at home, where the visitor got it from the server's own page.
    pub(super) fn not_sent(&self, way: &Way) -> Option<Obstacle> {
        let is_elsewhere = || self.partitioned && way.is_third_party();
        let obstacle = self.not_kept(way);
        obstacle.or_else(|| is_elsewhere().then_some(Obstacle::Partitioned))
    }

    /// What keeps it from being kept.
    pub(super) fn not_kept(&self, way: &Way) -> Option<Obstacle> {
        let has_prefix = |prefix: &str| {
            let start = self.name.get(..prefix.len());
            start.is_some_and(|start| start.eq_ignore_ascii_case(prefix))
        };
        let host = self.secure && self.is_for_all_paths && !self.has_domain;
        Some(match self.same_site {
            _ if has_prefix("__Host-") && !host => Obstacle::HostPrefix,
            _ if has_prefix("__Secure-") && !self.secure => Obstacle::SecurePrefix,
            _ if self.partitioned && !self.secure => Obstacle::PartitionedInsecurely,
            SameSite::None if !self.secure => Obstacle::NoneInsecurely,
            _ if self.secure && !way.trustworthy => Obstacle::Secure,
            SameSite::Strict if way.cross_site => Obstacle::Strict,
            SameSite::Lax if way.cross_site && !way.lax => Obstacle::Lax,
            SameSite::Default if way.cross_site && !way.lax => Obstacle::LaxByDefault,
            _ => return None,
        })
    }

    /// Whether `WebKit` takes it for insecure where others make an exception for loopback.
    pub(super) fn is_too_secure_for_webkit(&self, way: &Way) -> bool {
        self.secure && !way.https
    }

    /// Whether `WebKitGTK`, which knows no other obstacles, sends it.
    pub(super) fn is_sent_by_webkit_gtk(&self, way: &Way) -> bool {
        let stays = match self.same_site {
            SameSite::Strict => way.cross_site,
            SameSite::Lax => way.cross_site && !way.lax,
            _ => false,
        };
        !(stays || self.is_too_secure_for_webkit(way))
    }
}

/// Between a page and a server.
pub(super) struct Way {
    pub(super) cross_site: bool,
    /// Whether the visitor goes there.
    top_level: bool,
    /// Whether `SameSite=Lax` is no obstacle.
    lax: bool,
    https: bool,
    trustworthy: bool,
}

impl Way {
    pub(super) fn new(page: Option<&Url>, url: &Url, trip: Trip) -> Self {
        Self {
            cross_site: trip != Trip::Visitor && site::crosses(page, url),
            top_level: trip != Trip::Embedded,
            lax: matches!(trip, Trip::Visitor | Trip::Navigation { safe: true }),
            https: url.scheme() == "https",
            trustworthy: is_trustworthy(url),
        }
    }

    /// Whether the cookies there are another site's than the visitor's window shows in the end.
    pub(super) fn is_third_party(&self) -> bool {
        self.cross_site && !self.top_level
    }
}

/// What a request does to the visitor's window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trip {
    /// Nothing, or something in a part of it.
    Embedded,
    /// It leads on from the page that is open.
    Navigation { safe: bool },
    /// The visitor has chosen where to go.
    Visitor,
}

impl Trip {
    pub(super) fn of(mode: Mode, destination: Destination, hand: Hand, method: &str) -> Self {
        match (mode, destination) {
            (Mode::Navigate, _) if hand == Hand::Visitor => Self::Visitor,
            (Mode::Navigate, Destination::Document) => Self::Navigation {
                safe: method == "GET",
            },
            _ => Self::Embedded,
        }
    }
}

const BLANK: [char; 2] = [' ', '\t'];

impl SameSite {
    fn parse(value: &str) -> Self {
        match value.to_ascii_lowercase().as_str() {
            "strict" => Self::Strict,
            "lax" => Self::Lax,
            "none" => Self::None,
            _ => Self::Default,
        }
    }
}

/// What keeps a cookie from being kept, or sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Obstacle {
    HostPrefix,
    SecurePrefix,
    PartitionedInsecurely,
    NoneInsecurely,
    Secure,
    Strict,
    Lax,
    LaxByDefault,
    Partitioned,
}

impl Obstacle {
    /// Where the standard says so, of cookies that are kept.
    pub(super) fn citation(self) -> &'static str {
        match self {
            Self::PartitionedInsecurely | Self::Partitioned => {
                "https://datatracker.ietf.org/doc/html/draft-cutler-httpbis-partitioned-cookies"
            }
            _ => {
                "https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis#name-storage-model"
            }
        }
    }
}
