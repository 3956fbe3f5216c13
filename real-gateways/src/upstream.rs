//! The server behind the gateways: the suite's application below every policy's name, and no policy anywhere.

use core::{
    mem,
    net::SocketAddr,
    sync::atomic::{AtomicBool, Ordering},
};
use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex},
};

use anyhow::Result;
use axum::{
    ServiceExt,
    body::Body,
    extract::Request,
    middleware::{Next, from_fn},
    response::Response,
};
use cors_conformance::Spy;
use cors_examples::app::{self, Named};
use cors_real_servers::process::listener;
use http::{
    HeaderName, HeaderValue, Uri,
    header::{ACCESS_CONTROL_ALLOW_ORIGIN, ORIGIN, UPGRADE},
};
use tokio::{net::TcpListener, runtime::Runtime};
use tower::util::MapRequest;

/// It runs as long as this does.
pub(crate) struct Upstream {
    address: SocketAddr,
    spy: Spy,
    /// Whether a request came with an `Upgrade` line.
    upgrade: Arc<AtomicBool>,
    /// The first segment of the last request's path.
    below: Arc<Mutex<String>>,
    _runtime: Runtime,
}

impl Upstream {
    /// With a route below each of these names.
    pub(crate) fn start<'a>(policies: impl Iterator<Item = &'a str>) -> Result<Self> {
        Self::with(policies, &[])
    }

    /// The same, besides routes that the server guards by itself.
    pub(crate) fn with<'a>(policies: impl Iterator<Item = &'a str>, own: &[Named]) -> Result<Self> {
        let listener = listener()?;
        let address = listener.local_addr()?;
        listener.set_nonblocking(true)?;
        let spy = Spy::new();
        let names: BTreeSet<_> = policies.map(str::to_owned).collect();
        let app = app::axum::app(own, &spy).layer(from_fn(overreach));
        let upgrade = Arc::new(AtomicBool::new(false));
        let seen = Arc::clone(&upgrade);
        let below = Arc::new(Mutex::new(String::new()));
        let first = Arc::clone(&below);
        let app = MapRequest::new(app, move |mut request: Request<Body>| {
            if request.headers().contains_key(UPGRADE) {
                seen.store(true, Ordering::SeqCst);
            }
            if let (Ok(mut first), Some(segment)) =
                (first.lock(), request.uri().path().split('/').nth(1))
            {
                segment.clone_into(&mut first);
            }
            if let Some(uri) = below_none(request.uri(), &names) {
                *request.uri_mut() = uri;
            }
            request
        });
        let runtime = Runtime::new()?;
        runtime.spawn(async move {
            let listener = TcpListener::from_std(listener)?;
            axum::serve(listener, ServiceExt::<Request>::into_make_service(app)).await
        });
        Ok(Self {
            address,
            spy,
            upgrade,
            below,
            _runtime: runtime,
        })
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// What has reached it since this was last asked.
    pub(crate) fn take(&self) -> Served {
        Served {
            runs: self.spy.take(),
            upgrade: self.upgrade.swap(false, Ordering::SeqCst),
            below: self
                .below
                .lock()
                .map(|mut below| mem::take(&mut *below))
                .unwrap_or_default(),
        }
    }
}

/// With this header of a request, the server allows everything by itself, whatever its status is.
pub(crate) const OVERREACHES: &str = "x-overreaches";

const GRANTS: [(&str, &str); 8] = [
    ("access-control-allow-credentials", "true"),
    ("access-control-allow-credentials", "true"),
    ("access-control-allow-headers", "*, authorization, x-a"),
    ("access-control-allow-methods", "*, PUT, PATCH"),
    ("access-control-allow-origin", "*"),
    ("access-control-allow-private-network", "true"),
    ("access-control-expose-headers", "*, x-secret"),
    ("access-control-max-age", "86400"),
];

async fn overreach(request: Request, next: Next) -> Response {
    let overreaches = request.headers().contains_key(OVERREACHES);
    let origin = request.headers().get(ORIGIN).cloned();
    let mut response = next.run(request).await;
    if overreaches {
        let headers = response.headers_mut();
        if let Some(origin) = origin {
            headers.append(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        }
        for (name, value) in GRANTS {
            headers.append(
                HeaderName::from_static(name),
                HeaderValue::from_static(value),
            );
        }
    }
    response
}

/// What has reached the server.
pub(crate) struct Served {
    /// How many handlers have run.
    pub(crate) runs: u32,
    /// Whether there was an `Upgrade` line.
    pub(crate) upgrade: bool,
    /// The name that the path began with.
    pub(crate) below: String,
}

/// `/site/echo` is answered as `/none/echo`.
fn below_none(uri: &Uri, names: &BTreeSet<String>) -> Option<Uri> {
    let path = uri.path_and_query()?.as_str();
    let (name, rest) = path.strip_prefix('/')?.split_once('/')?;
    let is_policy = names.contains(name);
    let below = is_policy.then(|| format!("/none/{rest}"))?;
    below.parse().ok()
}
