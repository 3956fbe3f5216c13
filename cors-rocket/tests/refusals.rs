//! What guards refuse: the whole response, that nothing of the application runs, and that what passes is
//! as it would be without them.

mod common;

use core::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::{
    io::Cursor,
    sync::{Arc, Mutex},
};

use common::{APP, launched, quiet};
use cors_rocket::{Cors, LivePolicy, Outcome as Came, Policy, PolicyBuilder};
use rocket::{
    Build, Data, Request, Rocket, Route, catch, catchers,
    fairing::AdHoc,
    http::{ContentType, Header, Method, Status},
    local::blocking::{Client, LocalRequest},
    request::{self, FromRequest},
    route::{Handler, Outcome},
};

const EVIL: &str = "https://evil.test";
const HOST: &str = "api.example.com";

fn builder() -> PolicyBuilder {
    let builder = Policy::builder().allow_origins([APP]);
    builder.allow_methods(["PUT"])
}

fn guarded() -> PolicyBuilder {
    builder()
        .guard_unsafe_methods(true)
        .guard_websockets(true)
        .expect_hosts([HOST])
}

fn cors(builder: PolicyBuilder) -> Cors {
    Cors::new(builder.build().unwrap())
}

/// Every method that Rocket knows.
const METHODS: [Method; 9] = [
    Method::Get,
    Method::Put,
    Method::Post,
    Method::Delete,
    Method::Options,
    Method::Head,
    Method::Trace,
    Method::Connect,
    Method::Patch,
];

/// How often something of the application has run.
#[derive(Default)]
struct Ran(AtomicUsize);

impl Ran {
    fn mark(request: &Request<'_>) {
        let ran: &Self = request.rocket().state().unwrap();
        ran.0.fetch_add(1, Relaxed);
    }

    fn take(client: &Client) -> usize {
        let ran: &Self = client.rocket().state().unwrap();
        ran.0.swap(0, Relaxed)
    }
}

struct Guard;

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Guard {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> request::Outcome<Self, ()> {
        Ran::mark(request);
        request::Outcome::Success(Self)
    }
}

/// A route with a request guard, for any method.
#[derive(Clone)]
struct Thing;

#[rocket::async_trait]
impl Handler for Thing {
    async fn handle<'r>(&self, request: &'r Request<'_>, _: Data<'r>) -> Outcome<'r> {
        request.guard::<Guard>().await.unwrap();
        Outcome::from(request, "done")
    }
}

#[catch(default)]
fn catcher(status: Status, request: &Request<'_>) -> String {
    Ran::mark(request);
    status.to_string()
}

fn app() -> Rocket<Build> {
    let routes = METHODS.map(|method| Route::ranked(-100, method, "/thing", Thing));
    quiet()
        .manage(Ran::default())
        .mount("/", routes.clone())
        .mount("/none", routes.clone())
        .mount("/guarded", routes)
        .register("/", catchers![catcher])
}

fn sent<'c>(client: &'c Client, method: Method, path: &'c str) -> LocalRequest<'c> {
    client.req(method, path).header(Header::new("host", HOST))
}

fn from<'c>(client: &'c Client, method: Method, path: &'c str, origin: &str) -> LocalRequest<'c> {
    sent(client, method, path).header(Header::new("origin", origin.to_owned()))
}

/// A response: status, headers in the order of their names, body.
type Whole = (u16, Vec<String>, String);

fn whole(request: LocalRequest<'_>) -> Whole {
    let response = request.dispatch();
    let headers = response.headers().iter();
    // Rocket's own, in every response.
    let own = [
        "server",
        "permissions-policy",
        "x-content-type-options",
        "x-frame-options",
    ];
    let headers =
        headers.map(|line| (line.name().as_str().to_lowercase(), line.value().to_owned()));
    let headers = headers.filter(|(name, _)| !own.contains(&name.as_str()));
    let mut lines: Vec<_> = headers
        .map(|(name, value)| format!("{name}: {value}"))
        .collect();
    lines.sort();
    let status = response.status().code;
    (status, lines, response.into_string().unwrap_or_default())
}

const UNSAFE: &str = "refused: this request may change something, and no page of this server or of an origin \
                      that it allows has sent it; the server's log says what to do";
const SOCKET: &str = "refused: no page of this server or of an origin that it allows opens this WebSocket; the \
                      server's log says what to do";
const OTHER_HOST: &str = "refused: this server does not answer for the host that the request is for; the \
                          server's log says what to do";
const NO_HOST: &str = "refused: the request does not say clearly which host it is for: one Host, which agrees \
                       with its target, is needed";

fn refused(status: u16, vary: &str, body: &str) -> Whole {
    let lines = [
        "content-type: text/plain; charset=utf-8".to_owned(),
        format!("vary: {vary}"),
    ];
    (status, lines.into(), body.to_owned())
}

