//! Mistakes in files are told, with the file and the case.

use cors_conformance::{Filter, Place, Reply, Request, Skip, Suite, SuiteFile};

const POLICIES: SuiteFile<'_> = SuiteFile::new(
    "policies.toml",
    r#"
    [policies.site]
    allow_origins = "https://app.example.com"
    "#,
);

const CASE: &str = r##"
    [[case]]
    name = "one"
    fetch = "#cors-check"
    policy = "site"
    request = "GET /echo"
    headers = [["origin", "https://app.example.com"]]
    status = 200
    handler = true
    access-control.allow-origin = "https://app.example.com"
    vary = ["origin"]
"##;

#[test]
fn a_case_of_ones_own() {
    let suite = Suite::parse(POLICIES, &[SuiteFile::new("dir/own.toml", CASE)]).unwrap();
    let [case] = suite.cases() else {
        panic!("{:?}", suite.cases());
    };
    assert_eq!(case.name(), "one");
    assert_eq!(case.file(), "dir/own.toml");
    assert_eq!(case.topic(), "own");
    assert_eq!(case.why(), None);
    assert_eq!(case.citation(), "https://fetch.spec.whatwg.org/#cors-check");
    assert_eq!(*case.request().place(), Place::Policy("site".to_owned()));
    assert_eq!(case.request().method(), "GET");
    assert_eq!(case.request().target(), "/site/echo");
    assert_eq!(
        case.request().headers().collect::<Vec<_>>(),
        [
            ("host", &b"server.example"[..]),
            ("origin", b"https://app.example.com"),
        ]
    );
    let names: Vec<_> = suite.policies().map(|(name, _)| name).collect();
    assert_eq!(names, ["site"]);
}

#[test]
fn values_that_no_text_file_wants_to_hold() {
    let text = CASE.replace(
        r#"[["origin", "https://app.example.com"]]"#,
        r#"[
            ["x", { repeat = "ab,", times = 3 }],
            ["x", { bytes = [255, 254] }],
            ["x", { concat = ["a", { repeat = "b", times = 2 }, { bytes = [99] }] }],
            ["x", ""],
        ]"#,
    );
    let suite = Suite::parse(POLICIES, &[SuiteFile::new("own.toml", &text)]).unwrap();
    let values: Vec<_> = suite.cases()[0].request().headers().collect();
    assert_eq!(
        values,
        [
            ("host", &b"server.example"[..]),
            ("x", b"ab,ab,ab,"),
            ("x", b"\xff\xfe"),
            ("x", b"abbc"),
            ("x", b"")
        ]
    );
}

/// The request of a case with these lines besides.
fn request(lines: &str) -> Request {
    let text = CASE.replace("    headers = ", &format!("    {lines}\n    headers = "));
    let suite = Suite::parse(POLICIES, &[SuiteFile::new("own.toml", &text)]).unwrap();
    suite.cases()[0].request().clone()
}

#[test]
fn a_request_is_for_a_host() {
    let hosts = |request: &Request| -> Vec<_> {
        let lines = request.headers().filter(|(name, _)| *name == "host");
        lines
            .map(|(_, value)| String::from_utf8_lossy(value).into_owned())
            .collect()
    };
    for (lines, expected) in [
        ("", &["server.example"][..]),
        ("host = \"a.example:80\"", &["a.example:80"]),
        ("host = \"\"", &[""]),
        ("host = []", &[]),
        (
            "host = [\"a.example\", \"b.example\"]",
            &["a.example", "b.example"],
        ),
    ] {
        let request = request(lines);
        assert_eq!(hosts(&request), expected, "{lines}");
        assert_eq!(
            (request.authority(), request.uri().as_str()),
            (None, "/site/echo")
        );
    }
    let request = request("authority = \"[::1]:80\"");
    assert_eq!(request.authority(), Some("[::1]:80"));
    assert_eq!(request.uri(), "http://[::1]:80/site/echo");
    assert_eq!(request.target(), "/site/echo");
    assert_eq!(hosts(&request), ["server.example"]);
}

#[test]
fn a_handshake_has_its_lines() {
    assert!(!request("").is_handshake());
    let request = request("handshake = true");
    assert!(request.is_handshake());
    let names: Vec<_> = request.headers().map(|(name, _)| name).collect();
    let handshake = [
        "connection",
        "upgrade",
        "sec-websocket-version",
        "sec-websocket-key",
    ];
    assert_eq!(names, [&["host"], &handshake[..], &["origin"]].concat());
}

