//! poem's own `Cors`.

use anyhow::Result;
use poem::{EndpointExt, Route, Server, get, handler, listener::TcpAcceptor, middleware::Cors};
use tokio::net::TcpListener;

use super::{ORIGIN, keep, runtime};
use crate::servers::{Started, process::listener};

pub(in crate::servers) fn start(started: &mut Started) -> Result<()> {
    let listed = Cors::new()
        .allow_origin(ORIGIN)
        .allow_methods(["GET", "PUT"])
        .allow_headers(["content-type"])
        .allow_credentials(true);
    for (name, cors) in [
        ("poem/new", Cors::new()),
        ("poem/listed", listed),
        ("poem/with-credentials", Cors::new().allow_credentials(true)),
    ] {
        let app = Route::new().at("/data", get(ok).put(ok)).with(cors);
        let listener = listener()?;
        listener.set_nonblocking(true)?;
        started.site(name, listener.local_addr()?);
        keep(name, move || {
            runtime()?.block_on(async {
                let acceptor = TcpAcceptor::from_tokio(TcpListener::from_std(listener)?)?;
                Ok(Server::new_with_acceptor(acceptor).run(app).await?)
            })
        })?;
    }
    Ok(())
}

#[handler]
fn ok() -> &'static str {
    "ok"
}
