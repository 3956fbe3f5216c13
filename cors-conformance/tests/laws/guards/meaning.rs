//! What the author of a guarded policy means, and where a server can't know it: written from the
//! contract's words and from what browsers tell, and not from the decision's table.

use cors_browser::{Engine, ReferrerPolicy};

use super::generate::{Case, Kind, Settings, is_twin};

/// What a page is to a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Relation {
    Listed,
    Own,
    /// Of the same host and port, by the other scheme.
    Twin,
    Sandboxed,
    Foreign,
}

impl Relation {
    pub(super) const ALL: [Self; 5] = [
        Self::Listed,
        Self::Own,
        Self::Twin,
        Self::Sandboxed,
        Self::Foreign,
    ];

    pub(super) fn of(page: &str, server: &str, settings: &Settings) -> Self {
        match () {
            () if page == "null" => Self::Sandboxed,
            () if settings.lists(page) => Self::Listed,
            () if page == server => Self::Own,
            () if is_twin(page, server) => Self::Twin,
            () => Self::Foreign,
        }
    }
}

/// Why a request fares otherwise than its page's relation to the server says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Exception {
    /// The server's own page hides its origin, over plain http: nothing tells it from a sandboxed frame.
    OwnHidden,
    /// A listed page hides its origin, by its referrer policy.
    ListedHidden,
    /// On its way it came by a server from which it went on to yet another: nobody answers for it.
    Redirected,
    /// The server's own page over plain http, where the policy lists the same host with https.
    HttpsTwin,
    /// A page of the same host by the other scheme, where no `Sec-Fetch-Site` tells: over plain http, at a
    /// handshake of Chromium, and in WebKit with CORS after a redirect.
    SameHost,
    /// A read over plain http that has neither header.
    PlainRead,
    /// An image on a listed page: it has no `Origin`, by which it could be found on the list.
    ListedImage,
}

impl Exception {
    pub(super) const ALL: [Self; 7] = [
        Self::OwnHidden,
        Self::ListedHidden,
        Self::Redirected,
        Self::HttpsTwin,
        Self::SameHost,
        Self::PlainRead,
        Self::ListedImage,
    ];
}

/// What becomes of a request.
pub(super) struct Verdict {
    pub(super) passes: bool,
    pub(super) exception: Option<Exception>,
}

const PASSES: Verdict = Verdict {
    passes: true,
    exception: None,
};

const REFUSED: Verdict = Verdict {
    passes: false,
    exception: None,
};

impl Verdict {
    /// On a guarded request, which has come by these places.
    pub(super) fn on(case: &Case, chain: &[&str]) -> Self {
        let Case {
            page,
            server,
            settings,
            ..
        } = case;
        let stayed = chain.iter().all(|place| place == page);
        let told = tells_the_site(case, chain);
        if case.kind.navigates_safely() {
            return PASSES;
        }
        let reads_without_cors = match case.kind {
            Kind::Image => true,
            // Like those to a page's own server.
            Kind::Read => stayed,
            _ => false,
        };
        let relation = Relation::of(page, server, settings);
        let is_meant = matches!(relation, Relation::Own | Relation::Listed);
        if reads_without_cors {
            return match (told, stayed) {
                (true, true) => PASSES,
                (true, false) if is_meant && is_redirected(case, chain) => {
                    refused(Exception::Redirected)
                }
                (true, false) if is_meant => refused(Exception::ListedImage),
                (true, false) => REFUSED,
                (false, _) if is_meant => PASSES,
                (false, _) => passes(Exception::PlainRead),
            };
        }
        let is_redirected = is_redirected(case, chain);
        let is_hidden = hides_its_origin(case);
        match relation {
            // It tells nobody who it is, but its server that it is its own.
            _ if told && stayed => PASSES,
            Relation::Own | Relation::Listed if is_redirected => refused(Exception::Redirected),
            Relation::Listed if is_hidden => refused(Exception::ListedHidden),
            Relation::Listed => PASSES,
            Relation::Own if is_hidden => refused(Exception::OwnHidden),
            Relation::Own if has_listed_twin(page, settings) => refused(Exception::HttpsTwin),
            Relation::Own => PASSES,
            Relation::Twin
                if !(told || is_hidden || is_redirected || has_listed_twin(page, settings)) =>
            {
                passes(Exception::SameHost)
            }
            Relation::Twin | Relation::Sandboxed | Relation::Foreign => REFUSED,
        }
    }
}

fn passes(exception: Exception) -> Verdict {
    Verdict {
        passes: true,
        exception: Some(exception),
    }
}

fn refused(exception: Exception) -> Verdict {
    Verdict {
        passes: false,
        exception: Some(exception),
    }
}

/// Whether the browser says where the request comes from.
fn tells_the_site(case: &Case, chain: &[&str]) -> bool {
    let trustworthy = case.server.starts_with("https://") || is_loopback(case.server);
    let is_silent = match case.engine {
        Engine::Chromium => case.kind == Kind::Socket,
        // With CORS, after a redirect to another origin.
        Engine::WebKit => {
            matches!(case.kind, Kind::Post | Kind::Put | Kind::Read)
                && chain.iter().any(|place| *place != chain[0])
        }
        _ => false,
    };
    trustworthy && !is_silent
}

fn is_loopback(origin: &str) -> bool {
    ["localhost", "127.0.0.1", "[::1]"].iter().any(|host| {
        origin
            .split("://")
            .nth(1)
            .is_some_and(|it| it.starts_with(host))
    })
}

/// Whether it went on from another origin than the page's to yet another; from the page's own, in some
/// engines.
fn is_redirected(case: &Case, chain: &[&str]) -> bool {
    let forgets = match case.engine {
        Engine::Chromium => matches!(
            case.kind,
            Kind::Form | Kind::PostWithoutCors | Kind::Beacon | Kind::Image
        ),
        Engine::WebKit => case.kind == Kind::Form,
        _ => false,
    };
    { chain.windows(2) }.any(|step| step[0] != step[1] && (forgets || step[0] != case.page))
}

/// Whether the page's referrer policy keeps its origin from the server.
fn hides_its_origin(case: &Case) -> bool {
    let is_about_it = match case.kind {
        Kind::Form => true,
        Kind::PostWithoutCors | Kind::Beacon => case.engine != Engine::Chromium,
        _ => false,
    };
    is_about_it
        && match case.policy {
            ReferrerPolicy::NoReferrer => true,
            ReferrerPolicy::SameOrigin => case.page != case.server,
            ReferrerPolicy::NoReferrerWhenDowngrade
            | ReferrerPolicy::StrictOrigin
            | ReferrerPolicy::StrictOriginWhenCrossOrigin => {
                case.page.starts_with("https://") && case.server.starts_with("http://")
            }
            _ => false,
        }
}

/// Whether the policy lists the same host with https, which is what the server's own origin then is.
fn has_listed_twin(page: &str, settings: &Settings) -> bool {
    let host = page.strip_prefix("http://");
    !is_loopback(page) && host.is_some_and(|host| settings.lists(&format!("https://{host}")))
}
