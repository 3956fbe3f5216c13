//! What is sent: by whom, where to, how often; and what the exit status says.

use http::Method;
use serde_json::json;

use super::{
    APP, probe, probe_json,
    server::{Server, Speaks, allowing, answer},
};

#[test]
fn a_correct_server() {
    let server = Server::plain(allowing(APP));
    let said = probe_json(&server.url(), &["--credentials", "--method", "PUT"]);
    let report = said.json();
    assert_eq!((said.status, said.err.as_str()), (0, ""));
    assert_eq!(report["schema"], 1);
    assert_eq!(report["findings"], json!([]));
    assert_eq!(
        report["browser"],
        json!({ "allowed": true, "reason": null, "sentence": "the page sees status 200, the header content-length, and the body" })
    );
    let received = server.received();
    assert_eq!(report["requests"], received.len());
    assert!(received.len() <= 60);
    assert_eq!(server.connections(), (1, 1));
    let agent = concat!("cors/", env!("CARGO_PKG_VERSION"));
    assert!(
        received
            .iter()
            .all(|it| it.header("user-agent") == Some(agent))
    );
    let address = server.address.to_string();
    assert!(
        received
            .iter()
            .all(|it| it.header("host") == Some(&address))
    );
}

/// Exactly what a browser sends, and who asks.
#[test]
fn the_pages_own_requests() {
    let server = Server::plain(allowing(APP));
    probe_json(
        &server.url(),
        &["--method", "PUT", "--header", "X-Trace: 1", "--send"],
    );
    let received = server.received();
    let lines = |index: usize| {
        let headers = &received[index].headers;
        let lines = headers
            .iter()
            .map(|(name, value)| format!("{name}: {}", value.to_str().unwrap()));
        lines.collect::<Vec<_>>()
    };
    let host = format!("host: {}", server.address);
    let agent = format!("user-agent: cors/{}", env!("CARGO_PKG_VERSION"));
    assert_eq!(received[0].method, Method::OPTIONS);
    assert_eq!(
        lines(0),
        [
            &host,
            &agent,
            "access-control-request-method: PUT",
            "access-control-request-headers: x-trace",
            "accept: */*",
            "origin: https://app.example.com",
            "sec-fetch-site: cross-site",
            "sec-fetch-mode: cors",
            "sec-fetch-dest: empty",
        ]
    );
    assert_eq!(received[1].method, Method::PUT);
    assert_eq!(
        lines(1),
        [
            &host,
            &agent,
            "x-trace: 1",
            "accept: */*",
            "origin: https://app.example.com",
            "sec-fetch-site: cross-site",
            "sec-fetch-mode: cors",
            "sec-fetch-dest: empty",
            "content-length: 0",
        ]
    );
}

#[test]
fn what_may_change_something_is_not_sent() {
    for method in ["PUT", "POST", "DELETE", "PATCH", "put", "M-SEARCH"] {
        let server = Server::plain(|_| {
            answer(
                200,
                &[
                    ("access-control-allow-origin", APP),
                    (
                        "access-control-allow-methods",
                        "PUT, DELETE, PATCH, M-SEARCH",
                    ),
                    ("vary", "origin"),
                ],
            )
        });
        let report = probe_json(&server.url(), &["--method", method]).json();
        assert_eq!(report["browser"]["allowed"], true, "{report}");
        let sent = method.to_ascii_uppercase();
        let note = format!(
            "{sent} was not sent: GET was in its place, and what the page sees is taken from its answer; \
             --send sends {sent}, which may change something"
        );
        let notes = report["notes"].as_array().unwrap();
        assert!(notes.iter().any(|it| it["sentence"] == note), "{report}");
        for received in server.received() {
            let is_harmless =
                [Method::GET, Method::HEAD, Method::OPTIONS].contains(&received.method);
            assert!(is_harmless, "{method}: {received:?}");
        }
    }
}

