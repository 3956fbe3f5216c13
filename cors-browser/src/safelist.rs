//! Request headers that pages may send without asking, by name and by value.

use http::{HeaderName, HeaderValue};

/// <https://fetch.spec.whatwg.org/#cors-unsafe-request-header-names>: those that need a preflight,
/// lower case, sorted, each once.
pub(super) fn unsafe_names(headers: &[(HeaderName, HeaderValue)]) -> Vec<&str> {
    /// Step 6: many small values could say as much as a large one.
    const MAX_SAFELISTED_BYTES: usize = 1_024;

    let (mut safe, mut names): (Vec<_>, Vec<_>) = headers
        .iter()
        .partition(|(name, value)| is_safelisted(name.as_str(), value.as_bytes()));
    let safelisted_bytes: usize = safe.iter().map(|(_, value)| value.len()).sum();
    if safelisted_bytes > MAX_SAFELISTED_BYTES {
        names.append(&mut safe);
    }
    let mut names: Vec<_> = names.iter().map(|(name, _)| name.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// <https://fetch.spec.whatwg.org/#cors-safelisted-request-header>
fn is_safelisted(name: &str, value: &[u8]) -> bool {
    const MAX_BYTES: usize = 128;

    let safe = match name {
        "accept" => !value.iter().copied().any(is_unsafe_byte),
        "accept-language" | "content-language" => value
            .iter()
            .all(|byte| byte.is_ascii_alphanumeric() || b" *,-.;=".contains(byte)),
        "content-type" => !value.iter().copied().any(is_unsafe_byte) && is_safelisted_type(value),
        "range" => is_simple_range(value),
        _ => false,
    };
    safe && value.len() <= MAX_BYTES
}

/// <https://fetch.spec.whatwg.org/#no-cors-safelisted-request-header>: what `mode: "no-cors"` leaves
/// of a page's headers.
pub(super) fn is_no_cors_safelisted(name: &str, value: &[u8]) -> bool {
    let named = matches!(
        name,
        "accept" | "accept-language" | "content-language" | "content-type"
    );
    named && is_safelisted(name, value)
}

/// <https://fetch.spec.whatwg.org/#cors-unsafe-request-header-byte>
fn is_unsafe_byte(byte: u8) -> bool {
    (byte < 0x20 && byte != b'\t') || b"\"():<>?@[\\]{}\x7f".contains(&byte)
}

/// The essence of a MIME type, <https://mimesniff.spec.whatwg.org/#parsing-a-mime-type>.
fn is_safelisted_type(value: &[u8]) -> bool {
    let blank = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\r' | b'\n');
    let essence = value.split(|&byte| byte == b';').next().unwrap_or_default();
    let start = essence.iter().position(|byte| !blank(byte)).unwrap_or(0);
    let end = essence
        .iter()
        .rposition(|byte| !blank(byte))
        .map_or(0, |last| last + 1);
    let essence = essence
        .get(start..end)
        .unwrap_or_default()
        .to_ascii_lowercase();
    matches!(
        essence.as_slice(),
        b"application/x-www-form-urlencoded" | b"multipart/form-data" | b"text/plain"
    )
}

/// <https://fetch.spec.whatwg.org/#simple-range-header-value>, with a start: browsers have no use
/// for suffixes.
fn is_simple_range(value: &[u8]) -> bool {
    let range = value
        .strip_prefix(b"bytes=")
        .and_then(|range| core::str::from_utf8(range).ok())
        .and_then(|range| range.split_once('-'));
    let Some((start, end)) = range else {
        return false;
    };
    let number = |text: &str| {
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| text.parse::<u128>().unwrap_or(u128::MAX))
    };
    match (number(start), number(end)) {
        (Some(_), _) if start.is_empty() => false,
        (Some(_), Some(_)) if end.is_empty() => true,
        (Some(start), Some(end)) => start <= end,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use http::{HeaderName, HeaderValue};

    use super::{is_safelisted, unsafe_names};

    #[test]
    fn by_name_and_value() {
        for (name, value, expected) in [
            ("accept", "text/html, */*;q=0.8", true),
            ("accept", "a\tb", true),
            ("accept", "\"quoted\"", false),
            ("accept", "a:b", false),
            ("accept", "", true),
            ("accept-language", "de-CH, en;q=0.5, *", true),
            ("accept-language", "de_CH", false),
            ("accept-language", "a\tb", false),
            ("content-language", "en", true),
            ("content-type", "text/plain", true),
            ("content-type", "TEXT/Plain ;charset=utf-8", true),
            ("content-type", "multipart/form-data; boundary=a", true),
            ("content-type", "multipart/form-data; boundary=\"a\"", false),
            ("content-type", "application/x-www-form-urlencoded", true),
            ("content-type", "application/json", false),
            ("content-type", "text/plain, text/plain", false),
            ("content-type", "", false),
            ("range", "bytes=0-", true),
            ("range", "bytes=0-255", true),
            ("range", "bytes=255-0", false),
            ("range", "bytes=-255", false),
            ("range", "bytes=0-1,3-4", false),
            ("range", "bytes = 0-1", false),
            ("range", "items=0-1", false),
            ("range", "bytes=-", false),
            ("x-api-key", "1", false),
            ("authorization", "Basic YTpi", false),
            ("dpr", "1", false),
        ] {
            assert_eq!(
                is_safelisted(name, value.as_bytes()),
                expected,
                "{name}: {value}"
            );
        }
        assert!(is_safelisted("accept", &[b'a'; 128]));
        assert!(!is_safelisted("accept", &[b'a'; 129]));
        assert!(is_safelisted("accept", &[0xff]));
    }

    fn headers(lines: &[(&'static str, &str)]) -> Vec<(HeaderName, HeaderValue)> {
        let line = |&(name, value): &(&'static str, &str)| {
            (
                HeaderName::from_static(name),
                HeaderValue::from_str(value).unwrap(),
            )
        };
        lines.iter().map(line).collect()
    }

    #[test]
    fn sorted_and_once() {
        let headers = headers(&[
            ("x-b", "1"),
            ("accept", "*/*"),
            ("x-a", "1"),
            ("content-type", "application/json"),
            ("x-b", "2"),
        ]);
        assert_eq!(unsafe_names(&headers), ["content-type", "x-a", "x-b"]);
    }

    #[test]
    fn more_than_1024_bytes_of_safe_values_are_not_safe() {
        let value = "a".repeat(128);
        let mut lines = vec![("accept", value.as_str()); 8];
        assert_eq!(unsafe_names(&headers(&lines)), [""; 0]);
        lines.push(("accept-language", "a"));
        assert_eq!(
            unsafe_names(&headers(&lines)),
            ["accept", "accept-language"]
        );
    }
}
