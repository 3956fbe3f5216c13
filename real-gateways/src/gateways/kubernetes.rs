//! What the translators of Kubernetes' objects share: a tree of what they read, and Envoy's filter `cors` as they write
//! it.

use core::net::SocketAddr;

use anyhow::{Context, Result, bail, ensure};
use saphyr::{LoadableYamlNode, Yaml};
use serde_json::{Map, Value, json};

use super::{Running, envoy};

/// The one document of a file, as JSON has it.
pub(crate) fn read(text: &str) -> Result<Value> {
    let documents = Yaml::load_from_str(text)?;
    let [document] = &documents[..] else {
        bail!("it is not one document");
    };
    json(document)
}

fn json(tree: &Yaml<'_>) -> Result<Value> {
    if let Some(text) = tree.as_str() {
        return Ok(text.into());
    }
    if let Some(flag) = tree.as_bool() {
        return Ok(flag.into());
    }
    if let Some(number) = tree.as_integer() {
        return Ok(number.into());
    }
    if let Some(list) = tree.as_vec() {
        return list.iter().map(json).collect();
    }
    let map = tree.as_mapping().context("a value of no known kind")?;
    let entries = map.iter().map(|(key, value)| {
        let key = key.as_str().context("a key that is no text")?;
        Ok((key.to_owned(), json(value)?))
    });
    Ok(Value::Object(entries.collect::<Result<Map<_, _>>>()?))
}

/// Fails where something else is said than these: a translator that passes over a field proves nothing.
pub(super) fn knows(tree: &Value, known: &[&str]) -> Result<()> {
    let unknown = { tree.as_object().into_iter() }
        .flat_map(Map::keys)
        .find(|key| !known.contains(&key.as_str()));
    match unknown {
        Some(unknown) => bail!("{unknown} has no translation"),
        None => Ok(()),
    }
}

/// The texts of a list. Nothing is an empty list.
pub(super) fn texts<'a>(tree: &'a Value, key: &str) -> Result<Vec<&'a str>> {
    let list = match &tree[key] {
        Value::Null => return Ok(Vec::new()),
        list => list
            .as_array()
            .with_context(|| format!("{key} is a list"))?,
    };
    let texts = list.iter().map(|item| item.as_str());
    texts
        .collect::<Option<_>>()
        .with_context(|| format!("{key} has texts"))
}

/// What becomes of a policy in Envoy.
#[derive(Default)]
pub(super) struct Translated {
    pub(super) cors: Option<Value>,
    pub(super) removed: Vec<String>,
    pub(super) added: Vec<(String, String)>,
}

impl Translated {
    /// The fields of a `Route`, each in a line.
    fn route(&self) -> String {
        let added: Vec<_> = { self.added.iter() }
            .map(|(key, value)| {
                json!({
                    "header": {"key": key, "value": value},
                    "append_action": "APPEND_IF_EXISTS_OR_ADD",
                })
            })
            .collect();
        let mut route = format!(
            "response_headers_to_remove: {}\nresponse_headers_to_add: {}\n",
            json!(self.removed),
            json!(added)
        );
        if let Some(cors) = &self.cors {
            let mut policy = json!({
                "@type": "type.googleapis.com/envoy.extensions.filters.http.cors.v3.CorsPolicy",
            });
            if let (Some(policy), Some(cors)) = (policy.as_object_mut(), cors.as_object()) {
                policy.extend(cors.clone());
            }
            let filters = json!({"envoy.filters.http.cors": policy});
            route.push_str(&format!("typed_per_filter_config: {filters}\n"));
        }
        route
    }
}

/// Both controllers put the filter first of all, and say everything else on routes.
const FILTERS: &str = "- name: envoy.filters.http.cors
  typed_config:
    '@type': type.googleapis.com/envoy.extensions.filters.http.cors.v3.Cors
";

/// Starts Envoy with what policies have become, each below its name.
pub(super) fn start(upstream: SocketAddr, policies: Vec<(String, Translated)>) -> Result<Running> {
    ensure!(!policies.is_empty(), "nothing is translated");
    let routes: Vec<_> = { policies.into_iter() }
        .map(|(name, translated)| (format!("/{name}/"), translated.route()))
        .collect();
    envoy::start_with(upstream, FILTERS, &routes)
}
