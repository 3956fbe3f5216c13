//! What is logged: a policy's warnings once, and handlers that set CORS headers themselves.

mod common;

use core::time::Duration;
use std::{
    io,
    sync::{Arc, Mutex},
};

use common::{APP, actual, cors, launched, preflight, quiet};
use cors_rocket::{Cors, Policy};
use rocket::{fairing::AdHoc, get, http::Header, local::blocking::Client, routes};
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
fn logged(work: impl FnOnce()) -> Vec<String> {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::DEBUG)
        .with_writer(log.clone())
        .with_ansi(false)
        .without_time()
        .finish();
    let guard = tracing::subscriber::set_default(subscriber);
    work();
    drop(guard);
    let bytes = log.0.lock().unwrap().clone();
    String::from_utf8(bytes)
        .unwrap()
        .lines()
        .map(str::to_owned)
        .collect()
}

#[test]
fn warnings_are_logged_once() {
    let lines = logged(|| {
        let policy = Policy::builder()
            .allow_origins([APP, APP])
            .max_age(Duration::from_secs(3600))
            .build()
            .unwrap();
        let client = launched(quiet().attach(Cors::new(policy).at("/a").at("/b")));
        for path in ["/a", "/b", "/a"] {
            actual(&client, "GET", path);
        }
    });
    assert_eq!(
        lines,
        [
            " WARN cors_rocket: CORS policy: origin \"https://app.example.com\" is listed twice; remove one code=\"shadowed-origin\"",
            " WARN cors_rocket: CORS policy: max_age 3600: WebKit cuts it to 600 seconds; write 600 to have it everywhere alike code=\"max-age-capped\"",
        ]
    );
}

#[test]
fn what_a_handler_set_is_named() {
    #[derive(rocket::Responder)]
    struct Own((), Header<'static>);

    #[get("/")]
    fn own() -> Own {
        Own((), Header::new("Access-Control-Allow-Origin", "*"))
    }

    let lines = logged(|| {
        let client = launched(quiet().mount("/", routes![own]).attach(cors()));
        actual(&client, "GET", "/");
        preflight(&client, "/");
    });
    assert_eq!(
        lines,
        [
            "DEBUG cors_rocket: replaced what a handler set: it belongs in the CORS policy header=access-control-allow-origin"
        ]
    );
}

#[test]
fn what_a_fairing_set_is_named() {
    let lines = logged(|| {
        let any = AdHoc::on_response("any", |_, response| {
            response.set_raw_header("Access-Control-Allow-Origin", "*");
            Box::pin(async {})
        });
        let client = launched(quiet().attach(any).attach(cors()));
        preflight(&client, "/");
    });
    assert_eq!(
        lines,
        [
            "DEBUG cors_rocket: replaced what a handler set: it belongs in the CORS policy header=access-control-allow-origin"
        ]
    );
}

#[test]
fn two_policies_at_one_base_are_named() {
    let lines = logged(|| {
        let app = quiet().attach(cors().at("/a")).attach(cors().at("/a/"));
        let error = Client::untracked(app).unwrap_err();
        assert_eq!(error.to_string(), "launch fairing(s) failed");
    });
    assert_eq!(
        lines,
        ["ERROR cors_rocket: two CORS policies have the same base base=/a/"]
    );
}
