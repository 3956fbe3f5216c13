//! What belongs to one site: <https://html.spec.whatwg.org/#same-site>.

use url::{Host, Url};

use crate::page_origin::is_loopback;

/// An origin's site: the domain that somebody has registered, or the host where there is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Site {
    scheme: String,
    domain: String,
}

impl Site {
    /// `None` for what has no site in common with anything: `null`, a scheme without hosts.
    pub(super) fn of(url: &Url) -> Option<Self> {
        let domain = match url.host()? {
            Host::Domain(name) => psl2::lookup(name)
                .and_then(|found| found.registrable_domain().map(str::to_owned))
                .unwrap_or_else(|| name.to_owned()),
            address => address.to_string(),
        };
        Some(Self {
            scheme: url.scheme().to_owned(),
            domain,
        })
    }

    /// <https://html.spec.whatwg.org/#schemelessly-same-site>
    pub(super) fn is_schemelessly(&self, other: &Self) -> bool {
        self.domain == other.domain
    }
}

/// Whether a request of a page to this URL is cross-site.
pub(super) fn crosses(page: Option<&Url>, url: &Url) -> bool {
    match (page.and_then(Site::of), Site::of(url)) {
        (Some(page), Some(target)) => page != target,
        _ => true,
    }
}

/// Whether they are of one host or site on this machine, whatever their schemes.
pub(super) fn are_twins_on_loopback(page: Option<&Url>, url: &Url) -> bool {
    let sites = page.and_then(Site::of).zip(Site::of(url));
    is_loopback(url) && sites.is_some_and(|(page, target)| page.is_schemelessly(&target))
}

#[cfg(test)]
mod tests {
    use url::Url;

    use super::crosses;

    #[test]
    fn sites() {
        for (page, url, expected) in [
            (
                "https://app.example.com",
                "https://api.example.com/x",
                false,
            ),
            ("https://example.com:8443", "https://api.example.com", false),
            ("http://app.example.com", "https://api.example.com", true),
            ("https://app.example.com", "https://example.org", true),
            ("https://a.example.co.uk", "https://b.example.co.uk", false),
            ("https://a.co.uk", "https://b.co.uk", true),
            ("https://a.github.io", "https://b.github.io", true),
            ("http://localhost:3000", "http://localhost:8080", false),
            ("http://localhost:3000", "http://127.0.0.1:3000", true),
            ("http://127.0.0.1:3000", "http://127.0.0.1:8080", false),
            ("http://10.0.0.1", "http://10.1.0.1", true),
            ("http://[::1]:3000", "http://[::1]", false),
        ] {
            let page = Url::parse(page).unwrap();
            let url = Url::parse(url).unwrap();
            assert_eq!(crosses(Some(&page), &url), expected, "{page} {url}");
            assert!(crosses(None, &url));
        }
    }
}
