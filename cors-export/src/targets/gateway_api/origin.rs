//! What the interface can say of origins.

/// The most characters of one.
const MAX_LENGTH: usize = 253;

/// Why the interface has no words for an entry, if it has none.
///
/// <https://gateway-api.sigs.k8s.io/reference/spec/#corsorigin>: `http` or `https`, names of letters, digits and `-`,
/// with `*.` before them at most, and a port.
pub(super) fn flaw(text: &str) -> Option<&'static str> {
    let rest = { text.strip_prefix("https://") }.or_else(|| text.strip_prefix("http://"));
    let Some(rest) = rest else {
        return Some("it only takes http and https");
    };
    if rest.starts_with('[') {
        return Some("it takes no IPv6 addresses");
    }
    if text.contains('{') {
        return Some("it takes no holes");
    }
    let (host, port) = match rest.split_once(':') {
        Some((host, port)) => (host, Some(port)),
        None => (rest, None),
    };
    match port {
        Some("*") => return Some("it takes no ports but numbers"),
        Some(port) if port.is_empty() || !port.bytes().all(|byte| byte.is_ascii_digit()) => {
            return Some("it takes no ports but numbers");
        }
        _ => {}
    }
    let name = host.strip_prefix("*.").unwrap_or(host);
    if name.ends_with('.') {
        return Some("it takes no dot after a name");
    }
    let mut labels = name.split('.');
    let is_label = |label: &str| {
        let mut bytes = label.bytes();
        !label.is_empty() && bytes.all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    if !labels.all(is_label) {
        return Some("it takes no names but those of letters, digits and -");
    }
    (text.len() > MAX_LENGTH).then_some("it takes no more than 253 characters")
}

#[cfg(test)]
mod tests {
    use super::flaw;

    #[test]
    fn names_and_addresses_can_be_said() {
        for text in [
            "https://app.example.com",
            "http://localhost:3000",
            "https://*.example.com",
            "https://*.example.com:8443",
            "http://127.0.0.1",
            "https://xn--bcher-kva.example",
        ] {
            assert_eq!(flaw(text), None, "{text}");
        }
    }

    #[test]
    fn everything_else_is_refused_with_a_reason() {
        for (text, reason) in [
            ("null", "it only takes http and https"),
            ("file://", "it only takes http and https"),
            ("tauri://localhost", "it only takes http and https"),
            ("http://[::1]:3000", "it takes no IPv6 addresses"),
            ("https://pr-{digits}.example.com", "it takes no holes"),
            ("http://localhost:*", "it takes no ports but numbers"),
            ("https://example.com.", "it takes no dot after a name"),
            (
                "https://my_app.example.com",
                "it takes no names but those of letters, digits and -",
            ),
            (
                "https://a..example.com",
                "it takes no names but those of letters, digits and -",
            ),
        ] {
            assert_eq!(flaw(text), Some(reason), "{text}");
        }
        let long = format!("https://{}.example.com", "a.".repeat(125));
        assert_eq!(
            flaw(&long.replace("..", ".")),
            Some("it takes no more than 253 characters")
        );
    }
}
