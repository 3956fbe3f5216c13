//! CORS among other fairings, two policies in one application, none, and a rewritten method.

mod common;

use common::{APP, PREFLIGHT, SHARED, actual, cors, cors_lines, launched, preflight, quiet};
use cors_rocket::{Cors, Policy};
use rocket::{
    Build, Data, Rocket, delete,
    fairing::{AdHoc, Fairing, Info, Kind},
    get,
    http::{ContentType, Header, Method, Status},
    local::blocking::Client,
    post, put,
    request::{FromRequest, Outcome, Request},
    routes,
};

#[get("/thing")]
fn get_thing() {}

#[put("/thing")]
fn put_thing() {}

#[delete("/thing")]
fn delete_thing() -> &'static str {
    "deleted"
}

#[post("/thing")]
fn post_thing() -> &'static str {
    "posted"
}

fn only(origin: &str) -> Cors {
    let policy = Policy::builder().allow_origins([origin]);
    Cors::new(policy.allow_methods(["PUT"]).build().unwrap())
}

/// Whatever a response fairing grants by itself, attached before or after.
#[test]
fn the_order_of_attaching_does_not_matter() {
    let grants = || {
        AdHoc::on_response("grants", |_, response| {
            Box::pin(async move {
                response.set_raw_header("access-control-allow-origin", "*");
            })
        })
    };
    let routes = || quiet().mount("/", routes![get_thing]);
    for app in [
        routes().attach(grants()).attach(cors()),
        routes().attach(cors()).attach(grants()),
    ] {
        let client = launched(app);
        assert_eq!(cors_lines(&actual(&client, "GET", "/thing")), SHARED);
        let answer = preflight(&client, "/thing");
        assert_eq!(answer.status(), Status::NoContent);
        assert_eq!(cors_lines(&answer), PREFLIGHT);
    }
}

/// A policy has a path, whatever its methods: two at one path do not launch.
#[test]
fn one_path_has_one_policy() {
    let other = "https://admin.example.com";
    let app = quiet().mount("/", routes![get_thing, put_thing]);
    let app = app
        .attach(only(APP).at("/thing"))
        .attach(only(other).at("/thing"));
    let error = Client::untracked(app).unwrap_err();
    let kind = error.kind().to_string();
    assert_eq!(kind, "launch fairing(s) failed");
}

#[test]
fn an_open_part_inside_has_its_own_policy() {
    let app = quiet()
        .mount("/", routes![get_thing])
        .mount("/open", routes![get_thing]);
    let anybody = Policy::builder().allow_origins(["*"]).build().unwrap();
    let app = app.attach(Cors::new(anybody).at("/open")).attach(cors());
    let client = launched(app);
    assert_eq!(cors_lines(&preflight(&client, "/thing")), PREFLIGHT);
    assert_eq!(cors_lines(&actual(&client, "GET", "/thing")), SHARED);
    let open = "access-control-allow-origin: *";
    assert_eq!(cors_lines(&actual(&client, "GET", "/open/thing")), [open]);
    let answer = preflight(&client, "/open/thing");
    assert!(cors_lines(&answer).iter().any(|line| line == open));
}

#[test]
fn without_a_policy() {
    let app = |policy: Option<Policy>| {
        let app = quiet().mount("/", routes![get_thing]);
        match policy {
            Some(policy) => app.attach(Cors::new(policy)),
            None => app,
        }
    };
    let off = launched(app(None));
    assert_eq!(preflight(&off, "/thing").status(), Status::NotFound);
    assert_eq!(cors_lines(&actual(&off, "GET", "/thing")), [""; 0]);
    let on = launched(app(Some(common::policy())));
    assert_eq!(cors_lines(&actual(&on, "GET", "/thing")), SHARED);
}

/// What a form of another site sends, without a preflight: its status and text.
fn form(app: Rocket<Build>, body: &str) -> (Status, String) {
    let client = launched(app);
    let request = client.post("/thing").header(ContentType::Form).body(body);
    let request = request.header(Header::new("origin", "https://evil.test"));
    let response = request.dispatch();
    assert_eq!(cors_lines(&response), ["vary: Origin"]);
    (
        response.status(),
        response.into_string().unwrap_or_default(),
    )
}

/// Rocket's own doing, before any fairing.
#[test]
fn a_form_chooses_another_method() {
    let app = || {
        let routes = routes![delete_thing, post_thing];
        quiet().mount("/", routes).attach(cors())
    };
    let deleted = (Status::Ok, "deleted".to_owned());
    assert_eq!(form(app(), "_method=delete"), deleted);
    assert_eq!(form(app(), "_method=DELETE&x=1"), deleted);
    let posted = (Status::Ok, "posted".to_owned());
    assert_eq!(form(app(), "x=1&_method=delete"), posted);
}

/// Takes back what Rocket made of a form's `_method`.
struct NoMethodsInForms;

#[rocket::async_trait]
impl Fairing for NoMethodsInForms {
    fn info(&self) -> Info {
        let (name, kind) = ("no methods in forms", Kind::Request);
        Info { name, kind }
    }

    async fn on_request(&self, request: &mut Request<'_>, data: &mut Data<'_>) {
        if request.content_type().is_some_and(|sent| sent.is_form()) {
            let start = data.peek("_method=delete".len()).await;
            if start.windows(7).any(|name| name == b"_method") {
                request.set_method(Method::Post);
            }
        }
    }
}

/// The cure that the documentation has for the whole application.
#[test]
fn the_method_that_was_sent_can_be_restored() {
    for body in ["_method=delete", "_method=put&x=1", "&&_method=put", "x=1"] {
        let routes = routes![delete_thing, put_thing, post_thing];
        let app = quiet().mount("/", routes).attach(NoMethodsInForms);
        let posted = (Status::Ok, "posted".to_owned());
        assert_eq!(form(app.attach(cors()), body), posted, "{body}");
    }
}

/// A request that no form can be.
struct NoForm;

#[rocket::async_trait]
impl<'r> FromRequest<'r> for NoForm {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        match request.content_type() {
            Some(sent) if sent.is_form() => Outcome::Error((Status::UnsupportedMediaType, ())),
            _ => Outcome::Success(Self),
        }
    }
}

#[delete("/thing")]
fn delete_unless_form(_guard: NoForm) -> &'static str {
    "deleted"
}

/// The cure for a route.
#[test]
fn a_guard_keeps_forms_out() {
    let app = || {
        quiet()
            .mount("/", routes![delete_unless_form])
            .attach(cors())
    };
    let (status, _) = form(app(), "_method=delete");
    assert_eq!(status, Status::UnsupportedMediaType);
    let client = launched(app());
    assert_eq!(actual(&client, "DELETE", "/thing").status(), Status::Ok);
}
