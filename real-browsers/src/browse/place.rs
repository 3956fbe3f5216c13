//! Where a case runs: the page's URL and those of its requests.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};
use url::Url;

use super::pages::SANDBOX;
use crate::plan::{Ask, Body, Case, Hop, Page, Step};

/// What is encoded: some engine decodes the rest.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// A case on a server.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    /// The origin of the page, `null` for an opaque one.
    pub(crate) origin: String,
    /// The page's host, or what stands in for it: the server's name for it.
    pub(crate) host: String,
    /// The page to open.
    pub(super) page: String,
    /// The server's port.
    port: u16,
    /// Tells the case's requests from all others.
    pub(crate) tag: usize,
}

impl Place {
    /// `pages` is a port for pages whose origin doesn't matter, `server` the server's.
    pub(crate) fn new(page: &Page, pages: u16, server: u16, tag: usize) -> Self {
        let (origin, host, page) = match page {
            Page::At(origin) => {
                let url = Url::parse(origin).ok();
                let host = url.as_ref().and_then(Url::host_str).unwrap_or_default();
                (origin.clone(), host.to_owned(), format!("{origin}/"))
            }
            // Of another site, so that no engine has a cookie for it.
            Page::Sandboxed => {
                let page = format!("http://sandbox.localhost:{pages}{SANDBOX}");
                ("null".to_owned(), "nobody.localhost".to_owned(), page)
            }
            Page::Own => {
                let host = "own.localhost";
                let origin = format!("http://{host}:{server}");
                (
                    origin.clone(),
                    host.to_owned(),
                    format!("{origin}/none/get-only"),
                )
            }
        };
        Self {
            origin,
            host,
            page,
            port: server,
            tag,
        }
    }

    /// The URL of the first hop, which holds that of the next.
    pub(crate) fn url(&self, hops: &[Hop]) -> String {
        let to = |next: String| format!("&to={}", utf8_percent_encode(&next, RESERVED));
        let urls = hops.iter().rev().fold(None, |next: Option<String>, hop| {
            let host = hop.host.as_ref().unwrap_or(&self.host);
            let separator = if hop.target.contains('?') { '&' } else { '?' };
            let Self { port, tag, .. } = self;
            let next = next.map(to).unwrap_or_default();
            let target = &hop.target;
            Some(format!(
                "http://{host}:{port}{target}{separator}case={tag}{next}"
            ))
        });
        urls.unwrap_or_default()
    }

    /// Whether a target is one of the case's.
    pub(crate) fn owns(&self, target: &str) -> bool {
        let query = target.split_once('?').map_or("", |(_, query)| query);
        let tag = format!("case={}", self.tag);
        query.split('&').any(|parameter| parameter == tag)
    }

    /// The case's steps, as the page's script takes them.
    pub(super) fn script(&self, case: &Case) -> Value {
        case.steps
            .iter()
            .map(|step| match step {
                Step::Ask(ask) => self.ask(ask),
                Step::Script(hops) => json!({ "act": "script", "url": self.url(hops) }),
                Step::Wait(seconds) => json!({ "act": "wait", "seconds": seconds }),
            })
            .collect()
    }

    fn ask(&self, ask: &Ask) -> Value {
        use cors_browser::{Credentials, Mode, Redirect};

        json!({
            "act": if ask.upload_listener { "upload" } else { "fetch" },
            "method": ask.method,
            "url": self.url(&ask.hops),
            "headers": ask.headers,
            "credentials": match ask.credentials {
                Credentials::Omit => "omit",
                Credentials::Include => "include",
                _ => "same-origin",
            },
            "mode": match ask.mode {
                Mode::NoCors => "no-cors",
                Mode::SameOrigin => "same-origin",
                _ => "cors",
            },
            "redirect": match ask.redirect {
                Redirect::Error => "error",
                Redirect::Manual => "manual",
                _ => "follow",
            },
            "body": match ask.body {
                Body::None => "none",
                Body::Bytes => "bytes",
                Body::Stream => "stream",
            },
        })
    }
}
