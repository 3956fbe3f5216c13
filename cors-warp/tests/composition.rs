//! CORS among other filters, two policies in one application, and none.

mod common;

use core::convert::Infallible;

use common::{APP, PREFLIGHT, SHARED, actual, cors, cors_lines, policy, preflight, send};
use cors_warp::{Cors, Policy};
use http::{HeaderValue, Request, StatusCode};
use warp::{Filter, Rejection, Reply, filters::BoxedFilter, reply::Response};

const ADMIN: &str = "https://admin.example.com";

fn only(origin: &str) -> Cors {
    let policy = Policy::builder()
        .allow_origins([origin])
        .allow_methods(["PUT"])
        .allow_headers(["content-type"]);
    Cors::new(policy.build().unwrap())
}

fn thing() -> impl Filter<Extract = (&'static str,), Error = Rejection> + Copy + Send + Sync {
    warp::path!("thing").and(warp::get()).map(|| "a thing")
}

/// The origins that a preflight's answer or a response names, whichever of the two asks.
async fn origins_allowed(
    app: &BoxedFilter<(Response,)>,
    request: impl Fn() -> Request<String>,
) -> Vec<&'static str> {
    let mut allowed = Vec::new();
    for origin in [APP, ADMIN] {
        let mut request = request();
        let value = HeaderValue::from_static(origin);
        request.headers_mut().insert("origin", value);
        let response = send(&warp::service(app.clone()), request).await;
        if response
            .headers()
            .contains_key("access-control-allow-origin")
        {
            allowed.push(origin);
        }
    }
    allowed
}

#[tokio::test]
async fn authentication_belongs_inside() {
    async fn handle(_: Rejection) -> Result<StatusCode, Infallible> {
        Ok(StatusCode::UNAUTHORIZED)
    }
    let token = || warp::header::exact("authorization", "Bearer x");
    let app = token().and(thing()).recover(handle);
    let app = warp::service(cors().wrap(app));
    let response = send(&app, preflight("/thing")).await;
    assert_eq!(cors_lines(&response), PREFLIGHT);
    let response = send(&app, actual("GET", "/thing")).await;
    assert_eq!(response.status(), 401);
    assert_eq!(cors_lines(&response), SHARED);

    let app = token().and(cors().wrap(thing()));
    let app = warp::service(app.recover(handle));
    for request in [preflight("/thing"), actual("GET", "/thing")] {
        let response = send(&app, request).await;
        assert_eq!(response.status(), 401);
        assert_eq!(cors_lines(&response), [""; 0]);
    }
}

/// Without its path, the first one could not be followed by `or`: the crate's documentation has
/// that as an example which does not compile.
#[tokio::test]
async fn the_first_of_two_policies_answers_only_behind_its_path() {
    let anybody = || Cors::new(Policy::builder().allow_origins(["*"]).build().unwrap());
    let open = warp::path("open");
    let site = warp::path("site");
    let right = open
        .and(anybody().wrap(thing()))
        .or(only(APP).wrap(site.and(thing())))
        .unify();
    let right = right.boxed();
    let for_site = || {
        let mut request = preflight("/site/thing");
        let method = HeaderValue::from_static("GET");
        request
            .headers_mut()
            .insert("access-control-request-method", method);
        request
    };
    assert_eq!(origins_allowed(&right, for_site).await, [APP]);
    let site = || actual("GET", "/site/thing");
    assert_eq!(origins_allowed(&right, site).await, [APP]);
    for open in [|| preflight("/open/thing"), || actual("GET", "/open/thing")] {
        assert_eq!(origins_allowed(&right, open).await, [APP, ADMIN]);
    }
}

/// A path has one preflight, whatever method it asks for: the first policy answers everything.
#[tokio::test]
async fn one_path_has_one_policy() {
    let put = warp::put().map(|| "kept");
    let get = warp::get().map(|| "a thing");
    let app = warp::path("thing")
        .and(only(APP).wrap(get))
        .or(warp::path("thing").and(only(ADMIN).wrap(put)))
        .unify();
    let app = app.boxed();
    assert_eq!(origins_allowed(&app, || preflight("/thing")).await, [APP]);
    let request = || actual("PUT", "/thing");
    assert_eq!(origins_allowed(&app, request).await, [APP]);
    let response = send(&warp::service(app), request()).await;
    assert_eq!(response.status(), 405);

    let joined = warp::path("thing").and(only(APP).wrap(get.or(put)));
    let response = send(&warp::service(joined), request()).await;
    assert_eq!(response.status(), 200);
    assert_eq!(cors_lines(&response), SHARED);
}

#[tokio::test]
async fn an_open_part_stands_beside_the_rest() {
    let open = || warp::path("open");
    let inside = only(APP).wrap(open().and(only(ADMIN).wrap(thing())).or(thing()));
    let beside = open()
        .and(only(ADMIN).wrap(thing()))
        .or(only(APP).wrap(thing()))
        .unify();
    let (inside, beside) = (inside.boxed(), beside.boxed());
    for request in [|| preflight("/open/thing"), || actual("GET", "/open/thing")] {
        assert_eq!(origins_allowed(&inside, request).await, [APP]);
        assert_eq!(origins_allowed(&beside, request).await, [ADMIN]);
    }
    for request in [
        || preflight("/thing"),
        || actual("GET", "/thing"),
        || actual("GET", "/unknown"),
    ] {
        assert_eq!(origins_allowed(&beside, request).await, [APP]);
    }
}

#[tokio::test]
async fn without_a_policy() {
    let app = |policy: Option<Policy>| match policy {
        Some(policy) => Cors::new(policy).wrap(thing()).boxed(),
        None => thing().map(Reply::into_response).boxed(),
    };
    let off = warp::service(app(None));
    for (request, status) in [
        (preflight("/thing"), 405),
        (actual("GET", "/thing"), 200),
        (actual("GET", "/unknown"), 404),
    ] {
        let response = send(&off, request).await;
        assert_eq!(response.status(), status);
        assert_eq!(cors_lines(&response), [""; 0]);
    }
    let on = warp::service(app(Some(policy())));
    let response = send(&on, preflight("/thing")).await;
    assert_eq!(cors_lines(&response), PREFLIGHT);
}
