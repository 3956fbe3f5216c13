//! nginx: maps in `http`, and in the location headers with the maps' values.
//!
//! Texts in maps are compared in any case of their letters, so that bytes are compared afterwards; regexes are PCRE's.
//! What nginx answers by itself, it answers in its rewrite phase, before anybody has to log in.

mod answers;
mod guards;
mod hash;
#[cfg(test)]
mod mistakes;
mod origins;
mod own;
mod read;
mod regex;
mod syntax;
#[cfg(test)]
mod tests;
mod tokens;

use core::fmt::Write as _;

use cors_core::Setting;

use self::{
    answers::Header,
    syntax::{Maps, quote},
};
use super::Written;
use crate::{
    Code, File, Loss, LossKind, Requirement,
    plan::{Names, Plan},
    proof::{NotRead, Origins},
};

/// What an upstream may grant by itself.
const GRANTS: [&str; 7] = [
    "Access-Control-Allow-Origin",
    "Access-Control-Allow-Credentials",
    "Access-Control-Allow-Methods",
    "Access-Control-Allow-Headers",
    "Access-Control-Allow-Private-Network",
    "Access-Control-Expose-Headers",
    "Access-Control-Max-Age",
];

pub(super) fn write(plan: &Plan<'_>) -> Written {
    let mut losses = Vec::new();
    let mut maps = Maps::new(&plan.identifier);
    if !plan.origins.any && !plan.origins.is_empty() {
        origins::write(plan, &mut maps, &mut losses);
    }
    answers::write_preflight(&mut maps);
    if plan.guards.guard() || !plan.guards.hosts.is_empty() {
        guards::write(plan, &mut maps);
    }
    answers::write_status(plan, &mut maps);
    let headers = answers::write_headers(plan, &mut maps);
    let location = location(plan, &maps, &headers);
    losses.extend(told(plan));
    if maps.is_too_long
        && losses
            .iter()
            .all(|loss| loss.kind() != LossKind::Impossible)
    {
        let sentence = "nginx reads no text of more than 4 KiB, and a list or a regex is longer";
        losses.push(Loss::new(
            LossKind::Impossible,
            Code::TooMany,
            Setting::AllowOrigins,
            sentence,
        ));
    }
    Written {
        files: vec![
            File {
                name: format!("{}.http.conf", plan.name),
                text: maps.text.trim_start().to_owned(),
                place: "in http {}",
            },
            File {
                name: format!("{}.location.conf", plan.name),
                text: location,
                place: "in the location, before proxy_pass",
            },
        ],
        losses,
        requirements: required(&maps),
    }
}

pub(super) fn read(files: &[File]) -> Result<Origins, NotRead> {
    read::read(files)
}

fn location(plan: &Plan<'_>, maps: &Maps, headers: &[Header]) -> String {
    let mut text = String::from(
        "# Only the policy speaks. Before fastcgi_pass, uwsgi_pass or grpc_pass, write fastcgi_hide_header,\n\
         # uwsgi_hide_header or grpc_hide_header instead. If the location is a regex, name its groups: maps replace $1.\n",
    );
    for name in GRANTS {
        let _ = writeln!(text, "proxy_hide_header {name};");
    }
    text.push_str(
        "\n# Where headers are added in a location, those of http and server are not. From nginx 1.29.3 on, this keeps them:\n\
         # add_header_inherit merge;\n",
    );
    for (name, value) in headers {
        let _ = writeln!(text, "add_header {name} {} always;", quote(value));
    }
    let [status, refusal] = ["status", "refusal"].map(|part| maps.variable(part));
    let answers_with_text = plan.guards.guard() || !plan.guards.hosts.is_empty();
    // An extension would make a refusal what files of that name are.
    let plain = match answers_with_text {
        true => "    rewrite ^ /refused;\n",
        false => "",
    };
    text.push('\n');
    if answers_with_text {
        text.push_str(
            "# Refusals are a line of text.\ndefault_type \"text/plain; charset=utf-8\";\n",
        );
    } else {
        // With a variable, nginx adds no page of its own, and `error_page` none either.
        let _ = writeln!(text, "set {refusal} \"\";");
    }
    if !plan.guards.hosts.is_empty() {
        let _ = writeln!(
            text,
            "if ({status} = 421) {{\n{plain}    return 421 {refusal};\n}}"
        );
    }
    if !plan.origins.any {
        let _ = writeln!(
            text,
            "if ({status} = 403) {{\n{plain}    return 403 {refusal};\n}}"
        );
    }
    let granted = plan.wire.preflight_status;
    let _ = writeln!(
        text,
        "if ({status} = {granted}) {{\n    return {granted};\n}}"
    );
    text
}

