//! What CORS for Rocket is known to get wrong, each by name.

mod common;

use core::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use common::{APP, PREFLIGHT, SHARED, actual, cors, cors_lines, launched, preflight, quiet};
use rocket::{
    Build, Request, Rocket, State, async_trait, catch, catchers,
    fairing::AdHoc,
    get,
    http::{Header, Status},
    local::blocking::Client,
    options,
    request::{FromRequest, Outcome},
    response::stream::TextStream,
    routes,
};

/// How often the application's own code ran.
#[derive(Default)]
struct Runs(AtomicU32);

impl Runs {
    fn count(rocket: &Rocket<rocket::Orbit>) -> u32 {
        let runs: &Self = rocket.state().unwrap();
        runs.0.swap(0, Ordering::Relaxed)
    }

    fn add(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

/// Lets nobody in.
struct User;

#[async_trait]
impl<'r> FromRequest<'r> for User {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        request.rocket().state::<Runs>().unwrap().add();
        Outcome::Error((Status::Unauthorized, ()))
    }
}

#[get("/user")]
fn user(_user: User) {}

#[options("/user")]
fn options_user(_user: User) {}

#[options("/own")]
fn own(runs: &State<Runs>) -> &'static str {
    runs.add();
    "own"
}

#[get("/panic")]
fn panics() {
    panic!("this route panics");
}

#[get("/stream")]
fn stream() -> TextStream![&'static str] {
    TextStream! {
        yield "one ";
        yield "two";
    }
}

#[catch(default)]
fn catcher(status: Status, request: &Request<'_>) -> String {
    request.rocket().state::<Runs>().unwrap().add();
    format!("caught {}", status.code)
}

fn app() -> Rocket<Build> {
    quiet()
        .manage(Runs::default())
        .mount("/", routes![user, options_user, own, panics, stream])
        .register("/", catchers![catcher])
        .attach(cors())
}

fn status_and_lines(response: &rocket::local::blocking::LocalResponse<'_>) -> (u16, Vec<String>) {
    (response.status().code, cors_lines(response))
}

fn shared(status: u16) -> (u16, Vec<String>) {
    (status, SHARED.map(str::to_owned).to_vec())
}

fn granted() -> (u16, Vec<String>) {
    (204, PREFLIGHT.map(str::to_owned).to_vec())
}

/// No guard that answers 401, no route and no catcher: a preflight carries no credentials.
#[test]
fn a_preflight_runs_nothing_of_the_application() {
    let client = launched(app());
    for path in [
        "/",
        "/own",
        "/user",
        "/panic",
        "/no/such/path",
        "//a/%2F/?x=1",
    ] {
        let response = preflight(&client, path);
        assert_eq!(status_and_lines(&response), granted(), "{path}");
        assert_eq!(response.content_type(), None, "{path}");
        assert_eq!(response.into_bytes(), None, "{path}");
        assert_eq!(Runs::count(client.rocket()), 0, "{path}");
    }
}

#[test]
fn a_refused_preflight_runs_nothing_either() {
    let client = launched(app());
    let response = client
        .options("/own")
        .header(Header::new("origin", "https://evil.test"))
        .header(Header::new("access-control-request-method", "PUT"))
        .dispatch();
    let vary = PREFLIGHT[3].to_owned();
    assert_eq!(status_and_lines(&response), (403, vec![vary]));
    assert_eq!(response.into_bytes().unwrap_or_default(), b"");
    assert_eq!(Runs::count(client.rocket()), 0);
}

/// `OPTIONS` is a method like any other where it is no preflight.
#[test]
fn plain_options_reaches_its_route() {
    let client = launched(app());
    let response = actual(&client, "OPTIONS", "/own");
    assert_eq!(status_and_lines(&response), shared(200));
    assert_eq!(response.into_string().unwrap(), "own");
    assert_eq!(Runs::count(client.rocket()), 1);

    let response = actual(&client, "OPTIONS", "/no/such/path");
    assert_eq!(status_and_lines(&response), shared(404));
    assert_eq!(response.into_string().unwrap(), "caught 404");
}

#[test]
fn catchers_failed_guards_panics_and_streams_carry_the_headers() {
    let client = launched(app());
    for (path, status, body) in [
        ("/no/such/path", 404, "caught 404"),
        ("/user", 401, "caught 401"),
        ("/panic", 500, "caught 500"),
        ("/stream", 200, "one two"),
    ] {
        let response = actual(&client, "GET", path);
        assert_eq!(status_and_lines(&response), shared(status));
        assert_eq!(response.into_string().unwrap(), body);
    }
}

#[test]
fn a_catcher_that_panics_carries_the_headers() {
    #[catch(404)]
    fn catcher() {
        panic!("this catcher panics");
    }

    let app = quiet().register("/", catchers![catcher]).attach(cors());
    let client = launched(app);
    assert_eq!(status_and_lines(&actual(&client, "GET", "/")), shared(500));
}

/// Rocket answers `HEAD` by the route for `GET`.
#[test]
fn head_is_answered_like_get() {
    let client = launched(app());
    let response = actual(&client, "HEAD", "/stream");
    assert_eq!(status_and_lines(&response), shared(200));
    assert_eq!(response.into_bytes(), None);
}

