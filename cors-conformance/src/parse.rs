//! From the text of a file to policies and cases. Every mistake names its file and its case.

use std::collections::BTreeMap;

use cors_core::{Policy, PolicyBuilder};
use http::uri::Authority;
use serde::Deserialize;
use toml::{Table, Value};

use crate::{
    case::{Case, Expected, Request},
    citation::Citation,
    error::SuiteError,
    file::SuiteFile,
    place::Place,
    value::{HeaderValue, Lines},
};

/// Reads a policy file.
pub(crate) fn policies(file: SuiteFile<'_>, error: &mut SuiteError) -> BTreeMap<String, Policy> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct PolicyFile {
        #[serde(default)]
        policies: BTreeMap<String, Value>,
    }
    let SuiteFile { name: file, text } = file;
    let read = match toml::from_str::<PolicyFile>(text) {
        Ok(read) => read,
        Err(problem) => {
            error.add(file, &problem.to_string());
            return BTreeMap::new();
        }
    };
    let mut policies = BTreeMap::new();
    for (name, value) in read.policies {
        let place = format!("{file}: policy {name:?}");
        if Place::parse(&name).policy().is_none() {
            error.add(&place, "the name is reserved");
            continue;
        }
        match value.try_into::<PolicyBuilder>() {
            Err(problem) => error.add(&place, &problem.to_string()),
            Ok(builder) => match builder.build() {
                Err(problem) => error.add(&place, &problem.to_string()),
                Ok(policy) => {
                    policies.insert(name, policy);
                }
            },
        }
    }
    policies
}

/// Reads a file of cases.
pub(crate) fn cases(file: SuiteFile<'_>, error: &mut SuiteError) -> Vec<Case> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct CaseFile {
        #[serde(default)]
        case: Vec<Table>,
    }
    let SuiteFile { name: file, text } = file;
    let read = match toml::from_str::<CaseFile>(text) {
        Ok(read) => read,
        Err(problem) => {
            error.add(file, &problem.to_string());
            return Vec::new();
        }
    };
    if read.case.is_empty() {
        error.add(file, "has no [[case]]");
    }
    let mut cases = Vec::new();
    for (index, table) in read.case.into_iter().enumerate() {
        let place = match table.get("name") {
            Some(name) => format!("{file}: case {name}"),
            None => format!("{file}: case number {}", index + 1),
        };
        // Two steps, because the first error of TOML's own would know no case.
        let parsed = table
            .try_into::<CaseText>()
            .map_err(|problem| problem.to_string())
            .and_then(|text| text.parse(file));
        match parsed {
            Ok(case) => cases.push(case),
            Err(problem) => error.add(&place, &problem),
        }
    }
    cases
}

/// The host of a request that names none.
const HOST: &str = "server.example";

/// What makes a request a whole WebSocket handshake (RFC 6455, 4.1). The key is the RFC's example.
const HANDSHAKE: &[(&str, &str)] = &[
    ("connection", "Upgrade"),
    ("upgrade", "websocket"),
    ("sec-websocket-version", "13"),
    ("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="),
];

/// A case as it is written, see the crate's documentation.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct CaseText {
    name: String,
    why: Option<String>,
    fetch: String,
    policy: String,
    request: String,
    host: Option<Lines>,
    authority: Option<String>,
    #[serde(default)]
    handshake: bool,
    #[serde(default)]
    headers: Vec<(String, HeaderValue)>,
    #[serde(default)]
    body: String,
    status: Statuses,
    handler: bool,
    #[serde(default)]
    refusal: bool,
    #[serde(default)]
    access_control: AccessControl,
    #[serde(default)]
    vary: Vec<String>,
    #[serde(default)]
    keeps: Vec<(String, HeaderValue)>,
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "expected a status, or a list of them")]
enum Statuses {
    One(u16),
    OneOf(Vec<u16>),
}

/// The members are spelt out so that a misspelt one is an error.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct AccessControl {
    allow_origin: Option<Lines>,
    allow_credentials: Option<Lines>,
    allow_methods: Option<Lines>,
    allow_headers: Option<Lines>,
    expose_headers: Option<Lines>,
    max_age: Option<Lines>,
}

