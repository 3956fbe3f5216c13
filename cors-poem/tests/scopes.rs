//! Policies for parts of an application: a request is answered by that of the scope that serves it.

mod common;

use common::{APP, SHARED, actual, ask, hello, policy, preflight, preflight_from, request};
use cors_poem::{Cors, Policy};
use poem::{Endpoint, EndpointExt, Route, get, http::Method};

const ADMIN: &str = "https://admin.example.com";

/// Two scopes with different policies, and one without.
fn app() -> impl Endpoint {
    let any_origin = Policy::builder().allow_origins(["*"]).build().unwrap();
    let routes = || Route::new().at("/known", get(hello));
    Route::new()
        .nest("/public", routes().with(Cors::new(any_origin)))
        .nest("/admin", routes().with(Cors::new(policy(ADMIN))))
        .nest("/internal", routes())
        .at("/both", get(hello).with(Cors::new(policy(APP))))
}

fn preflight_lines(origin: &str) -> Vec<String> {
    [
        "access-control-allow-headers: content-type",
        "access-control-allow-methods: GET, HEAD, POST, PUT",
        &format!("access-control-allow-origin: {origin}"),
        VARY,
    ]
    .map(str::to_owned)
    .to_vec()
}

const VARY: &str = "vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers";

#[tokio::test]
async fn preflights_get_the_policy_of_their_scope() {
    let app = app();
    let public = [
        "access-control-allow-methods: GET, HEAD, POST",
        "access-control-allow-origin: *",
        VARY,
    ];
    for path in ["/public/known", "/public/unknown", "/public"] {
        for origin in [APP, ADMIN] {
            let (status, lines) = ask(&app, preflight_from(origin, path)).await;
            assert_eq!((status, &*lines), (204, &public.map(str::to_owned)[..]));
        }
    }
    for path in ["/admin/known", "/admin/unknown", "/admin"] {
        let granted = ask(&app, preflight_from(ADMIN, path)).await;
        assert_eq!(granted, (204, preflight_lines(ADMIN)), "{path}");
        let refused = ask(&app, preflight(path)).await;
        assert_eq!(refused, (403, vec![VARY.to_owned()]), "{path}");
    }
    let granted = ask(&app, preflight("/both")).await;
    assert_eq!(granted, (204, preflight_lines(APP)));
}

#[tokio::test]
async fn responses_get_the_policy_of_their_scope() {
    let app = app();
    let (_, lines) = ask(&app, actual(Method::GET, "/public/known")).await;
    assert_eq!(lines, ["access-control-allow-origin: *"]);
    let (_, lines) = ask(&app, actual(Method::GET, "/admin/known")).await;
    assert_eq!(lines, ["vary: Origin"]);
    let admin = request(Method::GET, "/admin/known", &[("origin", ADMIN)]);
    let (_, lines) = ask(&app, admin).await;
    assert_eq!(
        lines,
        [
            "access-control-allow-origin: https://admin.example.com",
            "vary: Origin"
        ]
    );
}

#[tokio::test]
async fn without_a_policy_nothing_is_added() {
    let app = app();
    for (status, request) in [
        (405, preflight("/internal/known")),
        (404, preflight("/internal/unknown")),
        (200, actual(Method::GET, "/internal/known")),
        (404, actual(Method::GET, "/elsewhere")),
        (404, preflight("/publicity/known")),
    ] {
        assert_eq!(ask(&app, request).await, (status, vec![]));
    }
}

/// One policy inside another: the outer one prevails, and nothing is said twice.
#[tokio::test]
async fn of_two_policies_the_outer_one_answers() {
    let inner = Cors::new(policy(ADMIN));
    let outer = Cors::new(policy(APP));
    let app = get(hello).with(inner).with(outer);
    let granted = ask(&app, preflight("/")).await;
    assert_eq!(granted, (204, preflight_lines(APP)));
    let refused = ask(&app, preflight_from(ADMIN, "/")).await;
    assert_eq!(refused, (403, vec![VARY.to_owned()]));
    let (_, lines) = ask(&app, actual(Method::GET, "/")).await;
    assert_eq!(lines, SHARED);
    let admin = request(Method::GET, "/", &[("origin", ADMIN)]);
    let (_, lines) = ask(&app, admin).await;
    assert_eq!(lines, ["vary: Origin"]);
}