/// Other fairings, attached before or after, see the request as it was sent.
#[test]
fn the_request_is_not_falsified() {
    let seen: Arc<Mutex<Vec<String>>> = Arc::default();
    let log = |name: &'static str| {
        let (on_request, on_response) = (seen.clone(), seen.clone());
        let write = move |seen: &Mutex<Vec<String>>, request: &Request<'_>| {
            let line = format!("{name} {} {}", request.method(), request.uri());
            seen.lock().unwrap().push(line);
        };
        (
            AdHoc::on_request(name, move |request, _| {
                write(&on_request, request);
                Box::pin(async {})
            }),
            AdHoc::on_response(name, move |request, _| {
                write(&on_response, request);
                Box::pin(async {})
            }),
        )
    };
    let (before, after) = (log("before"), log("after"));
    let app = quiet()
        .attach(before.0)
        .attach(before.1)
        .attach(cors())
        .attach(after.0)
        .attach(after.1);
    let client = launched(app);
    let response = preflight(&client, "/a//b%2Fc/?d=e");
    assert_eq!(status_and_lines(&response), granted());
    let line = |name| format!("{name} OPTIONS /a//b%2Fc/?d=e");
    assert_eq!(
        *seen.lock().unwrap(),
        ["before", "after", "before", "after"].map(line)
    );
}

/// The policy of the path that is routed, which a fairing may have rewritten.
#[test]
fn a_rewritten_path_has_its_own_policy() {
    let rewrite = AdHoc::on_request("rewrite", |request, _| {
        Box::pin(async {
            let path = request.uri().path().as_str().replace("/v1/", "/v2/");
            request.set_uri(rocket::http::uri::Origin::parse_owned(path).unwrap());
        })
    });
    let client = launched(quiet().attach(cors().at("/v2")).attach(rewrite));
    assert_eq!(status_and_lines(&preflight(&client, "/v1/a")), granted());
    assert_eq!(
        status_and_lines(&actual(&client, "GET", "/v1/a")),
        shared(404)
    );
}

/// What other fairings grant, in the manner of so many answers to questions about Rocket, is
/// replaced, wherever they were attached.
#[test]
fn other_fairings_grant_nothing() {
    let any = |name| {
        AdHoc::on_response(name, |_, response| {
            Box::pin(async {
                response.set_raw_header("Access-Control-Allow-Origin", "*");
                response.set_raw_header("Access-Control-Allow-Credentials", "true");
                response.set_raw_header("X-Other", "kept");
            })
        })
    };
    let app = quiet().attach(any("before")).attach(cors());
    let client = launched(app.attach(any("after")));
    let response = preflight(&client, "/");
    assert_eq!(status_and_lines(&response), granted());
    assert_eq!(response.headers().get_one("x-other"), Some("kept"));
    let response = actual(&client, "GET", "/");
    assert_eq!(status_and_lines(&response), shared(404));
    assert_eq!(response.headers().get_one("x-other"), Some("kept"));

    for preflight in [false, true] {
        let mut request = client.options("/");
        request.add_header(Header::new("origin", "https://evil.test"));
        if preflight {
            request.add_header(Header::new("access-control-request-method", "PUT"));
        }
        let lines = cors_lines(&request.dispatch());
        assert_eq!(lines.len(), 1, "{lines:?}");
        assert!(lines[0].starts_with("vary: Origin"), "{lines:?}");
    }
}

/// Every line of a handler's `Vary` stays, and its cookies do.
#[test]
fn vary_is_appended_to() {
    #[derive(rocket::Responder)]
    struct Varied((), Header<'static>);

    #[get("/<vary>")]
    fn varied(vary: &str, cookies: &rocket::http::CookieJar<'_>) -> Varied {
        cookies.add(("seen", "1"));
        Varied((), Header::new("Vary", vary.to_owned()))
    }

    let client = launched(quiet().mount("/", routes![varied]).attach(cors()));
    for (path, vary) in [
        ("/cookie", &["cookie", "Origin"][..]),
        ("/ORIGIN", &["ORIGIN"]),
        ("/*", &["*"]),
        ("/accept, origin", &["accept, origin"]),
    ] {
        let path = path.replace(", ", "%2C%20");
        let response = actual(&client, "GET", &path);
        assert_eq!(response.status(), Status::Ok);
        let lines: Vec<_> = response.headers().get("vary").collect();
        assert_eq!(lines, vary);
        assert!(response.cookies().get("seen").is_some());
    }
}

#[test]
fn no_origin_makes_an_error() {
    let client = launched(app());
    let ask = |origin: &'static str| {
        let request = client.options("/own").header(Header::new("origin", origin));
        status_and_lines(&request.dispatch())
    };
    for origin in [
        "",
        "garbage",
        "null",
        "https://",
        "HTTPS://APP.EXAMPLE.COM",
        "\u{fe0f}",
    ] {
        assert_eq!(
            ask(origin),
            (200, vec!["vary: Origin".to_owned()]),
            "{origin}"
        );
    }
}

#[test]
fn of_two_origins_none_is_allowed() {
    let client: Client = launched(app());
    let response = client
        .get("/stream")
        .header(Header::new("origin", APP))
        .header(Header::new("Origin", APP))
        .dispatch();
    assert_eq!(cors_lines(&response), ["vary: Origin"]);
}
