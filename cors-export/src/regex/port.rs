//! Ports, without the one that browsers leave out.

/// Ports that an origin of a scheme writes, each piece without its colon. They are several because RE2 in Envoy counts
/// what a regex costs: none of them is large.
pub(super) fn pieces(scheme: &str) -> [&'static str; 3] {
    match scheme {
        "http" | "ws" => [
            "(?:[1-9]|[1-9][0-9]{2,3}|[1-5][0-9]{4})",
            "(?:[1-79][0-9]|8[1-9])",
            SIXTY_THOUSAND,
        ],
        "https" | "wss" => [
            "(?:[1-9](?:[0-9]|[0-9]{3})?|[1-5][0-9]{4})",
            "(?:[1-35-9][0-9]{2}|4(?:[0-35-9][0-9]|4[0-24-9]))",
            SIXTY_THOUSAND,
        ],
        "ftp" => [
            "(?:[1-9]|[1-9][0-9]{2,3}|[1-5][0-9]{4})",
            "(?:[13-9][0-9]|2[02-9])",
            SIXTY_THOUSAND,
        ],
        _ => ["[1-9][0-9]{0,3}", "[1-5][0-9]{4}", SIXTY_THOUSAND],
    }
}

/// All of them at once.
pub(super) fn any(scheme: &str) -> String {
    format!("(?:{})", pieces(scheme).join("|"))
}

/// From 60000 to 65535.
const SIXTY_THOUSAND: &str = "6(?:[0-4][0-9]{3}|5(?:[0-4][0-9]{2}|5(?:[0-2][0-9]|3[0-5])))";

#[cfg(test)]
mod tests {
    use cors_core::Origin;

    use super::{any, pieces};
    use crate::regex::tests::Whole;

    #[test]
    fn ports_are_those_of_origins() {
        for scheme in ["http", "https", "ws", "wss", "ftp", "app"] {
            let pieces = pieces(scheme).map(Whole::new);
            let any = Whole::new(&any(scheme));
            for port in (0..=70_000)
                .map(|port| port.to_string())
                .chain(ODD.map(str::to_owned))
            {
                let is_one = Origin::parse(&format!("{scheme}://a:{port}")).is_ok();
                let matching = pieces.iter().filter(|piece| piece.matches(&port)).count();
                assert_eq!(matching, usize::from(is_one), "{scheme} {port}");
                assert_eq!(any.matches(&port), is_one, "{scheme} {port}");
            }
        }
    }

    const ODD: [&str; 7] = ["", "00", "01", "0443", "080", "8 0", "65536000"];
}
