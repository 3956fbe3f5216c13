//! What is logged: a policy's warnings once, and once that handlers set CORS headers themselves.

mod common;
#[path = "common/log.rs"]
mod log;

use core::time::Duration;

use common::{APP, actual, cors, launched, preflight, quiet};
use cors_rocket::{Cors, Policy};
use log::Log;
use rocket::{
    fairing::AdHoc,
    get,
    http::{Header, Method},
    local::blocking::Client,
    routes,
};

/// The lines that are logged while `work` is done.
fn logged(work: impl FnOnce()) -> Vec<String> {
    let log = Log::start();
    work();
    log.lines()
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
            " WARN cors: CORS policy: origin \"https://app.example.com\" is listed twice; remove one code=\"shadowed-origin\"",
            " WARN cors: CORS policy: max_age 3600: WebKit cuts it to 600 seconds; write 600 to get the same time in every browser code=\"max-age-capped\"",
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
        let client = launched(
            quiet()
                .mount("/", routes![own])
                .mount("/again", routes![own])
                .attach(cors()),
        );
        for path in ["/", "/again"] {
            actual(&client, "GET", path);
        }
        preflight(&client, "/");
    });
    assert_eq!(
        lines,
        [
            "DEBUG cors: removed a CORS header that the handler, or CORS further inside, had set; the outermost policy decides: put it there header=access-control-allow-origin path=\"/\""
        ]
    );
}

#[test]
fn what_a_fairing_set_is_named() {
    let lines = logged(|| {
        let any = AdHoc::on_response("any", |_, response| {
            response.set_raw_header("Access-Control-Max-Age", "1");
            Box::pin(async {})
        });
        let client = launched(quiet().attach(any).attach(cors()));
        preflight(&client, "/");
    });
    assert_eq!(
        lines,
        [
            "DEBUG cors: removed a CORS header that the handler, or CORS further inside, had set; the outermost policy decides: put it there header=access-control-max-age path=\"/\""
        ]
    );
}

/// `HEAD`, which Rocket would have taken for `GET` if it had passed.
#[test]
fn a_refusal_is_logged_once() {
    for method in ["HEAD", "POST"] {
        let lines = logged(|| {
            let policy = common::policy().to_builder().guard_unsafe_methods(true);
            let policy = policy.guard_safe_methods(true).build().unwrap();
            let client = launched(quiet().attach(Cors::new(policy)));
            let request = client.req(method.parse::<Method>().unwrap(), "/refused");
            request
                .header(Header::new("origin", "https://evil.test"))
                .dispatch();
        });
        let [line] = &lines[..] else {
            panic!("{lines:?}");
        };
        assert!(line.contains(&format!("method={method:?}")), "{line}");
        assert!(line.contains("path=\"/refused\""), "{line}");
    }
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
        ["ERROR cors: two CORS policies have the same base base=/a/"]
    );
}
