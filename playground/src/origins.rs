//! The origins that the page is served from, and who may ask what there.

use http::{
    HeaderMap, HeaderName,
    header::{HOST, ORIGIN},
};

/// The origins that the page is served from.
///
/// Other names may lead to this address as well, once their owner has made them: what comes by one
/// of them is not answered.
#[derive(Clone, Debug)]
pub(super) struct Origins(Vec<String>);

const SCHEME: &str = "http://";

impl Origins {
    /// `first` and `second` are the ports. The first of all is where to begin.
    pub(super) fn new(first: u16, second: u16) -> Self {
        Self(vec![
            format!("{SCHEME}localhost:{first}"),
            format!("{SCHEME}localhost:{second}"),
            format!("{SCHEME}127.0.0.1:{first}"),
            format!("{SCHEME}app.localhost:{first}"),
        ])
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// The one that a request is for.
    pub(super) fn of(&self, headers: &HeaderMap) -> Option<&str> {
        let host = only(headers, &HOST)?;
        self.iter()
            .find(|origin| origin.strip_prefix(SCHEME) == Some(host))
    }

    /// Whether a request was sent by a page of the origin that it is for: browsers send `Origin`
    /// with whatever is neither `GET` nor `HEAD`.
    pub(super) fn is_same(&self, headers: &HeaderMap) -> bool {
        let origin = self.of(headers);
        let of_page = only(headers, &ORIGIN);
        // Not every browser sends it.
        let site = headers.get(&SEC_FETCH_SITE);
        origin.is_some()
            && of_page == origin
            && site.is_none_or(|site| site.as_bytes() == b"same-origin")
    }
}

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// The value of the only line of a header.
fn only<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    let mut lines = headers.get_all(name).into_iter();
    match (lines.next(), lines.next()) {
        (Some(line), None) => line.to_str().ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderName, HeaderValue};

    use super::Origins;

    fn headers(lines: &[(&'static str, &'static str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for &(name, value) in lines {
            let name = HeaderName::from_static(name);
            headers.append(name, HeaderValue::from_static(value));
        }
        headers
    }

    #[test]
    fn answers_by_its_own_names_alone() {
        let origins = Origins::new(2677, 2678);
        let of = |host| origins.of(&headers(&[("host", host)])).map(str::to_owned);
        assert_eq!(of("localhost:2677").unwrap(), "http://localhost:2677");
        assert_eq!(of("localhost:2678").unwrap(), "http://localhost:2678");
        assert_eq!(of("127.0.0.1:2677").unwrap(), "http://127.0.0.1:2677");
        for host in [
            "",
            "localhost",
            "localhost:2679",
            "127.0.0.1:2678",
            "rebound.example:2677",
            "localhost:2677.evil.test",
            "LOCALHOST:2677",
        ] {
            assert_eq!(of(host), None, "{host}");
        }
        assert_eq!(origins.of(&HeaderMap::new()), None);
        let two = headers(&[("host", "localhost:2677"), ("host", "localhost:2677")]);
        assert_eq!(origins.of(&two), None);
    }

    #[test]
    fn pages_of_other_origins_are_told_apart() {
        let origins = Origins::new(2677, 2678);
        let is_same = |origin, more: &[_]| {
            let lines = [("host", "localhost:2677"), ("origin", origin)];
            origins.is_same(&headers(&[&lines, more].concat()))
        };
        assert!(is_same("http://localhost:2677", &[]));
        assert!(is_same(
            "http://localhost:2677",
            &[("sec-fetch-site", "same-origin")]
        ));
        assert!(!is_same(
            "http://localhost:2677",
            &[("sec-fetch-site", "same-site")]
        ));
        for origin in [
            "null",
            "http://localhost:2678",
            "http://127.0.0.1:2677",
            "http://rebound.example:2677",
            "https://localhost:2677",
        ] {
            assert!(!is_same(origin, &[]), "{origin}");
        }
        let none = headers(&[("host", "localhost:2677")]);
        assert!(!origins.is_same(&none));
        let rebound = headers(&[
            ("host", "rebound.example:2677"),
            ("origin", "http://rebound.example:2677"),
        ]);
        assert!(!origins.is_same(&rebound));
    }
}
