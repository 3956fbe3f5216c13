//! The server behind the gateways: the suite's application below every policy's name, and no policy anywhere.

use core::net::SocketAddr;
use std::collections::BTreeSet;

use anyhow::Result;
use axum::{ServiceExt, body::Body, extract::Request};
use cors_conformance::Spy;
use cors_examples::app;
use cors_real_servers::process::listener;
use http::Uri;
use tokio::{net::TcpListener, runtime::Runtime};
use tower::util::MapRequest;

/// It runs as long as this does.
pub(crate) struct Upstream {
    address: SocketAddr,
    spy: Spy,
    _runtime: Runtime,
}

impl Upstream {
    /// With a route below each of these names.
    pub(crate) fn start<'a>(policies: impl Iterator<Item = &'a str>) -> Result<Self> {
        let listener = listener()?;
        let address = listener.local_addr()?;
        listener.set_nonblocking(true)?;
        let spy = Spy::new();
        let names: BTreeSet<_> = policies.map(str::to_owned).collect();
        let app = app::axum::app(&[], &spy);
        let app = MapRequest::new(app, move |mut request: Request<Body>| {
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
            _runtime: runtime,
        })
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Counts the handlers that run.
    pub(crate) fn spy(&self) -> &Spy {
        &self.spy
    }
}

/// `/site/echo` is answered as `/none/echo`.
fn below_none(uri: &Uri, names: &BTreeSet<String>) -> Option<Uri> {
    let path = uri.path_and_query()?.as_str();
    let (name, rest) = path.strip_prefix('/')?.split_once('/')?;
    let is_policy = names.contains(name);
    let below = is_policy.then(|| format!("/none/{rest}"))?;
    below.parse().ok()
}
