//! The cases of the conformance suite that a page can produce.
//!
//! An actual request becomes the `fetch()` that sends it, once without credentials and once with
//! them. A preflight becomes the request whose preflight asks exactly this. What was expected of
//! the server is the suite's own business: here the model says what a page sees of it.

use std::collections::BTreeMap;

use anyhow::Result;
use cors_browser::{Browser, Credentials, Mode, PageRequest};
use cors_conformance::Suite;
use cors_core::{
    Policy,
    adapter::{Decision, Head, Responder},
};
use http::{HeaderMap, HeaderValue, Method, header};
use url::Url;

use super::{
    LeftOut, Loopback,
    case::{Ask, Body, Case, Hop, Page, Step},
    loopback::{is_canonical, is_resolvable},
};

/// The cases, the policies that they need, and how many were left out for which reason.
pub(crate) struct Produced {
    pub(crate) cases: Vec<Case>,
    pub(crate) policies: BTreeMap<String, Policy>,
    /// Of how many cases of the suite.
    pub(crate) from: usize,
    pub(crate) left_out: BTreeMap<LeftOut, Vec<String>>,
}

pub(crate) fn produce(suite: &Suite, loopback: &mut Loopback) -> Result<Produced> {
    let originals: BTreeMap<&str, &Policy> = suite.policies().collect();
    let mut produced = Produced {
        cases: Vec::new(),
        policies: BTreeMap::new(),
        from: 0,
        left_out: BTreeMap::new(),
    };
    for (name, policy) in &originals {
        let counterpart = loopback.policy(policy)?;
        produced
            .policies
            .extend(counterpart.map(|policy| ((*name).to_owned(), policy)));
    }
    for case in suite.cases() {
        let request = Request::of(case);
        let policy = case.request().place().policy();
        let original = policy.and_then(|name| originals.get(name)).copied();
        let counterpart = policy.and_then(|name| produced.policies.get(name));
        let page = page(&request, original, counterpart, loopback)?;
        let name = format!("{}/{}", case.topic(), case.name());
        match page.and_then(|page| steps(&request).map(|steps| (page, steps))) {
            Ok((page, variants)) => {
                produced.from += 1;
                for (variant, ask) in variants {
                    produced.cases.push(Case {
                        name: format!("{name}{variant}"),
                        page: page.clone(),
                        steps: vec![Step::Ask(ask)],
                        in_slice: false,
                        reason: match case.why() {
                            Some(why) => format!("{why} ({})", case.citation()),
                            None => case.citation(),
                        },
                        preflight: request.preflight(),
                    });
                }
            }
            Err(reason) => produced.left_out.entry(reason).or_default().push(name),
        }
    }
    Ok(produced)
}

/// A case's request, its headers sorted by what they are for.
struct Request {
    method: String,
    target: String,
    origins: Vec<String>,
    request_method: Vec<String>,
    request_headers: Vec<String>,
    cookie: bool,
    others: Vec<(String, String)>,
    has_body: bool,
}

impl Request {
    fn of(case: &cors_conformance::Case) -> Self {
        let mut request = Self {
            method: case.request().method().to_owned(),
            target: case.request().target().to_owned(),
            origins: Vec::new(),
            request_method: Vec::new(),
            request_headers: Vec::new(),
            cookie: false,
            others: Vec::new(),
            has_body: !case.request().body().is_empty(),
        };
        for (name, value) in case.request().headers() {
            // Scripts have a character for each byte.
            let value: String = value.iter().copied().map(char::from).collect();
            match name {
                "origin" => request.origins.push(value),
                "access-control-request-method" => request.request_method.push(value),
                "access-control-request-headers" => request.request_headers.push(value),
                "cookie" => request.cookie = true,
                name if is_of_the_browser(name) => {}
                name => request.others.push((name.to_owned(), value)),
            }
        }
        request
    }

    fn is_preflight(&self) -> bool {
        self.method == "OPTIONS" && !self.request_method.is_empty() && !self.origins.is_empty()
    }

    /// What the preflight asks.
    fn preflight(&self) -> Option<(String, Option<String>)> {
        let method = self
            .request_method
            .first()
            .filter(|_| self.is_preflight())?;
        Some((method.clone(), self.request_headers.first().cloned()))
    }
}

