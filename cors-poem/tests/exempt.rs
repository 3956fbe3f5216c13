//! Routes that are exempt from a guard, since they stand beside it: the example, and the wrong place.

mod common;
#[path = "common/exempt.rs"]
mod exempt;
#[allow(dead_code, reason = "its main serves on a port")]
#[path = "../examples/poem-webhook.rs"]
mod webhook;
#[path = "common/wire.rs"]
mod wire;

use common::{APP, hello, request};
use cors_poem::{Cors, Policy};
use poem::{
    Endpoint, EndpointExt, Route, Server, http::Method, listener::TcpAcceptor,
    middleware::CatchPanic, post,
};
use tokio::net::TcpListener;
use wire::Site;

async fn serve() -> Site {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let acceptor = TcpAcceptor::from_tokio(listener).unwrap();
    let app = webhook::app().unwrap();
    tokio::spawn(Server::new_with_acceptor(acceptor).run(app));
    Site {
        address,
        runs: Default::default(),
    }
}

fn cors(guards: bool) -> Cors {
    let policy = Policy::builder().allow_origins([APP]);
    Cors::new(policy.guard_unsafe_methods(guards).build().unwrap())
}

async fn status(app: &impl Endpoint, path: &str) -> u16 {
    let evil = [("origin", "https://evil.test")];
    let response = app.get_response(request(Method::POST, path, &evil)).await;
    response.status().as_u16()
}

/// The outer policy decides first.
#[tokio::test]
async fn inside_the_guard_nothing_is_exempt() {
    let webhooks = Route::new().at("/payment", post(hello)).with(cors(false));
    let app = Route::new().nest("/webhooks", webhooks).with(cors(true));
    assert_eq!(status(&app, "/webhooks/payment").await, 403);
}

#[tokio::test]
async fn a_nested_guard_covers_what_is_below_its_path() {
    let api = Route::new().at("/known", post(hello)).with(cors(true));
    let app = Route::new().nest("/api", api).at("/open", post(hello));
    for path in ["/api/known", "/api/unknown", "/api"] {
        assert_eq!(status(&app, path).await, 403, "{path}");
    }
    for (path, expected) in [("/open", 200), ("/apiary", 404), ("/elsewhere", 404)] {
        assert_eq!(status(&app, path).await, expected, "{path}");
    }
}

/// Around a path's methods it guards all of them, around one handler nothing that poem answers before it.
#[tokio::test]
async fn a_guard_around_methods_covers_those_that_a_path_lacks() {
    let app = Route::new()
        .at("/outside", post(hello).with(cors(true)))
        .at("/inside", poem::get(hello.with(cors(true))));
    assert_eq!(status(&app, "/outside").await, 403);
    assert_eq!(status(&app, "/inside").await, 405);
}

/// A refusal is no panic to catch, and no error.
#[tokio::test]
async fn what_catches_panics_leaves_refusals_alone() {
    for app in [
        post(hello).with(CatchPanic::new()).with(cors(true)).boxed(),
        post(hello).with(cors(true)).with(CatchPanic::new()).boxed(),
    ] {
        assert_eq!(status(&app, "/").await, 403);
    }
}
