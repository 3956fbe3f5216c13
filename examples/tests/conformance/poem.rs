//! poem, through its endpoint.

use cors_conformance::Skip;
use cors_examples::app::{self, Framework};
use http_body_util::BodyExt;
use poem::{
    Body, Endpoint, Request,
    http::{Response, uri::Scheme},
    web::{LocalAddr, RemoteAddr},
};
use tokio::runtime::Runtime;

use crate::{http_request, in_process, over_http_1, over_http_2, reply};

pub(crate) const SKIPS: &[Skip] = &[];

#[test]
fn conforms_in_process() {
    in_process(Framework::Poem, SKIPS, |policies, spy| {
        let app = app::poem::app(policies, &spy);
        let runtime = Runtime::new().unwrap();
        move |request| {
            let (head, ()) = http_request(request).into_parts();
            let (local, remote) = (LocalAddr::default(), RemoteAddr::default());
            let head = (head, local, remote, Scheme::HTTP).into();
            let response = runtime.block_on(async {
                let request = Request::from_parts(head, Body::empty());
                let response: Response<_> = app.get_response(request).await.into();
                let (head, body) = response.into_parts();
                Response::from_parts(head, body.collect().await.unwrap().to_bytes())
            });
            reply(&response, spy.take())
        }
    });
}

#[test]
fn conforms_over_http_1() {
    over_http_1(Framework::Poem, SKIPS);
}

#[test]
fn conforms_over_http_2() {
    over_http_2(Framework::Poem, SKIPS);
}
