//! CORS among other middleware, two policies in one application, and none.

mod common;

use actix_web::{
    App, Error, HttpResponse, Resource,
    body::MessageBody,
    dev::{Service, ServiceRequest, ServiceResponse},
    guard,
    http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, ORIGIN},
    middleware::{Condition, Next, from_fn},
    test::init_service,
    web,
};
use common::{APP, actual, answered, ask, cors, preflight, shared};
use cors_actix::{Cors, Policy};

const ADMIN: &str = "https://admin.example.com";

fn thing() -> Resource {
    web::resource("/thing").get(HttpResponse::Ok)
}

/// A policy of one origin.
fn only(origin: &str) -> Cors {
    let policy = Policy::builder()
        .allow_origins([origin])
        .allow_methods(["PUT"])
        .allow_headers(["content-type"]);
    Cors::new(policy.build().unwrap())
}

/// The origin that a preflight's answer or a response names, whichever of the two asks.
macro_rules! origin_allowed {
    ($app:expr, $request:expr) => {{
        let mut allowed = None;
        for origin in [APP, ADMIN] {
            let request = $request.insert_header((ORIGIN, origin));
            let response = $app.call(request.to_request()).await.unwrap();
            if response.headers().contains_key(ACCESS_CONTROL_ALLOW_ORIGIN) {
                assert_eq!(allowed.replace(origin), None, "both");
            }
        }
        allowed
    }};
}

/// As middleware does that brings a path of its own.
async fn answer_by_itself(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    if request.path() == "/socket.io/" {
        return Ok(request
            .into_response(HttpResponse::Ok())
            .map_into_boxed_body());
    }
    Ok(next.call(request).await?.map_into_boxed_body())
}

#[actix_web::test]
async fn what_answers_by_itself_belongs_inside() {
    let app = App::new().wrap(from_fn(answer_by_itself)).wrap(cors());
    let app = init_service(app).await;
    let answer = ask(&app, preflight("/socket.io/").to_request()).await;
    assert_eq!(answer, answered());
    let answer = ask(&app, actual("GET", "/socket.io/").to_request()).await;
    assert_eq!(answer, shared(200));

    let app = App::new().wrap(cors()).wrap(from_fn(answer_by_itself));
    let app = init_service(app).await;
    for request in [preflight("/socket.io/"), actual("GET", "/socket.io/")] {
        assert_eq!(ask(&app, request.to_request()).await, (200, vec![]));
    }
}

/// A path has one preflight, whatever method it asks for, and no guard for a method lets it in.
#[actix_web::test]
async fn one_path_has_one_policy() {
    let reading = || web::resource("/").to(HttpResponse::Ok).wrap(only(APP));
    let writing = || web::resource("/").to(HttpResponse::Ok).wrap(only(ADMIN));
    let app = App::new()
        .service(reading().guard(guard::Get()))
        .service(writing().guard(guard::Put()));
    let app = init_service(app).await;
    assert_eq!(ask(&app, preflight("/").to_request()).await, (404, vec![]));
    // Of two guards that do, the first one.
    let app = App::new()
        .service(reading().guard(guard::Any(guard::Get()).or(guard::Options())))
        .service(writing().guard(guard::Any(guard::Put()).or(guard::Options())));
    let app = init_service(app).await;
    assert_eq!(origin_allowed!(app, preflight("/")), Some(APP));
    assert_eq!(origin_allowed!(app, actual("PUT", "/")), Some(ADMIN));
}

#[actix_web::test]
async fn of_two_policies_the_outer_one_answers() {
    let open = || web::scope("/open").service(thing()).wrap(only(ADMIN));
    let inside = App::new().service(open()).service(thing()).wrap(only(APP));
    let inside = init_service(inside).await;
    assert_eq!(origin_allowed!(inside, preflight("/open/thing")), Some(APP));
    assert_eq!(
        origin_allowed!(inside, actual("GET", "/open/thing")),
        Some(APP)
    );

    // A scope for everything else, after those with policies of their own.
    let rest = web::scope("").service(thing()).wrap(only(APP));
    let beside = init_service(App::new().service(open()).service(rest)).await;
    assert_eq!(
        origin_allowed!(beside, preflight("/open/thing")),
        Some(ADMIN)
    );
    assert_eq!(
        origin_allowed!(beside, actual("GET", "/open/thing")),
        Some(ADMIN)
    );
    for path in ["/thing", "/unknown"] {
        assert_eq!(origin_allowed!(beside, preflight(path)), Some(APP));
        assert_eq!(origin_allowed!(beside, actual("GET", path)), Some(APP));
    }
}

#[actix_web::test]
async fn without_a_policy() {
    let app = |policy: Option<Policy>| {
        let cors = policy.map_or(Cors::off(), Cors::new);
        App::new().service(thing()).wrap(cors)
    };
    let off = init_service(app(None)).await;
    let bare = init_service(App::new().service(thing())).await;
    for request in [
        || preflight("/thing"),
        || actual("GET", "/thing"),
        || actual("GET", "/unknown"),
    ] {
        let answer = ask(&bare, request().to_request()).await;
        assert_eq!(answer.1, [""; 0]);
        assert_eq!(ask(&off, request().to_request()).await, answer);
    }
    let policy = Policy::builder().allow_origins([APP]).build().unwrap();
    let on = init_service(app(Some(policy))).await;
    let answer = ask(&on, actual("GET", "/thing").to_request()).await;
    assert_eq!(answer, shared(200));
}

/// Where there is a policy in any case.
#[actix_web::test]
async fn a_condition() {
    for (enabled, answer) in [(true, answered()), (false, (405, vec![]))] {
        let app = App::new()
            .service(thing())
            .wrap(Condition::new(enabled, cors()));
        let app = init_service(app).await;
        let asked = ask(&app, preflight("/thing").to_request()).await;
        assert_eq!(asked, answer);
    }
}
