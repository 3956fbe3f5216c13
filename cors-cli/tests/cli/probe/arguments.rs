//! What the command line can't mean.

use super::{APP, probe};

/// The first line of a usage error.
fn usage(arguments: &[&str]) -> String {
    let said = probe(arguments);
    assert_eq!((said.status, said.out.as_str()), (2, ""));
    let first = said.err.lines().next().unwrap();
    first.strip_prefix("error: ").unwrap().to_owned()
}

#[test]
fn urls_and_origins() {
    for (arguments, expected) in [
        (
            &["api.example.com/things"][..],
            "invalid value 'api.example.com/things' for '<URL>': it has no scheme; \
             write https://api.example.com/things or http://api.example.com/things",
        ),
        (
            &["ftp://a.test"],
            "invalid value 'ftp://a.test' for '<URL>': CORS is about http and https, not about ftp",
        ),
        (
            &["https://a.test", "--origin", "https://app.example.com/"],
            "invalid value 'https://app.example.com/' for '--origin <ORIGIN>': invalid origin \
             \"https://app.example.com/\": an origin has no path; write \"https://app.example.com\"",
        ),
        (
            &["https://a.test", "--origin", "https://*.example.com"],
            "invalid value 'https://*.example.com' for '--origin <ORIGIN>': it stands for several origins; \
             name one of them",
        ),
        (
            &["https://a.test", "-H", "Origin: https://b.test"],
            "invalid value 'Origin: https://b.test' for '-H <NAME: VALUE>': origin can't be given: the probe asks \
             as pages of several origins; name a trusted one with --origin",
        ),
        (
            &["https://a.test", "--timeout", "0"],
            "invalid value '0' for '--timeout <SECONDS>': that leaves no time for an answer",
        ),
        (
            &["https://a.test", "--resolve", "a.test:443:b.test"],
            "invalid value 'a.test:443:b.test' for '--resolve <HOST:PORT:ADDRESS>': \"b.test\" is no IP address; \
             a name can't stand there, write what it resolves to",
        ),
        (
            &["https://a.test", "--http2", "--http1.1"],
            "the argument '--http2' cannot be used with '--http1.1'",
        ),
    ] {
        assert_eq!(usage(arguments), expected);
    }
}

/// What `curl` shows is what the options say.
#[test]
fn lines_have_the_options() {
    let line = |arguments: &[&str]| {
        let all = [&["--origin", APP, "--dry-run"], arguments].concat();
        let said = probe(&all);
        assert_eq!(said.status, 0, "{}", said.err);
        said.out.split("\n\n").next().unwrap().to_owned()
    };
    let rest = "\\\n  -H 'Origin: https://app.example.com' \\\n  -H 'Sec-Fetch-Site: cross-site' \\\n  \
                -H 'Sec-Fetch-Mode: cors' \\\n  -H 'Sec-Fetch-Dest: empty'";
    for (arguments, expected) in [
        (
            &["https://a.test/"][..],
            format!("curl -i 'https://a.test/' {rest}"),
        ),
        (
            &["https://a.test/", "--http1.1", "-k"],
            format!("curl -i -k --http1.1 'https://a.test/' {rest}"),
        ),
        (
            &["http://[::1]:1/", "--http2"],
            format!("curl -i -g --http2-prior-knowledge 'http://[::1]:1/' {rest}"),
        ),
        (
            &[
                "https://a.test/",
                "--resolve",
                "a.test:443:[::1]",
                "--resolve",
                "b.test:443:[::1]",
            ],
            format!("curl -i 'https://a.test/' \\\n  --resolve 'a.test:443:[::1]' {rest}"),
        ),
        (
            &[
                "https://a.test/",
                "-H",
                "Cookie: a='b'",
                "-H",
                "host: b.test",
                "-H",
                "x-a;",
            ],
            format!(
                "curl -i 'https://a.test/' {rest} \\\n  -H 'Cookie: a='\\''b'\\''' \\\n  -H 'X-A;' \\\n  -H 'Host: b.test'"
            ),
        ),
    ] {
        assert_eq!(line(arguments), expected);
    }
}
