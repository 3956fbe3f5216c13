//! What is written, and that mistakes in it are seen.

use core::{slice, time::Duration};
use std::collections::BTreeSet;

use cors_core::{Policy, PolicyBuilder};
use proptest::{collection::vec, option, prelude::*, sample::select};

use super::{
    lines::quote,
    read::{read, words::split},
    write,
};
use crate::{
    File, Target,
    plan::Plan,
    proof::{Clause, Matcher, NotRead, Origins, prove},
};

fn text(name: &str, policy: &Policy) -> String {
    let (plan, losses) = Plan::new(name, policy);
    assert_eq!(losses, []);
    let files = write(&plan).files;
    let [file] = <[File; 1]>::try_from(files).unwrap();
    assert_eq!(file.name, format!("{name}.backend.cfg"));
    file.text
}

fn read_text(text: impl Into<String>) -> Result<Origins, NotRead> {
    let file = File {
        name: String::new(),
        text: text.into(),
        place: "",
    };
    read(&[file])
}

fn assert_complains(policy: &Policy, text: String) {
    let file = File {
        name: String::new(),
        text,
        place: "",
    };
    let losses = prove(policy, Target::Haproxy, slice::from_ref(&file));
    assert_ne!(losses, [], "{}", file.text);
}

/// What the plan says.
fn meant(policy: &Policy) -> Origins {
    let (plan, _) = Plan::new("site", policy);
    let mut clauses: Vec<Clause> = { plan.origins.texts() }
        .map(|text| vec![Matcher::Exact(text.to_owned())])
        .collect();
    for pattern in &plan.origins.patterns {
        let check = pattern.and.map(|check| Matcher::Whole(check.regex()));
        for regex in &pattern.regexes {
            let regex = Matcher::Whole(regex.clone());
            clauses.push(check.iter().cloned().chain([regex]).collect());
        }
    }
    Origins {
        any: plan.origins.any,
        clauses,
    }
}

fn assert_reads_as_meant(policy: &Policy) {
    let text = text("site", policy);
    let sorted = |mut origins: Origins| {
        origins.clauses.sort_by_key(|clause| format!("{clause:?}"));
        origins
    };
    let read = read_text(&*text).unwrap();
    assert_eq!(sorted(read), sorted(meant(policy)), "{text}");
}

#[test]
fn a_small_policy() {
    let policy = Policy::builder()
        .allow_origins(["https://app.example.com"])
        .allow_methods(["PUT"])
        .max_age(Duration::ZERO)
        .build()
        .unwrap();
    assert_eq!(text("my-site", &policy), SMALL);
}

const SMALL: &str = r"    # Belongs into a backend, before its server lines. It needs HAProxy 2.2 or later, with PCRE or PCRE2.

    # A preflight is OPTIONS with Origin and Access-Control-Request-Method.
    acl cors.my_hsite.options method OPTIONS
    acl cors.my_hsite.has-origin req.fhdr_cnt(origin) gt 0
    acl cors.my_hsite.asks req.fhdr_cnt(access-control-request-method) gt 0
    http-request set-var(txn.cors.my_hsite.preflight) bool(true) if cors.my_hsite.options cors.my_hsite.has-origin cors.my_hsite.asks
    acl cors.my_hsite.preflight var(txn.cors.my_hsite.preflight) -m found

    # Several Origin lines are no origin. req.hdr would split one at commas.
    acl cors.my_hsite.one-origin req.fhdr_cnt(origin) eq 1
    http-request set-var(txn.cors.my_hsite.asked) req.fhdr(origin) if cors.my_hsite.one-origin
    acl cors.my_hsite.allowed var(txn.cors.my_hsite.origin) -m found

    # The origins that are allowed.
    acl cors.my_hsite.printable var(txn.cors.my_hsite.asked) -m reg '^(?:[!-~]{1,327})$'
    acl cors.my_hsite.exact var(txn.cors.my_hsite.asked) -m str 'https://app.example.com'
    http-request set-var(txn.cors.my_hsite.origin) var(txn.cors.my_hsite.asked) if cors.my_hsite.printable cors.my_hsite.exact

    # Preflights are answered here.
    http-request return status 403 if cors.my_hsite.preflight !cors.my_hsite.allowed
    http-request return status 204 if cors.my_hsite.preflight

    # Only the policy grants: what the server says is removed.
    http-after-response del-header access-control-allow-origin
    http-after-response del-header access-control-allow-credentials
    http-after-response del-header access-control-allow-methods
    http-after-response del-header access-control-allow-headers
    http-after-response del-header access-control-expose-headers
    http-after-response del-header access-control-max-age
    http-after-response del-header access-control-allow-private-network
    http-after-response set-header access-control-allow-origin '%[var(txn.cors.my_hsite.origin)]' if cors.my_hsite.allowed
    http-after-response set-header access-control-allow-methods 'GET, HEAD, POST, PUT' if cors.my_hsite.allowed cors.my_hsite.preflight
    http-after-response set-header access-control-max-age 0 if cors.my_hsite.allowed cors.my_hsite.preflight

    # Caches are told what responses depend on. The server's own lines stay.
    http-after-response add-header vary 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers' if cors.my_hsite.preflight
    http-after-response add-header vary Origin unless cors.my_hsite.preflight or { res.hdr(vary) -m str -i Origin '*' }
