//! An application that requests are sent to.

use actix_web::{
    App,
    dev::Service,
    http::{Method, header::HeaderValue},
    rt::System,
    test::{TestRequest, init_service},
};
use cors_actix::Cors;

use crate::blocked::Sent;

/// What sends requests to an application with this policy.
pub(crate) fn send(cors: Cors) -> impl FnMut(Sent) {
    let system = System::new();
    let app = system.block_on(init_service(App::new().wrap(cors)));
    move |sent| {
        let method = Method::from_bytes(sent.method.as_bytes()).unwrap();
        let request = TestRequest::with_uri(sent.target).method(method);
        let request = sent
            .headers
            .into_iter()
            .fold(request, |request, (name, value)| {
                request.append_header((name, HeaderValue::from_bytes(value.as_bytes()).unwrap()))
            });
        system.block_on(app.call(request.to_request())).unwrap();
    }
}
