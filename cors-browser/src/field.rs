//! Response headers as the standard reads them.

use http::{HeaderMap, HeaderName};

/// <https://fetch.spec.whatwg.org/#concept-header-list-get>: all lines, combined.
pub(super) fn get(headers: &HeaderMap, name: &HeaderName) -> Option<Vec<u8>> {
    let lines: Vec<_> = headers.get_all(name).iter().map(|v| v.as_bytes()).collect();
    (!lines.is_empty()).then(|| lines.join(&b", "[..]))
}

/// <https://fetch.spec.whatwg.org/#extract-header-list-values> of a list of tokens: methods, or
/// header names.
pub(super) fn tokens(headers: &HeaderMap, name: &HeaderName) -> Extracted<Vec<String>> {
    let Some(value) = get(headers, name) else {
        return Extracted::Absent;
    };
    let mut tokens = Vec::new();
    // Empty elements are allowed: https://httpwg.org/specs/rfc9110.html#abnf.extension.recipient
    for element in value.split(|&byte| byte == b',').map(trim) {
        if !element.iter().all(|&byte| is_token_byte(byte)) {
            return Extracted::Malformed;
        }
        if !element.is_empty() {
            tokens.push(String::from_utf8_lossy(element).into_owned());
        }
    }
    Extracted::Values(tokens)
}

/// The same of `Access-Control-Max-Age`, which is one number of seconds.
pub(super) fn seconds(headers: &HeaderMap, name: &HeaderName) -> Extracted<u64> {
    let mut lines = headers.get_all(name).iter();
    match (lines.next(), lines.next()) {
        (None, _) => Extracted::Absent,
        (Some(line), None) => match core::str::from_utf8(line.as_bytes()) {
            Ok(text) if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) => {
                Extracted::Values(text.parse().unwrap_or(u64::MAX))
            }
            _ => Extracted::Malformed,
        },
        // The ABNF allows one line.
        (Some(_), Some(_)) => Extracted::Malformed,
    }
}

/// What a header says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Extracted<T> {
    Absent,
    Malformed,
    Values(T),
}

/// <https://httpwg.org/specs/rfc9110.html#tokens>
pub(super) fn is_token(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(is_token_byte)
}

fn is_token_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

fn trim(element: &[u8]) -> &[u8] {
    let Some(start) = element.iter().position(|byte| !b" \t".contains(byte)) else {
        return &[];
    };
    let end = element.iter().rposition(|byte| !b" \t".contains(byte));
    &element[start..end.map_or(element.len(), |last| last + 1)]
}

#[cfg(test)]
mod tests {
    use http::{
        HeaderMap, HeaderValue,
        header::{ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_MAX_AGE},
    };

    use super::{Extracted, seconds, tokens};

    fn methods(lines: &[&str]) -> Extracted<Vec<String>> {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(
                ACCESS_CONTROL_ALLOW_METHODS,
                HeaderValue::from_str(line).unwrap(),
            );
        }
        tokens(&headers, &ACCESS_CONTROL_ALLOW_METHODS)
    }

    #[test]
    fn lists_of_tokens() {
        let values =
            |names: &[&str]| Extracted::Values(names.iter().map(|&n| n.to_owned()).collect());
        assert_eq!(methods(&[]), Extracted::Absent);
        assert_eq!(methods(&[""]), values(&[]));
        assert_eq!(methods(&["GET,\t PUT ,,"]), values(&["GET", "PUT"]));
        assert_eq!(methods(&["GET", "*"]), values(&["GET", "*"]));
        assert_eq!(methods(&["GET PUT"]), Extracted::Malformed);
        assert_eq!(methods(&["GET", "\"PUT\""]), Extracted::Malformed);
    }

    #[test]
    fn one_number() {
        let of = |lines: &[&str]| {
            let mut headers = HeaderMap::new();
            for line in lines {
                headers.append(ACCESS_CONTROL_MAX_AGE, HeaderValue::from_str(line).unwrap());
            }
            seconds(&headers, &ACCESS_CONTROL_MAX_AGE)
        };
        assert_eq!(of(&[]), Extracted::Absent);
        assert_eq!(of(&["600"]), Extracted::Values(600));
        assert_eq!(of(&["99999999999999999999"]), Extracted::Values(u64::MAX));
        for malformed in ["", "-1", "+1", "600.5", "600s", "600, 600"] {
            assert_eq!(of(&[malformed]), Extracted::Malformed, "{malformed}");
        }
        assert_eq!(of(&["600", "600"]), Extracted::Malformed);
    }
}
