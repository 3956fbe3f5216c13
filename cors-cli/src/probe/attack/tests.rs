//! What is tried of trusted origins, by hand.

use super::{anywhere, attacks};

fn origins(trusted: &str) -> Vec<(&'static str, String)> {
    let attacks = attacks(trusted).into_iter();
    attacks
        .map(|attack| (attack.code.as_str(), attack.origin))
        .collect()
}

fn expected(rows: &[(&'static str, &str)]) -> Vec<(&'static str, String)> {
    rows.iter()
        .map(|(code, origin)| (*code, (*origin).to_owned()))
        .collect()
}

#[test]
fn of_a_host_below_a_domain() {
    assert_eq!(
        origins("https://app.example.com"),
        expected(&[
            ("allows-prefix", "https://app.example.com.attacker.example"),
            ("allows-shared-suffix", "https://attacker.com"),
            ("allows-suffix", "https://attackerexample.com"),
            ("unescaped-dot", "https://appxexample.com"),
            (
                "allows-special-characters",
                "https://app.example.com_.attacker.example"
            ),
            (
                "allows-special-characters",
                "https://app.example.com}.attacker.example"
            ),
            (
                "allows-special-characters",
                "https://app.example.com!.attacker.example"
            ),
            (
                "allows-special-characters",
                "https://app.example.com`.attacker.example"
            ),
            (
                "allows-special-characters",
                "https://app.example.com~.attacker.example"
            ),
            ("allows-any-subdomain", "https://attacker.example.com"),
            ("allows-any-subdomain", "https://attacker.app.example.com"),
            ("allows-http", "http://app.example.com"),
            ("ignores-port", "https://app.example.com:8443"),
            ("allows-localhost", "http://localhost:3000"),
            ("allows-localhost", "http://localhost"),
            ("allows-localhost", "https://localhost"),
            ("allows-localhost", "http://127.0.0.1:8080"),
            ("accepts-malformed-origin", "https://APP.EXAMPLE.COM"),
            ("accepts-malformed-origin", "https://user@app.example.com"),
            ("accepts-malformed-origin", "https://app.example.com/path"),
        ])
    );
    assert_eq!(
        anywhere("https://app.example.com").unwrap(),
        "https://attackerapp.example.com.attacker.example"
    );
}

/// Names of hosts only.
fn named(trusted: &str) -> Vec<(&'static str, String)> {
    let codes = [
        "allows-prefix",
        "allows-shared-suffix",
        "allows-suffix",
        "unescaped-dot",
        "allows-any-subdomain",
    ];
    let mut origins = origins(trusted);
    origins.retain(|(code, _)| codes.contains(code));
    origins
}

#[test]
fn what_somebody_registered() {
    assert_eq!(
        named("https://a.b.example.co.uk:8443"),
        expected(&[
            (
                "allows-prefix",
                "https://a.b.example.co.uk.attacker.example:8443"
            ),
            ("allows-shared-suffix", "https://attacker.co.uk:8443"),
            ("allows-suffix", "https://attackerexample.co.uk:8443"),
            ("unescaped-dot", "https://a.bxexample.co.uk:8443"),
            (
                "allows-any-subdomain",
                "https://attacker.example.co.uk:8443"
            ),
            (
                "allows-any-subdomain",
                "https://attacker.b.example.co.uk:8443"
            ),
            (
                "allows-any-subdomain",
                "https://attacker.a.b.example.co.uk:8443"
            ),
        ])
    );
    assert_eq!(
        named("https://me.github.io"),
        expected(&[
            ("allows-prefix", "https://me.github.io.attacker.example"),
            ("allows-shared-suffix", "https://attacker.github.io"),
            ("allows-suffix", "https://attackerme.github.io"),
            ("allows-any-subdomain", "https://attacker.me.github.io"),
        ])
    );
}

#[test]
fn of_what_has_no_domain() {
    assert_eq!(
        named("http://10.0.0.5:8000"),
        expected(&[("allows-prefix", "http://10.0.0.5.attacker.example:8000")])
    );
    assert_eq!(
        named("http://localhost:3000"),
        expected(&[("allows-prefix", "http://localhost.attacker.example:3000")])
    );
    assert_eq!(
        named("http://intranet"),
        expected(&[("allows-prefix", "http://intranet.attacker.example")])
    );
    assert_eq!(
        named("https://app.internal"),
        expected(&[
            ("allows-prefix", "https://app.internal.attacker.example"),
            ("allows-any-subdomain", "https://attacker.internal"),
            ("allows-any-subdomain", "https://attacker.app.internal"),
        ])
    );
    assert_eq!(named("http://[::1]:3000"), []);
    assert_eq!(origins("tauri://localhost"), []);
    assert_eq!(origins("null"), []);
    assert_eq!(origins("not an origin"), []);
    assert_eq!(anywhere("http://10.0.0.5"), None);
}

#[test]
fn another_port_is_another_one() {
    let port = |trusted| {
        let origins = origins(trusted).into_iter();
        let mut ports = origins.filter(|(code, _)| *code == "ignores-port");
        ports.next().unwrap().1
    };
    assert_eq!(
        port("https://app.example.com:8443"),
        "https://app.example.com:9443"
    );
    assert_eq!(port("http://localhost"), "http://localhost:8443");
}
