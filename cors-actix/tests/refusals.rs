//! What guards refuse: the whole response, that nothing of the application runs, and that what passes is
//! as it would be without them.

mod common;

use core::{
    future::{Ready, ready},
    sync::atomic::{AtomicUsize, Ordering::Relaxed},
};
use std::sync::{Arc, Mutex};

use actix_web::{
    App, Error, FromRequest, HttpRequest, HttpResponse, Resource,
    body::MessageBody,
    dev::{Payload, Service, ServiceRequest, ServiceResponse},
    guard,
    http::header::{CONTENT_TYPE, HeaderMap},
    middleware::{Next, from_fn},
    test::{TestRequest, call_service, init_service, read_body},
    web,
};
use common::{APP, actual};
use cors_actix::{Cors, LivePolicy, Outcome, Policy, PolicyBuilder};

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

fn request(method: &str, path: &str, origin: &str) -> TestRequest {
    actual(method, path)
        .insert_header(("origin", origin))
        .insert_header(("host", HOST))
}

/// A response: status, headers in the order of their names, body.
type Whole = (u16, Vec<String>, String);

async fn whole<S, R, B>(app: &S, request: R) -> Whole
where
    S: Service<R, Response = ServiceResponse<B>, Error = Error>,
    B: MessageBody,
{
    let response = call_service(app, request).await;
    let (status, lines) = (response.status().as_u16(), lines(response.headers()));
    let body = read_body(response).await;
    (status, lines, String::from_utf8(body.to_vec()).unwrap())
}

fn lines(headers: &HeaderMap) -> Vec<String> {
    let lines = headers.iter();
    let lines = lines.map(|(name, value)| format!("{name}: {}", value.to_str().unwrap()));
    let mut lines: Vec<_> = lines.collect();
    lines.sort();
    lines
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

/// How often something of the application has run.
#[derive(Clone, Default)]
struct Ran(Arc<AtomicUsize>);

impl Ran {
    fn mark(&self) {
        self.0.fetch_add(1, Relaxed);
    }

    fn take(&self) -> usize {
        self.0.swap(0, Relaxed)
    }
}

struct Extracted;

impl FromRequest for Extracted {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        request.app_data::<Ran>().unwrap().mark();
        ready(Ok(Self))
    }
}

/// A resource with a guard, an extractor and a handler, each of which is noticed.
fn thing(ran: &Ran) -> Resource {
    let (guard_ran, handler_ran) = (ran.clone(), ran.clone());
    let handler = move |_: Extracted| {
        handler_ran.mark();
        ready("done")
    };
    let guard = guard::fn_guard(move |_| {
        guard_ran.mark();
        true
    });
    web::resource("/thing").route(web::post().guard(guard).to(handler))
}

/// Around an app, a scope or a resource: nothing that is wrapped runs.
#[actix_web::test]
async fn a_refusal_comes_before_everything() {
    let ran = Ran::default();
    let inner = || {
        let ran = ran.clone();
        from_fn(move |request: ServiceRequest, next: Next<_>| {
            ran.mark();
            next.call(request)
        })
    };
    let app = App::new().app_data(ran.clone()).service(thing(&ran));
    let app = init_service(app.wrap(inner()).wrap(cors(guarded()))).await;
    let scope = web::scope("/scope").service(thing(&ran)).wrap(inner());
    let scope = App::new()
        .app_data(ran.clone())
        .service(scope.wrap(cors(guarded())));
    let scope = init_service(scope).await;
    let resource = thing(&ran).wrap(inner()).wrap(cors(guarded()));
    let resource = init_service(App::new().app_data(ran.clone()).service(resource)).await;

    let post = |path| request("POST", path, EVIL).to_request();
    assert_eq!(whole(&app, post("/thing")).await, forbidden(UNSAFE));
    assert_eq!(whole(&scope, post("/scope/thing")).await, forbidden(UNSAFE));
    assert_eq!(whole(&resource, post("/thing")).await, forbidden(UNSAFE));
    assert_eq!(ran.take(), 0);
    // No route, and no such method.
    for (method, path) in [("POST", "/none"), ("DELETE", "/thing"), ("QUERY", "/none")] {
        let request = || request(method, path, EVIL).to_request();
        assert_eq!(whole(&app, request()).await, forbidden(UNSAFE), "{method}");
    }
    let unrouted = request("DELETE", "/scope/none", EVIL).to_request();
    assert_eq!(whole(&scope, unrouted).await, forbidden(UNSAFE));
    assert_eq!(ran.take(), 0);

    let listed = |path| request("POST", path, APP).to_request();
    assert_eq!(whole(&app, listed("/thing")).await.0, 200);
    assert_eq!(whole(&scope, listed("/scope/thing")).await.0, 200);
    assert_eq!(whole(&resource, listed("/thing")).await.0, 200);
    assert_eq!(ran.take(), 3 * 4);
}

