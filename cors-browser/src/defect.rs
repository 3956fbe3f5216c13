//! What is wrong with the headers of an answer, whoever asked for it.

use core::fmt;

use http::{
    HeaderMap, HeaderName,
    header::{
        ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_HEADERS,
        ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS,
        ACCESS_CONTROL_MAX_AGE,
    },
};

use super::{
    diagnosis::is_list,
    field::{self, Extracted},
    page_origin,
};

/// A header that browsers read otherwise than its author meant, or not at all.
///
/// `Display` says it in a sentence, in which whatever the server sent is escaped.
///
/// ```
/// use cors_browser::Defect;
/// use http::{HeaderMap, HeaderValue};
///
/// let mut headers = HeaderMap::new();
/// headers.insert("access-control-allow-credentials", HeaderValue::from_static("True"));
/// headers.insert("access-control-allow-methods", HeaderValue::from_static("GET; PUT"));
/// let sentences: Vec<_> = Defect::all(&headers).iter().map(ToString::to_string).collect();
/// assert_eq!(
///     sentences,
///     [
///         "Access-Control-Allow-Credentials is \"True\", and only \"true\" counts",
///         "Access-Control-Allow-Methods is \"GET; PUT\", which is no list of names: commas separate them"
///     ]
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Defect {
    /// There are several `Access-Control-Allow-Origin`, or there is a list of origins in it.
    #[non_exhaustive]
    MultipleAllowOrigin {
        /// All lines of it, combined.
        allowed: String,
    },
    /// `Access-Control-Allow-Origin` is neither an origin nor `*`.
    #[non_exhaustive]
    InvalidAllowOrigin {
        /// What it is.
        allowed: String,
        /// What is wrong with it, in half a sentence.
        flaw: &'static str,
    },
    /// `Access-Control-Allow-Credentials` is neither `true` nor `false`. The latter is as good as none, and
    /// means what it says.
    #[non_exhaustive]
    InvalidAllowCredentials {
        /// All lines of it, combined.
        found: String,
    },
    /// A list of methods or headers is not a list of names.
    #[non_exhaustive]
    InvalidList {
        /// The header, as the standard writes it.
        name: &'static str,
        /// All lines of it, combined.
        found: String,
    },
    /// `Access-Control-Max-Age` is not one number of seconds.
    #[non_exhaustive]
    InvalidMaxAge {
        /// All lines of it, combined.
        found: String,
    },
    /// `Access-Control-Max-Age` is more than any browser grants.
    #[non_exhaustive]
    MaxAgeCapped {
        /// What it is.
        seconds: u64,
    },
    /// A header of Private Network Access, a draft that no browser follows any more.
    #[non_exhaustive]
    PrivateNetwork {
        /// Its name.
        name: &'static str,
    },
}

/// What the engine that grants most grants: Firefox, a day.
const LONGEST_MAX_AGE: u64 = 86_400;

impl Defect {
    /// All of an answer, in the order of the headers above.
    #[must_use]
    pub fn all(headers: &HeaderMap) -> Vec<Self> {
        let mut defects = Vec::new();
        defects.extend(allow_origin(headers));
        if let Some(found) = text(headers, &ACCESS_CONTROL_ALLOW_CREDENTIALS)
            && !matches!(found.as_str(), "true" | "false")
        {
            defects.push(Self::InvalidAllowCredentials { found });
        }
        for (name, title) in LISTS {
            if let Extracted::Malformed = field::tokens(headers, &name) {
                defects.push(Self::InvalidList {
                    name: title,
                    found: text(headers, &name).unwrap_or_default(),
                });
            }
        }
        match field::seconds(headers, &ACCESS_CONTROL_MAX_AGE) {
            Extracted::Malformed => defects.push(Self::InvalidMaxAge {
                found: text(headers, &ACCESS_CONTROL_MAX_AGE).unwrap_or_default(),
            }),
            Extracted::Values(seconds) if seconds > LONGEST_MAX_AGE => {
                defects.push(Self::MaxAgeCapped { seconds });
            }
            _ => {}
        }
        let leftovers = PRIVATE_NETWORK.iter();
        let leftovers = leftovers.filter(|name| headers.contains_key(name.to_ascii_lowercase()));
        defects.extend(leftovers.map(|name| Self::PrivateNetwork { name }));
        defects
    }
}

const LISTS: [(HeaderName, &str); 3] = [
    (ACCESS_CONTROL_ALLOW_METHODS, "Access-Control-Allow-Methods"),
    (ACCESS_CONTROL_ALLOW_HEADERS, "Access-Control-Allow-Headers"),
    (
        ACCESS_CONTROL_EXPOSE_HEADERS,
        "Access-Control-Expose-Headers",
    ),
];

/// <https://wicg.github.io/private-network-access/>
const PRIVATE_NETWORK: [&str; 3] = [
    "Access-Control-Allow-Private-Network",
    "Private-Network-Access-ID",
    "Private-Network-Access-Name",
];

