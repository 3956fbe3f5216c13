//! Findings of servers that are functions.

mod exact;
mod generated;
mod hostile;
mod messages;
#[path = "../../../tests/cli/museum/mod.rs"]
mod museum;
mod policies;
mod silent;

use cors_browser::{Browser, Credentials, PageRequest};
use cors_core::Policy;
use cors_policy_file::{Format, Reader};
use http::{Request, Response};

use self::museum::Page;
use super::{Plan, findings};
use crate::probe::{
    finding::Finding,
    server::{NoAnswer, NoAnswerKind, Server},
};

/// A server that is a function, and what it was asked.
struct Function<'a> {
    serve: &'a dyn Fn(&Request<()>) -> Response<()>,
    asked: usize,
}

const BUDGET: usize = 60;

impl Server for Function<'_> {
    async fn ask(&mut self, request: &Request<()>) -> Result<Response<()>, NoAnswer> {
        if self.asked == BUDGET {
            return Err(NoAnswer {
                kind: NoAnswerKind::Budget,
                sentence: "60 requests were sent".to_owned(),
            });
        }
        self.asked += 1;
        Ok((self.serve)(request))
    }
}

/// The findings of a server, and how many requests they took.
fn probe(
    serve: &dyn Fn(&Request<()>) -> Response<()>,
    page: &Page,
    policy: Option<&Policy>,
) -> (Vec<Finding>, usize) {
    const URL: &str = "https://api.example.net/things";
    let own = page.policy.map(|text| {
        let file = Reader::new()
            .parse("cors.toml", text, Format::Toml)
            .unwrap();
        file.policies.into_iter().next().unwrap().1
    });
    let policy = policy.or(own.as_ref());
    let mut server = Function { serve, asked: 0 };
    let mut request = PageRequest::new(page.method, URL);
    for header in &page.headers {
        let (name, value) = header.split_once(": ").unwrap_or((header, "1"));
        request = request.header(name, value);
    }
    if page.credentials {
        request = request.credentials(Credentials::Include);
    }
    if page.upload {
        request = request.upload_listener();
    }
    request = page
        .read
        .iter()
        .fold(request, |request, name| request.read(*name));
    let mut asked = 0;
    let mut answer = |request: Request<()>| {
        asked += 1;
        serve(&request)
    };
    let outcome = Browser::at(page.origins[0]).fetch(&mut answer, request);
    server.asked = asked;
    let plan = Plan {
        url: URL,
        origin: page.origins[0],
        method: page.method,
        trusted: page.origins.iter().map(ToString::to_string).collect(),
        policy,
        may_send: false,
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    let found = runtime.block_on(findings(&mut server, &plan, &outcome));
    (found, server.asked)
}

/// Codes and severities, in the order of the codes.
fn codes(findings: &[Finding]) -> Vec<(&'static str, &'static str)> {
    let mut codes: Vec<_> = findings
        .iter()
        .map(|finding| (finding.code.as_str(), finding.severity.as_str()))
        .collect();
    codes.sort_unstable();
    codes
}
