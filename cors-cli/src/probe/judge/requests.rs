//! Requests as browsers send them, whoever's page it is.

use cors_browser::{Browser, Mode, PageRequest};
use http::{
    HeaderValue, Request,
    header::{ACCESS_CONTROL_REQUEST_METHOD, ORIGIN},
};
use url::Url;

/// Two origins that have nothing to do with anybody's, nor with each other: their top-level domains are nobody's
/// (<https://www.rfc-editor.org/rfc/rfc2606#section-2>).
pub(super) const STRANGERS: [&str; 2] = ["https://attacker.invalid", "https://stranger.test"];

/// A request for a URL, as a page of an origin sends it.
pub(super) fn actual(method: &str, url: &str, origin: &str) -> Option<Request<()>> {
    let mut browser = Browser::at(page(url, origin));
    // Without the preflight that a browser would send first.
    let mut request = first(&mut browser, PageRequest::get(url))?;
    *request.method_mut() = method.parse().ok()?;
    with_origin(request, origin)
}

/// The same without `Origin`, as a `<script>` sends it.
pub(super) fn plain(method: &str, url: &str) -> Option<Request<()>> {
    let mut browser = Browser::at(STRANGERS[0]);
    let mut request = first(&mut browser, PageRequest::get(url).mode(Mode::NoCors))?;
    *request.method_mut() = method.parse().ok()?;
    Some(request)
}

/// The preflight for a page's request, which needs one.
pub(super) fn preflight(asked: PageRequest, url: &str, origin: &str) -> Option<Request<()>> {
    let mut browser = Browser::at(page(url, origin));
    let request = first(&mut browser, asked)?;
    let is_preflight = request
        .headers()
        .contains_key(ACCESS_CONTROL_REQUEST_METHOD);
    is_preflight.then(|| with_origin(request, origin))?
}

/// Whether browsers can show a page of this origin.
pub(super) fn is_canonical(origin: &str) -> bool {
    // A pattern would be the name of a host, too, with its wildcards and holes.
    let is_pattern = origin.contains(['*', '{']);
    let url = Url::parse(origin).ok().filter(|_| !is_pattern);
    url.is_some_and(|url| {
        matches!(url.scheme(), "http" | "https") && url.origin().ascii_serialization() == origin
    })
}

/// The origin itself, or a stranger's in its place: of what no browser shows, and of the server's own pages, whose
/// requests are none of CORS.
pub(super) fn page<'a>(url: &str, origin: &'a str) -> &'a str {
    let own = Url::parse(url).map(|url| url.origin().ascii_serialization());
    match own {
        Ok(own) if own == origin => STRANGERS[0],
        _ if is_canonical(origin) || origin == "null" => origin,
        _ => STRANGERS[0],
    }
}

fn first(browser: &mut Browser, asked: PageRequest) -> Option<Request<()>> {
    browser.start(asked).next_request()
}

fn with_origin(mut request: Request<()>, origin: &str) -> Option<Request<()>> {
    let value = HeaderValue::from_str(origin).ok()?;
    request.headers_mut().insert(ORIGIN, value);
    Some(request)
}

#[cfg(test)]
mod tests {
    use super::is_canonical;

    #[test]
    fn patterns_are_no_pages() {
        for (origin, is_page) in [
            ("https://app.example.com", true),
            ("http://localhost:8080", true),
            ("https://*.example.com", false),
            ("http://localhost:*", false),
            ("https://deploy-{digits}--app.example.net", false),
            ("https://app.example.com/", false),
            ("null", false),
        ] {
            assert_eq!(is_canonical(origin), is_page, "{origin}");
        }
    }
}