/// The page that the request comes from.
fn page(
    request: &Request,
    original: Option<&Policy>,
    counterpart: Option<&Policy>,
    loopback: &mut Loopback,
) -> Result<Result<Page, LeftOut>> {
    let origin = match &request.origins[..] {
        // A page of any origin that is not the server's.
        [] => return Ok(Ok(Page::At(anywhere(loopback)?))),
        [origin] => origin,
        _ => return Ok(Err(LeftOut::Origin)),
    };
    if origin == "null" {
        return Ok(Ok(Page::Sandboxed));
    }
    let is_of_the_web = |url: &Url| ["http", "https"].contains(&url.scheme());
    let url = Url::parse(origin).ok().filter(Url::has_host);
    if url.is_some_and(|url| !is_of_the_web(&url) && origin.starts_with(url.scheme())) {
        return Ok(Err(LeftOut::Counterpart));
    }
    if !is_canonical(origin) {
        return Ok(Err(LeftOut::Origin));
    }
    let Some(mapped) = loopback.origin(origin)? else {
        return Ok(Err(LeftOut::Counterpart));
    };
    if !is_resolvable(&mapped) {
        return Ok(Err(LeftOut::Name));
    }
    Ok(match (original, counterpart) {
        (Some(_), None) => Err(LeftOut::Counterpart),
        (Some(original), Some(counterpart))
            if allows(original, origin) != allows(counterpart, &mapped) =>
        {
            Err(LeftOut::Twin)
        }
        _ => Ok(Page::At(mapped)),
    })
}

/// The origin of pages of which nothing depends on the origin.
fn anywhere(loopback: &mut Loopback) -> Result<String> {
    Ok(loopback
        .origin("https://anywhere.example")?
        .unwrap_or_default())
}

/// Whether the policy grants the origin anything.
fn allows(policy: &Policy, origin: &str) -> bool {
    let mut headers = HeaderMap::new();
    headers.extend(HeaderValue::from_str(origin).map(|value| (header::ORIGIN, value)));
    let responder = Responder::<HeaderValue>::new(policy);
    let Decision::Forward(decided) = responder.respond(&Head::new(&Method::GET, None, &headers))
    else {
        return false;
    };
    let mut response = HeaderMap::new();
    decided.apply(&mut response);
    response.contains_key(header::ACCESS_CONTROL_ALLOW_ORIGIN)
}

