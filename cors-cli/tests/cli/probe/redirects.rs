//! Redirects are followed as a browser would: with the same checks, and with nothing that is another server's.

use super::{
    APP, probe_json,
    server::{Answer, Server, allowing, answer},
};

/// A server that leads elsewhere, and allows everybody to see that.
fn leading(location: impl Fn(&str) -> String + Send + Sync + 'static) -> Server {
    Server::plain(move |request| {
        let location = location(request.uri().path());
        redirect(&location)
    })
}

fn redirect(location: &str) -> Answer {
    answer(
        302,
        &[("access-control-allow-origin", "*"), ("location", location)],
    )
}

#[test]
fn loops_end() {
    let server = leading(|_| "/".to_owned());
    let said = probe_json(&server.url(), &[]);
    assert_eq!(said.status, 1);
    let report = said.json();
    assert_eq!(report["browser"]["reason"], "redirect-blocked");
    let own = server
        .received()
        .iter()
        .filter(|it| it.header("origin") == Some(APP))
        .count();
    assert!((21..40).contains(&own), "{own}");
    assert!(report["requests"].as_u64().unwrap() <= 60);
}

#[test]
fn places_that_are_none() {
    for location in ["http://[::1", "ftp://a.test/", "data:text/plain,a"] {
        let server = leading(move |_| location.to_owned());
        let said = probe_json(&server.url(), &[]);
        assert_eq!(said.status, 1);
        let report = said.json();
        assert_eq!(report["browser"]["reason"], "redirect-blocked", "{report}");
    }
}

/// A redirect leads to another server. What was given for the first one stays there.
#[test]
fn credentials_stay_at_home() {
    let other = Server::plain(|request| {
        let origin = request
            .headers()
            .get("origin")
            .map_or("*", |origin| match origin.to_str() {
                Ok("null") => "null",
                _ => APP,
            });
        answer(
            200,
            &[("access-control-allow-origin", origin), ("vary", "origin")],
        )
    });
    let there = other.url();
    let first = Server::plain(move |_| redirect(&there));
    let headers = [
        "-H",
        "Cookie: a=b",
        "-H",
        "Authorization: Basic eA==",
        "-H",
        "X-Gate: 1",
    ];
    let report = probe_json(&first.url(), &headers).json();
    assert_eq!(report["browser"]["allowed"], true, "{report}");
    let at_home = first.received();
    for name in ["cookie", "authorization", "x-gate"] {
        assert!(at_home.iter().all(|it| it.header(name).is_some()), "{name}");
        assert!(
            other.received().iter().all(|it| it.header(name).is_none()),
            "{name}"
        );
    }
    // From one cross origin to another: nobody can say any more who asks.
    assert_eq!(other.received()[0].header("origin"), Some("null"));
    let (_, most_open) = first.connections();
    assert_eq!(most_open, 1);
}

#[test]
fn steps_show_them() {
    let end = Server::plain(allowing(APP));
    let server = Server::plain(|request| match request.uri().path() {
        "/" => answer(
            307,
            &[
                ("access-control-allow-origin", APP),
                ("vary", "origin"),
                ("location", "/there"),
            ],
        ),
        _ => allowing(APP)(request),
    });
    drop(end);
    let report = probe_json(&server.url(), &[]).json();
    assert_eq!(report["browser"]["allowed"], true, "{report}");
    let steps = report["steps"].as_array().unwrap();
    let there = format!("{}there", server.url());
    let shown = steps
        .iter()
        .any(|step| step["sentence"].as_str().unwrap().contains(&there));
    assert!(shown, "{report}");
}

/// Nobody is where it leads.
#[test]
fn to_nobody() {
    let server = leading(|_| "http://cors-probe.invalid/".to_owned());
    let said = probe_json(
        &server.url(),
        &[
            "--resolve",
            "cors-probe.invalid:80:127.0.0.1",
            "--timeout",
            "1",
        ],
    );
    assert_eq!(said.status, 1);
    assert_eq!(said.json()["browser"]["reason"], "no-response");
}
