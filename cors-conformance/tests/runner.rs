//! The runner finds what is broken, and says which cases and why.

use core::mem;
use std::collections::BTreeSet;

use cors_conformance::{
    Failure, Failures, Filter, Reply, Request, Skip, Suite, Summary, reference::Application,
};

#[test]
fn overwriting_vary_fails() {
    // What actix-cors and poem do.
    assert_fails(
        |_, reply| {
            if header(&reply, "vary").is_some() {
                remove(reply, |name| name == "vary").with("vary", b"origin")
            } else {
                reply
            }
        },
        &[
            "get-without-origin",
            "vary-merged-with-the-lines-of-the-handler",
            "none-get",
            "preflight-of-get",
        ],
        &["vary-of-one-origin", "get-not-allowed-by-the-bare-policy"],
    );
}

#[test]
fn vary_only_where_an_origin_is_echoed_fails() {
    assert_fails(
        |_, reply| {
            let origin = header(&reply, "access-control-allow-origin");
            if origin.is_none_or(|value| value == b"*") {
                remove(reply, |name| name == "vary")
            } else {
                reply
            }
        },
        &[
            "script-load-without-origin",
            "cached-not-allowed",
            "vary-of-a-preflight-that-is-not-allowed",
            "vary-of-any-origins-preflight",
        ],
        &["get-allowed", "any-origin-cached"],
    );
}

#[test]
fn vary_twice_fails() {
    // Two layers, one inside the other.
    assert_fails(
        |_, reply| {
            if header(&reply, "access-control-allow-origin").is_some_and(|value| value != b"*") {
                reply.with("Vary", b"Origin")
            } else {
                reply
            }
        },
        &["get-allowed", "stream"],
        &["get-not-allowed", "any-origin"],
    );
}

#[test]
fn every_options_as_a_preflight_fails() {
    // What tower-http does.
    assert_fails(
        |request, reply| {
            if request.method() == "OPTIONS" && reply.handler_runs == Some(1) {
                Reply {
                    status: 204,
                    handler_runs: Some(0),
                    ..reply
                }
            } else {
                reply
            }
        },
        &[
            "options-without-origin",
            "options-without-origin-with-request-method",
            "plain-options-allowed",
            "plain-options-not-allowed",
            "none-preflight",
        ],
        &["preflight-of-get", "preflight-not-allowed"],
    );
}

#[test]
fn a_handler_behind_a_preflight_fails() {
    assert_fails(
        |_, reply| Reply {
            handler_runs: reply
                .handler_runs
                .map(|runs| if reply.status == 204 { runs + 1 } else { runs }),
            ..reply
        },
        &[
            "preflight-of-the-route-that-fails",
            "credentials-preflight",
            "status-204",
        ],
        &["status-201", "preflight-not-allowed"],
    );
}

#[test]
fn a_handler_behind_a_preflight_fails_without_a_spy() {
    assert_fails(
        |_, reply| {
            let reply = Reply {
                handler_runs: None,
                ..reply
            };
            if reply.status == 204 && header(&reply, "x-request-id").is_none() {
                reply.with("X-Request-Id", b"42")
            } else {
                reply
            }
        },
        &["preflight-of-get", "any-origin-preflight"],
        &["status-204", "get-allowed"],
    );
}

/// What a server does that has no guards.
#[test]
fn passing_what_is_to_be_refused_fails() {
    assert_fails(
        |_, reply| match reply.status {
            403 | 421 if reply.body.as_ref().is_some_and(|body| !body.is_empty()) => Reply {
                status: 200,
                handler_runs: Some(1),
                ..reply
            },
            _ => reply,
        },
        &[
            "guard-unsafe-other-no-site",
            "guard-websocket-null-cross-site",
            "guard-read-no-origin-same-site",
            "own-twin-of-a-listed-name",
            "host-unexpected-other",
            "host-unknown-two",
            "handshake-of-another-page",
        ],
        &[
            "guard-unsafe-own-no-site",
            "host-name",
            "guarded-preflight-not-allowed",
        ],
    );
}

#[test]
fn refusing_after_the_handler_has_run_fails() {
    assert_fails(
        |_, reply| Reply {
            handler_runs: reply.handler_runs.map(|runs| runs.max(1)),
            ..reply
        },
        &[
            "guard-unsafe-other-no-site",
            "guard-refuses-before-routing-not-found",
            "host-unexpected-post",
            "host-unknown-none",
        ],
        &["guard-unsafe-own-no-site"],
    );
}

