//! What is logged: a policy's warnings once, and once that handlers set CORS headers themselves.

mod common;
#[path = "common/log.rs"]
mod log;

use actix_web::{
    App, HttpResponse,
    test::{call_service, init_service},
    web,
};
use common::actual;
use cors_actix::{Cors, Policy};
use log::Log;

/// The lines that are logged while `work` is done.
async fn logged(work: impl Future<Output = ()>) -> Vec<String> {
    let log = Log::start();
    work.await;
    log.lines()
}

#[actix_web::test]
async fn warnings_are_logged_once() {
    let lines = logged(async {
        let policy = Policy::builder()
            .allow_origins(["https://app.example.com", "https://app.example.com"])
            .max_age(core::time::Duration::from_secs(3600))
            .build()
            .unwrap();
        let cors = Cors::new(policy);
        // As for two workers.
        for _ in 0..2 {
            let app = App::new()
                .service(web::scope("/a").wrap(cors.clone()))
                .service(web::scope("/b").wrap(cors.clone()));
            let app = init_service(app).await;
            for path in ["/a", "/b", "/a"] {
                call_service(&app, actual("GET", path).to_request()).await;
            }
        }
    })
    .await;
    assert_eq!(
        lines,
        [
            " WARN cors: CORS policy: origin \"https://app.example.com\" is listed twice; remove one code=\"shadowed-origin\"",
            " WARN cors: CORS policy: max_age 3600: WebKit cuts it to 600 seconds; write 600 to get the same time in every browser code=\"max-age-capped\"",
        ]
    );
}

#[actix_web::test]
async fn what_a_handler_set_is_named() {
    let lines = logged(async {
        let policy = Policy::builder()
            .allow_origins(["https://app.example.com"])
            .build()
            .unwrap();
        let own = || async {
            HttpResponse::Ok()
                .insert_header(("access-control-allow-origin", "*"))
                .insert_header(("access-control-allow-private-network", "true"))
                .insert_header(("vary", "accept"))
                .finish()
        };
        let app = App::new()
            .route("/", web::get().to(own))
            .route("/again", web::get().to(own))
            .wrap(Cors::new(policy));
        let app = init_service(app).await;
        for path in ["/", "/again"] {
            let response = call_service(&app, actual("GET", path).to_request()).await;
            let headers = response.headers();
            assert!(!headers.contains_key("access-control-allow-private-network"));
            assert!(headers.get_all("vary").eq(["accept", "Origin"]));
        }
    })
    .await;
    assert_eq!(
        lines,
        [
            "DEBUG cors: removed a CORS header that the handler, or CORS further inside, had set; the outermost policy decides: put it there header=access-control-allow-origin path=\"/\"",
            "DEBUG cors: removed a CORS header that the handler, or CORS further inside, had set; the outermost policy decides: put it there header=access-control-allow-private-network path=\"/\"",
        ]
    );
}
