//! The application on Rocket.

use core::{net::SocketAddr, time::Duration};
use std::{io, sync::Mutex};

use cors_conformance::{
    Spy,
    application::{self, Counter},
};
use cors_rocket::Cors;
use futures_util::{
    SinkExt, StreamExt,
    stream::{Stream, unfold},
};
use rocket::{
    Build, Config, Data, Request, Response, Rocket, Route, State,
    config::{LogLevel, Shutdown},
    error::ErrorKind,
    fairing::AdHoc,
    get,
    http::{Method, Status},
    post,
    response::{self, Responder, stream::ByteStream},
    route::{self, BoxFuture, Handler},
    routes,
};
use rocket_ws::{
    Channel, Message, WebSocket, result::Result as SocketResult, stream::DuplexStream,
};
use tokio::{
    runtime::{Handle, Runtime},
    time::sleep,
};

use super::{GRACE, Named, Stop};

/// The application below every policy's name. To Rocket, `/NAME` is the same as `/NAME/`.
pub fn app(policies: &[Named], spy: &Spy) -> Rocket<Build> {
    let app = rocket::custom(quiet())
        .manage(spy.clone())
        .mount("/none", routes());
    policies.iter().fold(app, |app, (name, policy)| {
        let base = format!("/{name}");
        app.mount(&*base, routes())
            .attach(Cors::new(policy.clone()).at(&base))
    })
}

/// Rocket has no public way to serve on a listener, and binds the address by itself.
pub(super) fn serve(
    address: SocketAddr,
    policies: &[Named],
    spy: &Spy,
    stop: Stop,
    ready: impl FnOnce(SocketAddr) + Send + 'static,
) -> io::Result<()> {
    let config = Config {
        address: address.ip(),
        port: address.port(),
        ..quiet()
    };
    let app = app(policies, spy)
        .configure(config)
        .attach(call_when_listening(ready))
        .attach(end_connections());
    Runtime::new()?.block_on(async {
        let rocket = app.ignite().await.map_err(io_error)?;
        let shutdown = rocket.shutdown();
        let overdue = async {
            stop.requested().await;
            shutdown.notify();
            sleep(GRACE).await;
        };
        tokio::select! {
            result = rocket.launch() => result.map(drop).map_err(io_error),
            () = overdue => Ok(()),
        }
    })
}

/// Nothing on standard output, and signals left to the caller.
fn quiet() -> Config {
    Config {
        log_level: LogLevel::Off,
        cli_colors: false,
        shutdown: Shutdown {
            ctrlc: false,
            #[cfg(unix)]
            signals: Default::default(),
            grace: u32::try_from(GRACE.as_secs()).unwrap_or(u32::MAX),
            mercy: 0,
            force: false,
            ..Shutdown::default()
        },
        ..Config::release_default()
    }
}

/// Liftoff comes after Rocket has bound its address, port 0 being replaced in its configuration.
fn call_when_listening(ready: impl FnOnce(SocketAddr) + Send + 'static) -> AdHoc {
    let ready = Mutex::new(Some(ready));
    AdHoc::on_liftoff("ready", move |rocket| {
        Box::pin(async move {
            let ready = ready.lock().ok().and_then(|mut ready| ready.take());
            if let Some(ready) = ready {
                let Config { address, port, .. } = *rocket.config();
                ready(SocketAddr::new(address, port));
            }
        })
    })
}

/// Rocket looks but once whether a connection is left, and if so sleeps for the whole of its
/// grace. So they end before it looks: each is a task.
fn end_connections() -> AdHoc {
    AdHoc::on_shutdown("end connections", |_| {
        Box::pin(async {
            while Handle::current().metrics().num_alive_tasks() > 0 {
                sleep(Duration::from_millis(10)).await;
            }
        })
    })
}

fn io_error(error: rocket::Error) -> io::Error {
    match error.kind() {
        ErrorKind::Bind(bind) => io::Error::new(bind.kind(), bind.to_string()),
        _ => io::Error::other(error.to_string()),
    }
}

fn routes() -> Vec<Route> {
    let mut routes = routes![
        get_only,
        status,
        post_status,
        fail,
        panic,
        override_,
        stream,
        cached,
        socket,
    ];
    let echo_methods = [
        Method::Get,
        Method::Head,
        Method::Post,
        Method::Put,
        Method::Patch,
        Method::Delete,
        Method::Options,
    ];
    routes.extend(echo_methods.map(|method| Route::new(method, "/echo", echo)));
    let redirect_methods = [Method::Get, Method::Put, Method::Post];
    routes.extend(redirect_methods.map(|method| Route::new(method, "/redirect", redirect)));
    let count = Count(Counter::new());
    let count_methods = [
        Method::Get,
        Method::Post,
        Method::Put,
        Method::Patch,
        Method::Delete,
    ];
    routes.extend(count_methods.map(|method| Route::new(method, "/counter", count.clone())));
    routes
}

