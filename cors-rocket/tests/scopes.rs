//! Two scopes with different policies and one without, and scopes inside of one another.

mod common;

use common::{PREFLIGHT, SHARED, actual, cors, cors_lines, launched, preflight, quiet};
use cors_rocket::{Cors, LivePolicy, Policy};
use rocket::{get, local::blocking::Client, post, routes};

#[get("/thing")]
fn get_thing() {}

#[post("/thing")]
fn post_thing() {}

const NOTHING: [&str; 0] = [];

const PUBLIC: [&str; 1] = ["access-control-allow-origin: *"];

const PUBLIC_PREFLIGHT: [&str; 3] = [
    "access-control-allow-methods: GET, HEAD, POST",
    "access-control-allow-origin: *",
    "vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers",
];

fn public() -> Policy {
    Policy::builder().allow_origins(["*"]).build().unwrap()
}

/// `/private` and `/private/public` with a policy each, and `/none`.
fn client() -> Client {
    let routes = routes![get_thing, post_thing];
    let bases = ["/private", "/private/public", "/none"];
    let app = bases
        .into_iter()
        .fold(quiet(), |app, base| app.mount(base, routes.clone()));
    launched(
        app.attach(cors().at("/private"))
            .attach(Cors::new(public()).at("/private/public")),
    )
}

#[test]
fn each_scope_has_its_policy() {
    let client = client();
    let lines = |path| cors_lines(&actual(&client, "POST", path));
    assert_eq!(lines("/private/thing"), SHARED);
    assert_eq!(lines("/private/public/thing"), PUBLIC);
    assert_eq!(lines("/none/thing"), NOTHING);
}

#[test]
fn preflights_get_the_policy_of_the_route_they_are_for() {
    let client = client();
    let answer = |path| {
        let response = preflight(&client, path);
        (response.status().code, cors_lines(&response))
    };
    let of = |status, lines: &[&str]| (status, lines.iter().map(|&line| line.to_owned()).collect());
    assert_eq!(answer("/private/thing"), of(204, &PREFLIGHT));
    assert_eq!(answer("/private/public/thing"), of(204, &PUBLIC_PREFLIGHT));
    assert_eq!(answer("/none/thing"), of(404, &NOTHING));
}

/// Whatever the order that they are attached in.
#[test]
fn the_longest_base_wins() {
    let app = quiet()
        .attach(Cors::new(public()).at("/a/b/c"))
        .attach(cors())
        .attach(cors().at("/a/b/c/d"))
        .attach(Cors::new(public()).at("/a"));
    let client = launched(app);
    let lines = |path| cors_lines(&actual(&client, "GET", path));
    for path in ["/", "/b", "/ab", "/b/a", "/a/b/c/d", "/a/b/c/d/e"] {
        assert_eq!(lines(path), SHARED, "{path}");
    }
    for path in [
        "/a",
        "/a/",
        "/a/b",
        "/a/c",
        "/a/b/c",
        "/a/b/c/e",
        "/a/b/c/dd",
    ] {
        assert_eq!(lines(path), PUBLIC, "{path}");
    }
}

/// The segments that Rocket routes by are decoded, and empty ones don't count: a request that
/// reaches a route has the route's policy, however it is spelt.
#[test]
fn other_spellings_of_a_path_have_its_policy() {
    let client = client();
    for path in [
        "/private/thing",
        "//private/thing",
        "/private//thing/",
        "/%70rivate/thing",
        "/private/thin%67?x=/none/",
    ] {
        let response = actual(&client, "GET", path);
        assert_eq!(response.status().code, 200, "{path}");
        assert_eq!(cors_lines(&response), SHARED, "{path}");
        let response = preflight(&client, path);
        assert_eq!(cors_lines(&response), PREFLIGHT, "{path}");
    }
    // Neither for Rocket's routes is an encoded slash a separator.
    for path in [
        "/private%2Fthing",
        "/none/../private/thing",
        "/x/private/thing",
    ] {
        let response = actual(&client, "GET", path);
        assert_eq!(response.status().code, 404, "{path}");
        assert_eq!(cors_lines(&response), NOTHING, "{path}");
    }
}

#[test]
fn one_live_policy_serves_every_base() {
    let live = LivePolicy::new(public());
    let app = quiet()
        .attach(Cors::new(&live).at("/a").at("/b"))
        .attach(Cors::new(&live).at("/c"));
    let client = launched(app);
    let lines = || ["/a", "/b", "/c"].map(|path| cors_lines(&actual(&client, "GET", path)));
    assert_eq!(lines(), [PUBLIC, PUBLIC, PUBLIC]);
    live.replace(common::policy());
    assert_eq!(lines(), [SHARED, SHARED, SHARED]);
}