fn forbidden(body: &str) -> Whole {
    refused(403, "Origin, Sec-Fetch-Site", body)
}

/// Routes, their guards and catchers; whatever the method, with a route and without one.
#[test]
fn a_refusal_comes_before_everything() {
    let client = launched(app().attach(cors(guarded())));
    for path in ["/thing", "/unknown", "/thing/unknown", "/"] {
        for method in METHODS {
            let is_unsafe = !matches!(method, Method::Get | Method::Head | Method::Options);
            if is_unsafe {
                let answer = whole(from(&client, method, path, EVIL));
                let body = if method == Method::Connect {
                    SOCKET
                } else {
                    UNSAFE
                };
                assert_eq!(answer, forbidden(body), "{method} {path}");
            }
            let rebound = client
                .req(method, path)
                .header(Header::new("host", "evil.test"));
            let body = if method == Method::Head {
                ""
            } else {
                OTHER_HOST
            };
            let answer = whole(rebound);
            assert_eq!(answer, refused(421, "Origin", body), "{method} {path}");
        }
    }
    assert_eq!(Ran::take(&client), 0);
    for method in METHODS {
        let (status, ..) = whole(from(&client, method, "/thing", APP));
        assert_eq!(status, 200, "{method}");
    }
    assert_eq!(Ran::take(&client), METHODS.len());
}

#[test]
fn each_refusal_is_its_status_headers_and_a_line() {
    let reads = launched(quiet().attach(cors(guarded().guard_safe_methods(true))));
    let client = launched(quiet().attach(cors(guarded())));

    let handshake =
        from(&client, Method::Get, "/", EVIL).header(Header::new("upgrade", "WebSocket"));
    assert_eq!(whole(handshake), forbidden(SOCKET));

    let vary = "Origin, Sec-Fetch-Site, Sec-Fetch-Mode";
    let read = "refused: no page of this server or of an origin that it allows has sent this request; the \
                server's log says what to do";
    let answer = whole(from(&reads, Method::Get, "/", EVIL));
    assert_eq!(answer, refused(403, vary, read));
    let answer = whole(from(&reads, Method::Head, "/", EVIL));
    assert_eq!(answer, refused(403, vary, ""));

    let none = client.get("/").header(Header::new("origin", APP));
    assert_eq!(whole(none), refused(421, "Origin", NO_HOST));
    let mut two = from(&client, Method::Get, "/", APP);
    two.add_header(Header::new("host", HOST));
    assert_eq!(whole(two), refused(421, "Origin", NO_HOST));

    // A preflight is no exception.
    let preflight = |host: &'static str| {
        client
            .options("/none")
            .header(Header::new("host", host))
            .header(Header::new("origin", APP))
            .header(Header::new("access-control-request-method", "PUT"))
    };
    let vary = "Origin, Access-Control-Request-Method, Access-Control-Request-Headers";
    assert_eq!(
        whole(preflight("evil.test")),
        refused(421, vary, OTHER_HOST)
    );
    assert_eq!(whole(preflight(HOST)).0, 204);
}

/// However deep the fairing that attaches it.
#[test]
fn a_guard_that_is_attached_when_rocket_ignites() {
    let attach = AdHoc::on_ignite("attach", |rocket| async {
        rocket.attach(AdHoc::on_ignite("attach again", |rocket| async {
            rocket.attach(cors(guarded()))
        }))
    });
    let client = launched(quiet().attach(cors(builder()).at("/a")).attach(attach));
    let answer = whole(from(&client, Method::Post, "/", EVIL));
    assert_eq!(answer, forbidden(UNSAFE));
}

#[test]
fn what_passes_is_unchanged() {
    let (plain, guarded) = (
        launched(app().attach(cors(builder()))),
        launched(app().attach(cors(guarded()))),
    );
    for path in ["/thing", "/unknown"] {
        for method in METHODS {
            let lines: [&[(&str, &str)]; 7] = [
                &[("origin", APP)],
                &[("origin", "https://api.example.com")],
                &[],
                &[("sec-fetch-site", "same-origin")],
                &[("sec-fetch-site", "none"), ("origin", "null")],
                &[("origin", APP), ("access-control-request-method", "PUT")],
                &[("origin", APP), ("upgrade", "websocket")],
            ];
            for lines in lines {
                let ask = |client| {
                    let mut request = sent(client, method, path);
                    for (name, value) in lines {
                        request.add_header(Header::new(*name, *value));
                    }
                    whole(request)
                };
                let answer = ask(&guarded);
                assert_eq!(answer, ask(&plain), "{method} {path} {lines:?}");
                assert_ne!(answer.0, 403);
            }
        }
        for method in [Method::Get, Method::Head, Method::Options] {
            let ask = |client| whole(from(client, method, path, EVIL));
            assert_eq!(ask(&guarded), ask(&plain), "{method} {path}");
        }
    }
}