#[actix_web::test]
async fn each_refusal_is_its_status_headers_and_a_line() {
    let reads = guarded().guard_safe_methods(true);
    let app = init_service(App::new().wrap(cors(guarded()))).await;
    let reads = init_service(App::new().wrap(cors(reads))).await;

    let handshake = || request("GET", "/", EVIL).insert_header(("upgrade", "WebSocket"));
    let answer = whole(&app, handshake().to_request()).await;
    assert_eq!(answer, forbidden(SOCKET));

    let vary = "Origin, Sec-Fetch-Site, Sec-Fetch-Mode";
    let read = "refused: no page of this server or of an origin that it allows has sent this request; the \
                server's log says what to do";
    let get = |method| request(method, "/", EVIL).to_request();
    assert_eq!(whole(&reads, get("GET")).await, refused(403, vary, read));
    assert_eq!(whole(&reads, get("HEAD")).await, refused(403, vary, ""));

    let rebound = |method| {
        let request = request(method, "/", EVIL);
        request.insert_header(("host", "evil.test")).to_request()
    };
    for method in ["GET", "POST"] {
        let answer = whole(&app, rebound(method)).await;
        assert_eq!(answer, refused(421, "Origin", OTHER_HOST));
    }
    let answer = whole(&app, rebound("HEAD")).await;
    assert_eq!(answer, refused(421, "Origin", ""));
    let none = actual("GET", "/").to_request();
    assert_eq!(
        whole(&app, none).await,
        refused(421, "Origin", NO_HOST),
        "an allowed origin"
    );

    // A preflight is no exception.
    let preflight = |host: &'static str| {
        let request = request("OPTIONS", "/none", APP).insert_header(("host", host));
        request.insert_header(("access-control-request-method", "PUT"))
    };
    let answer = whole(&app, preflight("evil.test").to_request()).await;
    let vary = "Origin, Access-Control-Request-Method, Access-Control-Request-Headers";
    assert_eq!(answer, refused(421, vary, OTHER_HOST));
    assert_eq!(whole(&app, preflight(HOST).to_request()).await.0, 204);
}

/// A length in a response to `HEAD` would have to be that of the line
/// (<https://httpwg.org/specs/rfc9110.html#field.content-length>).
#[actix_web::test]
async fn a_refused_head_says_no_length() {
    let app = init_service(App::new().wrap(cors(guarded()))).await;
    for (method, size) in [("HEAD", None), ("GET", Some(OTHER_HOST.len() as u64))] {
        let request = request(method, "/", APP).insert_header(("host", "evil.test"));
        let response = call_service(&app, request.to_request()).await;
        let body = response.response().body().size();
        let sized = match body {
            actix_web::body::BodySize::Sized(size) => Some(size),
            _ => None,
        };
        assert_eq!(sized, size, "{method}");
    }
}

#[actix_web::test]
async fn what_passes_is_unchanged() {
    let ran = Ran::default();
    let app = async |builder: PolicyBuilder| {
        let app = App::new().app_data(ran.clone()).service(thing(&ran));
        init_service(app.wrap(cors(builder))).await
    };
    let (plain, guarded) = (app(builder()).await, app(guarded()).await);
    let bare = || {
        let request = TestRequest::post().uri("/thing");
        request.insert_header(("host", HOST))
    };
    let requests: [&dyn Fn() -> TestRequest; 10] = [
        &|| request("POST", "/thing", APP),
        &|| request("POST", "/thing", "https://api.example.com"),
        &|| bare(),
        &|| bare().insert_header(("sec-fetch-site", "same-origin")),
        &|| request("POST", "/thing", "null").insert_header(("sec-fetch-site", "same-origin")),
        &|| request("GET", "/thing", EVIL),
        &|| request("OPTIONS", "/thing", EVIL),
        &|| request("HEAD", "/none", EVIL),
        &|| {
            request("OPTIONS", "/thing", EVIL)
                .insert_header(("access-control-request-method", "PUT"))
        },
        &|| {
            request("OPTIONS", "/thing", APP)
                .insert_header(("access-control-request-method", "PUT"))
        },
    ];
    for (place, request) in requests.into_iter().enumerate() {
        let expected = whole(&plain, request().to_request()).await;
        let answer = whole(&guarded, request().to_request()).await;
        assert_eq!(answer, expected, "{place}");
        assert_ne!(answer.2, UNSAFE);
    }
}

/// Whoever sends a request writes these.
#[actix_web::test]
async fn no_header_of_a_proxy_is_believed() {
    let app = init_service(App::new().wrap(cors(guarded()))).await;
    let proxies = |host: &str| {
        [
            ("x-forwarded-host", host.to_owned()),
            ("x-forwarded-server", host.to_owned()),
            ("x-original-host", host.to_owned()),
            ("forwarded", format!("host={host};proto=https")),
        ]
    };
    for proxy in proxies(HOST) {
        let request = request("GET", "/", APP).insert_header(("host", "evil.test"));
        let request = request.insert_header(proxy).to_request();
        let answer = whole(&app, request).await;
        assert_eq!(answer, refused(421, "Origin", OTHER_HOST));
    }
    for proxy in proxies("evil.test") {
        let foreign = request("POST", "/", EVIL).insert_header(proxy.clone());
        let answer = whole(&app, foreign.to_request()).await;
        assert_eq!(answer, forbidden(UNSAFE));
        let own = request("POST", "/", "https://api.example.com").insert_header(proxy);
        assert_eq!(whole(&app, own.to_request()).await.0, 404);
    }
}

