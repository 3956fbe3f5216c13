//! Istio, as it translates the route of a `VirtualService` for Envoy.
//!
//! This follows its `pilot/pkg/networking/core/route/route.go`, and knows nothing of policies.

use anyhow::{Context, Result, bail, ensure};
use cors_export::Target;
use serde_json::{Map, Value, json};

use super::{
    Running,
    kubernetes::{self, Translated, knows, read, texts},
};
use crate::{mounts::Mounts, schemas};

pub(super) fn start(mounts: &Mounts) -> Result<Running> {
    let mistakes = [
        (
            "/spec/http/0/corsPolicy/allowOrigins/0",
            json!({"exact": "https://a.example", "regex": "a"}),
        ),
        ("/spec/http/0/corsPolicy/unmatchedPreflights", json!("DROP")),
        ("/spec/http/0/headers/response/remove", json!("vary")),
    ];
    schemas::check(mounts, Target::Istio, object, &mistakes)?;
    let policies = mounts.written().map(|mounted| {
        let text = mounted.file(".yaml").text();
        let translated = translate(&read(text)?).with_context(|| mounted.name.clone())?;
        Ok((mounted.name.clone(), translated))
    });
    kubernetes::start(mounts.upstream, policies.collect::<Result<_>>()?)
}

/// The route in a `VirtualService`. Istio's validation refuses more than the schema, which this adds: see its
/// `pkg/config/validation/validation.go`.
fn object(text: &str) -> Result<Value> {
    let mut route = read(text)?;
    let policy = &route["corsPolicy"];
    let methods = [
        "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "CONNECT", "OPTIONS", "TRACE", "*",
    ];
    for method in texts(policy, "allowMethods")? {
        ensure!(methods.contains(&method), "{method:?} is not supported");
    }
    for name in ["allowHeaders", "exposeHeaders"].map(|key| texts(policy, key)) {
        let is_token =
            |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
        let wrong = name?
            .into_iter()
            .find(|name| name.is_empty() || !name.bytes().all(is_token));
        ensure!(wrong.is_none(), "{wrong:?} is not a valid header name");
    }
    for origin in policy["allowOrigins"].as_array().context("allowOrigins")? {
        let regex = origin["regex"].as_str().unwrap_or_default();
        ensure!(regex.len() <= 1024, "a regex is too large");
    }
    ensure!(
        policy["maxAge"] != "0s",
        "durations are a millisecond at least"
    );
    route["route"] = json!([{"destination": {"host": "upstream"}}]);
    Ok(json!({
        "apiVersion": "networking.istio.io/v1",
        "kind": "VirtualService",
        "metadata": {"name": "exported"},
        "spec": {"hosts": ["server.example"], "http": [route]},
    }))
}

fn translate(route: &Value) -> Result<Translated> {
    knows(route, &["corsPolicy", "headers"])?;
    let response = &route["headers"]["response"];
    knows(&route["headers"], &["response"])?;
    knows(response, &["add", "remove"])?;
    let removed = texts(response, "remove")?.into_iter();
    let added = response["add"].as_object().into_iter().flatten();
    let added = added.map(|(name, value)| {
        let value = value.as_str().context("headers have texts")?;
        Ok((name.clone(), value.to_owned()))
    });
    Ok(Translated {
        cors: Some(cors(&route["corsPolicy"])?),
        removed: removed.map(str::to_owned).collect(),
        added: added.collect::<Result<_>>()?,
    })
}

fn cors(policy: &Value) -> Result<Value> {
    let known = [
        "allowOrigins",
        "allowCredentials",
        "allowMethods",
        "allowHeaders",
        "exposeHeaders",
        "maxAge",
        "unmatchedPreflights",
    ];
    knows(policy, &known)?;
    let origins = policy["allowOrigins"].as_array().into_iter().flatten();
    let origins: Vec<_> = origins.map(string_match).collect::<Result<_>>()?;
    let list = |key| Ok::<_, anyhow::Error>(texts(policy, key)?.join(","));
    let mut cors = json!({
        "allow_origin_string_match": origins,
        "allow_methods": list("allowMethods")?,
        "allow_headers": list("allowHeaders")?,
        "expose_headers": list("exposeHeaders")?,
        "forward_not_matching_preflights": policy["unmatchedPreflights"] != "IGNORE",
        "filter_enabled": {"default_value": {"numerator": 100}},
    });
    if let Some(credentials) = policy["allowCredentials"].as_bool() {
        cors["allow_credentials"] = credentials.into();
    }
    if let Some(duration) = policy["maxAge"].as_str() {
        let seconds = duration.strip_suffix('s').context("maxAge in seconds")?;
        cors["max_age"] = seconds.parse::<u64>()?.to_string().into();
    }
    Ok(cors)
}

fn string_match(tree: &Value) -> Result<Value> {
    let kinds: Vec<_> = { tree.as_object().into_iter() }
        .flat_map(Map::iter)
        .collect();
    Ok(match kinds[..] {
        [(kind, value)] if kind == "exact" => json!({"exact": value}),
        [(kind, value)] if kind == "prefix" => json!({"prefix": value}),
        [(kind, value)] if kind == "regex" => json!({"safe_regex": {"regex": value}}),
        _ => bail!("{tree} has no translation"),
    })
}