#[test]
fn no_header_of_a_proxy_is_believed() {
    let client = launched(app().attach(cors(guarded())));
    for name in ["x-forwarded-host", "x-forwarded-server", "x-original-host"] {
        let rebound = client
            .get("/thing")
            .header(Header::new("host", "evil.test"));
        let rebound = rebound.header(Header::new(name, HOST));
        assert_eq!(whole(rebound), refused(421, "Origin", OTHER_HOST));
        let foreign = from(&client, Method::Post, "/thing", EVIL);
        let foreign = foreign.header(Header::new(name, "evil.test"));
        assert_eq!(whole(foreign), forbidden(UNSAFE));
    }
    let rebound = client
        .get("/thing")
        .header(Header::new("host", "evil.test"));
    let rebound = rebound.header(Header::new("forwarded", "host=api.example.com"));
    assert_eq!(whole(rebound).0, 421);
}

/// A policy at another base and a mount without one know nothing of it, and the longest base wins.
#[test]
fn a_guard_is_its_policys_alone() {
    let client = launched(
        app()
            .attach(cors(guarded()).at("/guarded"))
            .attach(cors(builder()).at("/thing"))
            .attach(cors(builder()).at("/guarded/open")),
    );
    for (path, status) in [
        ("/guarded/thing", 403),
        ("/guarded/unknown", 403),
        ("/guarded", 403),
        ("/guarded/open", 404),
        ("/guardedly", 404),
        ("/thing", 200),
        ("/none/thing", 200),
    ] {
        let answer = whole(from(&client, Method::Post, path, EVIL));
        assert_eq!(answer.0, status, "{path}");
    }
    let client = launched(
        app()
            .attach(cors(builder()))
            .attach(cors(guarded()).at("/guarded")),
    );
    assert_eq!(
        whole(from(&client, Method::Post, "/guarded/thing", EVIL)).0,
        403
    );
    assert_eq!(whole(from(&client, Method::Post, "/thing", EVIL)).0, 200);
}

#[test]
fn a_live_policy_comes_to_refuse() {
    let live = LivePolicy::new(builder().build().unwrap());
    let client = launched(app().attach(Cors::new(&live)));
    let ask = || {
        let (status, ..) = whole(from(&client, Method::Post, "/thing", EVIL));
        (status, Ran::take(&client))
    };
    assert_eq!(ask(), (200, 1));
    live.replace(guarded().build().unwrap());
    assert_eq!(ask(), (403, 0));
    live.replace(builder().build().unwrap());
    assert_eq!(ask(), (200, 1));
}

/// A policy that takes the place of another between the route and the response neither undoes a refusal nor
/// lets out what it would have refused.
#[test]
fn a_policy_that_is_replaced_meanwhile() {
    let live = LivePolicy::new(guarded().build().unwrap());
    let replace = |live: &LivePolicy, by: PolicyBuilder| {
        let (live, by) = (live.clone(), by.build().unwrap());
        AdHoc::on_response("replace", move |_, _| {
            live.replace(by.clone());
            Box::pin(async {})
        })
    };
    let relaxed = replace(&live, builder().allow_origins([EVIL]));
    let client = launched(app().attach(relaxed).attach(Cors::new(&live)));
    let answer = whole(from(&client, Method::Post, "/thing", EVIL));
    assert_eq!(answer, forbidden(UNSAFE));

    let live = LivePolicy::new(builder().build().unwrap());
    let tightened = replace(&live, guarded());
    let client = launched(app().attach(tightened).attach(Cors::new(&live)));
    let answer = whole(from(&client, Method::Post, "/thing", EVIL));
    assert_eq!(answer, forbidden(UNSAFE));
}

/// Once, whatever the number of routes that a request passes. `HEAD` passes them twice.
#[test]
fn each_request_is_counted_once() {
    let counted = Arc::new(Mutex::new(Vec::new()));
    let count = Arc::clone(&counted);
    let cors = cors(guarded().guard_safe_methods(true));
    let cors = cors.on_outcome(move |outcome| count.lock().unwrap().push(outcome));
    let client = launched(app().attach(cors));
    let taken = || core::mem::take(&mut *counted.lock().unwrap());
    let ask = |method, origin| whole(from(&client, method, "/thing", origin)).0;
    for (method, refusal) in [
        (Method::Get, Came::SafeMethodRefused),
        (Method::Head, Came::SafeMethodRefused),
        (Method::Options, Came::SafeMethodRefused),
        (Method::Post, Came::UnsafeMethodRefused),
    ] {
        assert_eq!(ask(method, EVIL), 403);
        assert_eq!(taken(), [refusal], "{method}");
        assert_eq!(ask(method, APP), 200);
        assert_eq!(taken(), [Came::Allowed], "{method}");
        // No route for HEAD: Rocket takes that for GET.
        whole(from(&client, method, "/unknown", APP));
        assert_eq!(taken(), [Came::Allowed], "{method}");
    }
    whole(client.head("/thing"));
    assert_eq!(taken(), [Came::UnknownHost]);
}