/// An absolute target comes before `Host`, and must agree with it.
#[actix_web::test]
async fn an_absolute_target_names_the_host() {
    let app = init_service(App::new().wrap(cors(guarded()))).await;
    let get = |target: &str, host: &'static str| {
        let request = TestRequest::with_uri(target);
        request.insert_header(("host", host)).to_request()
    };
    assert_eq!(
        whole(&app, get("http://api.example.com/", HOST)).await.0,
        404
    );
    for (target, host, body) in [
        ("http://evil.test/", HOST, NO_HOST),
        ("http://api.example.com/", "evil.test", NO_HOST),
        ("http://evil.test/", "evil.test", OTHER_HOST),
    ] {
        let answer = whole(&app, get(target, host)).await;
        assert_eq!(answer, refused(421, "Origin", body), "{target} {host}");
    }
}

/// Neither a scope beside it nor one without a policy.
#[actix_web::test]
async fn a_guard_is_its_policys_alone() {
    let ran = Ran::default();
    let scope = |path| web::scope(path).service(thing(&ran));
    let app = App::new()
        .app_data(ran.clone())
        .service(scope("/guarded").wrap(cors(guarded())))
        .service(scope("/open").wrap(cors(builder())))
        .service(scope("/none"));
    let app = init_service(app).await;
    for (path, status) in [
        ("/guarded/thing", 403),
        ("/open/thing", 200),
        ("/none/thing", 200),
        ("/guardedly", 404),
    ] {
        let request = request("POST", path, EVIL).to_request();
        assert_eq!(whole(&app, request).await.0, status, "{path}");
    }
}

#[actix_web::test]
async fn a_live_policy_comes_to_refuse() {
    let live = LivePolicy::new(builder().build().unwrap());
    let app = init_service(App::new().wrap(Cors::new(&live))).await;
    let status = async || whole(&app, request("POST", "/", EVIL).to_request()).await.0;
    assert_eq!(status().await, 404);
    live.replace(guarded().build().unwrap());
    assert_eq!(status().await, 403);
    live.replace(builder().build().unwrap());
    assert_eq!(status().await, 404);
}

#[actix_web::test]
async fn each_refusal_is_counted_once() {
    let counted = Arc::new(Mutex::new(Vec::new()));
    let count = Arc::clone(&counted);
    let cors = cors(guarded()).on_outcome(move |outcome| count.lock().unwrap().push(outcome));
    let app = init_service(App::new().wrap(cors)).await;
    let post = || request("POST", "/", EVIL);
    let requests = [
        post(),
        post().insert_header(("upgrade", "websocket")),
        post().insert_header(("host", "evil.test")),
        actual("HEAD", "/"),
    ];
    for request in requests {
        whole(&app, request.to_request()).await;
    }
    assert_eq!(
        *counted.lock().unwrap(),
        [
            Outcome::UnsafeMethodRefused,
            Outcome::WebSocketRefused,
            Outcome::UnexpectedHost,
            Outcome::UnknownHost,
        ]
    );
}

/// What the documentation shows: middleware around this one finds what came of the request.
#[actix_web::test]
async fn a_page_of_ones_own() {
    async fn page(
        request: ServiceRequest,
        next: Next<impl MessageBody + 'static>,
    ) -> Result<ServiceResponse<impl MessageBody>, Error> {
        let mut response = next.call(request).await?.map_into_boxed_body();
        let outcome = response.response().extensions().get::<Outcome>().copied();
        if outcome.is_some_and(Outcome::is_refused) {
            let html = "text/html; charset=utf-8".parse().unwrap();
            response.headers_mut().insert(CONTENT_TYPE, html);
            response = response.map_body(|_, _| "<h1>Not from there</h1>".boxed());
        }
        Ok(response)
    }
    let app = App::new().route("/forbidden", web::get().to(HttpResponse::Forbidden));
    let app = init_service(app.wrap(cors(guarded())).wrap(from_fn(page))).await;
    let answer = whole(&app, request("POST", "/", EVIL).to_request()).await;
    let lines = [
        "content-type: text/html; charset=utf-8",
        "vary: Origin, Sec-Fetch-Site",
    ];
    let page = "<h1>Not from there</h1>".to_owned();
    assert_eq!(answer, (403, lines.map(String::from).into(), page));
    // Not every 403 is a refusal.
    let answer = whole(&app, request("GET", "/forbidden", EVIL).to_request()).await;
    assert_eq!((answer.0, answer.2.as_str()), (403, ""));
}