#[test]
fn a_refusal_is_consistent() {
    let refusal = CASE
        .replace("handler = true", "handler = false\n    refusal = true")
        .replace("= 200", "= 421")
        .replace(
            "    access-control.allow-origin = \"https://app.example.com\"\n",
            "",
        );
    let parse = |text: &str| Suite::parse(POLICIES, &[SuiteFile::new("own.toml", text)]);
    let suite = parse(&refusal).unwrap();
    let run = |reply: Reply| {
        let vary = ("vary".to_owned(), b"origin".to_vec());
        suite.run_filtered("test", &[], &Filter::all(), |_| {
            let mut reply = reply.clone();
            reply.headers.push(vary.clone());
            reply
        })
    };
    let text = [("content-type", "text/plain")];
    assert!(run(Reply::new(421, text, Some(0)).with_body("no")).is_ok());
    assert!(
        run(Reply::new(421, text, Some(0))).is_ok(),
        "nobody has read the body"
    );
    assert!(run(Reply::new(421, text, Some(0)).with_body("")).is_err());
    assert!(run(Reply::new(400, text, Some(0)).with_body("no")).is_err());

    for (from, to, problem) in [
        (
            "= 421",
            "= 404",
            "the status of a refusal is 403 or 421, or one of them and 400",
        ),
        (
            "= 421",
            "= [421, 403]",
            "the status of a refusal is 403 or 421, or one of them and 400",
        ),
        (
            "handler = false",
            "handler = true",
            "a refusal runs no handler and has no Access-Control-* line",
        ),
        (
            "    vary",
            "    access-control.allow-origin = \"*\"\n    vary",
            "a refusal runs no handler and has no Access-Control-* line",
        ),
    ] {
        assert!(refusal.contains(from), "{from}");
        let error = parse(&refusal.replacen(from, to, 1)).unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("own.toml: case \"one\": {problem}")
        );
    }
}

#[test]
fn a_path_outside_has_no_prefix() {
    let text = CASE.replace(r#""site""#, r#""outside""#);
    let suite = Suite::parse(POLICIES, &[SuiteFile::new("own.toml", &text)]).unwrap();
    assert_eq!(suite.cases()[0].request().target(), "/echo");
    assert_eq!(*suite.cases()[0].request().place(), Place::Outside);
}

#[test]
fn several_lines_and_several_statuses_are_expected() {
    let text = CASE.replace("status = 200", "status = [404, 405]").replace(
        r#"allow-origin = "https://app.example.com""#,
        r#"allow-headers = ["x-a", "x-b"]"#,
    );
    let suite = Suite::parse(POLICIES, &[SuiteFile::new("own.toml", &text)]).unwrap();
    let run = |status, lines: &[&str]| {
        suite.run_filtered("test", &[], &Filter::all(), |_| {
            let headers = lines
                .iter()
                .map(|line| ("access-control-allow-headers", *line))
                .chain([("vary", "origin")]);
            Reply::new(status, headers, None)
        })
    };
    assert!(run(404, &["x-a", "x-b"]).is_ok());
    assert!(run(405, &["x-a", "x-b"]).is_ok());
    assert!(run(200, &["x-a", "x-b"]).is_err());
    assert!(run(404, &["x-a, x-b"]).is_err());
    assert!(run(404, &["x-a"]).is_err());
}

#[test]
fn mistakes_in_a_case_name_it() {
    for (from, to, problem) in [
        (
            "handler = true",
            "handler = true\n    handle = 1",
            "unknown field `handle`",
        ),
        ("allow-origin", "alow-origin", "unknown field `alow-origin`"),
        ("    fetch = \"#cors-check\"\n", "", "missing field `fetch`"),
        (
            "#cors-check",
            "#cors-chekc",
            "\"#cors-chekc\" is not a known anchor, RFC section or rule",
        ),
        (
            "#cors-check",
            "rule: none",
            "\"rule: none\" is not a known anchor, RFC section or rule",
        ),
        ("    handler = true\n", "", "missing field `handler`"),
        ("\"site\"", "\"other\"", "unknown policy \"other\""),
        (
            "\"GET /echo\"",
            "\"GET echo\"",
            "request has to be a method, a space and a path",
        ),
        (
            "\"GET /echo\"",
            "\"/echo\"",
            "request has to be a method, a space and a path",
        ),
        ("= 200", "= []", "status is an empty list"),
        ("= 200", "= \"200\"", "expected a status, or a list of them"),
        (
            "#cors-check",
            "guard: none",
            "\"guard: none\" is not a known anchor, RFC section or rule",
        ),
        (
            "#cors-check",
            "Fetch Metadata, #cors-check",
            "\"Fetch Metadata, #cors-check\" is not a known anchor, RFC section or rule",
        ),
        (
            "\"origin\", ",
            "\"host\", ",
            "the lines of Host are written as `host`, not among the headers",
        ),
        (
            "    headers = [[\"origin\"",
            "    handshake = true\n    headers = [[\"upgrade\"",
            "a handshake has a line \"upgrade\" already",
        ),
        (
            "    headers",
            "    authority = \"a b\"\n    headers",
            "authority = \"a b\" is no host and port",
        ),
        (
            "    headers",
            "    host = \" a\"\n    headers",
            "the value of \"host\" has white space around it",
        ),
        (
            "    headers",
            "    host = 1\n    headers",
            "expected a header value, or a list of them",
        ),
        (
            "\"origin\", ",
            "\"Origin\", ",
            "header name \"Origin\" has to be lower case",
        ),
        (
            ", \"https://app",
            ", \" https://app",
            "the value of \"origin\" has white space around it",
        ),
        (
            ", \"https://app",
            ", \"\\u0000https://app",
            "the value of \"origin\" has control characters",
        ),
        (
            ", \"https://app.example.com\"]",
            ", { repeat = \"a\" }]",
            "expected a string, { repeat",
        ),
    ] {
        assert!(CASE.contains(from), "{from}");
        let text = CASE.replacen(from, to, 1);
        let error = Suite::parse(POLICIES, &[SuiteFile::new("own.toml", &text)]).unwrap_err();
        let [said] = error.problems() else {
            panic!("{error}");
        };
        assert!(said.starts_with("own.toml: case \"one\": "), "{said}");
        assert!(said.contains(problem), "{said}");
    }
}

#[test]
fn names_are_unique_over_all_files() {
    let error = Suite::parse(
        POLICIES,
        &[
            SuiteFile::new("a.toml", CASE),
            SuiteFile::new("b.toml", CASE),
        ],
    )
    .unwrap_err();
    assert_eq!(
        error.to_string(),
        "b.toml: case \"one\": another case has this name"
    );
    let text = CASE.replace("\"one\"", "\"One Two\"");
    let error = Suite::parse(POLICIES, &[SuiteFile::new("a.toml", &text)]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "a.toml: case \"One Two\": a name consists of lower-case letters, digits and `-`"
    );
    let text = CASE.replace("    name = \"one\"\n", "");
    let error = Suite::parse(POLICIES, &[SuiteFile::new("a.toml", &text)]).unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("a.toml: case number 1: missing field `name`"),
        "{error}"
    );
}

