//! warp, through its `service` and tower's `oneshot`.

use axum::{body::Bytes, http::Response};
use cors_conformance::Skip;
use cors_examples::app::{self, Framework};
use http_body_util::{BodyExt, Empty};
use tokio::runtime::Runtime;
use tower::ServiceExt;

use crate::{http_request, in_process, over_http_1, over_http_2, reply};

pub(crate) const SKIPS: &[Skip] = &[
    Skip::new("own-target-with-default-port", DIFFERS),
    Skip::new("host-target-with-default-port", DIFFERS),
];

const DIFFERS: &str = "warp shows no host where target and Host are not the same text, even if they \
                       differ by a default port only";

#[test]
fn conforms_in_process() {
    in_process(Framework::Warp, SKIPS, |policies, spy| {
        let app = warp::service(app::warp::app(policies, &spy));
        let runtime = Runtime::new().unwrap();
        move |request| {
            let app = app.clone();
            let response = runtime.block_on(async {
                let response = app.oneshot(http_request::<Empty<Bytes>>(request)).await;
                let (head, body) = response.unwrap().into_parts();
                Response::from_parts(head, body.collect().await.unwrap().to_bytes())
            });
            reply(&response, spy.take())
        }
    });
}

#[test]
fn conforms_over_http_1() {
    over_http_1(Framework::Warp, SKIPS);
}

#[test]
fn conforms_over_http_2() {
    over_http_2(Framework::Warp, SKIPS);
}
