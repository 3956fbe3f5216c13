//! Every row of the documented table: where the fairing may be attached, and what it covers there.

mod common;

use common::{PREFLIGHT, SHARED, actual, cors, covered, launched, preflight, quiet};
use cors_rocket::Cors;
use rocket::{
    Build, Data, Request, Rocket, Route,
    error::ErrorKind,
    fairing::AdHoc,
    get,
    http::{Method, Status},
    route::{BoxFuture, Outcome},
    routes,
};

#[get("/known")]
fn known() {}

#[get("/guarded/<_number>")]
fn guarded(_number: u8) {}

#[get("/panic")]
fn panics() {
    panic!("this route panics");
}

fn mounted() -> Rocket<Build> {
    quiet().mount("/api", routes![known, guarded, panics])
}

/// Preflight of a route, of no route; a route; no such method; 404; a failed guard; a panic; and
/// what is not below `/api`.
#[track_caller]
fn table(rocket: Rocket<Build>) -> [(u16, bool); 9] {
    let client = launched(rocket);
    let preflight = |path| covered(&preflight(&client, path), &PREFLIGHT);
    let actual = |method, path| covered(&actual(&client, method, path), &SHARED);
    [
        preflight("/api/known"),
        preflight("/api/unknown"),
        actual("GET", "/api/known"),
        actual("DELETE", "/api/known"),
        actual("GET", "/api/unknown"),
        actual("GET", "/api/guarded/x"),
        actual("GET", "/api/panic"),
        preflight("/apis"),
        actual("GET", "/apis"),
    ]
}

const BELOW: [(u16, bool); 9] = [
    (204, true),
    (204, true),
    (200, true),
    (404, true),
    (404, true),
    (422, true),
    (500, true),
    (404, false),
    (404, false),
];

const EVERYWHERE: [(u16, bool); 9] = [
    (204, true),
    (204, true),
    (200, true),
    (404, true),
    (404, true),
    (422, true),
    (500, true),
    (204, true),
    (404, true),
];

#[test]
fn attached() {
    assert_eq!(table(mounted().attach(cors())), EVERYWHERE);
    assert_eq!(table(mounted().attach(cors().at("/"))), EVERYWHERE);
}

#[test]
fn attached_before_the_routes_are_mounted() {
    let app = quiet().attach(cors());
    let app = app.mount("/api", routes![known, guarded, panics]);
    assert_eq!(table(app), EVERYWHERE);
}

#[test]
fn attached_by_another_fairing() {
    let attach = AdHoc::on_ignite("attach", |rocket| async { rocket.attach(cors()) });
    assert_eq!(table(mounted().attach(attach)), EVERYWHERE);
}

#[test]
fn at_a_base() {
    for base in ["/api", "/api/", "//api", "/%61pi"] {
        assert_eq!(table(mounted().attach(cors().at(base))), BELOW, "{base}");
    }
}

/// The wrong place: a base is the whole path, not one inside of what is mounted.
#[test]
fn at_a_base_inside_of_what_is_mounted() {
    let covered = BELOW.map(|(status, _)| match status {
        204 => (404, false),
        _ => (status, false),
    });
    assert_eq!(table(mounted().attach(cors().at("/known"))), covered);
}

/// Part of a segment is no base, and neither is one in other letters.
#[test]
fn at_what_is_no_base_of_it() {
    for base in ["/ap", "/api/known/x", "/API", "/api%2Fknown"] {
        let client = launched(mounted().attach(cors().at(base)));
        let response = preflight(&client, "/api/known");
        assert_eq!(covered(&response, &PREFLIGHT), (404, false), "{base}");
    }
}

#[test]
fn several_bases_of_one_policy() {
    let app = mounted().attach(cors().at("/other").at("/api"));
    assert_eq!(table(app), BELOW);
}

#[rocket::async_test]
async fn twice_at_one_base_is_an_error() {
    for bases in [["/", "//"], ["/api", "/api/"], ["/%61pi", "/api"]] {
        let [one, other] = bases.map(|base| cors().at(base));
        let error = quiet()
            .attach(one)
            .attach(other)
            .ignite()
            .await
            .unwrap_err();
        let ErrorKind::FailedFairings(failed) = error.kind() else {
            panic!("{error}");
        };
        assert_eq!(failed.len(), 1);
        assert_eq!(failed[0].name, "CORS");
    }
    let error = quiet().attach(cors().at("/a").at("/a")).ignite().await;
    assert!(matches!(
        error.unwrap_err().kind(),
        ErrorKind::FailedFairings(_)
    ));
}

#[test]
fn a_base_that_is_no_path_panics() {
    for base in [
        "",
        "api",
        "/api?x",
        "/<tenant>",
        "https://api.example.com",
        "/a b",
    ] {
        let panic = std::panic::catch_unwind(|| cors().at(base));
        let message = panic.unwrap_err().downcast::<String>().unwrap();
        assert_eq!(
            *message,
            format!("invalid base {base:?} of a CORS policy: write a path, like \"/api\"")
        );
    }
}

fn teapot<'r>(request: &'r Request<'_>, _: Data<'r>) -> BoxFuture<'r> {
    Box::pin(async move { Outcome::from(request, Status::ImATeapot) })
}

/// No rank comes before the lowest, which attributes can't even write.
#[rocket::async_test]
async fn an_options_route_of_the_lowest_rank_is_an_error() {
    let lowest = Route::ranked(isize::MIN, Method::Options, "/", teapot);
    let app = quiet().mount("/", [lowest]).attach(cors());
    let error = app.ignite().await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Collisions(_)), "{error}");
}

/// The same of any other method, where the policy has guards.
#[rocket::async_test]
async fn beside_a_guard_a_route_of_the_lowest_rank_is_an_error() {
    let lowest = || quiet().mount("/", [Route::ranked(isize::MIN, Method::Get, "/", teapot)]);
    assert!(lowest().attach(cors()).ignite().await.is_ok());
    let guarded = common::policy().to_builder().guard_unsafe_methods(true);
    let app = lowest().attach(Cors::new(guarded.build().unwrap()));
    let error = app.ignite().await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Collisions(_)), "{error}");
}

#[test]
fn an_options_route_of_any_other_rank_is_reached() {
    let low = Route::ranked(isize::MIN + 1, Method::Options, "/", teapot);
    let client = launched(quiet().mount("/", [low]).attach(cors()));
    assert_eq!(covered(&preflight(&client, "/"), &PREFLIGHT), (204, true));
    let plain = actual(&client, "OPTIONS", "/");
    assert_eq!(covered(&plain, &SHARED), (418, true));
}

/// Whatever the number of policies, one route is added.
#[rocket::async_test]
async fn one_route_is_added() {
    let one = |base: &str| Cors::new(common::policy()).at(base);
    let app = quiet().attach(one("/a")).attach(one("/b")).attach(cors());
    let rocket = app.ignite().await.unwrap();
    let routes: Vec<&Route> = rocket.routes().collect();
    assert_eq!(routes.len(), 1);
    assert_eq!(routes[0].method, Method::Options);
    assert_eq!(routes[0].name.as_deref(), Some("CORS preflights"));
}
