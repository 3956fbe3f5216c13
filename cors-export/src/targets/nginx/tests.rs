//! What is written.

use std::collections::HashSet;

use cors_core::{
    Policy, PolicyBuilder,
    adapter::{Decision, Field, PlainHead, Responder},
};
use proptest::prelude::*;

use super::{hash::bucket_of, syntax::Maps, tokens};
use crate::{Code, Export, File, LossKind, Target, export, identifier::identifier, plan::Plan};

pub(super) fn built(builder: PolicyBuilder) -> Policy {
    builder.build().unwrap()
}

fn exported(name: &str, builder: PolicyBuilder) -> Export {
    export(name, &built(builder), Target::Nginx)
}

pub(super) fn written(name: &str, policy: &Policy) -> Vec<File> {
    super::write(&Plan::new(name, policy).0).files
}

/// Codes of what keeps it from being written.
fn refused(export: &Export) -> Vec<Code> {
    let refused = export.losses().iter().filter(|loss| {
        matches!(
            loss.kind(),
            LossKind::Impossible | LossKind::Looser | LossKind::Narrower
        )
    });
    refused.map(crate::Loss::code).collect()
}

#[test]
fn a_small_policy() {
    let policy = built(
        Policy::builder()
            .allow_origins(["https://app.example.com"])
            .allow_methods(["PUT"]),
    );
    let [http, location] = &written("my-site", &policy)[..] else {
        panic!("two files");
    };
    assert_eq!(
        (http.name(), http.place()),
        ("my-site.http.conf", "in http {}")
    );
    assert_eq!(
        http.text(),
        r#"# The origin, if it is listed.
map "$http_origin" $cors_my_hsite_literal {
    "https://app.example.com" "https://app.example.com";
    default "";
}
map "$http_origin $cors_my_hsite_literal" $cors_my_hsite_origin {
    "~^([^ ]+) \\1$" "$cors_my_hsite_literal";
    default "";
}

# 1: OPTIONS with Origin and Access-Control-Request-Method is a preflight.
map "$http_origin" $cors_my_hsite_asked {
    "" "";
    default "$http_access_control_request_method";
}
map "$request_method $cors_my_hsite_asked" $cors_my_hsite_preflight {
    "~^OPTIONS ." "1";
    default "";
}

# The status of what nginx answers by itself.
map "$cors_my_hsite_preflight $cors_my_hsite_origin" $cors_my_hsite_status {
    "~^1 ." "204";
    "~^1 " "403";
    default "";
}

# Headers. Those without a value are not sent.
map "$cors_my_hsite_status" $cors_my_hsite_methods {
    "204" "GET, HEAD, POST, PUT";
    default "";
}
map "$cors_my_hsite_preflight $cors_my_hsite_status" $cors_my_hsite_vary {
    "~^1" "Origin, Access-Control-Request-Method, Access-Control-Request-Headers";
    default "Origin";
}
"#
    );
    assert_eq!(
        (location.name(), location.place()),
        (
            "my-site.location.conf",
            "in the location, before proxy_pass"
        )
    );
    assert_eq!(
        location.text(),
        r#"# Only the policy speaks. Before fastcgi_pass, uwsgi_pass or grpc_pass, write fastcgi_hide_header,
# uwsgi_hide_header or grpc_hide_header instead. If the location is a regex, name its groups: maps replace $1.
proxy_hide_header Access-Control-Allow-Origin;
proxy_hide_header Access-Control-Allow-Credentials;
proxy_hide_header Access-Control-Allow-Methods;
proxy_hide_header Access-Control-Allow-Headers;
proxy_hide_header Access-Control-Allow-Private-Network;
proxy_hide_header Access-Control-Expose-Headers;
proxy_hide_header Access-Control-Max-Age;

# Where headers are added in a location, those of http and server are not. From nginx 1.29.3 on, this keeps them:
# add_header_inherit merge;
add_header Access-Control-Allow-Origin "$cors_my_hsite_origin" always;
add_header Access-Control-Allow-Methods "$cors_my_hsite_methods" always;
add_header Vary "$cors_my_hsite_vary" always;

set $cors_my_hsite_refusal "";
if ($cors_my_hsite_status = 403) {
    return 403 $cors_my_hsite_refusal;
}
if ($cors_my_hsite_status = 204) {
    return 204;
}
"#
    );
}

#[test]
fn a_policy_of_everything() {
    let everything = Policy::builder()
        .allow_origins([
            "https://app.example.com",
            "https://*.example.org:*",
            "tauri://ABC",
            "tauri://abc",
            r#"tauri://a"b~(c)'"#,
        ])
        .allow_origin_regex(r"https://pr-[0-9]{1,3}\.example\.com|https://b\.example\.com")
        .allow_credentials(true)
        .allow_headers(["x-$key"])
        .expose_headers(["x-$b"])
        .minimal_disclosure(true);
    for builder in [
        everything.clone(),
        everything.guard_unsafe_methods(true).guard_websockets(true),
        Policy::builder().allow_origins(["*"]).expose_headers(["*"]),
        Policy::builder()
            .allow_origins(["*"])
            .expect_hosts(["a.example"]),
        Policy::builder().origins_may_be_empty(true),
        Policy::builder()
            .allow_origins(["https://app.example.com"])
            .dangerously_allow_null_origin(true)
            .dangerously_allow_file_origin(true),
    ] {
        let export = exported("a", builder);
        assert_eq!(refused(&export), [], "{:?}", export.losses());
    }
}