#[test]
fn refusing_handshakes_only_fails() {
    // Servers know theirs: a proxy in front may know another.
    assert_fails(
        |request, reply| match reply.status {
            403 if !request.is_handshake() => Reply::new(200, [("vary", "origin")], Some(1)),
            _ => reply,
        },
        &[
            "guard-websocket-upper-case",
            "guard-websocket-other-no-site",
        ],
        &["handshake-of-another-page"],
    );
}

#[test]
fn sharing_a_refusal_fails() {
    // What Spring did: a 403 with the stranger's origin.
    assert_fails(
        |request, reply| match (reply.status, origin(request)) {
            (403 | 421, Some(origin)) => reply.with("access-control-allow-origin", &origin),
            _ => reply,
        },
        &[
            "guard-refuses-and-shares-nothing",
            "guard-unsafe-null-no-site",
            "host-unexpected-listed",
        ],
        &["guard-unsafe-no-origin-cross-site"],
    );
}

#[test]
fn a_body_that_repeats_what_was_sent_fails() {
    assert_fails(
        |request, reply| match origin(request) {
            Some(origin) if [403, 421].contains(&reply.status) => {
                reply.with_body([b"refused for ".to_vec(), origin].concat())
            }
            _ => reply,
        },
        &[
            "guard-refuses-and-repeats-nothing",
            "guard-unsafe-other-no-site",
        ],
        &[
            "guard-unsafe-no-origin-cross-site",
            "guard-websocket-no-origin-cross-site",
        ],
    );
}

#[test]
fn a_body_of_another_kind_fails() {
    assert_fails(
        |_, reply| match reply.status {
            403 | 421 => {
                remove(reply, |name| name == "content-type").with("content-type", b"text/html")
            }
            _ => reply,
        },
        &["guard-unsafe-other-no-site", "host-unexpected-other"],
        &["host-unexpected-head", "guarded-preflight-not-allowed"],
    );
}

#[test]
fn a_body_for_head_fails() {
    assert_fails(
        |request, reply| match request.method() {
            "HEAD" => reply.with_body("refused"),
            _ => reply,
        },
        &[
            "host-unexpected-head",
            "guard-reads-head",
            "guard-websocket-by-head",
        ],
        &["guard-leaves-head"],
    );
}

#[test]
fn a_refusal_that_varies_by_too_little_fails() {
    assert_fails(
        |_, reply| match reply.status {
            403 => remove(reply, |name| name == "vary").with("vary", b"origin"),
            _ => reply,
        },
        &[
            "guard-unsafe-other-no-site",
            "guard-read-null-no-site",
            "guarded-preflight-not-allowed",
        ],
        &["host-unexpected-other"],
    );
}

#[test]
fn what_passes_and_varies_by_too_much_fails() {
    // What Rails does, which fragments caches.
    assert_fails(
        |_, reply| match reply.status {
            200 => reply.with("vary", b"sec-fetch-site"),
            _ => reply,
        },
        &[
            "guard-unsafe-own-no-site",
            "guard-read-own-no-site",
            "get-allowed",
        ],
        &["guard-unsafe-other-no-site"],
    );
}

#[test]
fn refusing_preflights_fails() {
    assert_fails(
        |request, reply| match origin(request) {
            Some(_) if request.method() == "OPTIONS" && reply.status == 204 => {
                Reply::new(403, [("vary", "origin, sec-fetch-site")], Some(0))
            }
            _ => reply,
        },
        &[
            "guarded-preflight-cross-site",
            "fortress-preflight",
            "guarded-reads-preflight",
        ],
        &["guarded-preflight-not-allowed"],
    );
}

#[test]
fn a_second_allow_origin_line_fails() {
    assert_fails(
        |_, reply| match header(&reply, "access-control-allow-origin") {
            Some(value) => {
                let value = value.to_vec();
                reply.with("access-control-allow-origin", &value)
            }
            None => reply,
        },
        &[
            "get-allowed",
            "any-origin",
            "override-allowed",
            "preflight-of-get",
        ],
        &["get-not-allowed", "preflight-not-allowed"],
    );
}

