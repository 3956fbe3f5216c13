//! The Gateway API, as Envoy Gateway translates an `HTTPRoute` for Envoy.
//!
//! This follows its `internal/gatewayapi/filters.go` and `internal/xds/translator/cors.go`, and knows nothing of
//! policies.

use anyhow::{Context, Result, bail, ensure};
use cors_export::Target;
use serde_json::{Value, json};

use super::{
    Running,
    kubernetes::{self, Translated, knows, read, texts},
};
use crate::{mounts::Mounts, schemas};

pub(super) fn start(mounts: &Mounts) -> Result<Running> {
    let cors = "/spec/rules/0/filters/0/cors";
    let mistakes = [
        (
            format!("{cors}/allowOrigins/0"),
            json!("https://a.example:*"),
        ),
        (format!("{cors}/allowOrigins/0"), json!("null")),
        (format!("{cors}/maxAge"), json!(0)),
        (
            format!("{cors}/allowOrigins"),
            json!(vec!["https://a.example"; 65]),
        ),
        ("/spec/rules/0/filters/0/type".to_owned(), json!("Cors")),
    ];
    let mistakes: Vec<_> = { mistakes.iter() }
        .map(|(place, value)| (place.as_str(), value.clone()))
        .collect();
    schemas::check(mounts, Target::GatewayApi, object, &mistakes)?;
    let policies = mounts.written().map(|mounted| {
        let text = mounted.file(".yaml").text();
        let translated = translate(&read(text)?).with_context(|| mounted.name.clone())?;
        Ok((mounted.name.clone(), translated))
    });
    kubernetes::start(mounts.upstream, policies.collect::<Result<_>>()?)
}

/// What the schema doesn't say is said by rules beside it, which this adds: nothing stands twice in a list, and `*` by
/// itself.
fn object(text: &str) -> Result<Value> {
    let route = read(text)?;
    for filter in route["spec"]["rules"][0]["filters"]
        .as_array()
        .context("filters")?
    {
        for key in [
            "allowOrigins",
            "allowMethods",
            "allowHeaders",
            "exposeHeaders",
        ] {
            let mut names = texts(&filter["cors"], key)?;
            let is_alone = names.len() == 1 || !names.contains(&"*") || key == "exposeHeaders";
            ensure!(is_alone, "{key}: * stands beside others");
            let all = names.len();
            names.sort_unstable();
            names.dedup();
            ensure!(names.len() == all, "{key}: something stands twice");
        }
    }
    Ok(route)
}

fn translate(route: &Value) -> Result<Translated> {
    knows(route, &["apiVersion", "kind", "metadata", "spec"])?;
    ensure!(route["apiVersion"] == "gateway.networking.k8s.io/v1");
    ensure!(route["kind"] == "HTTPRoute");
    knows(&route["spec"], &["rules"])?;
    let rules = route["spec"]["rules"].as_array().context("rules")?;
    let [rule] = &rules[..] else {
        bail!("a route has one rule here");
    };
    knows(rule, &["filters"])?;
    let mut translated = Translated::default();
    for filter in rule["filters"].as_array().context("filters")? {
        match filter["type"].as_str() {
            Some("CORS") => {
                knows(filter, &["type", "cors"])?;
                ensure!(translated.cors.is_none(), "CORS can't be repeated");
                translated.cors = Some(cors(&filter["cors"])?);
            }
            Some("ResponseHeaderModifier") => {
                knows(filter, &["type", "responseHeaderModifier"])?;
                modify(&filter["responseHeaderModifier"], &mut translated)?;
            }
            kind => bail!("{kind:?} has no translation"),
        }
    }
    Ok(translated)
}

fn cors(cors: &Value) -> Result<Value> {
    let known = [
        "allowOrigins",
        "allowCredentials",
        "allowMethods",
        "allowHeaders",
        "exposeHeaders",
        "maxAge",
    ];
    knows(cors, &known)?;
    let origins = texts(cors, "allowOrigins")?.into_iter();
    let origins: Vec<_> = origins
        .map(|origin| match origin.contains('*') {
            true => {
                let regex = origin.replace('.', r"\.").replace('*', ".*");
                json!({"safe_regex": {"regex": regex}})
            }
            false => json!({"exact": origin}),
        })
        .collect();
    let list = |key| {
        let names = texts(cors, key)?;
        Ok::<_, anyhow::Error>(match names.contains(&"*") {
            true => "*".to_owned(),
            false => names.join(", "),
        })
    };
    // The default is the interface's.
    let max_age = match &cors["maxAge"] {
        Value::Null => 5,
        seconds => seconds.as_i64().context("maxAge")?,
    };
    Ok(json!({
        "allow_origin_string_match": origins,
        "allow_methods": list("allowMethods")?,
        "allow_headers": list("allowHeaders")?,
        "expose_headers": texts(cors, "exposeHeaders")?.join(", "),
        "max_age": max_age.to_string(),
        "allow_credentials": cors["allowCredentials"] == true,
        "forward_not_matching_preflights": false,
    }))
}

fn modify(changes: &Value, translated: &mut Translated) -> Result<()> {
    knows(changes, &["add", "remove"])?;
    let removed = texts(changes, "remove")?.into_iter();
    translated.removed = removed.map(str::to_owned).collect();
    for header in changes["add"].as_array().into_iter().flatten() {
        knows(header, &["name", "value"])?;
        let field = |key| header[key].as_str().context("a name and a value");
        let (name, value) = (field("name")?, field("value")?);
        translated.added.push((name.to_owned(), value.to_owned()));
    }
    Ok(())
}