#[test]
fn what_nginx_needs_is_told() {
    let long = format!("https://{}.example", "a".repeat(60));
    let export = exported(&"n".repeat(40), Policy::builder().allow_origins([long]));
    let required: Vec<_> = export
        .requirements()
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(
        required[2..],
        [
            "in http, at least \"map_hash_bucket_size 128;\" and \"map_hash_max_size 2048;\" are needed, before any map",
            "in http, at least \"variables_hash_bucket_size 128;\" is needed, for the policy's long name",
        ]
    );
    let export = exported("a", Policy::builder().allow_origins(["https://a.example"]));
    let codes: Vec<_> = export
        .requirements()
        .iter()
        .map(crate::Requirement::code)
        .collect();
    assert_eq!(codes, [Code::HeaderInheritance, Code::CaptureGroups]);
}

#[test]
fn what_nginx_does_not_read_is_told() {
    let policy = Policy::builder()
        .allow_origins(["https://app.example.com"])
        .allow_methods(["PUT", "purge"]);
    let export = exported("a", policy);
    let narrower: Vec<_> = { export.losses().iter() }
        .filter(|loss| loss.kind() == LossKind::Narrower)
        .map(|loss| (loss.code(), loss.entry(), loss.to_string()))
        .collect();
    let sentence = "nginx answers 400 to purge, since it reads only methods of upper case, - and _";
    assert_eq!(narrower, [(Code::Method, Some(1), sentence.to_owned())]);
}

#[test]
fn what_is_too_long_for_nginx_is_refused() {
    let names = (0..450).map(|n| format!("https://{n}-abcdefghijkl\\.example"));
    let regex = names.collect::<Vec<_>>().join("|");
    let export = exported("a", Policy::builder().allow_origin_regex(regex));
    assert_eq!(refused(&export), [Code::Regex]);
    assert_eq!(export.losses()[0].entry(), Some(0));
}

#[test]
fn refusals_are_in_the_engines_words() {
    let policy = built(
        Policy::builder()
            .guard_unsafe_methods(true)
            .guard_safe_methods(true)
            .guard_websockets(true)
            .expect_hosts(["server.example", "*.b.example:443"]),
    );
    let responder = Responder::<Vec<u8>>::new(policy.clone());
    let page = |method| {
        let head = PlainHead::new(method).line(Field::Host, "server.example");
        head.line(Field::Origin, "https://evil.test")
    };
    let http = &written("a", &policy)[0];
    for refused in [
        page("POST"),
        page("GET"),
        page("GET").line(Field::Upgrade, "websocket"),
        PlainHead::new("GET"),
        PlainHead::new("GET").line(Field::Host, "evil.test"),
    ] {
        let Decision::Answer(answer) = responder.peek(&refused) else {
            panic!("{refused:?} passes");
        };
        let row = format!(" \"{}\";", answer.body());
        assert!(http.text.contains(&row), "{row}");
        // It would end the text that the maps compare.
        assert!(!answer.body().contains('|'));
    }
    for row in [
        r#""~*^server\\.example(?::[0-9]*)?(?: server\\.example(?::[0-9]*)?)?$" "";"#,
        r#""~*^(?:[a-z0-9_-]+\\.)+b\\.example(?::(?:443)?)?(?: (?:[a-z0-9_-]+\\.)+b\\.example(?::(?:443)?)?)?$" "";"#,
    ] {
        assert!(http.text.contains(row), "{}", http.text);
    }
}

#[test]
fn policies_do_not_meet() {
    let names = [
        "a-b", "a_b", "A-b", "a-B", "ab", "a", "A", "a_hb", "a-_b", "_", "-", "é", "a b",
    ];
    let prefixes: HashSet<_> = { names.iter() }
        .map(|name| {
            Maps::new(&identifier(name))
                .variable("origin")
                .to_ascii_lowercase()
        })
        .collect();
    assert_eq!(prefixes.len(), names.len());
}

/// Entries of every kind, in whatever number.
fn entries() -> impl Strategy<Value = Vec<String>> {
    let host = "[a-z]{1,8}(\\.[a-z]{1,8}){0,2}\\.(com|example)";
    let entry = prop_oneof![
        host.prop_map(|host| format!("https://{host}")),
        host.prop_map(|host| format!("https://*.sub.{host}")),
        host.prop_map(|host| format!("http://{host}:*")),
        host.prop_map(|host| format!("https://a-{{digits}}.{host}:8443")),
        "[!&'()+=~\"a-zA-Z]{1,8}".prop_map(|host| format!("tauri://{host}")),
    ];
    prop::collection::vec(entry, 1..6)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn what_is_written_is_what_is_meant(name in "\\PC{1,12}", entries in entries(), null in any::<bool>()) {
        let builder = Policy::builder()
            .allow_origins(&entries)
            .dangerously_allow_null_origin(null)
            .expose_headers(["x-request-id"]);
        if let Ok(policy) = builder.build() {
            prop_assert_eq!(refused(&export(&name, &policy, Target::Nginx)), []);
            for file in written(&name, &policy) {
                let directives = tokens::parse(&file.text);
                prop_assert!(directives.is_ok(), "{:?}", directives);
                prop_assert!(file.text.lines().all(|line| line.len() < 4096));
            }
        }
    }

    #[test]
    fn variables_have_names_that_nginx_reads(name in "\\PC{0,12}") {
        let variable = Maps::new(&identifier(&name)).variable("origin");
        let is_read = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
        prop_assert!(variable[1..].bytes().all(is_read), "{}", variable);
        prop_assert!(bucket_of(&variable) >= 64);
    }
}