#[test]
fn all_mistakes_are_listed_at_once() {
    let policies = r#"
        [policies.none]
        allow_origins = "https://app.example.com"
        [policies.slash]
        allow_origins = "https://app.example.com/"
        [policies.key]
        allow_origin = "https://app.example.com"
    "#;
    let error = Suite::parse(
        SuiteFile::new("policies.toml", policies),
        &[
            SuiteFile::new("a.toml", CASE),
            SuiteFile::new("b.toml", "[[cases]]"),
            SuiteFile::new("c.toml", "nonsense"),
            SuiteFile::new("d.toml", ""),
        ],
    )
    .unwrap_err();
    let expected = [
        "policies.toml: policy \"key\": unknown field `allow_origin`",
        "policies.toml: policy \"none\": the name is reserved",
        "policies.toml: policy \"slash\": invalid CORS policy\n  error[origin-path]: ",
        "b.toml: TOML parse error at line 1",
        "c.toml: TOML parse error at line 1",
        "d.toml: has no [[case]]",
        "a.toml: case \"one\": unknown policy \"site\"",
    ];
    assert_eq!(error.problems().len(), expected.len(), "{error}");
    for (said, expected) in error.problems().iter().zip(expected) {
        assert!(said.starts_with(expected), "{said}");
    }
}

#[test]
fn skips_that_are_wrong_name_their_file() {
    for text in [
        "[[skip]]\ncase = \"one\"",
        "[[skip]]\ncase = \"one\"\nreason = \"r\"\nuntil = 1",
        "[[skips]]",
    ] {
        let error = Skip::parse(SuiteFile::new("skips.toml", text)).unwrap_err();
        assert!(
            error
                .to_string()
                .starts_with("skips.toml: TOML parse error")
        );
    }
    assert_eq!(Skip::parse(SuiteFile::new("skips.toml", "")).unwrap(), []);
}