#[test]
fn a_handler_that_prevails_fails() {
    assert_fails(
        |request, reply| {
            if request.method() == "GET" && request.target().ends_with("/override") {
                remove(reply, |name| {
                    matches!(
                        name,
                        "access-control-allow-origin" | "access-control-allow-credentials"
                    )
                })
                .with("access-control-allow-origin", b"https://handler.example")
                .with("access-control-allow-credentials", b"true")
            } else {
                reply
            }
        },
        &[
            "override-allowed",
            "override-not-allowed",
            "override-without-origin",
            "override-of-any-origin",
        ],
        &["none-override", "get-allowed"],
    );
}

#[test]
fn reflecting_every_origin_fails() {
    // What warp, poem and rocket_cors do unless told otherwise.
    assert_fails(
        |request, reply| match origin(request) {
            Some(origin) => remove(reply, |name| name == "access-control-allow-origin")
                .with("access-control-allow-origin", &origin),
            None => reply,
        },
        &[
            "get-not-allowed",
            "suffix-of-another-domain",
            "null-where-it-is-not-allowed",
            "any-origin",
            "preflight-not-allowed",
            "two-origins-that-are-the-same",
            "none-get",
            "outside",
        ],
        &["get-allowed", "get-without-origin"],
    );
}

#[test]
fn dropping_the_headers_of_errors_fails() {
    // What warp does.
    assert_fails(
        |_, reply| {
            if reply.status >= 400 {
                remove(reply, |name| {
                    name == "vary" || name.starts_with("access-control-")
                })
            } else {
                reply
            }
        },
        &[
            "not-found",
            "method-not-allowed",
            "handler-error",
            "caught-panic",
            "status-401",
            "not-found-not-allowed",
            "not-found-of-any-origin",
        ],
        &["stream", "redirect-allowed", "none-not-found"],
    );
}

#[test]
fn credentials_without_an_origin_fail() {
    // What tower-http and actix-cors do.
    assert_fails(
        |request, reply| {
            if request.place().policy() == Some("private")
                && header(&reply, "access-control-allow-credentials").is_none()
            {
                reply.with("access-control-allow-credentials", b"true")
            } else {
                reply
            }
        },
        &[
            "credentials-not-allowed",
            "credentials-preflight-not-allowed",
            "get-without-origin-with-credentials-allowed",
        ],
        &["credentials-allowed", "get-not-allowed"],
    );
}

#[test]
fn refusing_actual_requests_fails() {
    // What actix-cors, warp and poem do.
    assert_fails(
        |request, reply| {
            if origin(request).is_some()
                && reply.handler_runs == Some(1)
                && header(&reply, "access-control-allow-origin").is_none()
            {
                Reply::new(403, [("vary", "origin")], Some(0))
            } else {
                reply
            }
        },
        &[
            "get-not-allowed",
            "post-to-the-own-origin",
            "plain-options-not-allowed",
            "origin-that-is-garbage",
        ],
        &["get-allowed", "not-found-not-allowed"],
    );
}

#[test]
fn reading_one_line_of_request_headers_fails() {
    // What tower-http, actix-cors and warp do.
    assert_fails(
        |_, mut reply| {
            let mut first = true;
            reply.headers.retain(|(name, _)| {
                name != "access-control-allow-headers" || mem::replace(&mut first, false)
            });
            reply
        },
        &["echo-of-two-lines", "minimal-headers-in-two-lines"],
        &["echo-of-several-headers"],
    );
}

#[test]
fn a_policy_that_leaks_fails() {
    // What warp does across `or`.
    assert_fails(
        |request, reply| {
            if request.place().policy().is_none() && origin(request).is_some() {
                reply.with("access-control-allow-origin", b"https://app.example.com")
            } else {
                reply
            }
        },
        &["none-get", "none-preflight", "outside", "outside-preflight"],
        &["none-without-origin", "get-allowed"],
    );
}

#[test]
fn other_headers_that_get_lost_fail() {
    assert_fails(
        |_, reply| remove(reply, |name| name == "x-request-id"),
        &["get-allowed", "get-not-allowed", "status-401"],
        &["stream", "preflight-of-get"],
    );
}

