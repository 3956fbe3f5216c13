//! An application that requests are sent to.

use cors_warp::Cors;
use http::Request;
use tower::ServiceExt;
use warp::Filter;

use crate::blocked::Sent;

/// What sends requests to an application with this policy.
pub(crate) fn send(cors: Cors) -> impl FnMut(Sent) {
    let app = warp::service(cors.wrap(warp::path!("items").map(warp::reply)));
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
        let request = request.body(String::new()).unwrap();
        runtime.block_on(app.clone().oneshot(request)).unwrap();
    }
}
