//! What actix-web lays in a middleware's way, and what it must not do to users.

mod common;

use actix_web::{
    App, Error, HttpRequest, HttpResponse, Responder,
    body::MessageBody,
    dev::{Service, ServiceRequest, ServiceResponse},
    error::{InternalError, JsonPayloadError},
    http::{
        StatusCode,
        header::{HeaderValue, VARY},
    },
    middleware::{Condition, Next, from_fn},
    test::{call_service, init_service, read_body},
    web::{self, Json, Path, Query},
};
use common::{APP, SHARED, actual, answered, ask, cors, cors_lines, preflight, shared};
use cors_actix::Cors;

async fn ok() -> impl Responder {
    HttpResponse::Ok()
}

/// The router writes path parameters into the request, and panics if a middleware holds it.
#[actix_web::test]
async fn dynamic_segments_never_panic() {
    async fn one(id: Path<u32>) -> String {
        id.to_string()
    }
    async fn two(path: Path<(String, String)>, request: HttpRequest) -> String {
        format!("{path:?} {:?}", request.match_pattern())
    }
    let app = App::new()
        .wrap(cors())
        .route("/{id}", web::get().to(one))
        .service(
            web::scope("/in/{a}")
                .route("/{b}", web::to(two))
                .wrap(cors()),
        )
        .service(web::resource("/tail/{a}/{b:.*}").to(two).wrap(cors()));
    let app = init_service(app).await;
    let read = async |path| {
        let response = call_service(&app, actual("GET", path).to_request()).await;
        assert_eq!(cors_lines(response.headers()), SHARED, "{path}");
        read_body(response).await
    };
    assert_eq!(read("/7").await, "7");
    assert_eq!(
        read("/in/x/y").await,
        "Path((\"x\", \"y\")) Some(\"/in/{a}/{b}\")"
    );
    assert_eq!(
        read("/tail/x/y/z").await,
        "Path((\"x\", \"y/z\")) Some(\"/tail/{a}/{b:.*}\")"
    );
    for path in ["/7", "/x", "/in/x/y", "/in/x", "/tail/x/"] {
        let answer = ask(&app, preflight(path).to_request()).await;
        assert_eq!(answer, answered(), "{path}");
    }
}

/// What an extractor refuses is an error that the handler never sees.
#[actix_web::test]
async fn refusals_of_extractors_carry_the_headers() {
    async fn handler(_: Path<u32>, _: Query<(u8,)>, _: Json<u8>) -> &'static str {
        "extracted"
    }
    let app = App::new()
        .wrap(cors())
        .route("/{id}", web::post().to(handler));
    let app = init_service(app).await;
    for (path, status) in [("/x", 404), ("/7?y=1", 400)] {
        let answer = ask(&app, actual("POST", path).to_request()).await;
        assert_eq!(answer, shared(status), "{path}");
    }

    let app = App::new().wrap(cors()).route(
        "/{id}",
        web::post().to(async |_: Path<u32>, _: Json<u8>| "extracted"),
    );
    let app = init_service(app).await;
    let json = |body: &'static str| {
        actual("POST", "/7")
            .insert_header(("content-type", "application/json"))
            .set_payload(body)
            .to_request()
    };
    assert_eq!(ask(&app, json("7")).await, shared(200));
    assert_eq!(ask(&app, json("{")).await, shared(400));
}

async fn refuse(
    _: ServiceRequest,
    _: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    Err::<ServiceResponse, _>(
        InternalError::new(JsonPayloadError::ContentType, StatusCode::CONFLICT).into(),
    )
}

#[actix_web::test]
async fn errors_of_inner_middleware_carry_the_headers() {
    let app = App::new()
        .route("/{id}", web::get().to(ok))
        .wrap(from_fn(refuse))
        .wrap(cors());
    let app = init_service(app).await;
    assert_eq!(
        ask(&app, actual("GET", "/7").to_request()).await,
        shared(409)
    );
    assert_eq!(ask(&app, preflight("/7").to_request()).await, answered());

    let scope = web::scope("/{a}").route("/{b}", web::get().to(ok));
    let app = App::new().service(scope.wrap(from_fn(refuse)).wrap(cors()));
    let app = init_service(app).await;
    assert_eq!(
        ask(&app, actual("GET", "/x/y").to_request()).await,
        shared(409)
    );
}

