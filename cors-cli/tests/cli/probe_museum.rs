//! `cors probe` in the museum, over sockets: each faulty server gets exactly its findings, and a correct one none.

use std::{
    io::Write,
    process::{Command, Stdio},
};

use serde_json::Value;

use crate::{
    museum::{self, Exhibit, Page},
    served::served,
};

/// What the command says, and its exit status.
fn probe(exhibit: Exhibit, options: &[&str]) -> (Value, Option<i32>) {
    let server = served(exhibit.serve);
    let mut command = Command::new(env!("CARGO_BIN_EXE_cors"));
    command
        .arg("probe")
        .arg(format!("http://{}/things", server.address));
    command
        .args(arguments(&exhibit.page))
        .args(["--format", "json"])
        .args(options);
    let mut command = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let policy = exhibit.page.policy.unwrap_or_default();
    command
        .stdin
        .take()
        .unwrap()
        .write_all(policy.as_bytes())
        .unwrap();
    let output = command.wait_with_output().unwrap();
    let said = serde_json::from_slice(&output.stdout);
    let said = said.unwrap_or_else(|_| {
        panic!(
            "{}: {}",
            exhibit.name,
            String::from_utf8_lossy(&output.stderr)
        )
    });
    (said, output.status.code())
}

fn arguments(page: &Page) -> Vec<String> {
    let mut arguments = vec!["--method".to_owned(), page.method.to_owned()];
    let lists = [
        ("--origin", &page.origins),
        ("--header", &page.headers),
        ("--read", &page.read),
    ];
    for (option, values) in lists {
        for value in values {
            arguments.extend([option.to_owned(), (*value).to_owned()]);
        }
    }
    let flags = [
        ("--credentials", page.credentials),
        ("--upload", page.upload),
    ];
    arguments.extend(
        flags
            .iter()
            .filter(|(_, set)| *set)
            .map(|(flag, _)| (*flag).to_owned()),
    );
    if page.policy.is_some() {
        arguments.extend(["--policy", "-", "--input-format", "toml"].map(ToOwned::to_owned));
    }
    arguments
}

fn codes(said: &Value) -> Vec<(&str, &str)> {
    let findings = said["findings"].as_array().unwrap().iter();
    let mut codes: Vec<_> = findings
        .map(|finding| {
            (
                finding["code"].as_str().unwrap(),
                finding["severity"].as_str().unwrap(),
            )
        })
        .collect();
    codes.sort_unstable();
    codes
}

/// Every other one speaks HTTP/2.
fn protocol(number: usize) -> &'static [&'static str] {
    match number.is_multiple_of(2) {
        true => &["--http1.1"],
        false => &["--http2"],
    }
}

#[test]
fn faulty_servers() {
    let mut exhibits = museum::faulty();
    // Those that are there with and without credentials differ in severities, which takes no socket to see.
    exhibits.dedup_by_key(|exhibit| exhibit.name);
    for (number, mut exhibit) in exhibits.into_iter().enumerate() {
        let (name, mut expected) = (exhibit.name, core::mem::take(&mut exhibit.expected));
        expected.sort_unstable();
        let (said, status) = probe(exhibit, protocol(number));
        assert_eq!(codes(&said), expected, "{name}");
        // Notes are no reason to fail.
        let is_bad = expected.iter().any(|(_, severity)| *severity != "note");
        assert_eq!(status, Some(i32::from(is_bad)), "{name}");
        let requests = said["requests"].as_u64().unwrap();
        assert!(requests <= 50, "{name} took {requests} requests");
    }
}

#[test]
fn correct_servers() {
    for (number, exhibit) in museum::correct().into_iter().enumerate() {
        let name = exhibit.name;
        let (said, status) = probe(exhibit, protocol(number));
        assert_eq!(said["findings"], Value::Array(Vec::new()), "{name}");
        assert_eq!(said["browser"]["allowed"], true, "{name}");
        assert_eq!(status, Some(0), "{name}");
    }
}

/// What a policy says besides.
#[test]
fn a_server_that_is_not_what_its_policy_says() {
    let mut exhibits = museum::faulty().into_iter();
    let mut exhibit = exhibits
        .find(|exhibit| exhibit.name == "startsWith")
        .unwrap();
    exhibit.page = exhibit.page.policy(
        r#"
        [policies.app]
        allow_origins = ["https://app.example.com"]
        allow_credentials = true
        allow_methods = ["PATCH"]
        allow_headers = ["content-type"]
        max_age = 600
        "#,
    );
    let (said, status) = probe(exhibit, &[]);
    let messages: Vec<_> = said["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| &finding["message"])
        .collect();
    assert_eq!(
        messages,
        [
            "the origin https://app.example.com.attacker.example is allowed, with credentials: it only begins like https://app.example.com, and anybody can have such a name",
            "the server does not do what the policy says: access-control-allow-methods of the server has DELETE, PUT in the place of PATCH",
            "the server does not do what the policy says: to a request of https://app.example.com.attacker.example the policy allows nothing, and the server names the origin, with credentials",
        ]
    );
    assert_eq!(status, Some(1));
}

/// Each redirect takes a preflight, and nothing is left for the rest.
#[test]
fn no_more_than_sixty_requests() {
    let mut exhibits = museum::faulty().into_iter();
    let mut exhibit = exhibits
        .find(|exhibit| exhibit.name == "redirects go round in a circle")
        .unwrap();
    exhibit.page = exhibit.page.method("DELETE");
    let serve = exhibit.serve;
    exhibit.serve = Box::new(move |request| {
        let mut response = serve(request);
        let never = http::HeaderValue::from_static("0");
        response
            .headers_mut()
            .insert("access-control-max-age", never);
        response
    });
    let (said, status) = probe(exhibit, &[]);
    assert_eq!(codes(&said), [("redirect-blocked", "error")]);
    assert_eq!(said["requests"], 60);
    assert_eq!(status, Some(1));
}