/// GET is answered with an error that says nothing of the page's own request.
#[test]
fn a_method_that_get_tells_nothing_of() {
    let server = Server::plain(|request| match *request.method() {
        Method::OPTIONS => allowing(APP)(request),
        _ => answer(405, &[("allow", "PUT")]),
    });
    let said = probe_json(&server.url(), &["--method", "PUT"]);
    let report = said.json();
    assert_eq!(
        report["browser"],
        json!({ "allowed": true, "reason": null, "sentence": "the preflight allows PUT, which was not sent" })
    );
    let notes = report["notes"].as_array().unwrap();
    assert_eq!(
        notes.last().unwrap()["sentence"],
        "PUT was not sent; GET was in its place, and its answer, 405, has no CORS headers: whether the answer to PUT \
         has them is not known; --send sends PUT, which may change something"
    );
    let steps = report["steps"].as_array().unwrap();
    let last = steps.last().unwrap()["sentence"].as_str().unwrap();
    assert!(
        last.starts_with("GET http://") && last.ends_with(", in the place of PUT"),
        "{last}"
    );
    let sentences = report["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["message"].as_str().unwrap());
    assert_eq!(
        sentences.filter(|it| it.contains("is blocked")).count(),
        0,
        "{report}"
    );
}

#[test]
fn headers_that_were_given() {
    let server = Server::plain(allowing(APP));
    let headers = [
        "-H",
        "Cookie: a=b",
        "-H",
        "Authorization: Basic eA==",
        "-H",
        "X-Gate: 1",
        "-H",
        "x-gate: 2",
        "-H",
        "User-Agent: me",
        "-H",
        "Host: api.test",
        "-H",
        "accept: text/html",
        "--method",
        "PUT",
    ];
    let report = probe_json(&server.url(), &headers).json();
    assert_eq!(report["browser"]["allowed"], true, "{report}");
    for received in server.received() {
        let is_preflight = received
            .headers
            .contains_key("access-control-request-method");
        let credentials = (!is_preflight).then_some("a=b");
        assert_eq!(received.header("cookie"), credentials, "{received:?}");
        assert_eq!(
            received.header("authorization").is_some(),
            !is_preflight,
            "{received:?}"
        );
        assert_eq!(received.header("user-agent"), Some("me"));
        assert_eq!(received.header("host"), Some("api.test"));
        assert_eq!(
            received
                .headers
                .get_all("accept")
                .iter()
                .collect::<Vec<_>>(),
            ["text/html"]
        );
        assert_eq!(
            received
                .headers
                .get_all("x-gate")
                .iter()
                .collect::<Vec<_>>(),
            ["1", "2"]
        );
    }
}

#[test]
fn another_connection_where_the_first_is_closed() {
    let speaks = Speaks {
        once: true,
        ..Speaks::default()
    };
    let server = Server::start(speaks, allowing(APP));
    let report = probe_json(&server.url(), &[]).json();
    assert_eq!(report["browser"]["allowed"], true, "{report}");
    let (connections, most_open) = server.connections();
    assert_eq!(connections, server.received().len());
    assert!(most_open <= 2, "{most_open}");
}

#[test]
fn over_ipv6_and_by_name() {
    let speaks = Speaks {
        ipv6: true,
        ..Speaks::default()
    };
    let server = Server::start(speaks, allowing(APP));
    let port = server.address.port();
    for (url, options) in [
        (server.url(), vec![]),
        // Both families are tried.
        (format!("http://localhost:{port}/"), vec![]),
        (format!("http://api.localhost:{port}/"), vec![]),
        (
            format!("http://bücher.test:{port}/"),
            vec![format!("--resolve=xn--bcher-kva.test:{port}:[::1]")],
        ),
        (
            format!("http://a.test:{port}/"),
            vec![format!("--resolve=a.test:{port}:127.0.0.1,[::1]")],
        ),
    ] {
        let options: Vec<_> = options.iter().map(String::as_str).collect();
        let said = probe_json(&url, &options);
        assert_eq!(
            said.json()["browser"]["allowed"],
            true,
            "{url}: {}",
            said.err
        );
    }
    let hosts: Vec<_> = server
        .received()
        .iter()
        .filter_map(|it| Some(it.header("host")?.to_owned()))
        .collect();
    for host in [
        format!("[::1]:{port}"),
        format!("localhost:{port}"),
        format!("xn--bcher-kva.test:{port}"),
    ] {
        assert!(hosts.contains(&host), "{host}: {hosts:?}");
    }
}

#[test]
fn nothing_is_sent_by_a_rehearsal() {
    let server = Server::plain(allowing(APP));
    let url = server.url();
    let arguments = [&url, "--origin", APP, "--method", "PUT", "--dry-run"];
    let said = probe(&arguments);
    assert_eq!(said.status, 0);
    assert!(said.out.starts_with(&format!(
        "curl -i -X OPTIONS '{url}' \\\n  -H 'Access-Control-Request-Method: PUT'"
    )));
    let lines = said.out.split("\n\n").count();
    assert_eq!(
        said.err,
        format!(
            "{lines} requests to a server without a fault; what else is asked depends on the answers\n"
        )
    );
    let json = probe(&[&arguments[..], &["--format", "json"]].concat());
    assert_eq!(json.json()["would_send"].as_array().unwrap().len(), lines);
    assert_eq!(server.connections(), (0, 0));
    // And it is what is sent to such a server.
    let sent = probe(&arguments[..5]);
    let counted = format!("no findings at {url}; {lines} requests\n");
    assert!(sent.out.ends_with(&counted), "{}", sent.out);
    assert_eq!(server.received().len(), lines);
    let sarif = probe(&[&arguments[..], &["--format", "sarif"]].concat());
    assert_eq!(
        sarif.sentence(),
        "nothing is found by --dry-run; leave it out, or use --format human or json"
    );
}

#[test]
fn a_policy_that_names_the_page() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("cors.toml");
    std::fs::write(
        &file,
        "[policies.api]\nallow_origins = [\"https://*.example.org\", \"https://app.example.com\"]\n",
    )
    .unwrap();
    let server = Server::plain(|_| answer(200, &[("access-control-allow-origin", "*")]));
    let policy = file.display().to_string();
    let said = probe(&[&server.url(), "--policy", &policy, "--format", "json"]);
    assert_eq!(said.json()["origin"], "https://app.example.org");
    let missing = probe(&[&server.url(), "--policy", &format!("{policy}#other")]);
    assert_eq!(
        missing.sentence(),
        format!("{policy} has no policy \"other\"; it has api")
    );
}

#[test]
fn without_an_origin() {
    let server = Server::plain(allowing(APP));
    let said = probe(&[&server.url(), "--format", "json"]);
    let report = said.json();
    let own = format!("http://{}", server.address);
    assert_eq!((said.status, &report["origin"]), (0, &json!(own)));
    let note = format!(
        "no --origin: asked as a page of {own}, which may read its own server without CORS"
    );
    assert_eq!(
        report["notes"].as_array().unwrap().last().unwrap()["sentence"],
        note
    );
}
