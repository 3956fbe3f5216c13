//! What the page asks its own server for, in JSON.

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::{DefaultBodyLimit, Query, State},
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use cors_policy_file::{Diagnostic, Diagnostics, Format, Position, Severity};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    Site, console, cure, curl, explanation,
    policies::{NotReplaced, OtherName, Served},
    question::Question,
};

/// As large as a policy's text may be. All that is sent besides is far smaller.
const MAX_BODY: usize = 1 << 20;

pub(super) fn routes() -> Router<Arc<Site>> {
    Router::new()
        .route("/api/configuration", get(configuration))
        .route("/api/exchanges", get(exchanges))
        .route("/api/explanation", post(explanation))
        .route("/api/policies", get(policies).put(replace))
        .route("/api/cure", post(cure))
        .route("/api/curl", post(curl))
        .route("/api/console", post(console))
        .layer(DefaultBodyLimit::max(MAX_BODY))
}

/// What there is to choose from.
async fn configuration(State(site): State<Arc<Site>>) -> Json<Value> {
    let servers: Vec<_> = site
        .servers
        .addresses()
        .map(|(framework, url)| json!({ "framework": framework.to_string(), "url": url }))
        .collect();
    let origins: Vec<_> = site.origins.iter().chain(["null"]).collect();
    let names: Vec<_> = site.policies.names().chain(["none"]).collect();
    let (text, warnings) = site.policies.original();
    Json(json!({
        "servers": servers,
        "origins": origins,
        "policies": names,
        "file": {
            "name": site.policies.name(),
            "text": text,
            "diagnostics": diagnostics(warnings, text),
            "editable": site.policies.format() == Format::Toml,
        },
        "served": served(&site.policies.served()),
    }))
}

#[derive(Deserialize)]
struct Tag {
    tag: String,
}

/// What the servers were asked with a tag in the query, and what they answered.
async fn exchanges(State(site): State<Arc<Site>>, Query(Tag { tag }): Query<Tag>) -> Json<Value> {
    let exchanges: Vec<_> = site
        .servers
        .exchanges(&tag)
        .iter()
        .map(|(server, exchange)| {
            let answer = exchange.status().map(|status| {
                json!({
                    "status": status.as_u16(),
                    "reason": status.canonical_reason(),
                    "headers": exchange.response_headers().map(explanation::lines),
                })
            });
            json!({
                "server": server,
                "method": exchange.method(),
                "target": exchange.target(),
                "headers": explanation::lines(exchange.headers()),
                "answer": answer,
                "log": exchange.logged(),
                "curl": curl::again(server, exchange),
            })
        })
        .collect();
    Json(json!({ "exchanges": exchanges }))
}

async fn explanation(State(site): State<Arc<Site>>, Json(question): Json<Question>) -> Response {
    match explanation::explain(&question, &site.origins, &site.servers).await {
        Ok(outcome) => Json(explanation::to_json(&outcome, &site.policies)).into_response(),
        Err(unexplained) => unprocessable(unexplained),
    }
}

/// What a browser would send, for a shell.
async fn curl(State(site): State<Arc<Site>>, Json(question): Json<Question>) -> Response {
    match curl::commands(&question, &site.origins) {
        Ok(commands) => Json(json!({ "commands": commands })).into_response(),
        Err(unexplained) => unprocessable(unexplained),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pasted {
    text: String,
}

/// What a console has said, explained.
async fn console(Json(Pasted { text }): Json<Pasted>) -> Json<Value> {
    Json(console::explain(&text))
}

async fn policies(State(site): State<Arc<Site>>) -> Json<Value> {
    Json(served(&site.policies.served()))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Replacement {
    text: String,
}

async fn replace(
    State(site): State<Arc<Site>>,
    Json(Replacement { text }): Json<Replacement>,
) -> Response {
    match site.policies.replace(&text) {
        Ok(now) => Json(served(&now)).into_response(),
        Err(reason) => {
            let diagnostics = match reason {
                NotReplaced::Mistakes(found) => diagnostics(&found, &text),
                NotReplaced::OtherNames(names) => names.iter().map(other_name).collect(),
            };
            let rejected = Json(json!({ "diagnostics": diagnostics }));
            (StatusCode::UNPROCESSABLE_ENTITY, rejected).into_response()
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cure {
    text: String,
    policy: String,
    additions: Vec<(String, cure::Value)>,
}

/// A text with additions to a policy, which nothing is done with yet.
async fn cure(State(site): State<Arc<Site>>, Json(cure): Json<Cure>) -> Response {
    let format = site.policies.format();
    let additions = cure.additions.iter();
    let additions = additions.map(|(setting, addition)| (setting.as_str(), addition));
    match cure::insert(&cure.text, format, &cure.policy, additions) {
        Ok(text) => Json(json!({ "text": text })).into_response(),
        Err(not_cured) => unprocessable(not_cured),
    }
}

fn unprocessable(reason: impl ToString) -> Response {
    let error = Json(json!({ "error": reason.to_string() }));
    (StatusCode::UNPROCESSABLE_ENTITY, error).into_response()
}

fn served(served: &Served) -> Value {
    json!({
        "text": served.text,
        "revision": served.revision,
        "diagnostics": diagnostics(&served.warnings, &served.text),
    })
}

fn diagnostics(found: &Diagnostics, text: &str) -> Vec<Value> {
    let items = found.items().iter();
    items
        .map(|item| diagnostic(item, found.position(item), text))
        .collect()
}

fn diagnostic(item: &Diagnostic, position: Option<Position>, text: &str) -> Value {
    // As scripts count.
    let units = |bytes| {
        text.get(..bytes)
            .map(|before| before.encode_utf16().count())
    };
    let position = position.zip(item.span.as_ref()).map(|(position, span)| {
        json!({
            "line": position.line,
            "column": position.column,
            "start": units(span.start),
            "end": units(span.end),
        })
    });
    json!({
        "severity": match item.severity {
            Severity::Error => "error",
            _ => "warning",
        },
        "code": item.code.as_str(),
        "message": item.message,
        "help": item.help,
        "suggestion": item.suggestion,
        "policy": item.policy,
        "position": position,
    })
}

/// In the same shape: the page shows both alike.
fn other_name(other: &OtherName) -> Value {
    json!({
        "severity": "error",
        "code": other.code,
        "message": other.message,
        "help": OtherName::CURE,
        "suggestion": null,
        "policy": other.policy,
        "position": null,
    })
}
