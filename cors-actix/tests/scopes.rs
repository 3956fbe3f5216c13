//! A policy for each scope: a preflight is answered by the one that would serve the request.

mod common;

use actix_web::{App, HttpResponse, Responder, test::init_service, web};
use common::{APP, SHARED, actual, answered, ask, cors, preflight, shared};
use cors_actix::{Cors, Policy};

async fn ok() -> impl Responder {
    HttpResponse::Ok()
}

/// Any origin may read, and nothing else.
fn public() -> Cors {
    Cors::new(Policy::builder().allow_origins(["*"]).build().unwrap())
}

fn public_preflight() -> (u16, Vec<String>) {
    let lines = [
        "access-control-allow-methods: GET, HEAD, POST",
        "access-control-allow-origin: *",
        "vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers",
    ];
    (204, lines.map(String::from).to_vec())
}

#[actix_web::test]
async fn two_scopes_with_different_policies_and_one_without() {
    let routes = || web::resource("/thing").route(web::get().to(ok));
    let app = App::new()
        .service(web::scope("/private").service(routes()).wrap(cors()))
        .service(web::scope("/public").service(routes()).wrap(public()))
        .service(web::scope("/internal").service(routes()));
    let app = init_service(app).await;
    for path in ["/thing", "/no/such/thing"] {
        let ask = async |below: &str| {
            let path = format!("{below}{path}");
            ask(&app, preflight(&path).to_request()).await
        };
        assert_eq!(ask("/private").await, answered());
        assert_eq!(ask("/public").await, public_preflight());
        let (status, lines) = ask("/internal").await;
        assert!([404, 405].contains(&status), "{status}");
        assert_eq!(lines, [""; 0]);
    }
    let ask = async |path| ask(&app, actual("GET", path).to_request()).await;
    assert_eq!(ask("/private/thing").await, shared(200));
    let open = vec!["access-control-allow-origin: *".to_owned()];
    assert_eq!(ask("/public/thing").await, (200, open));
    assert_eq!(ask("/internal/thing").await, (200, Vec::new()));
    assert_eq!(ask("/privately/thing").await, (404, Vec::new()));
}

/// actix-web asks scopes in the order in which they were added: the narrower one comes first.
#[actix_web::test]
async fn a_scope_beside_a_wider_one() {
    let app = App::new()
        .service(
            web::scope("/api/public")
                .route("/thing", web::get().to(ok))
                .wrap(public()),
        )
        .service(
            web::scope("/api")
                .route("/thing", web::get().to(ok))
                .wrap(cors()),
        );
    let app = init_service(app).await;
    for path in ["/api/public/thing", "/api/public/none"] {
        let answer = ask(&app, preflight(path).to_request()).await;
        assert_eq!(answer, public_preflight(), "{path}");
    }
    for path in ["/api/thing", "/api/none", "/api/publicly/thing"] {
        let answer = ask(&app, preflight(path).to_request()).await;
        assert_eq!(answer, answered(), "{path}");
    }
}

/// Of two that are nested the outer one answers all preflights, and has the last word on
/// responses. Nothing is said twice.
#[actix_web::test]
async fn a_scope_within_a_wrapped_app() {
    let scope = web::scope("/public")
        .route("/thing", web::get().to(ok))
        .wrap(public());
    let app = init_service(App::new().service(scope).wrap(cors())).await;
    let answer = ask(&app, preflight("/public/thing").to_request()).await;
    assert_eq!(answer, answered());
    let answer = ask(&app, actual("GET", "/public/thing").to_request()).await;
    assert_eq!(answer, shared(200));

    let scope = web::scope("/a")
        .route("/thing", web::get().to(ok))
        .wrap(cors());
    let app = init_service(App::new().service(scope).wrap(cors())).await;
    let answer = ask(&app, actual("GET", "/a/thing").to_request()).await;
    assert_eq!(answer, shared(200));
}

/// Path segments with names, above and below the scope that is wrapped.
#[actix_web::test]
async fn below_a_dynamic_segment() {
    async fn both(path: web::Path<(String, u32)>) -> String {
        let (tenant, id) = path.into_inner();
        format!("{tenant} {id}")
    }
    let scope = web::scope("/{tenant}").service(
        web::scope("/things")
            .route("/{id}", web::get().to(both))
            .wrap(cors()),
    );
    let app = init_service(App::new().service(scope)).await;
    let response =
        actix_web::test::call_service(&app, actual("GET", "/a%20b/things/7").to_request()).await;
    assert_eq!(common::cors_lines(response.headers()), SHARED);
    assert_eq!(actix_web::test::read_body(response).await, "a b 7");
    let answer = ask(&app, preflight("/a/things/7").to_request()).await;
    assert_eq!(answer, answered());
    let elsewhere = actual("GET", "/a/none").insert_header(("origin", APP));
    assert_eq!(ask(&app, elsewhere.to_request()).await, (404, Vec::new()));
}
