//! Servers on loopback, for as long as a test looks at them: a function answers, over HTTP/1.1 and HTTP/2.

use core::{convert::Infallible, future::ready, net::SocketAddr};
use std::{net::TcpListener, sync::Arc, thread};

use http::{Request, Response};
use http_body_util::Empty;
use hyper::{
    body::{Bytes, Incoming},
    service::service_fn,
};
use hyper_util::{
    rt::{TokioExecutor, TokioIo},
    server::conn::auto,
};
use tokio::{net, runtime, sync::oneshot};

/// A server that ends with this.
pub(crate) struct Served {
    pub(crate) address: SocketAddr,
    _until: oneshot::Sender<Infallible>,
}

/// Serves on a free port.
pub(crate) fn served(
    serve: impl Fn(&Request<()>) -> Response<()> + Send + Sync + 'static,
) -> Served {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let address = listener.local_addr().unwrap();
    listener.set_nonblocking(true).unwrap();
    let (until, dropped) = oneshot::channel();
    let serve = Arc::new(serve);
    thread::spawn(move || {
        let runtime = runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(async {
            let listener = net::TcpListener::from_std(listener).unwrap();
            tokio::select! {
                () = accept(listener, serve) => {}
                // Nothing is ever sent: the other end was dropped.
                _ = dropped => {}
            }
        });
    });
    Served {
        address,
        _until: until,
    }
}

async fn accept(
    listener: net::TcpListener,
    serve: Arc<impl Fn(&Request<()>) -> Response<()> + Send + Sync + 'static>,
) {
    while let Ok((stream, _)) = listener.accept().await {
        let serve = Arc::clone(&serve);
        let service = service_fn(move |request: Request<Incoming>| {
            let response = serve(&request.map(|_| ()));
            ready(Ok::<_, Infallible>(
                response.map(|()| Empty::<Bytes>::new()),
            ))
        });
        tokio::spawn(async move {
            let connection = auto::Builder::new(TokioExecutor::new());
            // Whoever goes away has seen enough.
            let _ = connection
                .serve_connection(TokioIo::new(stream), service)
                .await;
        });
    }
}
