//! Requests as commands for a shell: what a shell makes of them is what was to be sent.

use std::process::Command;

use cors_browser::curl;
use http::{HeaderValue, Request, header::HOST};

fn request(method: &str, url: &str, headers: &[(&str, &[u8])]) -> Request<()> {
    let mut request = Request::builder().method(method).uri(url);
    for (name, value) in headers {
        request = request.header(*name, HeaderValue::from_bytes(value).unwrap());
    }
    request.body(()).unwrap()
}

fn command(method: &str, headers: &[(&str, &[u8])]) -> curl::Command {
    curl::Command::new(&request(method, "http://a.test/", headers))
}

#[test]
fn methods() {
    for (method, expected) in [
        ("GET", "curl -i 'http://a.test/'"),
        ("HEAD", "curl -i -I 'http://a.test/'"),
        ("OPTIONS", "curl -i -X OPTIONS 'http://a.test/'"),
        ("get", "curl -i -X get 'http://a.test/'"),
        (
            "POST",
            "curl -i -X POST 'http://a.test/' \\\n  -H 'content-length: 0'",
        ),
        ("PATCH", "curl -i -X PATCH 'http://a.test/'"),
        ("it's", "curl -i -X 'it'\\''s' 'http://a.test/'"),
    ] {
        assert_eq!(command(method, &[]).to_string(), expected);
    }
}

#[test]
fn patterns_of_curls_own_are_none() {
    let of = |url: &str| curl::Command::new(&request("GET", url, &[])).to_string();
    assert_eq!(of("http://[::1]:8080/"), "curl -i -g 'http://[::1]:8080/'");
    assert_eq!(
        of("http://a.test/?a[]={b}"),
        "curl -i -g 'http://a.test/?a[]={b}'"
    );
}

#[test]
fn what_curl_sends_by_itself_is_left_out() {
    let headers: [(&str, &[u8]); 3] =
        [("host", b"a.test"), ("accept", b"*/*"), ("origin", b"null")];
    let bare = command("GET", &headers);
    assert_eq!(
        bare.to_string(),
        "curl -i 'http://a.test/' \\\n  -H 'origin: null'"
    );
    let other = bare.header(HOST, HeaderValue::from_static("b.test"));
    assert_eq!(
        other.to_string(),
        "curl -i 'http://a.test/' \\\n  -H 'origin: null' \\\n  -H 'host: b.test'"
    );
    let html = command("GET", &[("accept", b"text/html")]);
    assert_eq!(
        html.to_string(),
        "curl -i 'http://a.test/' \\\n  -H 'accept: text/html'"
    );
}

#[test]
fn names_as_browsers_write_them() {
    let names: [(&str, &[u8]); 3] = [
        ("access-control-request-method", b"PUT"),
        ("x--a", b""),
        ("1-b", b"c-d"),
    ];
    assert_eq!(
        command("GET", &names).title_case().to_string(),
        "curl -i 'http://a.test/' \\\n  -H 'Access-Control-Request-Method: PUT' \\\n  -H 'X--A;' \\\n  -H '1-B: c-d'"
    );
}

#[test]
fn bodies() {
    let empty_type = command("PUT", &[]).body().to_string();
    assert_eq!(
        empty_type,
        "curl -i -X PUT 'http://a.test/' \\\n  -H 'content-type:' \\\n  --data-binary 'x'"
    );
    let typed = command("PUT", &[("content-type", b"a/b")])
        .body()
        .to_string();
    assert_eq!(
        typed,
        "curl -i -X PUT 'http://a.test/' \\\n  -H 'content-type: a/b' \\\n  --data-binary 'x'"
    );
}

/// The words that a shell makes of a command, `curl` left out.
fn words(command: &str) -> Vec<Vec<u8>> {
    let script = format!("curl() {{ printf '%s\\0' \"$@\"; }}\n{command}");
    // Not every `sh` knows how bytes are written that can't be seen.
    let output = Command::new("bash").args(["-c", &script]).output().unwrap();
    assert!(output.status.success(), "{command}: {output:?}");
    assert_eq!(output.stderr, b"", "{command}");
    let mut words: Vec<_> = output
        .stdout
        .split(|byte| *byte == 0)
        .map(<[u8]>::to_vec)
        .collect();
    assert_eq!(words.pop(), Some(Vec::new()));
    words
}

/// Nothing that stands in a header ends a quotation.
#[test]
#[cfg_attr(windows, ignore = "there may be no bash")]
fn shells_read_what_was_meant() {
    let every_byte: Vec<u8> = (0..=255)
        .filter(|byte| HeaderValue::from_bytes(&[*byte]).is_ok())
        .collect();
    let values: [&[u8]; 8] = [
        b"it's",
        b"$(false) `false` \"$HOME\" !! \\ \\n",
        b"'; curl http://localhost/; '",
        b"a\tb'\\",
        b"#{}[]*?~<>|&;()",
        b"\xe9f00d",
        b"",
        &every_byte,
    ];
    for value in values {
        let command =
            command("it's", &[("x-a", value), ("x-b", b"*")]).option("--resolve", "it's:1:[::1]");
        let header = match value {
            b"" => b"x-a;".to_vec(),
            value => [b"x-a: ", value].concat(),
        };
        let expected: [&[u8]; 10] = [
            b"-i",
            b"-X",
            b"it's",
            b"http://a.test/",
            b"--resolve",
            b"it's:1:[::1]",
            b"-H",
            &header,
            b"-H",
            b"x-b: *",
        ];
        assert_eq!(words(&command.to_string()), expected, "{value:?}");
    }
}
