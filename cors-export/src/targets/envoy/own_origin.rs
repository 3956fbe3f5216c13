//! Whether an origin is that of the server which a request is for.

use super::cel::Expression;
use crate::plan::Plan;

/// The host that a request is for is the authority that Envoy routes by, in lower case.
///
/// Where the origin's port is its scheme's default, it is left out, and may or may not be part of the authority. But
/// where the policy allows `https://HOST`, `http://HOST` is not the server's own, unless HOST is this machine: whoever
/// controls the network can pose as it.
pub(super) fn is_own(plan: &Plan<'_>) -> Expression {
    let mut http = is_of("http", ":80");
    if let Some(twin) = is_allowed(plan, &twins()) {
        http = http.and(origin().matches(LOOPBACK).or(twin.not()));
    }
    is_of("https", ":443").or(http)
}

fn origin() -> Expression {
    Expression::header("origin")
}

/// What the origins of a server can look like, so that nobody's malformed `Host` is an origin.
const ORIGIN: &str =
    r"https?://(?:[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.?|\[[0-9a-f:]+\])(?::[1-9][0-9]{0,4})?";

const LOOPBACK: &str =
    r"http://(?:(?:[a-z0-9_-]+\.)*localhost\.?|127(?:\.[0-9]{1,3}){3}|\[::1\])(?::[0-9]+)?";

fn is_of(scheme: &str, default_port: &str) -> Expression {
    let host = Expression::Method("lowerAscii", vec![Expression::Request("host")]);
    let target = Expression::Text(format!("{scheme}://")).concat(host);
    let ports = ["", ":", default_port];
    let same = ports.map(|port| match port {
        "" => origin(),
        port => origin().concat(Expression::text(port)),
    });
    let with_port = Expression::Method("endsWith", vec![origin(), Expression::text(default_port)]);
    origin()
        .matches(ORIGIN)
        .and(with_port.not())
        .and(target.in_list(same.to_vec()))
}

/// The same host with `https`: port 443 is left out there, and a dot at the end of a name makes no difference.
fn twins() -> [Expression; 2] {
    let https = origin().extract("^http(://.*?)(?::443)?$", r"https\1");
    [r"\1\2", r"\1.\2"].map(|rewrite| https.clone().extract(r"^(.*?)\.?(:[0-9]+)?$", rewrite))
}

/// Whether the policy allows one of them. `None` if it allows no origin with `https`.
fn is_allowed(plan: &Plan<'_>, origins: &[Expression]) -> Option<Expression> {
    let texts = plan
        .origins
        .texts()
        .filter(|text| text.starts_with("https://"));
    let texts: Vec<_> = texts.map(Expression::text).collect();
    let patterns = plan.origins.patterns.iter();
    let regexes: Vec<_> = { patterns.flat_map(|pattern| &pattern.regexes) }
        .filter(|regex| !regex.starts_with("http://"))
        .collect();
    let mut tests = Vec::new();
    for origin in origins {
        if !texts.is_empty() {
            tests.push(origin.clone().in_list(texts.clone()));
        }
        tests.extend(regexes.iter().map(|regex| origin.clone().matches(regex)));
    }
    Expression::any_of(tests)
}
