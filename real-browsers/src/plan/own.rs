//! The cases of `cases.toml`: what the suite has not, because it takes more than one request, or
//! more than a server.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail, ensure};
use cors_browser::{Credentials, Mode, Redirect};
use cors_core::Policy;
use cors_policy_file::Format;
use serde::Deserialize;

use super::{
    Loopback,
    case::{Ask, Body, Case, Hop, Page, Step},
    loopback::host_counterpart,
};

const TEXT: &str = include_str!("../cases.toml");

const STANDARD: &str = "https://fetch.spec.whatwg.org/";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    slice_of_the_suite: Vec<String>,
    policies: toml::Table,
    case: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    topic: String,
    name: String,
    why: Option<String>,
    fetch: String,
    page: String,
    #[serde(default)]
    slice: bool,
    #[serde(rename = "do")]
    steps: Vec<Action>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Action {
    Ask(Box<Asked>),
    Script(Script),
    Wait(Wait),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    fetch: String,
    gets: String,
    #[serde(default)]
    headers: Vec<(String, String)>,
    credentials: Option<String>,
    mode: Option<String>,
    redirect: Option<String>,
    body: Option<String>,
    #[serde(default)]
    upload_listener: bool,
    #[serde(default)]
    may_be_stored: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Script {
    script: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wait {
    wait: u64,
}

/// What the file holds.
pub(crate) struct Own {
    pub(crate) cases: Vec<Case>,
    pub(crate) policies: BTreeMap<String, Policy>,
    /// With what the names of the suite's cases begin that are part of the slice.
    pub(crate) slice_of_the_suite: Vec<String>,
}

pub(crate) fn read(loopback: &mut Loopback) -> Result<Own> {
    let file: File = toml::from_str(TEXT).context("cases.toml")?;
    let policies = toml::Table::from_iter([("policies".to_owned(), file.policies.into())]);
    let parsed = cors_policy_file::parse("cases.toml", &policies.to_string(), Format::Toml)?;
    let mut counterparts = BTreeMap::new();
    for (name, policy) in parsed.policies {
        let counterpart = loopback.policy(&policy)?.context(name.clone())?;
        counterparts.insert(name, counterpart);
    }
    let cases = file.case.into_iter().map(|entry| {
        let name = format!("{}/{}", entry.topic, entry.name);
        case(entry, loopback).with_context(|| format!("cases.toml: {name}"))
    });
    Ok(Own {
        cases: cases.collect::<Result<_>>()?,
        policies: counterparts,
        slice_of_the_suite: file.slice_of_the_suite,
    })
}

fn case(entry: Entry, loopback: &mut Loopback) -> Result<Case> {
    ensure!(
        entry.fetch.starts_with('#'),
        "fetch: no anchor of the standard"
    );
    let page = match &*entry.page {
        "null" => Page::Sandboxed,
        "own" => Page::Own,
        origin => Page::At(loopback.origin(origin)?.context("page: no counterpart")?),
    };
    let steps = entry.steps.into_iter().map(step);
    Ok(Case {
        name: format!("{}/{}", entry.topic, entry.name),
        page,
        steps: steps.collect::<Result<_>>()?,
        in_slice: entry.slice,
        reason: match entry.why {
            Some(why) => format!("{why} ({STANDARD}{})", entry.fetch),
            None => format!("{STANDARD}{}", entry.fetch),
        },
        preflight: None,
    })
}

fn step(action: Action) -> Result<Step> {
    let asked = match action {
        Action::Ask(asked) => asked,
        Action::Script(Script { script }) => return Ok(Step::Script(hops(&script)?)),
        Action::Wait(Wait { wait }) => return Ok(Step::Wait(wait)),
    };
    let (method, way) = asked.fetch.split_once(' ').context("fetch: METHOD WAY")?;
    let mut ask = Ask::new(method, hops(way)?);
    ask.headers = asked.headers;
    ask.credentials = match asked.credentials.as_deref() {
        Some("omit") => Credentials::Omit,
        Some("include") => Credentials::Include,
        None => Credentials::SameOrigin,
        Some(other) => bail!("credentials: {other}"),
    };
    ask.mode = match asked.mode.as_deref() {
        Some("no-cors") => Mode::NoCors,
        Some("same-origin") => Mode::SameOrigin,
        None => Mode::Cors,
        Some(other) => bail!("mode: {other}"),
    };
    ask.redirect = match asked.redirect.as_deref() {
        Some("error") => Redirect::Error,
        Some("manual") => Redirect::Manual,
        None => Redirect::Follow,
        Some(other) => bail!("redirect: {other}"),
    };
    ask.body = match asked.body.as_deref() {
        Some("bytes") => Body::Bytes,
        Some("stream") => Body::Stream,
        None => Body::None,
        Some(other) => bail!("body: {other}"),
    };
    ask.upload_listener = asked.upload_listener;
    ask.may_be_stored = asked.may_be_stored;
    ask.gets = asked.gets.split(" or ").map(str::to_owned).collect();
    Ok(Step::Ask(ask))
}

/// `/site/redirect > //second.example/site/echo`: from one to the next.
fn hops(way: &str) -> Result<Vec<Hop>> {
    let hops = way.split(" > ").map(|place| {
        let (host, path) = match place.strip_prefix("//") {
            Some(rest) => {
                let (host, path) = rest.split_once('/').context("a host without a path")?;
                (Some(host_counterpart(host).context(host.to_owned())?), path)
            }
            None => (None, place.strip_prefix('/').context(place.to_owned())?),
        };
        Ok(Hop {
            host,
            target: format!("/{path}"),
        })
    });
    hops.collect()
}