impl CaseText {
    fn parse(self, file: &str) -> Result<Case, String> {
        if self.name.is_empty()
            || !self
                .name
                .bytes()
                .all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-'))
        {
            return Err("a name consists of lower-case letters, digits and `-`".to_owned());
        }
        let (method, path) = self
            .request
            .split_once(' ')
            .filter(|(method, path)| {
                !method.is_empty() && path.starts_with('/') && !path.contains(' ')
            })
            .ok_or("request has to be a method, a space and a path that begins with `/`")?;
        let place = Place::parse(&self.policy);
        if let Some(authority) = &self.authority {
            let read = authority.parse::<Authority>();
            read.map_err(|_| format!("authority = {authority:?} is no host and port"))?;
        }
        let own = lines(self.headers)?;
        let hosts = self
            .host
            .map_or_else(|| vec![HOST.into()], Lines::into_values);
        let hosts = hosts.into_iter().map(|value| ("host".to_owned(), value));
        let hosts = checked(hosts.collect())?;
        let handshake = if self.handshake { HANDSHAKE } else { &[] };
        if let Some((name, _)) = own
            .iter()
            .find(|(name, _)| name == "host" || handshake.iter().any(|(other, _)| name == other))
        {
            return Err(match name.as_str() {
                "host" => {
                    "the lines of Host are written as `host`, not among the headers".to_owned()
                }
                _ => format!("a handshake has a line {name:?} already"),
            });
        }
        let handshake = handshake
            .iter()
            .map(|&(name, value)| (name.to_owned(), value.as_bytes().to_vec()));
        let request = Request {
            method: method.to_owned(),
            authority: self.authority,
            target: place.target(path),
            headers: hosts.into_iter().chain(handshake).chain(own).collect(),
            body: self.body,
            is_handshake: self.handshake,
            place,
        };
        let status = self.status.list()?;
        let access_control = self.access_control.lines();
        if self.refusal {
            if self.handler || !access_control.is_empty() {
                return Err("a refusal runs no handler and has no Access-Control-* line".to_owned());
            }
            if !matches!(status[..], [403 | 421] | [403 | 421, 400]) {
                return Err(
                    "the status of a refusal is 403 or 421, or one of them and 400".to_owned(),
                );
            }
        }
        let mut vary: Vec<_> = self.vary.iter().map(|t| t.to_ascii_lowercase()).collect();
        vary.sort_unstable();
        Ok(Case {
            name: self.name,
            file: file.to_owned(),
            why: self.why,
            citation: Citation::parse(&self.fetch)?,
            request,
            expected: Expected {
                status,
                handler: self.handler,
                access_control,
                vary,
                refusal: self.refusal,
                keeps: lines(self.keeps)?,
            },
        })
    }
}

impl Statuses {
    fn list(self) -> Result<Vec<u16>, String> {
        match self {
            Self::One(status) => Ok(vec![status]),
            Self::OneOf(list) if list.is_empty() => Err("status is an empty list".to_owned()),
            Self::OneOf(list) => Ok(list),
        }
    }
}

impl AccessControl {
    fn lines(self) -> Vec<(String, Vec<u8>)> {
        [
            ("access-control-allow-origin", self.allow_origin),
            ("access-control-allow-credentials", self.allow_credentials),
            ("access-control-allow-methods", self.allow_methods),
            ("access-control-allow-headers", self.allow_headers),
            ("access-control-expose-headers", self.expose_headers),
            ("access-control-max-age", self.max_age),
        ]
        .into_iter()
        .flat_map(|(name, lines)| {
            lines
                .map(Lines::into_values)
                .unwrap_or_default()
                .into_iter()
                .map(move |value| (name.to_owned(), value))
        })
        .collect()
    }
}

fn lines(lines: Vec<(String, HeaderValue)>) -> Result<Vec<(String, Vec<u8>)>, String> {
    let read = lines.into_iter();
    checked(
        read.map(|(name, value)| (name, value.into_bytes()))
            .collect(),
    )
}

fn checked(lines: Vec<(String, Vec<u8>)>) -> Result<Vec<(String, Vec<u8>)>, String> {
    lines
        .into_iter()
        .map(|(name, value)| {
            if name.is_empty() || name.bytes().any(|b| b.is_ascii_uppercase() || b == b':') {
                return Err(format!("header name {name:?} has to be lower case"));
            }
            // In process the white space would arrive, over a socket it wouldn't (RFC 9112, 5.1).
            if value.trim_ascii().len() < value.len() {
                return Err(format!("the value of {name:?} has white space around it"));
            }
            if value.iter().any(|b| matches!(b, 0..=8 | 10..=31 | 127)) {
                return Err(format!(
                    "the value of {name:?} has control characters, which no header can carry"
                ));
            }
            Ok((name, value))
        })
        .collect()
}
