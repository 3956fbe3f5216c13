//! What is logged: a policy's warnings once, and handlers that set CORS headers themselves.

mod common;

use std::{
    io,
    sync::{Arc, Mutex},
};

use actix_web::{
    App, HttpResponse,
    test::{call_service, init_service},
    web,
};
use common::actual;
use cors_actix::{Cors, Policy};
use tracing_subscriber::fmt::MakeWriter;

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Log {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

/// The lines that are logged while `work` is done.
async fn logged(work: impl Future<Output = ()>) -> Vec<String> {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::DEBUG)
        .with_writer(log.clone())
        .with_ansi(false)
        .without_time()
        .finish();
    let guard = tracing::subscriber::set_default(subscriber);
    work.await;
    drop(guard);
    let bytes = log.0.lock().unwrap().clone();
    String::from_utf8(bytes)
        .unwrap()
        .lines()
        .map(str::to_owned)
        .collect()
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
            " WARN cors_actix: CORS policy: origin \"https://app.example.com\" is listed twice; remove one code=\"shadowed-origin\"",
            " WARN cors_actix: CORS policy: max_age 3600: WebKit cuts it to 600 seconds; write 600 to have it everywhere alike code=\"max-age-capped\"",
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
                .finish()
        };
        let app = App::new()
            .route("/", web::get().to(own))
            .wrap(Cors::new(policy));
        let app = init_service(app).await;
        call_service(&app, actual("GET", "/").to_request()).await;
    })
    .await;
    assert_eq!(
        lines,
        [
            "DEBUG cors_actix: replaced what a handler set: it belongs in the CORS policy header=access-control-allow-origin"
        ]
    );
}