/// It stays the error that it was, for middleware further out.
#[actix_web::test]
async fn errors_keep_their_type_and_are_rendered_any_number_of_times() {
    let app = App::new().wrap(from_fn(refuse)).wrap(cors());
    let app = init_service(app).await;
    let error = app
        .call(actual("GET", "/").to_request())
        .await
        .err()
        .unwrap();
    assert!(
        error
            .as_error::<InternalError<JsonPayloadError>>()
            .is_some()
    );
    for _ in 0..3 {
        assert_eq!(cors_lines(error.error_response().headers()), SHARED);
    }
}

/// Two of them, inside each other: each would decorate the response, and nothing is said twice.
#[actix_web::test]
async fn errors_that_pass_two_policies_carry_the_headers_once() {
    async fn vary(
        request: ServiceRequest,
        next: Next<impl MessageBody>,
    ) -> Result<ServiceResponse<impl MessageBody>, Error> {
        next.call(request).await.map_err(|mut error| {
            error.add_response_mapper(|mut response| {
                response
                    .headers_mut()
                    .insert(VARY, HeaderValue::from_static("Accept"));
                response
            });
            error
        })
    }
    let scope = web::scope("/a").wrap(from_fn(refuse)).wrap(cors());
    let app = init_service(App::new().service(scope).wrap(cors())).await;
    assert_eq!(
        ask(&app, actual("GET", "/a").to_request()).await,
        shared(409)
    );

    let scope = web::scope("/a")
        .wrap(from_fn(refuse))
        .wrap(from_fn(vary))
        .wrap(cors());
    let app = init_service(App::new().service(scope).wrap(cors())).await;
    let (status, lines) = ask(&app, actual("GET", "/a").to_request()).await;
    assert_eq!(status, 409);
    assert_eq!(lines, [SHARED[0], "vary: Accept", "vary: Origin"]);
}

#[actix_web::test]
async fn conditions_turn_it_on_and_off() {
    for enabled in [true, false] {
        let app = App::new()
            .route("/", web::get().to(ok))
            .service(web::scope("/a").wrap(Condition::new(enabled, cors())))
            .service(
                web::resource("/b")
                    .to(ok)
                    .wrap(Condition::new(enabled, cors())),
            )
            .wrap(Condition::new(enabled, cors()));
        let app = init_service(app).await;
        for path in ["/", "/a", "/b"] {
            let (_, lines) = ask(&app, actual("GET", path).to_request()).await;
            assert_eq!(lines == SHARED, enabled, "{path}: {lines:?}");
            let answer = ask(&app, preflight(path).to_request()).await;
            assert_eq!(answer == answered(), enabled, "{path}: {answer:?}");
        }
    }
}

#[actix_web::test]
async fn options_that_are_no_preflight_reach_their_route() {
    let app = App::new().wrap(cors()).route(
        "/",
        web::method(actix_web::http::Method::OPTIONS).to(async || "options"),
    );
    let app = init_service(app).await;
    let response = call_service(&app, actual("OPTIONS", "/").to_request()).await;
    assert_eq!(cors_lines(response.headers()), SHARED);
    assert_eq!(read_body(response).await, "options");
}

#[actix_web::test]
async fn lines_of_vary_that_a_handler_set_are_kept() {
    async fn handler() -> impl Responder {
        HttpResponse::Ok()
            .append_header(("vary", "Accept"))
            .append_header(("vary", "Cookie"))
            .finish()
    }
    let app = init_service(App::new().wrap(cors()).route("/", web::get().to(handler))).await;
    let (_, lines) = ask(&app, actual("GET", "/").to_request()).await;
    assert_eq!(
        lines,
        [SHARED[0], "vary: Accept", "vary: Cookie", "vary: Origin"]
    );
}

/// Bytes that are no text, and two lines where there should be one.
#[actix_web::test]
async fn hostile_origins_are_refused() {
    let app = init_service(App::new().wrap(cors()).route("/{id}", web::get().to(ok))).await;
    let refused = (200, vec!["vary: Origin".to_owned()]);
    let bytes = HeaderValue::from_bytes(b"https://app.example.com\xff").unwrap();
    let request = actual("GET", "/7").insert_header(("origin", bytes));
    assert_eq!(ask(&app, request.to_request()).await, refused);
    let request = actual("GET", "/7").append_header(("origin", APP));
    assert_eq!(ask(&app, request.to_request()).await, refused);
}

#[test]
fn one_is_made_for_all_workers() {
    fn shareable<T: Send + Sync + Clone + 'static>(_: T) {}
    shareable::<Cors>(cors());
}
