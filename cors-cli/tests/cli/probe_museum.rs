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
    for (number, mut exhibit) in museum::faulty().into_iter().enumerate() {
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
