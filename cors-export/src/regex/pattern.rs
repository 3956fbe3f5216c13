//! The regexes of entries with `*`, a hole or any port: exactly what [`OriginPattern`](cors_core::OriginPattern) says
//! of origins, and nothing that is none.
//!
//! Except for lengths. Labels of more than 63 bytes, names of more than 253 and hosts of other schemes of more than
//! that match here and not in a policy; no browser sends them, because no such host can be resolved.

use cors_diff::grammar::LABEL;

use super::{escape, port};

/// A label of a host that is not a domain: of `chrome-extension` and its kind. Any printable ASCII without
/// `` #./:<>?@[\]^| ``.
const OPAQUE_LABEL: &str = r#"[!"$-,0-9;=A-Z_-{}~-]+"#;

/// What an entry of a list stands for, in pieces. `None` if it is one origin.
pub(crate) fn of_pattern(text: &str) -> Option<Vec<String>> {
    let (without_port, any_port) = match text.strip_suffix(":*") {
        Some(rest) => (rest, true),
        None => (text, false),
    };
    let scheme_end = without_port.find("://")?;
    let scheme = &without_port[..scheme_end];
    let host = scheme_end + "://".len();
    let hole = without_port[host..].find('{').map(|at| host + at);
    let whole = match (without_port[host..].strip_prefix("*."), hole) {
        (Some(base), _) => {
            let label = match scheme {
                "http" | "https" => LABEL,
                _ => OPAQUE_LABEL,
            };
            let front = escape(&without_port[..host]);
            format!(r"{front}(?:{label}\.)+{}", escape(base))
        }
        (None, Some(open)) => {
            let close = open + without_port[open..].find('}')?;
            let class = match &without_port[open + 1..close] {
                "digits" => "[0-9]+",
                "hex" => "[0-9a-f]+",
                _ => "[0-9a-z-]+",
            };
            let [before, after] = [&without_port[..open], &without_port[close + 1..]].map(escape);
            format!("{before}{class}{after}")
        }
        (None, None) if any_port => escape(without_port),
        (None, None) => return None,
    };
    let ports = port::pieces(scheme).into_iter().filter(|_| any_port);
    let with_ports: Vec<_> = ports.map(|port| format!("{whole}:{port}")).collect();
    Some([vec![whole], with_ports].concat())
}

#[cfg(test)]
mod tests {
    use cors_core::{Origin, OriginPattern};
    use proptest::prelude::*;

    use super::of_pattern;
    use crate::regex::tests::{Whole, near_origin};

    fn pattern() -> impl Strategy<Value = String> {
        let web = (
            prop::sample::select(vec!["https", "http"]),
            prop::sample::select(vec![
                "*.b.cd",
                "*.cd",
                "*.b.cd.",
                "*.localhost",
                "*.0x1g",
                "{digits}.b.cd",
                "a{hex}.cd",
                "{slug}-1.cd",
                "a.{digits}.b.cd",
                "x--{slug}.b.cd.",
                "b.cd",
                "localhost",
                "1.2.3.4",
                "[::1]",
                "[a::b]",
                "a_b.cd",
            ]),
        );
        let app = (
            prop::sample::select(vec!["app", "a+b-c.d"]),
            prop::sample::select(vec![
                "*.cd",
                "*.B",
                "*.b.cd.",
                "*.a~(b)",
                "{slug}",
                "{digits}",
                "a{hex}$b",
                "a.{slug}.b",
                "[::1]",
                "a",
            ]),
        );
        let port = prop::sample::select(vec!["", ":*", ":8", ":65535"]);
        (prop_oneof![3 => web, 1 => app], port)
            .prop_map(|((scheme, host), port)| format!("{scheme}://{host}{port}"))
            .prop_filter("a pattern", |text| OriginPattern::parse(text).is_ok())
    }

    /// Something in the place of what varies.
    fn near(pattern: &str) -> impl Strategy<Value = String> + use<> {
        let pattern = pattern.to_owned();
        let middle = prop_oneof![
            4 => "[0-9a-f]{1,3}(\\.[a-z_-]{1,2}){0,2}".prop_map(String::from),
            2 => "[!-~]{0,3}".prop_map(String::from),
            1 => prop::sample::select(vec!["", ".", "a.", ".a", "a..b", "A", "a/b", "a:b", "é"]).prop_map(str::to_owned),
        ];
        let port = prop_oneof![
            2 => Just(String::new()),
            3 => prop::sample::select(vec![":80", ":443", ":0", ":", ":08", ":65536", ":8080"]).prop_map(str::to_owned),
            3 => (1..70_000_u32).prop_map(|port| format!(":{port}")),
        ];
        (middle, port).prop_map(move |(middle, port)| {
            let whole = match pattern.strip_suffix(":*") {
                Some(rest) => format!("{rest}{port}"),
                None => pattern.clone(),
            };
            match (whole.find('{'), whole.find('}')) {
                (Some(open), Some(close)) => {
                    format!("{}{middle}{}", &whole[..open], &whole[close + 1..])
                }
                _ => whole.replacen('*', &middle, 1),
            }
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1_000))]

        #[test]
        fn a_pattern_matches_what_the_policy_does(
            (text, near) in pattern().prop_flat_map(|text| {
                let near = prop::collection::vec(prop_oneof![4 => near(&text), 1 => near_origin()], 20);
                (Just(text), near)
            }),
        ) {
            let pattern = OriginPattern::parse(&text).unwrap();
            let regexes = of_pattern(&text);
            let is_one = !text.contains(['*', '{']);
            prop_assert_eq!(regexes.is_none(), is_one, "{}", text);
            let regexes: Vec<_> = regexes.into_iter().flatten().map(|regex| Whole::new(&regex)).collect();
            for origin in near.iter().filter(|_| !is_one) {
                let expected = Origin::parse(origin).is_ok_and(|origin| pattern.matches(&origin));
                let found = regexes.iter().filter(|regex| regex.matches(origin)).count();
                prop_assert_eq!(found, usize::from(expected), "{} {}", text, origin);
            }
        }
    }
}