#[test]
fn a_panic_is_the_failure_of_its_case() {
    // What poem does.
    let suite = Suite::builtin();
    let application = Application::new(&suite);
    let failures = suite
        .run_filtered("poem", &[], &Filter::all(), |request| {
            if let Some(origin) = origin(request) {
                assert!(origin.is_ascii(), "not ASCII: {}", origin.escape_ascii());
            }
            application.send(request)
        })
        .unwrap_err();
    let panicked = failures
        .failures()
        .iter()
        .filter(|failure| {
            matches!(failure, Failure::Panicked { message, .. } if message.starts_with("not ASCII"))
        })
        .count();
    assert_eq!(panicked, failures.failures().len());
    assert_named(
        &failures,
        &["origin-of-non-ascii-bytes", "fullwidth-dot"],
        &["origin-that-is-garbage"],
    );
    assert_eq!(failures.summary().passed() + panicked, suite.cases().len());
    assert!(
        failures
            .to_string()
            .contains("    the sender panicked: not ASCII: \\xff\\xfe\n")
    );
}

#[test]
fn a_failure_says_everything() {
    let suite = Suite::builtin();
    let application = Application::new(&suite);
    let failures = suite
        .run_filtered(
            "broken",
            &[],
            &Filter::parse("/override-not-allowed,-credentials"),
            |request| {
                application
                    .send(request)
                    .with("access-control-allow-origin", b"https://handler.example")
            },
        )
        .unwrap_err();
    let expected = "
(- expected and missing, + received and not expected)

override-not-allowed (cases/override.toml)
    see rule policy-prevails: no response grants more than the policy, whatever the handler set
    request
      GET /site/override
      host: server.example
      origin: https://evil.example
    reply
      status 200
      the handler runs
    + access-control-allow-origin: https://handler.example
      vary: origin


broken: 0 passed, 0 skipped, 526 filtered out, 1 failed"
        .replace("526", &(suite.cases().len() - 1).to_string());
    assert_eq!(format!("{failures:?}"), expected);
}

#[test]
fn a_skip_that_is_needed_is_named() {
    let skips = [Skip::new("status-401", "loses x-request-id")];
    let summary =
        run_dropping_request_ids("/status-401,/stream,-of-post,-with,-not-allowed", &skips)
            .unwrap();
    assert_eq!(summary.skipped(), skips);
    let cases = Suite::builtin().cases().len();
    assert_eq!(summary.passed() + 1 + summary.filtered_out(), cases);
    assert_eq!(
        summary.to_string(),
        format!(
            "broken: {} passed, 1 skipped, {} filtered out\n  \
             skipped status-401: loses x-request-id",
            summary.passed(),
            summary.filtered_out()
        )
    );
}

#[test]
fn skips_that_are_wrong_fail() {
    let skips = [
        Skip::new("status-401", "loses it"),
        Skip::new("status-401-not-allowed", ""),
        Skip::new("status-401-without-origin", "twice"),
        Skip::new("status-401-without-origin", "twice"),
        Skip::new("status-402", "there is none"),
        Skip::new("stream", "left out by the filter, so nobody knows"),
        Skip::new("caught-panic", "passes"),
    ];
    let failures = run_dropping_request_ids(
        "/status-401,/caught-panic,-of-post,-with-credentials",
        &skips,
    )
    .unwrap_err();
    let said: Vec<_> = failures.failures().iter().map(Failure::to_string).collect();
    assert_eq!(
        said,
        [
            "status-401-not-allowed: is skipped without a reason\n",
            "status-401-without-origin: is skipped twice\n",
            "status-402: is skipped, but there is no case of this name\n",
            "caught-panic: passes, although it is skipped because \"passes\"; remove the skip\n",
        ]
    );
}

fn run_dropping_request_ids(filter: &str, skips: &[Skip]) -> Result<Summary, Failures> {
    let suite = Suite::builtin();
    let application = Application::new(&suite);
    suite.run_filtered("broken", skips, &Filter::parse(filter), |request| {
        remove(application.send(request), |name| name == "x-request-id")
    })
}

