//! Rocket: one route, through the local client, which nothing in Rocket goes below.

use core::{iter::once, str};
use std::{borrow::Cow, sync::Arc};

use ::rocket::{
    Build, Config, Data, Request, Response, Rocket, Route,
    config::LogLevel,
    fairing::{Fairing, Info, Kind},
    http::{Header, Method, Status},
    local::asynchronous::{Client, LocalRequest, LocalResponse},
    route::{Handler, Outcome},
    routes, tokio,
};
use rocket_cors::{AllowedHeaders, AllowedOrigins, CorsOptions};

use super::{
    Answer, Contender, Subject,
    floor::{Decision, Floor, varies_by_origin},
    peer::METHODS,
    polled,
};
use crate::{
    PolicyKind,
    policy::{EXPOSED, HEADERS, MAX_AGE},
    request::RequestHead,
};

pub(super) fn subject(contender: Contender, policy: PolicyKind) -> Option<Box<dyn Subject>> {
    let config = Config {
        log_level: LogLevel::Off,
        ..Config::release_default()
    };
    let bare = ::rocket::custom(config).mount("/", routes![ok, ok_to_options]);
    let rocket = match contender {
        Contender::Bare => bare,
        Contender::Ours => bare.attach(cors_rocket::Cors::new(policy.build())),
        Contender::Peer => bare.attach(peer(policy)),
        Contender::OtherPeer => return None,
        Contender::Floor => floor(bare, policy),
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .expect("a runtime");
    let client = runtime
        .block_on(Client::untracked(rocket))
        .expect("a rocket");
    Some(Box::new(InProcess {
        // Requests borrow it, and stand beside it.
        client: Box::leak(Box::new(client)),
        request: None,
    }))
}

#[::rocket::get("/")]
fn ok() -> &'static str {
    "ok"
}

#[::rocket::options("/")]
fn ok_to_options() -> &'static str {
    "ok"
}

struct InProcess {
    client: &'static Client,
    request: Option<LocalRequest<'static>>,
}

impl InProcess {
    fn send(&mut self) -> LocalResponse<'static> {
        let request = self.request.take().expect("a request is prepared");
        polled::output(request.dispatch())
    }
}

impl Subject for InProcess {
    fn prepare(&mut self, request: &RequestHead) {
        let method = request.method.parse().expect("a method");
        let mut prepared = self.client.req(method, "/");
        for (name, value) in &request.headers {
            prepared.add_header(Header::new(*name, value.clone()));
        }
        self.request = Some(prepared);
    }

    fn call(&mut self) -> u16 {
        self.send().status().code
    }

    fn answer(&mut self) -> Answer {
        let response = self.send();
        let headers: Vec<_> = response.headers().iter().collect();
        let lines = headers.iter();
        let lines = lines.map(|line| (line.name.as_str(), line.value.as_bytes()));
        Answer::new(response.status().code, lines)
    }
}

/// rocket_cors. Patterns are regular expressions, which is what it has.
///
/// It leaves out `Vary`. A refused request is answered with 403, and the handler does not run.
fn peer(policy: PolicyKind) -> rocket_cors::Cors {
    let origins = policy.origins();
    let allowed_origins = match policy {
        PolicyKind::Any => AllowedOrigins::all(),
        PolicyKind::Subdomains => {
            let patterns: Vec<_> = origins
                .iter()
                .map(|origin| format!("^{}$", origin.replace('.', r"\.").replace('*', ".+")))
                .collect();
            AllowedOrigins::some_regex(&patterns)
        }
        PolicyKind::Regex => AllowedOrigins::some_regex(&[format!("^{}$", origins.concat())]),
        _ => AllowedOrigins::some_exact(&origins),
    };
    let methods = METHODS
        .iter()
        .map(|method| method.parse().expect("a method"));
    CorsOptions::default()
        .allowed_origins(allowed_origins)
        .allowed_methods(methods.collect())
        .allowed_headers(AllowedHeaders::some(&HEADERS))
        .expose_headers(EXPOSED.map(str::to_owned).into())
        .allow_credentials(policy.credentials())
        .send_wildcard(policy == PolicyKind::Any)
        .max_age(Some(MAX_AGE.as_secs() as usize))
        .to_cors()
        .expect("options without a mistake")
}

