//! Origins and patterns out of few pieces, so that they meet.

use proptest::prelude::*;

/// A host without a varying part: domains, IPv4 and IPv6 addresses.
fn host() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => prop::collection::vec(label(), 1..5).prop_map(|labels| labels.join(".") + ".test"),
        1 => Just("localhost".to_owned()),
        1 => any::<[u8; 4]>().prop_map(|a| core::net::Ipv4Addr::from(a).to_string()),
        2 => ipv6(),
    ]
}

/// IPv6 addresses with runs of zeros, in the form of the URL standard.
fn ipv6() -> impl Strategy<Value = String> {
    let piece = prop_oneof![3 => Just(0_u16), 1 => any::<u16>()];
    prop::collection::vec(piece, 8).prop_filter_map("not canonical in std's form", |pieces| {
        let pieces: [u16; 8] = pieces.try_into().ok()?;
        let text = core::net::Ipv6Addr::from(pieces).to_string();
        // Only addresses with an IPv4 address in them differ.
        (!text.contains('.')).then(|| format!("[{text}]"))
    })
}

fn label() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("a".to_owned()),
        Just("b".to_owned()),
        Just("pr-1".to_owned()),
        Just("pr-1f".to_owned()),
        Just("pr-".to_owned()),
        Just("1".to_owned()),
        "[a-f0-9]{1,2}",
    ]
}

fn scheme() -> impl Strategy<Value = &'static str> {
    prop_oneof![4 => Just("https"), 2 => Just("http"), 1 => Just("tauri")]
}

fn port() -> impl Strategy<Value = &'static str> {
    prop_oneof![4 => Just(""), 1 => Just(":81"), 1 => Just(":8080")]
}

#[allow(dead_code, reason = "each test file uses some of it")]
pub(crate) fn origin() -> impl Strategy<Value = String> {
    let any = (scheme(), host(), port());
    let any = any.prop_map(|(scheme, host, port)| format!("{scheme}://{host}{port}"));
    let opaque = (opaque_host(), port());
    let opaque = opaque.prop_map(|(host, port)| format!("tauri://{host}{port}"));
    prop_oneof![4 => any, 1 => opaque]
}

/// A host as only schemes that are not special have it.
fn opaque_host() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("."),
        Just("a"),
        Just("Ab"),
        Just("pr-1"),
        Just("_"),
        Just("~"),
        Just("!"),
        Just("%C3%A9"),
        Just("=;&"),
        Just("test"),
    ];
    prop::collection::vec(piece, 1..5).prop_map(|pieces| pieces.concat())
}

pub(crate) fn pattern() -> impl Strategy<Value = String> {
    let hole = prop_oneof![Just("{digits}"), Just("{hex}"), Just("{slug}")];
    let varying = (
        prop_oneof![Just("pr-"), Just("")],
        hole,
        prop_oneof![Just("f"), Just("")],
    )
        .prop_map(|(before, hole, after)| format!("{before}{hole}{after}"));
    let base = || prop::collection::vec(label(), 1..4).prop_map(|l| l.join(".") + ".test");
    let any_port = prop_oneof![3 => port(), 1 => Just(":*")];
    let host = prop_oneof![
        host(),
        base().prop_map(|base| format!("*.{base}")),
        (varying.clone(), base()).prop_map(|(varying, base)| format!("{varying}.{base}")),
        (label(), varying, base()).prop_map(|(l, varying, base)| format!("{l}.{varying}.{base}")),
    ];
    let hole = prop_oneof![Just("{digits}"), Just("{hex}"), Just("{slug}")];
    let opaque = prop_oneof![
        2 => opaque_host(),
        1 => base_of_opaque().prop_map(|base| format!("*.{base}")),
        1 => hole.clone().prop_map(str::to_owned),
        1 => (opaque_host(), hole, opaque_host()).prop_map(|(a, hole, b)| format!("{a}{hole}{b}")),
    ];
    let opaque = (opaque, prop_oneof![3 => port(), 1 => Just(":*")]);
    let opaque = opaque.prop_map(|(host, port)| format!("tauri://{host}{port}"));
    let any = (scheme(), host, any_port)
        .prop_map(|(scheme, host, port)| format!("{scheme}://{host}{port}"));
    prop_oneof![3 => any, 1 => opaque]
}

fn base_of_opaque() -> impl Strategy<Value = String> {
    let label = prop_oneof![Just("a"), Just("Ab"), Just("_~"), Just("!;"), Just("test")];
    prop::collection::vec(label, 1..3).prop_map(|labels| labels.join("."))
}
