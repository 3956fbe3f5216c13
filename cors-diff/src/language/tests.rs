//! The machines against the reader of origins and the matcher of policies.

use core::{cell::RefCell, net::Ipv6Addr};

use std::sync::LazyLock;

use cors_core::{Origin, Policy};
use proptest::prelude::*;

use self::generate::{draft, world};
use super::{
    canonical::{Canonical, Kind},
    machines::Side,
};
use crate::origins::language;

#[path = "../../tests/generate/mod.rs"]
mod generate;

/// What the machine says of a whole text.
fn canonical(machine: &mut Canonical, text: &str) -> Option<Kind> {
    let start = machine.start().unwrap();
    let at = text
        .bytes()
        .rev()
        .fold(start, |at, byte| machine.step(at, byte).unwrap());
    machine.kind(at).unwrap()
}

/// Texts near the borders of the grammar.
fn near_origin() -> impl Strategy<Value = String> {
    let scheme = prop_oneof![
        8 => prop::sample::select(vec!["https", "http", "ws", "wss", "ftp", "app", "a+b-c.d"]),
        1 => prop::sample::select(vec!["file", "data", "blob", "about", "javascript", "A", "1a", "", "httpss"]),
    ];
    let label = prop_oneof![
        4 => "[a-z0-9_-]{1,3}".prop_map(String::from),
        1 => prop::sample::select(vec!["localhost", "0x", "0xf", "0x1g", "00", "08", "1", "255", "256", "A", "~!", "%C3", ""]).prop_map(str::to_owned),
    ];
    let name = (
        prop::collection::vec(label, 1..5),
        prop_oneof![5 => Just(""), 1 => Just(".")],
    )
        .prop_map(|(labels, dot)| labels.join(".") + dot);
    let ipv4 = (
        prop::sample::select(vec![0, 9, 10, 99, 100, 127, 199, 249, 255, 256_u16]),
        any::<[u8; 3]>(),
    )
        .prop_map(|(a, [b, c, d])| format!("{a}.{b}.{c}.{d}"));
    let pieces = prop::collection::vec(
        prop_oneof![2 => Just(0_u16), 1 => any::<u16>(), 1 => 0..20_u16],
        8,
    );
    let ipv6 = pieces.prop_map(|pieces| {
        let pieces: [u16; 8] = pieces.try_into().unwrap();
        format!("[{}]", Ipv6Addr::from(pieces))
    });
    let broken_ipv6 = "\\[[0-9a-f:]{1,12}\\]";
    let host = prop_oneof![5 => name, 2 => ipv4, 2 => ipv6, 1 => broken_ipv6];
    let port = prop_oneof![
        4 => Just(String::new()),
        1 => prop::sample::select(vec![":80", ":443", ":21", ":0", ":", ":080", ":65535", ":65536", ":99999", ":4430"]).prop_map(str::to_owned),
        1 => (1..70_000_u32).prop_map(|port| format!(":{port}")),
    ];
    let end = prop_oneof![20 => Just(""), 1 => prop::sample::select(vec!["/", " ", "?", "é"])];
    (scheme, host, port, end)
        .prop_map(|(scheme, host, port, end)| format!("{scheme}://{host}{port}{end}"))
}

thread_local! {
    static MACHINE: RefCell<Canonical> = RefCell::new(Canonical::new().unwrap());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn the_machine_reads_what_the_parser_does(text in near_origin()) {
        let read = MACHINE.with_borrow_mut(|machine| canonical(machine, &text));
        prop_assert_eq!(read.is_some(), Origin::parse(&text).is_ok(), "{}", text);
        if let Some(kind) = read {
            let is_web = text.starts_with("http://") || text.starts_with("https://");
            prop_assert_eq!(kind.is_web, is_web, "{}", text);
            prop_assert_eq!(!kind.is_insecure, STRICT.allows_origin(&text), "{}", text);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn the_machines_allow_what_the_policy_does(draft in draft(), near in prop::collection::vec(near_origin(), 20)) {
        let Some(policy) = draft.build() else {
            return Ok(());
        };
        let allows = |origin: &str| policy.allows_origin(origin);
        let language = language(&policy, &allows);
        let mut side = Side::new(&language, &language.texts, &language.regexes).unwrap();
        let mut machines = side.run();
        let origins = near.into_iter().filter(|text| Origin::parse(text).is_ok());
        for origin in WORLD.iter().cloned().chain(origins) {
            let allowed = MACHINE.with_borrow_mut(|canonical| machines.allows_text(canonical, &origin));
            prop_assert_eq!(allowed, Ok(policy.allows_origin(&origin)), "{}\n{}", origin, policy);
        }
    }
}

static WORLD: LazyLock<Vec<String>> = LazyLock::new(world);

/// Asked about everything, except for what an attacker in the network can speak for.
static STRICT: LazyLock<Policy> = LazyLock::new(|| {
    let policy = Policy::builder().allow_origin_if(|origin| !origin.host().contains("attacker"));
    policy.allow_credentials(true).build().unwrap()
});

#[test]
fn every_port_is_read_as_the_parser_does() {
    let mut machine = Canonical::new().unwrap();
    for scheme in ["http", "https", "ftp", "app"] {
        for port in 0..=70_000 {
            let text = format!("{scheme}://a:{port}");
            assert_eq!(
                canonical(&mut machine, &text).is_some(),
                Origin::parse(&text).is_ok(),
                "{text}"
            );
        }
    }
}