";

fn everything() -> PolicyBuilder {
    Policy::builder()
        .allow_origins([
            "https://app.example.com",
            "https://admin.example.com",
            "https://*.example.net:*",
            "https://pr-{digits}.example.org",
        ])
        .allow_credentials(true)
        .guard_unsafe_methods(true)
}

#[test]
fn mistakes_are_seen() {
    let policy = everything().allow_origin_regex(r"https://[^/]+\.example\.edu");
    let policy = policy.build().unwrap();
    let text = text("site", &policy);
    let right = read_text(&*text).unwrap();
    for (from, to) in [
        // Regexes that match a part, in any case, or a dot that is any character.
        ("reg '^(?:https://pr", "reg '(?:https://pr"),
        (r"\.example\.org)$'", r"\.example\.org)'"),
        (
            r"'^(?:https://pr-[0-9]+\.example\.org)$'",
            r"'^https://pr|x$'",
        ),
        ("-m reg '^(?:https://pr", "-m reg -i '^(?:https://pr"),
        (r"[0-9]+\.example", "[0-9]+.example"),
        // Texts in any case, or parts of them; more, and fewer.
        ("-m str 'https://app", "-m str -i 'https://app"),
        ("-m str 'https://app", "-m beg 'https://app"),
        ("-m str 'https://app", "-m end 'https://app"),
        ("-m str 'https://app", "-m sub 'https://app"),
        (
            "-m str 'https://app",
            "-m str 'https://evil.example' 'https://app",
        ),
        ("'https://app.example.com' ", ""),
        ("'https://app.example.com'", "'https://app.example.com #'"),
        // A NUL ends what is compared.
        (
            "if cors.site.printable cors.site.exact",
            "if cors.site.exact",
        ),
        ("reg '^(?:[!-~]{1,327})$'", "reg '^[^/]+://.+$'"),
        // The check that belongs to a regex.
        ("browser-0 cors.site.regex-0\n", "browser-0\n"),
        ("cors.site.browser-0 cors", "cors"),
        // Several lines, and lines that are split.
        (
            "req.fhdr(origin) if cors.site.one-origin",
            "req.fhdr(origin)",
        ),
        ("req.fhdr(origin) if", "req.hdr(origin) if"),
        ("req.fhdr_cnt(origin) eq 1", "req.fhdr_cnt(origin) ge 1"),
        ("req.fhdr_cnt(origin) eq 1", "req.hdr_cnt(origin) eq 1"),
        (
            "acl cors.site.one-origin req.fhdr_cnt(origin) eq 1",
            "acl cors.site.one-origin always_true",
        ),
        // One text is compared, and another one sent.
        ("var(txn.cors.site.origin)]", "req.fhdr(origin)]"),
        ("var(txn.cors.site.origin)]", "var(txn.cors.site.asked)]"),
        (
            "(txn.cors.site.origin) var(txn.cors.site.asked)",
            "(txn.cors.site.origin) req.fhdr(origin)",
        ),
        (
            "acl cors.site.exact var(txn.cors.site.asked)",
            "acl cors.site.exact req.fhdr(origin)",
        ),
        // The server's own grants.
        (
            "http-after-response del-header access-control-allow-origin\n",
            "",
        ),
        (
            "del-header access-control-allow-origin\n",
            "del-header access-control-allow-origin if FALSE\n",
        ),
    ] {
        let mistaken = text.replacen(from, to, 1);
        assert_ne!(mistaken, text, "{from}");
        assert_ne!(read_text(&*mistaken), Ok(right.clone()), "{from} {to}");
        assert_complains(&policy, mistaken);
    }
    for line in [
        "http-request set-header origin https://app.example.com",
        "http-response set-header access-control-allow-origin '*'",
        "http-after-response set-header Access-Control-Allow-Origin '*'",
        "http-after-response add-header access-control-allow-origin '*' if cors.site.preflight",
        "http-after-response add-header access-control-allow-origin '%[req.fhdr(origin)]'",
        "http-request return status 200 hdr access-control-allow-origin '*'",
        "acl cors.site.exact var(txn.cors.site.asked) -m str https://evil.example",
        "acl cors.site.one-origin always_true",
        "http-request set-var(txn.cors.site.origin) str(https://evil.example)",
        "server upstream 127.0.0.1:80",
    ] {
        assert_complains(&policy, format!("{line}\n{text}{line}\n"));
    }
}

/// Names that a policy can have, with everything that a configuration gives a meaning to.
fn tokens() -> impl Strategy<Value = Vec<&'static str>> {
    vec(
        select(vec![
            "PUT", "X'Y", "'", "#A", "%[B]", "$C", "`D", "A|B", "^E", "G&H", "*I", "!J", "%%",
            "-i", "~{",
        ]),
        0..4,
    )
    .prop_map(|names| {
        let is_token = |name: &&str| !name.contains(['[', ']', '{']);
        names.into_iter().filter(is_token).collect()
    })
}

