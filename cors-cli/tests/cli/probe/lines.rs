//! Every finding's `curl` line, pasted into a shell: it gets what the finding shows.

use std::process::Command;

use http::{HeaderMap, HeaderName, HeaderValue};

use super::{
    APP, probe,
    server::{Server, Speaks, allowing},
};
use crate::museum::{self, Exhibit};

/// Whether there is `curl`, and a shell that reads its lines.
fn can_paste() -> bool {
    let works = |program: &str| Command::new(program).arg("--version").output().is_ok();
    let can = works("curl") && works("bash");
    if !can {
        eprintln!("SKIPPED: there is no curl, or no bash, to paste the lines into");
    }
    can
}

/// The header lines of the last answer in what `curl -i` prints.
fn headers(printed: &str) -> HeaderMap {
    let mut headers = HeaderMap::new();
    let head = printed.split("\r\n\r\n").next().unwrap();
    for line in head.lines().skip(1) {
        let (name, value) = line.split_once(':').unwrap();
        let name = HeaderName::from_bytes(name.as_bytes()).unwrap();
        headers.append(name, HeaderValue::from_str(value.trim()).unwrap());
    }
    headers
}

fn paste(line: &str) -> String {
    // Neither a proxy nor somebody's .curlrc has a say.
    let script =
        format!("curl() {{ command curl -q -s --max-time 20 --noproxy '*' \"$@\"; }}\n{line}");
    let output = Command::new("bash").args(["-c", &script]).output().unwrap();
    assert!(output.status.success(), "{line}: {output:?}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// What the finding shows of the answer to its request: the last one, if there are several.
fn shown(finding: &serde_json::Value) -> Vec<String> {
    let evidence = finding["evidence"].as_array().unwrap().iter();
    evidence
        .filter_map(|line| {
            line.as_str()
                .unwrap()
                .strip_prefix("< ")
                .map(ToOwned::to_owned)
        })
        .collect()
}

fn check(exhibit: Exhibit, speaks: Speaks) -> usize {
    let (name, page, serve) = (exhibit.name, exhibit.page, exhibit.serve);
    let http2 = speaks.http2;
    let server = Server::start(speaks, move |request| serve(request).map(|()| ""));
    let mut arguments = vec![
        server.url(),
        "--format=json".to_owned(),
        format!("--method={}", page.method),
    ];
    arguments.extend(
        page.origins
            .iter()
            .map(|origin| format!("--origin={origin}")),
    );
    arguments.extend(
        page.headers
            .iter()
            .map(|header| format!("--header={header}")),
    );
    arguments.extend(page.read.iter().map(|read| format!("--read={read}")));
    let flags = [
        (page.credentials, "--credentials"),
        (page.upload, "--upload"),
        (http2, "--http2"),
    ];
    arguments.extend(
        flags
            .iter()
            .filter(|(on, _)| *on)
            .map(|(_, flag)| (*flag).to_owned()),
    );
    let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
    let report = probe(&arguments).json();
    let findings = report["findings"].as_array().unwrap();
    for finding in findings {
        let line = finding["request"]
            .as_str()
            .unwrap_or_else(|| panic!("{name}: no line: {finding}"));
        let printed = paste(line);
        let got = headers(&printed);
        let shown = shown(finding);
        let is_shown = |name: &HeaderName, value: &str| {
            let line = format!("{name}: {value}");
            shown.iter().any(|it| it.eq_ignore_ascii_case(&line))
        };
        for (header, value) in &got {
            if header.as_str().starts_with("access-control-") {
                let value = value.to_str().unwrap_or("?");
                assert!(
                    is_shown(header, value),
                    "{name}: {finding}\n{line}\n{printed}"
                );
            }
        }
        let status = printed.split(' ').nth(1).unwrap_or_default();
        assert!(
            shown.iter().any(|it| it.split(' ').next() == Some(status)),
            "{name}: {status} is not shown: {finding}\n{line}\n{printed}"
        );
    }
    findings.len()
}

#[test]
fn pasted_lines_get_what_is_shown() {
    if !can_paste() {
        return;
    }
    let pasted: usize = museum::faulty()
        .into_iter()
        .map(|it| check(it, Speaks::default()))
        .sum();
    assert!(pasted > 30, "{pasted}");
}

#[test]
fn over_http2_too() {
    if !can_paste() {
        return;
    }
    let http2 = Speaks {
        http2: true,
        ..Speaks::default()
    };
    let pasted: usize = museum::faulty()
        .into_iter()
        .take(3)
        .map(|it| check(it, http2.clone()))
        .sum();
    assert!(pasted > 0);
}

/// What a server gets, without what it may be told of who asks.
fn told(server: &Server) -> Vec<(String, String, Vec<String>)> {
    let received = server.received().into_iter().map(|it| {
        let lines = it.headers.iter().filter(|(name, _)| *name != "user-agent");
        let lines = lines.map(|(name, value)| format!("{name}: {value:?}"));
        let mut lines: Vec<_> = lines.collect();
        lines.sort();
        (it.method.to_string(), it.target, lines)
    });
    received.collect()
}

/// Lines send what the probe sends, to the letter.
#[test]
fn pasted_lines_send_the_same() {
    if !can_paste() {
        return;
    }
    for (http2, options) in [
        (
            false,
            &[
                "--method=PUT",
                "--header=X-Trace: it's \u{e4}",
                "--credentials",
            ][..],
        ),
        (
            false,
            &[
                "-HCookie: a=b",
                "-HX-Gate;",
                "-HHost: api.test",
                "-Haccept: text/html",
            ],
        ),
        (
            true,
            &["--http2", "--upload", "-HAuthorization: Basic eA=="],
        ),
    ] {
        let speaks = Speaks {
            http2,
            ..Speaks::default()
        };
        let server = Server::start(speaks.clone(), allowing(APP));
        let url = server.url() + "a[]?b={c}&d='%20";
        let all = [&[url.as_str(), "--origin", APP], options].concat();
        let said = probe(&all);
        assert_eq!(said.status, 0, "{}", said.out);
        let rehearsed = probe(&[&all[..], &["--dry-run"]].concat());
        let asked = told(&server);
        for line in rehearsed.out.trim_end().split("\n\n") {
            paste(line);
        }
        let pasted = told(&server).split_off(asked.len());
        assert_eq!(asked.len(), pasted.len());
        for (asked, pasted) in asked.iter().zip(&pasted) {
            assert_eq!(asked, pasted);
        }
    }
}

/// Servers that tell `Origin` from `origin` are asked as by a browser, and so by the line.
#[test]
fn names_are_spelt_as_browsers_do() {
    if !can_paste() {
        return;
    }
    let server = super::raw::Raw::start(|wire| {
        while let Some(head) = wire.request() {
            let is_spelt = head.contains("\r\nOrigin: ");
            let lines = match is_spelt {
                true => "access-control-allow-origin: *\r\n",
                false => "",
            };
            wire.say(format!("HTTP/1.1 200 OK\r\n{lines}content-length: 0\r\n\r\n").as_bytes());
        }
    });
    let report = super::probe_json(&server.url(), &[]).json();
    assert_eq!(report["browser"]["allowed"], true, "{report}");
    let said = probe(&[&server.url(), "--origin", APP, "--dry-run"]);
    let line = said.out.split("\n\n").next().unwrap();
    assert!(
        paste(line).contains("access-control-allow-origin: *"),
        "{line}"
    );
}