/// What nginx does otherwise.
fn told(plan: &Plan<'_>) -> Vec<Loss> {
    let mut losses = Vec::new();
    let guards = &plan.guards;
    let methods = plan.policy.settings().allow_methods().iter();
    for (entry, method) in methods.enumerate().filter(|(_, method)| !is_read(method)) {
        let sentence = match &**method {
            "*" => "nginx answers 400, without headers, to methods with other characters than upper case, - and _".to_owned(),
            _ => format!("nginx answers 400 to {method}, since it reads only methods of upper case, - and _"),
        };
        let loss = Loss::new(
            LossKind::Narrower,
            Code::Method,
            Setting::AllowMethods,
            sentence,
        );
        losses.push(loss.at(entry));
    }
    let mut tell = |code, setting, sentence: &str| {
        losses.push(Loss::new(LossKind::Different, code, setting, sentence));
    };
    tell(
        Code::EmptyLines,
        Setting::AllowOrigins,
        "nginx reads a header without a value, which no browser sends, as if it were not there",
    );
    let echoes = plan.is_minimal || matches!(plan.wire.headers, Names::Echoed { .. });
    if !plan.origins.any || echoes {
        tell(
            Code::SeveralLines,
            Setting::AllowOrigins,
            "of several lines of one header, which no browser sends, nginx before 1.23 reads only the first, and later \
             ones read them as one line",
        );
    }
    if guards.unsafe_methods {
        tell(
            Code::RefusalText,
            Setting::GuardUnsafeMethods,
            "nginx refuses TRACE, CONNECT and methods in lower case by itself, with 405 and 400",
        );
    }
    losses
}

/// Whether nginx takes this for a method: `ngx_http_parse_request_line`.
fn is_read(method: &str) -> bool {
    { method.bytes() }.all(|byte| byte.is_ascii_uppercase() || matches!(byte, b'-' | b'_'))
}

/// What has to be set where the files can't.
fn required(maps: &Maps) -> Vec<Requirement> {
    let mut required = vec![
        Requirement::new(
            Code::HeaderInheritance,
            "in the location, headers that add_header adds in http and server are no longer added: repeat them there, or \
             from nginx 1.29.3 on write \"add_header_inherit merge;\", which stands in the file as a comment",
        ),
        Requirement::new(
            Code::CaptureGroups,
            "if the location is a regex, name the groups that proxy_pass uses, since the maps replace $1, even by the value \
             of Origin: \"location ~ ^/api/(?<rest>.*)$\" and $rest",
        ),
    ];
    let (sizes, names) = (maps.sizes, maps.names_bucket);
    if sizes != hash::DEFAULT {
        let hash::Sizes { bucket, max } = sizes;
        let sentence = format!(
            "in http, at least \"map_hash_bucket_size {bucket};\" and \"map_hash_max_size {max};\" are needed, before any map"
        );
        required.push(Requirement::new(Code::HashBucketSize, sentence));
    }
    if names != hash::DEFAULT.bucket {
        let sentence = format!(
            "in http, at least \"variables_hash_bucket_size {names};\" is needed, for the policy's long name"
        );
        required.push(Requirement::new(Code::HashBucketSize, sentence));
    }
    required
}