fn origins() -> impl Strategy<Value = Vec<&'static str>> {
    vec(
        select(vec![
            "https://app.example.com",
            "https://app.example.com:8443",
            "https://*.example.com",
            "https://*.example.com:*",
            "http://localhost:*",
            "https://[2001:db8::1]",
            "https://[2001:db8::2]:*",
            "https://pr-{slug}.example.org",
            "https://{hex}.example.net:*",
            "tauri://localhost",
            "app://it's",
            r#"app://"$HOME""#,
            "app://%[src]",
            "app://a,b;c(d)",
        ]),
        0..8,
    )
}

prop_compose! {
    fn policies()(
        origins in origins(),
        regexes in vec(select(vec![r"https://a[0-9]+\.example\.com", r"https://[^.]+\.example\.org"]), 0..2),
        methods in tokens(),
        headers in tokens(),
        exposed in tokens(),
        credentials: bool,
        minimal: bool,
        wildcards: bool,
        null: bool,
        guards: [bool; 3],
        host in option::of(select(vec!["server.example", "*.server.example:443", "[::1]:3000"])),
        max_age in option::of(0..10_u64),
    ) -> Option<Policy> {
        let [unsafe_methods, safe_methods, websockets] = guards;
        let mut builder = Policy::builder()
            .origins_may_be_empty(true)
            .allow_origins(origins)
            .allow_methods(methods)
            .allow_headers(headers)
            .expose_headers(exposed)
            .allow_credentials(credentials)
            .minimal_disclosure(minimal)
            .dangerously_allow_null_origin(null)
            .guard_unsafe_methods(unsafe_methods)
            .guard_safe_methods(unsafe_methods && safe_methods)
            .guard_websockets(websockets);
        for regex in regexes {
            builder = builder.allow_origin_regex(regex);
        }
        if wildcards {
            builder = builder.allow_methods(["*"]).allow_headers(["*"]);
        }
        if let Some(host) = host {
            builder = builder.expect_hosts([host]);
        }
        if let Some(seconds) = max_age {
            builder = builder.max_age(Duration::from_secs(seconds));
        }
        builder.build().ok()
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_is_written_is_read(policy in policies()) {
        let Some(policy) = policy else { return Err(TestCaseError::reject("it does not build")) };
        assert_reads_as_meant(&policy);
    }

    /// Comments and quotes are closed, and values are what they were.
    #[test]
    fn a_quoted_text_is_one_word(text in "[ -~]{0,20}") {
        prop_assert_eq!(split(&format!("a {} b", quote(&text))).unwrap(), ["a", &text, "b"]);
    }

    #[test]
    fn two_policies_never_meet(names in ["[a-c_.h-]{1,3}", "[a-c_.h-]{1,3}"]) {
        let policy = everything().minimal_disclosure(true).allow_headers(["x-a"]).expect_hosts(["server.example"]);
        let policy = policy.guard_safe_methods(true).build().unwrap();
        let names_of = |name| -> BTreeSet<String> {
            let text = text(name, &policy);
            let words = text.split(|char: char| char.is_whitespace() || "(),!".contains(char));
            let words = words.map(|word| word.strip_prefix("txn.").unwrap_or(word));
            words.filter(|word| word.starts_with("cors.")).map(str::to_owned).collect()
        };
        let [one, other] = [&*names[0], &*names[1]].map(names_of);
        prop_assert!(one.len() > 40);
        prop_assert_eq!(one.is_disjoint(&other), names[0] != names[1]);
    }
}

#[test]
fn ten_thousand_origins() {
    let origins = (0..10_000).map(|number| format!("https://a{number}.example.com"));
    let policy = Policy::builder()
        .allow_origins(origins.chain(["https://*.example.net".to_owned()]))
        .build()
        .unwrap();
    assert_reads_as_meant(&policy);
    // As HAProxy puts it: zlib's crc32 of this one is 7 modulo 14.
    let text = text("site", &policy);
    for (bucket, is_there) in [(7, true), (8, false)] {
        let list = format!("acl cors.site.exact-{bucket} ");
        let mut lines = text.lines().filter(|line| line.contains(&list));
        let there = lines.any(|line| line.contains("'https://a65.example.com'"));
        assert_eq!(there, is_there, "{bucket}");
    }
    for (from, to) in [
        ("crc32,mod(14) -m int 3", "crc32,mod(14) -m int 4"),
        ("crc32,mod(14) -m int 3", "crc32,mod(13) -m int 3"),
        ("crc32,mod(14) -m int 3", "djb2,mod(14) -m int 3"),
        ("if cors.site.bucket-3 ", "if cors.site.bucket-4 "),
    ] {
        let mistaken = text.replacen(from, to, 1);
        assert_ne!(mistaken, text, "{from}");
        assert_ne!(read_text(mistaken), read_text(&*text), "{from} {to}");
    }
}

#[test]
fn any_origin() {
    let policy = Policy::builder()
        .allow_origins(["*"])
        .expect_hosts(["server.example"])
        .build()
        .unwrap();
    assert_reads_as_meant(&policy);
}