fn allow_origin(headers: &HeaderMap) -> Option<Defect> {
    let allowed = text(headers, &ACCESS_CONTROL_ALLOW_ORIGIN)?;
    if allowed == "*" {
        return None;
    }
    if is_list(&allowed) {
        return Some(Defect::MultipleAllowOrigin { allowed });
    }
    let flaw = page_origin::flaw(&allowed)?;
    Some(Defect::InvalidAllowOrigin { allowed, flaw })
}

fn text(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    let value = field::get(headers, name)?;
    Some(String::from_utf8_lossy(&value).into_owned())
}

impl fmt::Display for Defect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MultipleAllowOrigin { allowed } => write!(
                f,
                "Access-Control-Allow-Origin is {allowed:?}: two headers, or a list, are as good as none"
            ),
            Self::InvalidAllowOrigin { allowed, flaw } => write!(
                f,
                "Access-Control-Allow-Origin is {allowed:?}, which is no origin: {flaw}"
            ),
            Self::InvalidAllowCredentials { found } => write!(
                f,
                "Access-Control-Allow-Credentials is {found:?}, and only \"true\" counts"
            ),
            Self::InvalidList { name, found } => write!(
                f,
                "{name} is {found:?}, which is no list of names: commas separate them"
            ),
            Self::InvalidMaxAge { found } => write!(
                f,
                "Access-Control-Max-Age is {found:?}, which is no number of seconds: browsers take it for 5"
            ),
            Self::MaxAgeCapped { seconds } => write!(
                f,
                "Access-Control-Max-Age is {seconds}, and no browser grants more than {LONGEST_MAX_AGE}"
            ),
            Self::PrivateNetwork { name } => write!(
                f,
                "{name} belongs to Private Network Access, a draft that browsers gave up: nobody reads it"
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderName, HeaderValue};

    use super::Defect;

    fn sentences(lines: &[(&str, &[u8])]) -> Vec<String> {
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            let name = HeaderName::from_bytes(name.as_bytes()).unwrap();
            headers.append(name, HeaderValue::from_bytes(value).unwrap());
        }
        Defect::all(&headers)
            .iter()
            .map(ToString::to_string)
            .collect()
    }

    #[test]
    fn what_is_no_defect() {
        for lines in [
            &[("access-control-allow-origin", &b"*"[..])][..],
            &[("access-control-allow-origin", b"null")],
            &[("access-control-allow-origin", b"https://app.example.com")],
            &[("access-control-allow-credentials", b"true")],
            &[("access-control-allow-credentials", b"false")],
            &[
                ("access-control-allow-methods", b"GET,, *"),
                ("access-control-allow-methods", b""),
            ],
            &[("access-control-expose-headers", b"*")],
            &[("access-control-max-age", b"86400")],
            &[("access-control-max-age", b"0")],
            &[],
        ] {
            assert_eq!(sentences(lines), Vec::<String>::new(), "{lines:?}");
        }
    }

    #[test]
    fn every_defect() {
        for (lines, expected) in [
            (
                &[
                    ("access-control-allow-origin", &b"*"[..]),
                    ("access-control-allow-origin", b"*"),
                ][..],
                "Access-Control-Allow-Origin is \"*, *\": two headers, or a list, are as good as none",
            ),
            (
                &[("access-control-allow-origin", b"https://*.example.com")],
                "Access-Control-Allow-Origin is \"https://*.example.com\", which is no origin: it is a pattern, which only servers can match",
            ),
            (
                &[("access-control-allow-origin", b"")],
                "Access-Control-Allow-Origin is \"\", which is no origin: it is empty",
            ),
            (
                &[
                    ("access-control-allow-credentials", b"true"),
                    ("access-control-allow-credentials", b"true"),
                ],
                "Access-Control-Allow-Credentials is \"true, true\", and only \"true\" counts",
            ),
            (
                &[("access-control-expose-headers", b"a b\xff")],
                "Access-Control-Expose-Headers is \"a b\u{fffd}\", which is no list of names: commas separate them",
            ),
            (
                &[("access-control-max-age", b"-1")],
                "Access-Control-Max-Age is \"-1\", which is no number of seconds: browsers take it for 5",
            ),
            (
                &[("access-control-max-age", b"86401")],
                "Access-Control-Max-Age is 86401, and no browser grants more than 86400",
            ),
            (
                &[("private-network-access-name", b"x")],
                "Private-Network-Access-Name belongs to Private Network Access, a draft that browsers gave up: nobody reads it",
            ),
        ] {
            assert_eq!(sentences(lines), [expected]);
        }
    }

    #[test]
    fn what_servers_send_is_escaped() {
        let found = sentences(&[("access-control-allow-origin", "\u{202e}\tx".as_bytes())]);
        assert_eq!(
            found,
            [
                "Access-Control-Allow-Origin is \"\\u{202e}\\tx\", which is no origin: it does not begin with a scheme, such as https://"
            ]
        );
    }
}
