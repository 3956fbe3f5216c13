//! An application that requests are sent to.

use cors_poem::Cors;
use poem::{Endpoint, EndpointExt, Request, Route, http::HeaderValue};

use crate::blocked::Sent;

/// What sends requests to an application with this policy.
pub(crate) fn send(cors: Cors) -> impl FnMut(Sent) {
    let app = Route::new().with(cors);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    move |sent| {
        let method = sent.method.parse().unwrap();
        let mut request = Request::builder()
            .method(method)
            .uri_str(sent.target)
            .finish();
        for (name, value) in sent.headers {
            let value = HeaderValue::from_bytes(value.as_bytes()).unwrap();
            request.headers_mut().append(name, value);
        }
        runtime.block_on(app.get_response(request));
    }
}