/// Counts for one name. Rocket's state is the whole application's.
#[derive(Clone)]
struct Count(Counter);

#[rocket::async_trait]
impl Handler for Count {
    async fn handle<'r>(&self, request: &'r Request<'_>, _: Data<'r>) -> route::Outcome<'r> {
        visit(request);
        route::Outcome::from(request, self.0.answer(request.method().as_str()))
    }
}

/// What [`application`] says.
struct Contents {
    status: Status,
    headers: &'static [(&'static str, &'static str)],
    body: String,
}

impl<'r> Responder<'r, 'static> for Contents {
    fn respond_to(self, request: &'r Request<'_>) -> response::Result<'static> {
        let mut response = self.body.respond_to(request)?;
        response.set_status(self.status);
        for (name, _) in self.headers {
            response.remove_header(name);
        }
        for &(name, value) in self.headers {
            response.adjoin_raw_header(name, value);
        }
        Ok(response)
    }
}

fn contents(headers: &'static [(&'static str, &'static str)], body: impl Into<String>) -> Contents {
    Contents {
        status: Status::Ok,
        headers,
        body: body.into(),
    }
}

fn echo<'r>(request: &'r Request<'_>, _: Data<'r>) -> BoxFuture<'r> {
    Box::pin(async move {
        visit(request);
        let lines: Vec<_> = request.headers().iter().collect();
        let lines = lines
            .iter()
            .map(|line| (line.name().as_str(), line.value().as_bytes()));
        let method = request.method().as_str();
        let body = application::echo_body(method, request.uri().path().as_str(), lines);
        route::Outcome::from(request, contents(application::ECHO_HEADERS, body))
    })
}

fn redirect<'r>(request: &'r Request<'_>, _: Data<'r>) -> BoxFuture<'r> {
    Box::pin(async move {
        visit(request);
        let query = request.uri().query().map(|query| query.as_str());
        let mut response = Response::new();
        match application::redirect_location(query) {
            Some(location) => {
                response.set_status(Status::TemporaryRedirect);
                response.set_raw_header("location", location);
            }
            None => response.set_status(Status::BadRequest),
        }
        route::Outcome::Success(response)
    })
}

fn visit(request: &Request<'_>) {
    if let Some(spy) = request.rocket().state::<Spy>() {
        spy.visit();
    }
}

#[get("/get-only")]
fn get_only(spy: &State<Spy>) -> &'static str {
    spy.visit();
    "ok"
}

#[get("/status/<code>")]
fn status(spy: &State<Spy>, code: &str) -> Contents {
    spy.visit();
    match application::status_code(code) {
        Some(code) => Contents {
            status: Status::new(code),
            ..contents(application::STATUS_HEADERS, "")
        },
        None => Contents {
            status: Status::BadRequest,
            ..contents(&[], "")
        },
    }
}

#[post("/status/<code>")]
fn post_status(spy: &State<Spy>, code: &str) -> Contents {
    status(spy, code)
}

#[get("/fail")]
fn fail(spy: &State<Spy>) -> Result<(), Status> {
    spy.visit();
    Err(Status::InternalServerError)
}

#[get("/panic")]
fn panic(spy: &State<Spy>) {
    spy.visit();
    panic!("this route panics");
}

#[get("/override")]
fn override_(spy: &State<Spy>) -> Contents {
    spy.visit();
    contents(application::OVERRIDE_HEADERS, "")
}

#[get("/stream")]
fn stream(spy: &State<Spy>) -> ByteStream<impl Stream<Item = &'static str> + use<>> {
    spy.visit();
    ByteStream(unfold(0, |sent| async move {
        let chunk = *application::STREAM_CHUNKS.get(sent)?;
        if sent > 0 {
            sleep(application::STREAM_INTERVAL).await;
        }
        Some((chunk, sent + 1))
    }))
}

#[get("/cached")]
fn cached(spy: &State<Spy>) -> Contents {
    spy.visit();
    contents(application::CACHED_HEADERS, application::CACHED_BODY)
}

#[get("/socket")]
fn socket(spy: &State<Spy>, socket: WebSocket) -> Channel<'static> {
    spy.visit();
    socket.channel(|stream| Box::pin(send_back(stream)))
}

/// Pings are answered, and a closing handshake is ended, by tungstenite.
async fn send_back(mut socket: DuplexStream) -> SocketResult<()> {
    while let Some(message) = socket.next().await {
        let message = message?;
        if matches!(message, Message::Text(_) | Message::Binary(_)) {
            socket.send(message).await?;
        }
    }
    Ok(())
}
