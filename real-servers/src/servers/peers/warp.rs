//! warp's own `cors`.

use anyhow::Result;
use tokio::net::TcpListener;
use warp::Filter;

use super::{ORIGIN, keep, runtime};
use crate::servers::{Started, process::listener};

pub(in crate::servers) fn start(started: &mut Started) -> Result<()> {
    let methods = ["GET", "PUT"];
    let any = || warp::cors().allow_any_origin().allow_methods(methods);
    let listed = warp::cors()
        .allow_origin(ORIGIN)
        .allow_methods(methods)
        .allow_header("content-type")
        .allow_credentials(true);
    for (name, cors) in [
        ("warp/any", any()),
        ("warp/any-with-credentials", any().allow_credentials(true)),
        ("warp/listed", listed),
    ] {
        let methods = warp::get().or(warp::put()).unify();
        let app = warp::path("data")
            .and(methods)
            .map(|| "ok")
            .with(cors.build());
        let listener = listener()?;
        listener.set_nonblocking(true)?;
        started.site(name, listener.local_addr()?);
        keep(name, move || {
            runtime()?.block_on(async {
                warp::serve(app)
                    .incoming(TcpListener::from_std(listener)?)
                    .run()
                    .await;
                Ok(())
            })
        })?;
    }
    Ok(())
}