/// A form's `_method` has taken effect before any fairing runs.
#[test]
fn a_form_that_chooses_its_method() {
    let client = launched(app().attach(cors(guarded())));
    let form = |body: &'static str| {
        let request = from(&client, Method::Post, "/thing", EVIL);
        request.header(ContentType::Form).body(body)
    };
    for body in [
        "x=1",
        "_method=delete",
        "_method=put&x=1",
        "_method=patch",
        "_method=options",
    ] {
        assert_eq!(whole(form(body)), forbidden(UNSAFE), "{body}");
    }
    // A page can send any GET without a form.
    assert_eq!(whole(form("_method=get")).0, 200);
}

/// The application's request fairings run first: Rocket has no place before them.
#[test]
fn request_fairings_run_before() {
    let ran = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&ran);
    let fairing = AdHoc::on_request("count", move |_, _| {
        count.fetch_add(1, Relaxed);
        Box::pin(async {})
    });
    let client = launched(app().attach(cors(guarded())).attach(fairing));
    assert_eq!(
        whole(from(&client, Method::Post, "/thing", EVIL)),
        forbidden(UNSAFE)
    );
    assert_eq!(ran.load(Relaxed), 1);
}

/// What the documentation shows: a response fairing finds what came of the request.
#[test]
fn a_page_of_ones_own() {
    let page = AdHoc::on_response("page", |request, response| {
        Box::pin(async move {
            let refused: &Option<Came> = request.local_cache(|| None);
            if refused.is_some_and(Came::is_refused) {
                let page = "<h1>Not from there</h1>";
                response.set_header(ContentType::HTML);
                response.set_sized_body(page.len(), Cursor::new(page));
                // None of these stays as it is.
                response.set_raw_header("access-control-allow-origin", "*");
                response.set_status(Status::Ok);
                response.remove_header("vary");
            }
        })
    });
    let client = launched(app().attach(page).attach(cors(guarded())));
    let answer = whole(from(&client, Method::Post, "/thing", EVIL));
    let lines = [
        "content-type: text/html; charset=utf-8",
        "vary: Origin, Sec-Fetch-Site",
    ];
    let page = "<h1>Not from there</h1>".to_owned();
    assert_eq!(answer, (403, lines.map(String::from).into(), page));
    assert_eq!(whole(from(&client, Method::Post, "/thing", APP)).2, "done");
}

/// An application's own 403 is not a guard's.
#[test]
fn a_status_is_no_refusal() {
    let forbid = AdHoc::on_response("forbid", |request, response| {
        if request.uri().path() == "/none/thing" {
            response.set_status(Status::Forbidden);
        }
        Box::pin(async {})
    });
    let client = launched(app().attach(forbid).attach(cors(guarded())));
    let answer = whole(from(&client, Method::Post, "/none/thing", APP));
    let lines = [
        format!("access-control-allow-origin: {APP}"),
        "content-type: text/plain; charset=utf-8".to_owned(),
        "vary: Origin".to_owned(),
    ];
    assert_eq!(answer, (403, lines.into(), "done".to_owned()));
}

fn routes(rocket: Rocket<Build>) -> usize {
    launched(rocket).rocket().routes().count()
}

/// Eight more, where a policy may come to refuse something; once, whatever the number of policies.
#[test]
fn routes_are_added_only_where_they_may_be_needed() {
    let live = LivePolicy::new(builder().build().unwrap());
    assert_eq!(routes(quiet().attach(cors(builder()))), 1);
    assert_eq!(routes(quiet().attach(cors(guarded()))), 9);
    assert_eq!(routes(quiet().attach(Cors::new(live))), 9);
    let several = quiet()
        .attach(cors(builder()).at("/a"))
        .attach(cors(guarded()).at("/b"))
        .attach(cors(guarded()).at("/c"));
    assert_eq!(routes(several), 9);
}

/// However long the body that was sent is, and not read.
#[test]
fn a_body_that_nobody_reads() {
    let client = launched(app().attach(cors(guarded())));
    let request = from(&client, Method::Post, "/thing", EVIL).body("x".repeat(100_000));
    assert_eq!(whole(request), forbidden(UNSAFE));
}