#[test]
fn a_filter_that_matches_nothing_fails() {
    let suite = Suite::builtin();
    let application = Application::new(&suite);
    let run = |filter: &str| {
        suite.run_filtered("core", &[], &Filter::parse(filter), |request| {
            application.send(request)
        })
    };
    for filter in ["no-such-case", "vary,-vary", "-a,-e,-i,-o,-u"] {
        let failures = run(filter).unwrap_err();
        assert_eq!(
            failures.failures().last().unwrap().to_string(),
            format!("no case matches CORS_CONFORMANCE={filter:?}, so nothing was tested\n")
        );
    }
    for filter in ["", " , ", "-no-such-case", "-"] {
        assert_eq!(run(filter).unwrap().passed(), suite.cases().len());
    }
    let stream = run("stream,-errors/").unwrap();
    assert_eq!(stream.passed() + stream.filtered_out(), suite.cases().len());
    assert!((1..10).contains(&stream.passed()));
}

#[test]
fn requests_are_handed_out_one_at_a_time() {
    let suite = Suite::builtin();
    let application = Application::new(&suite);
    let skips = [Skip::new("stream", "passes")];
    let filter = Filter::parse("errors/");
    let mut run = suite.start("core", &skips, &filter);
    let mut asked = Vec::new();
    // Nothing is due yet.
    run.receive(&Reply::new(500, [("vary", "*")], None));
    while let Some(request) = run.next_request() {
        assert_eq!(
            run.next_request(),
            Some(request),
            "the same until it is answered"
        );
        asked.push(request.target());
        if asked.len() == 3 {
            run.panicked("on the way");
        } else {
            run.receive(&application.send(request));
        }
    }
    let expected: Vec<_> = suite
        .cases()
        .iter()
        .filter(|case| filter.admits(case))
        .collect();
    let targets: Vec<_> = expected
        .iter()
        .map(|case| case.request().target())
        .collect();
    assert_eq!(asked, targets);
    let failures = run.finish().unwrap_err();
    let failed: Vec<_> = failures
        .failures()
        .iter()
        .filter_map(Failure::case)
        .collect();
    assert_eq!(failed, [expected[2].name(), "stream"]);
    assert_eq!(failures.summary().passed(), expected.len() - 2);
}

#[test]
#[should_panic(expected = "2 cases have not run")]
fn a_run_that_ends_early_proves_nothing() {
    let suite = Suite::builtin();
    let filter = Filter::parse("/get-allowed,actual/get-not-allowed,-by,-with");
    let mut run = suite.start("core", &[], &filter);
    let _ = run.next_request();
    let _ = run.finish();
}

/// Every one of `fail` has to fail under the mutation, and none of `pass`.
#[track_caller]
fn assert_fails(mutate: impl Fn(&Request, Reply) -> Reply, fail: &[&str], pass: &[&str]) {
    let suite = Suite::builtin();
    let application = Application::new(&suite);
    let failures = suite
        .run_filtered("broken", &[], &Filter::all(), |request| {
            mutate(request, application.send(request))
        })
        .unwrap_err();
    assert_eq!(
        failures.summary().passed() + failures.failures().len(),
        suite.cases().len(),
        "every case runs, whatever failed before it"
    );
    let known: BTreeSet<_> = suite.cases().iter().map(|case| case.name()).collect();
    for name in fail.iter().chain(pass) {
        assert!(known.contains(name), "no case {name}");
    }
    assert_named(&failures, fail, pass);
}

#[track_caller]
fn assert_named(failures: &Failures, fail: &[&str], pass: &[&str]) {
    let failed: BTreeSet<_> = failures
        .failures()
        .iter()
        .filter_map(Failure::case)
        .collect();
    for name in fail {
        assert!(failed.contains(name), "{name} passes");
    }
    for name in pass {
        assert!(!failed.contains(name), "{name} fails\n{failures}");
    }
}

fn header<'a>(reply: &'a Reply, name: &str) -> Option<&'a [u8]> {
    reply
        .headers
        .iter()
        .find(|(other, _)| other == name)
        .map(|(_, value)| value.as_slice())
}

fn origin(request: &Request) -> Option<Vec<u8>> {
    request
        .headers()
        .find(|(name, _)| *name == "origin")
        .map(|(_, value)| value.to_vec())
}

fn remove(mut reply: Reply, goes: impl Fn(&str) -> bool) -> Reply {
    reply.headers.retain(|(name, _)| !goes(name));
    reply
}

trait With {
    fn with(self, name: &str, value: &[u8]) -> Self;
}

impl With for Reply {
    fn with(mut self, name: &str, value: &[u8]) -> Self {
        self.headers.push((name.to_owned(), value.to_vec()));
        self
    }
}
