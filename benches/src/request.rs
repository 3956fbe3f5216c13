//! The requests that are measured.

use core::fmt;

use crate::{PolicyKind, policy::HOST};

/// A kind of request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Case {
    /// `GET` without `Origin`.
    NotCors,
    /// `GET` of an allowed origin.
    Allowed,
    /// `GET` of another one.
    Refused,
    /// A preflight that is granted: `PUT` with two headers.
    Preflight,
    /// A preflight of an origin that is not allowed.
    PreflightRefused,
    /// A preflight for a header that is not allowed.
    PreflightHeader,
    /// `OPTIONS` without `Origin`.
    PlainOptions,
    /// A preflight that asks for so many KiB of commas.
    Commas(usize),
    /// A preflight that asks for so many KiB of names.
    Names(usize),
    /// `POST` of a page of the server's own, by `Sec-Fetch-Site`.
    OwnBySite,
    /// The same over plain HTTP, by `Origin` and `Host`.
    OwnByHost,
    /// `POST` of an allowed origin.
    PostAllowed,
    /// `POST` of another one.
    PostRefused,
    /// `POST` of what is no browser.
    NoBrowser,
    /// `GET` for another host.
    OtherHost,
}

/// A request's head, in terms that every framework understands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestHead {
    /// The method.
    pub method: &'static str,
    /// Its header lines.
    pub headers: Vec<(&'static str, String)>,
}

impl Case {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::NotCors,
        Self::Allowed,
        Self::Refused,
        Self::Preflight,
        Self::PreflightRefused,
        Self::PreflightHeader,
        Self::PlainOptions,
        Self::Commas(8),
        Self::Commas(60),
        Self::Names(8),
        Self::Names(60),
    ];

    /// Those of a policy with guards.
    pub const GUARDED: [Self; 5] = [
        Self::OwnBySite,
        Self::OwnByHost,
        Self::PostAllowed,
        Self::PostRefused,
        Self::NoBrowser,
    ];

    /// Those of a policy that expects hosts.
    pub const TO_HOSTS: [Self; 3] = [Self::NotCors, Self::Allowed, Self::OtherHost];

    /// Whether it is answered without the handler, so that its cost stands for itself.
    #[must_use]
    pub fn is_preflight(self) -> bool {
        !matches!(
            self,
            Self::NotCors
                | Self::Allowed
                | Self::Refused
                | Self::PlainOptions
                | Self::OwnBySite
                | Self::OwnByHost
                | Self::PostAllowed
                | Self::NoBrowser
        )
    }

    /// The origin that sends it, if it says so: in each turn another one of the same kind.
    #[must_use]
    pub fn origin(self, policy: PolicyKind, turn: usize) -> Option<String> {
        match self {
            Self::NotCors | Self::PlainOptions | Self::NoBrowser | Self::OtherHost => None,
            Self::OwnBySite | Self::OwnByHost => Some(format!("https://{HOST}")),
            Self::Refused | Self::PreflightRefused | Self::PostRefused => {
                Some(policy.refused(turn))
            }
            _ => Some(policy.allowed(turn)),
        }
    }

    /// The request, as a page of one of the policy's origins sends it.
    #[must_use]
    pub fn request(self, policy: PolicyKind) -> RequestHead {
        let asked = match self {
            Self::Preflight | Self::PreflightRefused => Some("content-type,x-api-key".to_owned()),
            Self::PreflightHeader => Some("content-type,x-other".to_owned()),
            Self::Commas(kib) => Some(",".repeat(kib * 1_024)),
            Self::Names(kib) => Some(names(kib * 1_024)),
            _ => None,
        };
        let method = match (self, &asked) {
            (Self::PlainOptions, _) | (_, Some(_)) => "OPTIONS",
            (one, _) if Self::GUARDED.contains(&one) => "POST",
            _ => "GET",
        };
        let host = match self {
            Self::OtherHost => "rebound.example.org",
            _ => HOST,
        };
        // What every browser sends with every request.
        let mut headers = vec![
            ("host", host.to_owned()),
            (
                "user-agent",
                "Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0".to_owned(),
            ),
            ("accept", "*/*".to_owned()),
            ("accept-encoding", "gzip, deflate, br, zstd".to_owned()),
        ];
        let origin = self.origin(policy, 0);
        headers.extend(origin.map(|origin| ("origin", origin)));
        let site = match self {
            Self::OwnBySite => Some("same-origin"),
            Self::PostAllowed | Self::PostRefused => Some("cross-site"),
            _ => None,
        };
        headers.extend(site.map(|site| ("sec-fetch-site", site.to_owned())));
        if let Some(asked) = asked {
            headers.push(("access-control-request-method", "PUT".to_owned()));
            headers.push(("access-control-request-headers", asked));
        }
        RequestHead { method, headers }
    }
}

impl RequestHead {
    /// Has another origin send it, if it says which one does.
    pub fn set_origin(&mut self, origin: &str) {
        let mut lines = self.headers.iter_mut();
        if let Some((_, value)) = lines.find(|(name, _)| *name == "origin") {
            origin.clone_into(value);
        }
    }
}

/// `x-a0000,x-a0001,…`, cut to length.
fn names(bytes: usize) -> String {
    let mut text: String = (0..=bytes / 8).map(|n| format!("x-a{n:04},")).collect();
    text.truncate(bytes);
    text
}

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotCors => f.pad("not CORS"),
            Self::Allowed => f.pad("allowed"),
            Self::Refused => f.pad("refused"),
            Self::Preflight => f.pad("preflight"),
            Self::PreflightRefused => f.pad("preflight, refused origin"),
            Self::PreflightHeader => f.pad("preflight, refused header"),
            Self::PlainOptions => f.pad("plain OPTIONS"),
            Self::Commas(kib) => f.pad(&format!("preflight, {kib} KiB of commas")),
            Self::Names(kib) => f.pad(&format!("preflight, {kib} KiB of names")),
            Self::OwnBySite => f.pad("own POST, by site"),
            Self::OwnByHost => f.pad("own POST, by host"),
            Self::PostAllowed => f.pad("allowed POST"),
            Self::PostRefused => f.pad("refused POST"),
            Self::NoBrowser => f.pad("POST of no browser"),
            Self::OtherHost => f.pad("for another host"),
        }
    }
}
