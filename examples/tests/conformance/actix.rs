//! actix-web, through its `test` module.

use actix_web::{
    App,
    body::to_bytes,
    dev::Service,
    http::{
        Method,
        header::{HeaderName, HeaderValue},
    },
    rt::System,
    test::{TestRequest, init_service},
};
use cors_conformance::{Reply, Request, Skip};
use cors_examples::app::{self, Framework};

use crate::{in_process, over_http_1, over_http_2};

pub(crate) const SKIPS: &[Skip] = &[];

#[test]
fn conforms_in_process() {
    in_process(Framework::Actix, SKIPS, |policies, spy| {
        let system = System::new();
        let app = App::new().configure(app::actix::app(policies, &spy));
        let app = system.block_on(init_service(app));
        move |request| {
            let response = system.block_on(app.call(sent(request).to_request()));
            // What reaches the server as an error, it makes a response of.
            let response = match response {
                Ok(response) => response.into_parts().1.map_into_boxed_body(),
                Err(error) => error.error_response(),
            };
            let (status, headers) = (response.status().as_u16(), response.headers().clone());
            let body = system.block_on(to_bytes(response.into_body())).unwrap();
            Reply::new(status, &headers, Some(spy.take())).with_body(body)
        }
    });
}

#[test]
fn conforms_over_http_1() {
    over_http_1(Framework::Actix, SKIPS);
}

fn sent(request: &Request) -> TestRequest {
    let method = Method::from_bytes(request.method().as_bytes()).unwrap();
    let sent = TestRequest::with_uri(&request.uri()).method(method);
    let sent = sent.set_payload(request.body().to_owned());
    request.headers().fold(sent, |sent, (name, value)| {
        let name = HeaderName::from_bytes(name.as_bytes()).unwrap();
        sent.append_header((name, HeaderValue::from_bytes(value).unwrap()))
    })
}

#[test]
fn conforms_over_http_2() {
    over_http_2(Framework::Actix, SKIPS);
}
