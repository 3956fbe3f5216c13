//! What a browser, or the model of one, was seen doing.

use core::fmt;
use std::collections::BTreeMap;

use cors_browser::{Outcome, PageResponse};
use http::{HeaderMap, Request, header};
use serde::Deserialize;
use serde_json::Value;
use url::Url;

use crate::browse::Place;

/// The requests that arrived, and what the page got for each step.
#[derive(Clone, Debug, Default)]
pub(crate) struct Seen {
    pub(crate) requests: Vec<SeenRequest>,
    pub(crate) results: Vec<SeenResult>,
}

/// A request, as far as it is compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SeenRequest {
    method: String,
    host: String,
    target: String,
    /// `page` for the page's.
    origin: Option<String>,
    asks_for_method: Option<String>,
    asks_for_headers: Option<String>,
    authorization: Option<String>,
    has_cookie: bool,
}

impl SeenRequest {
    /// The request of which these are the parts.
    pub(super) fn new(
        method: &str,
        host: &str,
        target: &str,
        headers: &HeaderMap,
        place: &Place,
    ) -> Self {
        let all = |name| {
            let lines: Vec<_> = headers
                .get_all(name)
                .iter()
                .map(|value| value.as_bytes().escape_ascii().to_string())
                .collect();
            // Lines are told apart.
            (!lines.is_empty()).then(|| lines.join(" | "))
        };
        let origin = all(header::ORIGIN).map(|origin| match origin == place.origin {
            true if origin != "null" => "page".to_owned(),
            _ => origin,
        });
        Self {
            method: method.to_owned(),
            host: host
                .rsplit_once(':')
                .map_or(host, |(host, _)| host)
                .to_owned(),
            target: target.to_owned(),
            origin,
            asks_for_method: all(header::ACCESS_CONTROL_REQUEST_METHOD),
            asks_for_headers: all(header::ACCESS_CONTROL_REQUEST_HEADERS),
            authorization: all(header::AUTHORIZATION),
            has_cookie: headers.contains_key(header::COOKIE),
        }
    }

    /// A request of the model's. It has one cookie for every host, where browsers have it for the
    /// page's.
    pub(super) fn modelled(request: &Request<()>, place: &Place) -> Self {
        let uri = request.uri();
        let target = uri.path_and_query().map_or("/", |target| target.as_str());
        let host = uri.host().unwrap_or_default();
        let mut seen = Self::new(
            request.method().as_str(),
            host,
            target,
            request.headers(),
            place,
        );
        seen.has_cookie &= host == place.host;
        seen
    }

    pub(super) fn preflight(&self) -> Option<(String, Option<String>)> {
        Some((self.asks_for_method.clone()?, self.asks_for_headers.clone()))
    }
}

impl fmt::Display for SeenRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.target.split('?').next().unwrap_or_default();
        write!(f, "{} //{}{path}", self.method, self.host)?;
        match &self.origin {
            Some(origin) => write!(f, " from {origin}")?,
            None => f.write_str(" without origin")?,
        }
        if let Some(method) = &self.asks_for_method {
            write!(f, ", asks for {method}")?;
        }
        if let Some(headers) = &self.asks_for_headers {
            write!(f, " with {headers}")?;
        }
        if let Some(authorization) = &self.authorization {
            write!(f, ", authorization {authorization}")?;
        }
        f.write_str(if self.has_cookie { ", cookie" } else { "" })
    }
}

/// What a page got.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum SeenResult {
    Waited,
    Loaded,
    Blocked,
    Response(SeenResponse),
    /// What should never happen, a time-out for one.
    Failed(String),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SeenResponse {
    /// Not to be seen through `XMLHttpRequest`, as little as `redirected`.
    pub(super) kind: Option<String>,
    pub(super) status: u16,
    pub(super) url: String,
    pub(super) redirected: Option<bool>,
    pub(super) headers: BTreeMap<String, String>,
}