type Variants = Vec<(&'static str, Ask)>;

fn steps(request: &Request) -> Result<Variants, LeftOut> {
    let (path, query) = request
        .target
        .split_once('?')
        .unwrap_or((&request.target, ""));
    let url = Url::parse(&format!("http://localhost{}", request.target));
    if !url.is_ok_and(|url| url.path() == path && url.query().unwrap_or("") == query) {
        return Err(LeftOut::Target);
    }
    if path.ends_with("/redirect") && query.contains("to=http") {
        return Err(LeftOut::Redirect);
    }
    let hops = vec![Hop {
        host: None,
        target: request.target.clone(),
    }];
    if request.is_preflight() {
        preflighted(request, hops)
    } else if request.origins.is_empty() {
        without_origin(request, hops)
    } else {
        actual(request, hops)
    }
}

fn actual(request: &Request, hops: Vec<Hop>) -> Result<Variants, LeftOut> {
    if !(request.request_method.is_empty() && request.request_headers.is_empty()) {
        return Err(LeftOut::Header);
    }
    if request.has_body {
        return Err(LeftOut::Body);
    }
    let mut ask = Ask::new(sendable(&request.method)?, hops);
    for (name, value) in &request.others {
        if is_forbidden(name) {
            return Err(LeftOut::Header);
        }
        ask.headers.push((name.clone(), value.clone()));
    }
    let with_credentials = Ask {
        credentials: Credentials::Include,
        ..ask.clone()
    };
    if request.cookie {
        return Ok(vec![("", with_credentials)]);
    }
    Ok(vec![("", ask), (" with credentials", with_credentials)])
}

/// Browsers send `Origin` with whatever CORS asks of them, and with all that is neither GET nor
/// HEAD: <https://fetch.spec.whatwg.org/#append-a-request-origin-header>.
fn without_origin(request: &Request, hops: Vec<Hop>) -> Result<Variants, LeftOut> {
    if !["GET", "HEAD"].contains(&&*request.method) {
        return Err(LeftOut::NoOrigin);
    }
    if !request.others.is_empty() || !request.request_method.is_empty() {
        return Err(LeftOut::Header);
    }
    let mut ask = Ask::new(&request.method, hops);
    ask.mode = Mode::NoCors;
    Ok(vec![("", ask)])
}

/// The request whose preflight asks exactly this.
fn preflighted(request: &Request, hops: Vec<Hop>) -> Result<Variants, LeftOut> {
    let Some((method, names)) = request.preflight() else {
        return Err(LeftOut::Preflight);
    };
    // Sent with every preflight, whatever the page sets.
    let by_itself = |(name, _): &(String, String)| ["accept", "accept-language"].contains(&&**name);
    if !request.others.iter().all(by_itself) {
        return Err(LeftOut::Preflight);
    }
    let single = request.request_method.len() == 1 && request.request_headers.len() < 2;
    if !single || request.cookie {
        return Err(LeftOut::Preflight);
    }
    let mut ask = Ask::new(sendable(&method)?, hops);
    for name in names.iter().flat_map(|names| names.split(',')) {
        // https://fetch.spec.whatwg.org/#cors-unsafe-request-header-names
        let is_name =
            http::HeaderName::from_bytes(name.as_bytes()).is_ok_and(|n| n.as_str() == name);
        let is_sorted = ask.headers.last().is_none_or(|(last, _)| &**last < name);
        if !is_name || !is_sorted || is_forbidden(name) {
            return Err(LeftOut::Preflight);
        }
        ask.headers
            .push((name.to_owned(), unsafe_value(name).to_owned()));
    }
    // Nothing else makes browsers ask for what is safelisted.
    ask.upload_listener = ["GET", "HEAD", "POST"].contains(&&*method) && ask.headers.is_empty();
    if ["POST", "PUT", "PATCH"].contains(&&*method) {
        ask.body = Body::Bytes;
    }
    let with_credentials = Ask {
        credentials: Credentials::Include,
        ..ask.clone()
    };
    Ok(match ask.upload_listener {
        true => vec![
            (" of an upload listener", ask),
            (" of an upload listener with credentials", with_credentials),
        ],
        false => vec![("", ask), (" with credentials", with_credentials)],
    })
}

/// The method, if a page that says so sends it as it is.
fn sendable(method: &str) -> Result<&str, LeftOut> {
    let sent = as_sent(PageRequest::new(method, PAGE));
    let is_kept = sent.is_some_and(|sent| sent.method() == method);
    is_kept.then_some(method).ok_or(LeftOut::Method)
}

const PAGE: &str = "https://page.example/";

/// What goes out of a page's request to its own origin.
fn as_sent(request: PageRequest) -> Option<http::Request<()>> {
    Browser::at(PAGE.trim_end_matches('/'))
        .start(request)
        .next_request()
}

/// Whether browsers send the header by themselves, with values of their own.
fn is_of_the_browser(name: &str) -> bool {
    [
        "accept-encoding",
        "connection",
        "host",
        "referer",
        "user-agent",
    ]
    .contains(&name)
        || name.starts_with("sec-fetch-")
}

/// Whether no page can set the header: <https://fetch.spec.whatwg.org/#forbidden-request-header>.
fn is_forbidden(name: &str) -> bool {
    const VALUE: &str = "set by a page";

    let sent = as_sent(PageRequest::get(PAGE).header(name, VALUE));
    sent.is_none_or(|sent| sent.headers().get(name).is_none_or(|value| value != VALUE))
}

/// A value for which the name is asked for:
/// <https://fetch.spec.whatwg.org/#cors-safelisted-request-header>.
fn unsafe_value(name: &str) -> &'static str {
    match name {
        "accept" | "accept-language" | "content-language" => "\"",
        "content-type" => "application/json",
        "range" => "bytes=-1",
        _ => "1",
    }
}
