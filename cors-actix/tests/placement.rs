//! Every row of the documented table: where the middleware may stand, and what it covers there.

mod common;

use actix_web::{
    App, Error, HttpResponse, Resource, Responder,
    body::MessageBody,
    dev::{Service, ServiceRequest, ServiceResponse},
    error::ErrorUnauthorized,
    get, guard,
    http::header::AUTHORIZATION,
    middleware::{Next, from_fn},
    test::init_service,
    web,
};
use common::{PREFLIGHT, SHARED, actual, answered, ask, cors, preflight, shared};

async fn ok() -> impl Responder {
    HttpResponse::Ok()
}

fn known() -> Resource {
    web::resource("/known").route(web::get().to(ok))
}

fn later() -> Resource {
    web::resource("/later").route(web::get().to(ok))
}

/// Preflight of a route, of no route; 405; 404; a route added after the middleware: the status,
/// and whether CORS covered it.
macro_rules! table {
    ($app:expr) => {{
        let app = init_service($app).await;
        let mut rows = Vec::new();
        for (request, expected) in [
            (preflight("/a/known"), PREFLIGHT.as_slice()),
            (preflight("/a/unknown"), &PREFLIGHT),
            (actual("DELETE", "/a/known"), &SHARED),
            (actual("GET", "/a/unknown"), &SHARED),
            (actual("GET", "/a/later"), &SHARED),
        ] {
            let (status, lines) = ask(&app, request.to_request()).await;
            assert!(
                lines == expected || lines.is_empty(),
                "half covered: {lines:?}"
            );
            rows.push((status, lines == expected));
        }
        rows
    }};
}

#[actix_web::test]
async fn app_wrap() {
    let app = App::new()
        .service(web::resource("/a/known").route(web::get().to(ok)))
        .wrap(cors())
        .service(web::resource("/a/later").route(web::get().to(ok)));
    let covered = [
        (204, true),
        (204, true),
        (405, true),
        (404, true),
        (200, true),
    ];
    assert_eq!(table!(app), covered);
}

#[actix_web::test]
async fn scope_wrap() {
    let scope = || {
        web::scope("/a")
            .service(known())
            .wrap(cors())
            .service(later())
    };
    let covered = [
        (204, true),
        (204, true),
        (405, true),
        (404, true),
        (200, true),
    ];
    assert_eq!(table!(App::new().service(scope())), covered);

    let app = init_service(App::new().service(scope())).await;
    for outside in ["/", "/ab/known", "/outside"] {
        let outside = actual("GET", outside).to_request();
        assert_eq!(ask(&app, outside).await, (404, Vec::new()));
    }
}

#[actix_web::test]
async fn resource_wrap() {
    let app = App::new().service(
        web::scope("/a")
            .service(known().wrap(cors()))
            .service(later()),
    );
    let covered = [
        (204, true),
        (404, false),
        (405, true),
        (404, false),
        (200, false),
    ];
    assert_eq!(table!(app), covered);
}

/// Neither [`App::route`] nor a scope's has a 405: it is a resource behind a guard for the method.
#[actix_web::test]
async fn app_route() {
    let app = init_service(App::new().wrap(cors()).route("/", web::get().to(ok))).await;
    assert_eq!(ask(&app, preflight("/").to_request()).await, answered());
    assert_eq!(
        ask(&app, actual("PUT", "/").to_request()).await,
        shared(404)
    );

    let route = || web::get().to(ok).wrap(cors());
    let scope = web::scope("/a").route("/b", route());
    let app = App::new().route("/", route()).service(scope);
    let app = init_service(app).await;
    for path in ["/", "/a/b"] {
        let answer = ask(&app, preflight(path).to_request()).await;
        assert_eq!(answer, (404, Vec::new()));
    }
}

/// A wrong place: the preflight's method is none of the route's.
#[actix_web::test]
async fn route_wrap() {
    let known = web::resource("/known").route(web::get().to(ok).wrap(cors()));
    let app = App::new().service(web::scope("/a").service(known).service(later()));
    let covered = [
        (405, false),
        (404, false),
        (405, false),
        (404, false),
        (200, false),
    ];
    assert_eq!(table!(app), covered);
}

#[get("/known", wrap = "cors()")]
async fn by_attribute() -> impl Responder {
    HttpResponse::Ok()
}

/// A wrong place: the attribute puts its guard for the method on the resource.
#[actix_web::test]
async fn attribute_wrap() {
    let app = App::new().service(web::scope("/a").service(by_attribute).service(later()));
    let covered = [
        (404, false),
        (404, false),
        (404, false),
        (404, false),
        (200, false),
    ];
    assert_eq!(table!(app), covered);
}

/// The same by hand.
#[actix_web::test]
async fn resource_wrap_behind_a_guard_for_the_method() {
    let known = web::resource("/known")
        .guard(guard::Get())
        .to(ok)
        .wrap(cors());
    let app = App::new().service(web::scope("/a").service(known).service(later()));
    let covered = [
        (404, false),
        (404, false),
        (404, false),
        (404, false),
        (200, false),
    ];
    assert_eq!(table!(app), covered);
}

async fn authenticate(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    if request.headers().contains_key(AUTHORIZATION) {
        next.call(request).await
    } else {
        Err(ErrorUnauthorized("who are you?"))
    }
}

/// The last one wrapped is the outermost.
#[actix_web::test]
async fn after_what_answers_by_itself() {
    let app = App::new().route("/", web::get().to(ok));
    let app = init_service(app.wrap(from_fn(authenticate)).wrap(cors())).await;
    assert_eq!(ask(&app, preflight("/").to_request()).await, answered());
    assert_eq!(
        ask(&app, actual("GET", "/").to_request()).await,
        shared(401)
    );
}

/// The wrong order: preflights carry no credentials.
#[actix_web::test]
async fn before_what_answers_by_itself() {
    let app = App::new().route("/", web::get().to(ok));
    let app = init_service(app.wrap(cors()).wrap(from_fn(authenticate))).await;
    for request in [preflight("/"), actual("GET", "/")] {
        let answer = ask(&app, request.to_request()).await;
        assert_eq!(answer, (401, Vec::new()));
    }
    for (path, status) in [("/", 200), ("/unknown", 404)] {
        let let_in = actual("GET", path).insert_header((AUTHORIZATION, "Bearer x"));
        assert_eq!(ask(&app, let_in.to_request()).await, shared(status));
    }
}

/// The service that an app makes takes requests one after the other, whatever became of the last.
#[actix_web::test]
async fn one_service_answers_many() {
    let app = App::new().wrap(cors()).route("/", web::get().to(ok));
    let app = init_service(app).await;
    for _ in 0..3 {
        assert_eq!(ask(&app, preflight("/").to_request()).await, answered());
        assert_eq!(
            ask(&app, actual("PUT", "/").to_request()).await,
            shared(404)
        );
        let response = app.call(actual("GET", "/").to_request()).await.unwrap();
        assert_eq!(response.status(), 200);
    }
}