/// The floor: a route for preflights, and a fairing for what other routes answer. Rocket boxes the
/// futures of both, and keeps the lines of each header in a list.
fn floor(bare: Rocket<Build>, policy: PolicyKind) -> Rocket<Build> {
    let fairing = FloorFairing(Arc::new(Floor::new(policy, |value| value)));
    let route = Route::ranked(isize::MIN, Method::Options, "/<path..>", fairing.clone());
    bare.mount("/", [route]).attach(fairing)
}

#[derive(Clone)]
struct FloorFairing(Arc<Floor<&'static str>>);

/// What is read of a request.
///
/// Rocket hashes a name byte by byte, so that looking at all names is less than looking one up.
struct Read<'r> {
    origin: Option<&'r str>,
    method: Option<&'r str>,
    headers: Option<&'r str>,
}

impl<'r> Read<'r> {
    fn new(request: &'r Request<'_>) -> Self {
        let (mut origin, mut method, mut headers) = (None, None, None);
        let lines = request.headers().iter();
        for Header { name, value } in lines {
            let Cow::Borrowed(value) = value else {
                continue;
            };
            let place = match name.as_str().len() {
                6 if name == "origin" => &mut origin,
                29 if name == "access-control-request-method" => &mut method,
                30 if name == "access-control-request-headers" => &mut headers,
                _ => continue,
            };
            place.get_or_insert(value);
        }
        Self {
            origin,
            method,
            headers,
        }
    }
}

impl FloorFairing {
    fn decide(&self, request: &Request<'_>, read: &Read<'_>) -> Decision {
        self.0.decide(
            request.method() == Method::Options,
            read.origin.map(str::as_bytes),
            || Some(read.method?.as_bytes()),
            || read.headers.into_iter().map(str::as_bytes),
        )
    }
}

#[::rocket::async_trait]
impl Handler for FloorFairing {
    async fn handle<'r>(&self, request: &'r Request<'_>, data: Data<'r>) -> Outcome<'r> {
        let read = Read::new(request);
        let decision = self.decide(request, &read);
        if !decision.is_preflight {
            return Outcome::forward(data, Status::NotFound);
        }
        let floor: &Floor<&'static str> = &self.0;
        let mut response = Response::new();
        response.set_raw_header("vary", floor.preflight_vary);
        if let Some(origin) = floor.shared_text(decision, read.origin) {
            response.set_status(Status::NoContent);
            response.set_raw_header("access-control-allow-origin", origin);
            if let Some(credentials) = floor.credentials {
                response.set_raw_header("access-control-allow-credentials", credentials);
            }
            response.set_raw_header("access-control-allow-methods", floor.methods);
            response.set_raw_header("access-control-allow-headers", floor.headers);
            response.set_raw_header("access-control-max-age", floor.max_age);
        } else {
            response.set_status(Status::Forbidden);
        }
        Outcome::Success(response)
    }
}

#[::rocket::async_trait]
impl Fairing for FloorFairing {
    fn info(&self) -> Info {
        let (name, kind) = ("floor", Kind::Response);
        Info { name, kind }
    }

    async fn on_response<'r>(&self, request: &'r Request<'_>, response: &mut Response<'r>) {
        let read = Read::new(request);
        if request.method() == Method::Options && read.origin.is_some() && read.method.is_some() {
            // The route's answer.
            return;
        }
        let floor = &*self.0;
        let decision = self.decide(request, &read);
        if let Some(origin) = floor.shared_text(decision, read.origin) {
            response.set_raw_header("access-control-allow-origin", origin);
            if let Some(credentials) = floor.credentials {
                response.set_raw_header("access-control-allow-credentials", credentials);
            }
            response.set_raw_header("access-control-expose-headers", floor.exposed);
        }
        if let Some(vary) = floor.vary.filter(|_| !varies(response)) {
            response.adjoin_raw_header("vary", vary);
        }
    }
}

/// Whether a response says already that it varies by origin.
fn varies(response: &Response<'_>) -> bool {
    // A loop: `any` costs 210 instructions more here.
    for Header { name, value } in response.headers().iter() {
        if name == "vary" && varies_by_origin(once(value.as_bytes())) {
            return true;
        }
    }
    false
}

impl Floor<&'static str> {
    fn shared_text<'r>(&self, decision: Decision, origin: Option<&'r str>) -> Option<&'r str> {
        self.shared(decision, origin.as_ref()).copied()
    }
}
