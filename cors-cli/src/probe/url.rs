//! The URL to ask, and what is wrong with one that no browser would ask.

use http::Uri;
use url::Url;

/// An `http` or `https` URL without user name and fragment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ProbeUrl(Url);

impl ProbeUrl {
    pub(super) fn url(&self) -> &Url {
        &self.0
    }

    pub(super) fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The origin of pages of the same host.
    pub(super) fn origin(&self) -> String {
        self.0.origin().ascii_serialization()
    }
}

/// Reads it as browsers read an address, except that the scheme has to be there.
pub(super) fn parse(text: &str) -> Result<ProbeUrl, String> {
    let text = text.trim();
    if text.is_empty() {
        return Err("it is empty; write https://HOST/PATH".to_owned());
    }
    // `localhost:8080` would be a URL of the scheme `localhost`.
    let is_http = ["http:", "https:"]
        .iter()
        .any(|scheme| starts_with(text, scheme));
    if !is_http && !text.contains("://") {
        let rest = text.trim_start_matches('/');
        return Err(format!(
            "it has no scheme; write https://{rest} or http://{rest}"
        ));
    }
    let mut url = Url::parse(text).map_err(|error| format!("it is no URL: {error}"))?;
    if !matches!(url.scheme(), "http" | "https") {
        let scheme = url.scheme();
        return Err(format!("CORS is about http and https, not about {scheme}"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(
            "it has a user name, and no page may fetch such a URL; give it with -H 'Authorization: Basic …'"
                .to_owned(),
        );
    }
    url.set_fragment(None);
    match url.as_str().parse::<Uri>() {
        Ok(_) => Ok(ProbeUrl(url)),
        Err(error) => Err(format!("no server has such a URL: {error}")),
    }
}

fn starts_with(text: &str, prefix: &str) -> bool {
    let start = text.as_bytes().get(..prefix.len());
    start.is_some_and(|start| start.eq_ignore_ascii_case(prefix.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_browsers_read_them() {
        for (text, expected) in [
            ("https://a.test", "https://a.test/"),
            (" HTTPS://A.test:443/b#c ", "https://a.test/b"),
            (
                "http://bücher.example/ä?ö",
                "http://xn--bcher-kva.example/%C3%A4?%C3%B6",
            ),
            ("http://[::1]:8080/", "http://[::1]:8080/"),
            ("http:\\\\a.test\\b", "http://a.test/b"),
            ("http://0x7f.1/", "http://127.0.0.1/"),
        ] {
            assert_eq!(parse(text).unwrap().as_str(), expected);
        }
    }

    #[test]
    fn what_nobody_can_ask() {
        for (text, error) in [
            ("", "it is empty; write https://HOST/PATH"),
            (
                "a.test/b",
                "it has no scheme; write https://a.test/b or http://a.test/b",
            ),
            (
                "//a.test",
                "it has no scheme; write https://a.test or http://a.test",
            ),
            (
                "localhost:8080",
                "it has no scheme; write https://localhost:8080 or http://localhost:8080",
            ),
            (
                "ftp://a.test/",
                "CORS is about http and https, not about ftp",
            ),
            (
                "wss://a.test/",
                "CORS is about http and https, not about wss",
            ),
            ("https://", "it is no URL: empty host"),
            (
                "https://a b/",
                "it is no URL: invalid international domain name",
            ),
            ("https://a.test:99999/", "it is no URL: invalid port number"),
            ("http://[::1/", "it is no URL: invalid IPv6 address"),
            (
                "https://me:secret@a.test/",
                "it has a user name, and no page may fetch such a URL; give it with -H 'Authorization: Basic …'",
            ),
        ] {
            assert_eq!(parse(text).unwrap_err(), error, "{text}");
        }
    }
}