/// What the page's script says.
#[derive(Deserialize)]
#[serde(untagged)]
enum Said {
    Response {
        #[serde(rename = "type")]
        kind: Option<String>,
        status: u16,
        url: String,
        redirected: Option<bool>,
        headers: Vec<(String, String)>,
    },
    Loaded {
        #[serde(rename = "loaded")]
        _loaded: bool,
    },
    Error {
        error: String,
        message: String,
    },
    Waited {
        #[serde(rename = "waited")]
        _waited: bool,
    },
}

impl SeenResult {
    pub(super) fn said(result: &Value) -> Self {
        match Said::deserialize(result) {
            Ok(Said::Response {
                kind,
                status,
                url,
                redirected,
                headers,
            }) => Self::Response(SeenResponse {
                kind,
                status,
                url: without_port(&url),
                redirected,
                headers: headers
                    .into_iter()
                    .filter_map(|(name, value)| compared(&name.to_ascii_lowercase(), value))
                    .collect(),
            }),
            Ok(Said::Loaded { .. }) => Self::Loaded,
            Ok(Said::Waited { .. }) => Self::Waited,
            Ok(Said::Error { error, .. }) if error == "TypeError" => Self::Blocked,
            Ok(Said::Error { error, message }) => Self::Failed(format!("{error}: {message}")),
            Err(error) => Self::Failed(format!("{error}: {result}")),
        }
    }

    /// What the model says, as far as the page would see it.
    pub(super) fn modelled(outcome: &Outcome, is_upload: bool) -> Self {
        match outcome.result() {
            Err(_) => Self::Blocked,
            Ok(response) => Self::Response(SeenResponse {
                kind: (!is_upload).then(|| response.kind().as_str().to_owned()),
                status: response.status(),
                url: without_port(response.url()),
                redirected: (!is_upload).then(|| response.redirected()),
                headers: headers(response),
            }),
        }
    }
}

/// As a page gets them, lines of one name together.
fn headers(response: &PageResponse) -> BTreeMap<String, String> {
    let headers = response.headers();
    let combined = headers.keys().filter_map(|name| {
        let lines: Vec<String> = headers
            .get_all(name)
            .iter()
            .map(|value| value.as_bytes().iter().copied().map(char::from).collect())
            .collect();
        compared(name.as_str(), lines.join(", "))
    });
    combined.collect()
}

/// A header as it is compared.
fn compared(name: &str, value: String) -> Option<(String, String)> {
    let value = match name {
        // Of the connection, and not of the response.
        "connection" | "keep-alive" | "transfer-encoding" => return None,
        // Two requests get different ones.
        "content-length" | "date" => "*".to_owned(),
        _ => value,
    };
    Some((name.to_owned(), value))
}

/// The URL for all frameworks.
fn without_port(url: &str) -> String {
    let Ok(mut url) = Url::parse(url) else {
        return url.to_owned();
    };
    let _ = url.set_port(None);
    url.into()
}

impl fmt::Display for SeenResult {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Waited => f.write_str("waited"),
            Self::Loaded => f.write_str("loaded"),
            Self::Blocked => f.write_str("blocked"),
            Self::Failed(what) => write!(f, "failed: {what}"),
            Self::Response(response) => write!(f, "{response}"),
        }
    }
}

impl SeenResult {
    /// In short: `cors 200 x-request-id`, with those of the handlers' own headers that are visible.
    pub(super) fn summary(&self) -> String {
        let Self::Response(response) = self else {
            return self.to_string();
        };
        let kind = response.kind.as_deref().unwrap_or("upload");
        let visible = |name: &&str| response.headers.contains_key(*name);
        let own = ["x-request-id", "x-secret"].into_iter().filter(visible);
        let own: String = own.map(|name| format!(" {name}")).collect();
        format!("{kind} {}{own}", response.status)
    }
}

/// All but the headers, which are compared one by one.
impl fmt::Display for SeenResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = self.kind.as_deref().unwrap_or("upload");
        let place = self
            .url
            .split_once('?')
            .map_or(&*self.url, |(place, _)| place);
        write!(f, "{kind} {}", self.status)?;
        if !place.is_empty() {
            write!(f, " {}", place.trim_start_matches("http:"))?;
        }
        let redirected = self.redirected == Some(true);
        f.write_str(if redirected { ", redirected" } else { "" })
    }
}
