//! The page, on every origin that it is served from.

use std::{
    io,
    net::TcpListener,
    sync::Arc,
    thread::{self, JoinHandle},
};

use axum::{
    Router,
    extract::{Request, State},
    http::{
        HeaderName, HeaderValue, Method, StatusCode,
        header::{
            CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY,
            X_CONTENT_TYPE_OPTIONS,
        },
    },
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::get,
};
use cors_examples::app::{Stop, Stopper};
use tokio::runtime::{Builder, Runtime};

use super::{Origins, Policies, Servers, api};

/// What the page and its requests to its own server are made from.
#[derive(Debug)]
pub(super) struct Site {
    pub(super) origins: Origins,
    pub(super) policies: Policies,
    pub(super) servers: Servers,
}

/// A site that is served, until this is dropped.
#[derive(Debug)]
pub(super) struct Serving(Option<(Stopper, JoinHandle<()>)>);

impl Serving {
    pub(super) fn start(site: &Arc<Site>, listeners: Vec<TcpListener>) -> io::Result<Self> {
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let (stopper, stop) = Stop::new();
        let router = router(site);
        for listener in &listeners {
            listener.set_nonblocking(true)?;
        }
        let thread = thread::Builder::new()
            .name("page".to_owned())
            .spawn(move || run(&runtime, router, listeners, stop))?;
        Ok(Self(Some((stopper, thread))))
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        if let Some((stopper, thread)) = self.0.take() {
            stopper.stop();
            // It has nothing to say.
            let _ = thread.join();
        }
    }
}

/// Ends every connection with the runtime, when told to stop.
fn run(runtime: &Runtime, router: Router, listeners: Vec<TcpListener>, stop: Stop) {
    runtime.block_on(async {
        for listener in listeners {
            let router = router.clone();
            tokio::spawn(async move {
                let serve = async {
                    let listener = tokio::net::TcpListener::from_std(listener)?;
                    axum::serve(listener, router).await
                };
                if let Err(error) = serve.await {
                    tracing::error!("the page is not served any more: {error}");
                }
            });
        }
        stop.requested().await;
    });
}

fn router(site: &Arc<Site>) -> Router {
    let files = FILES.iter().fold(Router::new(), |router, file| {
        let respond = move |State(site): State<Arc<Site>>, request: Request| async move {
            file.response(&site, &request)
        };
        router.route(file.path, get(respond))
    });
    files
        .merge(api::routes())
        .layer(middleware::from_fn_with_state(Arc::clone(site), guard))
        .with_state(Arc::clone(site))
}

/// Answers what comes by a name of its own, and changes things for its own pages alone: whatever
/// else a browser shows may send requests here, too.
async fn guard(State(site): State<Arc<Site>>, request: Request, next: Next) -> Response {
    let headers = request.headers();
    if site.origins.of(headers).is_none() {
        let said = "this is no name of the playground\n";
        return (StatusCode::MISDIRECTED_REQUEST, said).into_response();
    }
    let is_safe = [Method::GET, Method::HEAD].contains(request.method());
    if !is_safe && !site.origins.is_same(headers) {
        let said = "only the playground's own page may ask for this\n";
        return (StatusCode::FORBIDDEN, said).into_response();
    }
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    }
    response
}

/// Of every response. Files bring a policy of their own.
const HEADERS: [(HeaderName, &str); 4] = [
    (CACHE_CONTROL, "no-store"),
    (
        CONTENT_SECURITY_POLICY,
        "default-src 'none'; frame-ancestors 'none'",
    ),
    (REFERRER_POLICY, "strict-origin-when-cross-origin"),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
];

/// A file of the page, as it stands in the repository.
struct File {
    path: &'static str,
    media_type: &'static str,
    contents: &'static str,
    policy: fn(&Site, &str) -> String,
}

const HTML: &str = "text/html; charset=utf-8";
const CSS: &str = "text/css; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";
const SVG: &str = "image/svg+xml";

macro_rules! file {
    ($path:literal, $name:literal, $media_type:expr, $policy:expr) => {
        File {
            path: $path,
            media_type: $media_type,
            contents: include_str!(concat!("../page/", $name)),
            policy: $policy,
        }
    };
}

static FILES: [File; 24] = [
    file!("/", "page.html", HTML, page),
    file!("/page.css", "page.css", CSS, nothing),
    file!("/form.css", "form.css", CSS, nothing),
    file!("/results.css", "results.css", CSS, nothing),
    file!("/why.css", "why.css", CSS, nothing),
    file!("/editor.css", "editor.css", CSS, nothing),
    file!("/icon.svg", "icon.svg", SVG, nothing),
    file!("/chevron.svg", "chevron.svg", SVG, nothing),
    file!("/page.js", "page.js", SCRIPT, nothing),
    file!("/dom.js", "dom.js", SCRIPT, nothing),
    file!("/form.js", "form.js", SCRIPT, nothing),
    file!("/state.js", "state.js", SCRIPT, nothing),
    file!("/results.js", "results.js", SCRIPT, nothing),
    file!("/console.css", "console.css", CSS, nothing),
    file!("/console.js", "console.js", SCRIPT, nothing),
    file!("/code.js", "code.js", SCRIPT, nothing),
    file!("/verdict.js", "verdict.js", SCRIPT, nothing),
    file!("/exchanges.js", "exchanges.js", SCRIPT, nothing),
    file!("/why.js", "why.js", SCRIPT, nothing),
    file!("/words.js", "words.js", SCRIPT, nothing),
    file!("/editor.js", "editor.js", SCRIPT, nothing),
    file!("/send.js", "send.js", SCRIPT, nothing),
    file!("/sender.html", "sender.html", HTML, sender),
    file!("/sender.js", "sender.js", SCRIPT, nothing),
];

impl File {
    fn response(&self, site: &Site, request: &Request) -> Response {
        // It has been looked at already.
        let origin = site.origins.of(request.headers()).unwrap_or_default();
        let headers = [
            (CONTENT_TYPE, self.media_type.to_owned()),
            (CONTENT_SECURITY_POLICY, (self.policy)(site, origin)),
        ];
        (headers, self.contents).into_response()
    }
}

fn nothing(_: &Site, _: &str) -> String {
    "default-src 'none'; frame-ancestors 'none'".to_owned()
}

/// Of the page: itself, and the servers.
fn page(site: &Site, _: &str) -> String {
    format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'{}; \
         frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        servers(site)
    )
}

/// Of the frame whose origin is opaque, however it is opened. By its origin's name: not every
/// browser takes `'self'` for that of an opaque one.
fn sender(site: &Site, origin: &str) -> String {
    format!(
        "sandbox allow-scripts; default-src 'none'; script-src {origin}; connect-src{}; base-uri 'none'; \
         form-action 'none'; frame-ancestors {origin}",
        servers(site)
    )
}

fn servers(site: &Site) -> String {
    let addresses = site.servers.addresses();
    addresses.map(|(_, url)| [" ", &url].concat()).collect()
}
