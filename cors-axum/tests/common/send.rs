//! An application that requests are sent to.

use axum::{Router, body::Body, http::Request, routing::get};
use cors_axum::CorsLayer;
use tower::ServiceExt;

use crate::blocked::Sent;

/// What sends requests to an application with this policy.
pub(crate) fn send(cors: CorsLayer) -> impl FnMut(Sent) {
    let app = Router::new().route("/items", get(|| async {})).layer(cors);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    move |sent| {
        let request = Request::builder().method(sent.method).uri(sent.target);
        let request = sent
            .headers
            .into_iter()
            .fold(request, |request, (name, value)| {
                request.header(name, value.into_bytes())
            });
        let request = request.body(Body::empty()).unwrap();
        runtime.block_on(app.clone().oneshot(request)).unwrap();
    }
}
