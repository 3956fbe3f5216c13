//! The nearest entry and the difference, one test for each kind, in full sentences.

mod blocked;

use blocked::{assert_listed, explained, listing, near};

#[test]
fn another_scheme() {
    let clause = "has another scheme";
    for (entry, origin) in [
        ("https://app.example.com", "http://app.example.com"),
        (
            "http://app.example.com:3000",
            "https://app.example.com:3000",
        ),
        ("https://*.example.com", "http://app.example.com"),
        ("https://pr-{hex}.example.com", "http://pr-1f.example.com"),
        ("http://localhost:*", "https://localhost:5173"),
        ("http://*.example.com:*", "https://a.example.com:5173"),
    ] {
        assert_listed(entry, origin, "scheme", clause);
    }
}

#[test]
fn another_port() {
    let clause = "has another port";
    for (entry, origin) in [
        ("https://app.example.com", "https://app.example.com:8443"),
        ("http://localhost:3000", "http://localhost:5173"),
        ("http://localhost:3000", "http://localhost"),
        ("http://[::1]:3000", "http://[::1]:5173"),
        ("https://*.example.com", "https://app.example.com:8443"),
        ("https://*.example.com:8443", "https://app.example.com"),
        ("https://*.example.com:8443", "https://app.example.com:9000"),
        (
            "https://pr-{digits}.example.com:81",
            "https://pr-7.example.com",
        ),
        ("tauri://localhost:1", "tauri://localhost:2"),
    ] {
        assert_listed(entry, origin, "port", clause);
    }
}

#[test]
fn two_differences() {
    for (entry, origin, difference, clause) in [
        (
            "https://app.example.com",
            "http://app.example.com:8080",
            "scheme",
            "has another scheme and another port",
        ),
        (
            "https://*.example.com",
            "http://app.example.com:8080",
            "scheme",
            "has another scheme and another port",
        ),
        (
            "http://localhost:3000",
            "http://127.0.0.1:5173",
            "port",
            "has another port and another name of this machine, which makes another origin",
        ),
        (
            "https://www.example.com",
            "http://example.com",
            "scheme",
            "has another scheme and \"www.\" in front",
        ),
        (
            "https://*.example.com",
            "http://example.com",
            "scheme",
            "has another scheme and includes only what is below this host",
        ),
        (
            "https://example.com",
            "https://app.example.com:8443",
            "port",
            "has another port and does not include its subdomains",
        ),
        (
            "https://app.example.com:8443",
            "https://example.com",
            "port",
            "has another port and is a subdomain of this host",
        ),
    ] {
        assert_listed(entry, origin, difference, clause);
    }
}

#[test]
fn a_subdomain_or_a_parent() {
    for (entry, origin) in [
        ("https://example.com", "https://app.example.com"),
        ("https://example.com", "https://a.b.c.example.com"),
        ("https://example.com:*", "https://app.example.com:81"),
        ("tauri://app", "tauri://a.app"),
    ] {
        assert_listed(
            entry,
            origin,
            "subdomain",
            "does not include its subdomains",
        );
    }
    for (entry, origin) in [
        ("https://app.example.com", "https://example.com"),
        ("https://a.b.example.com", "https://example.com"),
        ("https://pr-{digits}.example.com", "https://example.com"),
        ("https://{slug}.example.com", "https://example.com"),
    ] {
        assert_listed(entry, origin, "parent", "is a subdomain of this host");
    }
    // A public suffix belongs to nobody.
    let explanation = explained(
        listing(&["https://mine.test-suffix"]),
        "https://test-suffix",
    );
    assert_eq!(near(&explanation), None);
    #[cfg(feature = "public-suffix")]
    {
        let explanation = explained(listing(&["https://mine.co.uk"]), "https://co.uk");
        assert_eq!(near(&explanation), None);
    }
}

#[test]
fn www() {
    assert_listed(
        "https://www.example.com",
        "https://example.com",
        "www",
        "has \"www.\" in front",
    );
    assert_listed(
        "https://example.com",
        "https://www.example.com",
        "www",
        "has no \"www.\" in front",
    );
}

#[test]
fn a_dot_at_the_end() {
    assert_listed(
        "https://example.com.",
        "https://example.com",
        "trailing-dot",
        "has a dot at the end of its host",
    );
    assert_listed(
        "https://*.example.com:81",
        "https://a.example.com.:81",
        "trailing-dot",
        "has no dot at the end of its host",
    );
    // A wildcard's apex would still not be included.
    let explanation = explained(listing(&["https://*.example.com"]), "https://example.com.");
    assert_eq!(near(&explanation), None);
}

#[test]
fn another_name_of_this_machine() {
    let clause = "has another name of this machine, which makes another origin";
    let names = [
        "localhost",
        "127.0.0.1",
        "[::1]",
        "app.localhost",
        "127.0.0.53",
    ];
    for known in names {
        for asked in names.into_iter().filter(|asked| *asked != known) {
            let (known, asked) = (
                format!("http://{known}:3000"),
                format!("http://{asked}:3000"),
            );
            assert_listed(&known, &asked, "loopback", clause);
        }
    }
    assert_listed(
        "http://[::1]:*",
        "http://localhost:5173",
        "loopback",
        clause,
    );
    assert_listed("http://localhost:*", "http://127.0.0.1", "loopback", clause);
    let (wildcard, asked) = ("http://*.localhost:3000", "http://127.0.0.1:3000");
    assert_listed(wildcard, asked, "loopback", clause);
    let explanation = explained(
        listing(&["http://127.0.0.1:3000"]),
        "http://192.168.0.1:3000",
    );
    assert_eq!(near(&explanation), None);
}
