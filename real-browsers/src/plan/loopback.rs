//! Origins on loopback that stand for those of the cases.
//!
//! `https://app.example.com` can't be served without a certificate and a name server. Its
//! counterpart can: `http://app.example.com.localhost:PORT`, which every browser resolves to
//! loopback by itself. Each scheme and port of the cases has a port of its own here, so that
//! origins which differ in any part have counterparts that differ in the same part. Names at or
//! below `localhost` and `127.0.0.1` keep their names.
//!
//! A policy is mapped as its text, entry by entry, in the same way: patterns, holes and all.

use core::net::Ipv4Addr;
use std::{collections::BTreeMap, io, net::TcpListener};

use anyhow::{Context, Result, bail, ensure};
use cors_core::Policy;
use cors_policy_file::Format;
use url::Url;

/// The ports of loopback that have been given to pages.
#[derive(Default)]
pub(crate) struct Loopback {
    /// By the scheme and the port as they are in the cases, an empty one being the default.
    listeners: BTreeMap<String, (u16, TcpListener)>,
}

impl Loopback {
    /// The counterpart of an origin, if there is one.
    pub(crate) fn origin(&mut self, origin: &str) -> Result<Option<String>> {
        let Some((scheme, host, port)) = parts(origin) else {
            return Ok(None);
        };
        let Some(host) = host_counterpart(host) else {
            return Ok(None);
        };
        Ok(Some(format!("http://{host}:{}", self.port(scheme, port)?)))
    }

    /// The counterpart of a policy, if it has an origin that has one.
    pub(crate) fn policy(&mut self, policy: &Policy) -> Result<Option<Policy>> {
        let mut settings: toml::Table = policy.to_string().parse()?;
        if let Some(toml::Value::Array(origins)) = settings.get_mut("allow_origins") {
            let mut mapped = Vec::new();
            for origin in origins.iter() {
                mapped.extend(self.entry(origin)?);
            }
            *origins = mapped;
            if origins.is_empty() {
                return Ok(None);
            }
        }
        let file = toml::Table::from_iter([(
            "policies".to_owned(),
            toml::Value::Table(toml::Table::from_iter([(
                "counterpart".to_owned(),
                settings.into(),
            )])),
        )]);
        let parsed = cors_policy_file::parse("counterpart.toml", &file.to_string(), Format::Toml)?;
        let mut policies = parsed.policies.into_iter();
        Ok(policies.next().map(|(_, policy)| policy))
    }

    /// The listeners for pages.
    pub(crate) fn into_listeners(self) -> Vec<TcpListener> {
        let listeners = self.listeners.into_values();
        listeners.map(|(_, listener)| listener).collect()
    }

    /// An entry of `allow_origins`.
    fn entry(&mut self, entry: &toml::Value) -> Result<Option<toml::Value>> {
        match entry {
            toml::Value::String(text) if text == "*" => Ok(Some(entry.clone())),
            toml::Value::String(text) => Ok(self.origin(text)?.map(Into::into)),
            toml::Value::Table(table) => {
                let regex = table.get("regex").and_then(toml::Value::as_str);
                let regex = regex.context("an entry that is no regex")?;
                let mut table = table.clone();
                table.insert("regex".to_owned(), self.regex(regex)?.into());
                Ok(Some(table.into()))
            }
            _ => bail!("an entry of neither kind: {entry}"),
        }
    }

    /// A regex for whole origins: alternatives without groups, of a scheme, a host and no port.
    fn regex(&mut self, regex: &str) -> Result<String> {
        let ports = regex.replace("://", "").contains(':');
        ensure!(
            !ports && !regex.contains('('),
            "no rule for the regex {regex}"
        );
        let alternatives = regex.split('|').map(|alternative| {
            let (scheme, host) = alternative
                .split_once("://")
                .context(alternative.to_owned())?;
            Ok(format!(
                "http://{host}\\.localhost:{}",
                self.port(scheme, "")?
            ))
        });
        let alternatives: Result<Vec<String>> = alternatives.collect();
        Ok(alternatives?.join("|"))
    }

    /// The port that stands for a scheme and a port; any port for any.
    fn port(&mut self, scheme: &str, port: &str) -> io::Result<String> {
        if port == "*" {
            return Ok(port.to_owned());
        }
        let key = format!("{scheme}:{port}");
        if let Some((port, _)) = self.listeners.get(&key) {
            return Ok(port.to_string());
        }
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let port = listener.local_addr()?.port();
        self.listeners.insert(key, (port, listener));
        Ok(port.to_string())
    }
}

/// Whether a browser would write this origin, one of `http` or `https`.
pub(crate) fn is_canonical(origin: &str) -> bool {
    Url::parse(origin).is_ok_and(|url| url.origin().ascii_serialization() == origin)
}

/// Whether a resolver takes the origin's host for a name.
pub(crate) fn is_resolvable(origin: &str) -> bool {
    let is_label = |label: &str| {
        let is_byte = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
        (1..=63).contains(&label.len()) && label.bytes().all(is_byte)
    };
    parts(origin).is_some_and(|(_, host, _)| {
        let name = host.strip_suffix('.').unwrap_or(host);
        name.len() <= 253 && name.split('.').all(is_label)
    })
}

/// The counterpart of a host, a pattern of one included. An address has none but loopback's.
pub(crate) fn host_counterpart(host: &str) -> Option<String> {
    let is_local = host == "127.0.0.1" || host == "localhost" || host.ends_with(".localhost");
    let is_address = host.starts_with('[') || host.parse::<Ipv4Addr>().is_ok();
    match (is_local, is_address) {
        (true, _) => Some(host.to_owned()),
        (false, true) => None,
        (false, false) => Some(match host.strip_suffix('.') {
            Some(host) => format!("{host}.localhost."),
            None => format!("{host}.localhost"),
        }),
    }
}

/// Scheme, host and port of an origin or a pattern of one of `http` or `https`.
fn parts(origin: &str) -> Option<(&str, &str, &str)> {
    let (scheme, rest) = origin.split_once("://")?;
    if !["http", "https"].contains(&scheme) {
        return None;
    }
    let (host, port) = match rest.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, port),
        _ => (rest, ""),
    };
    Some((scheme, host, port))
}
