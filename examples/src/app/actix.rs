//! The application on actix-web.
//!
//! actix-web catches no panics: the connection is closed without an answer. So this application
//! has a middleware of its own that does, `catch_panic`.

use core::panic::AssertUnwindSafe;
use std::{io, net::TcpListener};

use actix_web::{
    App, Error, HttpRequest, HttpResponse, HttpServer, Result,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    error::ErrorInternalServerError,
    guard,
    http::{StatusCode, header::LOCATION},
    middleware::{Next, from_fn},
    rt::{System, spawn, time::sleep},
    web::{self, Bytes, Data, Path, Payload, ServiceConfig},
};
use actix_ws::{AggregatedMessage as Message, AggregatedMessageStream, Session};
use cors_actix::Cors;
use cors_conformance::{
    Spy,
    application::{self, Counter},
};
use futures_util::{FutureExt, stream};

use super::{GRACE, Named, Stop};

/// Threads that serve.
const WORKERS: usize = 2;

/// The application below every policy's name, for [`App::configure`] on every worker.
pub fn app(
    policies: &[Named],
    spy: &Spy,
) -> impl Fn(&mut ServiceConfig) + Clone + Send + use<> + 'static {
    let spy = Data::new(spy.clone());
    // One for each name, whatever the number of workers.
    let counter = Data::new(Counter::new());
    let guarded = policies.iter().map(|(name, policy)| {
        let cors = Cors::new(policy.clone());
        (format!("/{name}"), cors, Data::new(Counter::new()))
    });
    let guarded: Vec<_> = guarded.collect();
    move |app| {
        app.app_data(Data::clone(&spy)).service(
            web::scope("/none")
                .app_data(Data::clone(&counter))
                .configure(routes)
                .wrap(from_fn(catch_panic)),
        );
        for (prefix, cors, counter) in &guarded {
            // A scope answers for its bare prefix, which is not below `/NAME/`.
            app.service(web::resource(prefix.as_str()).to(HttpResponse::NotFound))
                .service(
                    web::scope(prefix)
                        .app_data(Data::clone(counter))
                        .configure(routes)
                        .wrap(from_fn(catch_panic))
                        .wrap(cors.clone()),
                );
        }
    }
}

pub(super) fn serve(
    listener: TcpListener,
    policies: &[Named],
    spy: &Spy,
    stop: Stop,
) -> io::Result<()> {
    let app = app(policies, spy);
    System::new().block_on(
        HttpServer::new(move || App::new().configure(&app))
            .workers(WORKERS)
            .disable_signals()
            .shutdown_signal(stop.requested())
            .shutdown_timeout(GRACE.as_secs())
            .listen_auto_h2c(listener)?
            .run(),
    )
}

fn routes(scope: &mut ServiceConfig) {
    let echo_methods = guard::Any(guard::Get())
        .or(guard::Head())
        .or(guard::Post())
        .or(guard::Put())
        .or(guard::Patch())
        .or(guard::Delete())
        .or(guard::Options());
    // What `ServiceConfig::route` mounts has no 405.
    scope
        .service(web::resource("/echo").route(web::route().guard(echo_methods).to(echo)))
        .service(web::resource("/get-only").get(get_only))
        .service(web::resource("/status/{code}").get(status).post(status))
        .service(web::resource("/fail").get(fail))
        .service(web::resource("/panic").get(panic))
        .service(web::resource("/override").get(override_))
        .service(web::resource("/stream").get(stream))
        .service(web::resource("/cached").get(cached))
        .service(
            web::resource("/redirect")
                .get(redirect)
                .put(redirect)
                .post(redirect),
        )
        .service(
            web::resource("/counter")
                .get(count)
                .post(count)
                .put(count)
                .patch(count)
                .delete(count),
        )
        .service(web::resource("/socket").get(socket));
}

/// Turns a panic of what it wraps into an error, which is 500.
async fn catch_panic(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>> {
    AssertUnwindSafe(async { next.call(request).await })
        .catch_unwind()
        .await
        .unwrap_or_else(|_| Err(ErrorInternalServerError("a handler panicked")))
}

async fn echo(spy: Data<Spy>, request: HttpRequest) -> HttpResponse {
    spy.visit();
    let lines = request
        .headers()
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_bytes()));
    let body = application::echo_body(request.method().as_str(), request.path(), lines);
    response(StatusCode::OK, application::ECHO_HEADERS, body)
}

async fn get_only(spy: Data<Spy>) -> &'static str {
    spy.visit();
    "ok"
}

async fn status(spy: Data<Spy>, code: Path<String>) -> HttpResponse {
    spy.visit();
    match application::status_code(&code).and_then(|code| StatusCode::from_u16(code).ok()) {
        Some(status) => response(status, application::STATUS_HEADERS, ()),
        None => HttpResponse::BadRequest().finish(),
    }
}

async fn fail(spy: Data<Spy>) -> Result<HttpResponse> {
    spy.visit();
    Err(ErrorInternalServerError("this route fails"))
}

async fn panic(spy: Data<Spy>) -> HttpResponse {
    spy.visit();
    panic!("this route panics");
}

async fn override_(spy: Data<Spy>) -> HttpResponse {
    spy.visit();
    response(StatusCode::OK, application::OVERRIDE_HEADERS, ())
}

async fn stream(spy: Data<Spy>) -> HttpResponse {
    spy.visit();
    HttpResponse::Ok().streaming(stream::unfold(0, |sent| async move {
        let chunk = application::STREAM_CHUNKS.get(sent)?.as_bytes();
        if sent > 0 {
            sleep(application::STREAM_INTERVAL).await;
        }
        Some((Ok::<_, Error>(Bytes::from_static(chunk)), sent + 1))
    }))
}

async fn cached(spy: Data<Spy>) -> HttpResponse {
    spy.visit();
    response(
        StatusCode::OK,
        application::CACHED_HEADERS,
        application::CACHED_BODY,
    )
}

async fn redirect(spy: Data<Spy>, request: HttpRequest) -> HttpResponse {
    spy.visit();
    match application::redirect_location(Some(request.query_string())) {
        Some(location) => HttpResponse::TemporaryRedirect()
            .append_header((LOCATION, location))
            .finish(),
        None => HttpResponse::BadRequest().finish(),
    }
}

async fn count(spy: Data<Spy>, counter: Data<Counter>, request: HttpRequest) -> String {
    spy.visit();
    counter.answer(request.method().as_str())
}

async fn socket(spy: Data<Spy>, request: HttpRequest, payload: Payload) -> Result<HttpResponse> {
    let (response, session, messages) = actix_ws::handle(&request, payload)?;
    spy.visit();
    spawn(send_back(session, messages.aggregate_continuations()));
    Ok(response)
}

async fn send_back(mut session: Session, mut messages: AggregatedMessageStream) {
    while let Some(Ok(message)) = messages.recv().await {
        let sent = match message {
            Message::Text(text) => session.text(text).await,
            Message::Binary(bytes) => session.binary(bytes).await,
            Message::Ping(bytes) => session.pong(&bytes).await,
            Message::Pong(_) => Ok(()),
            Message::Close(reason) => {
                // Whoever has closed does not have to hear it.
                let _ = session.close(reason).await;
                return;
            }
        };
        if sent.is_err() {
            return;
        }
    }
}

fn response(
    status: StatusCode,
    headers: &[(&'static str, &'static str)],
    body: impl MessageBody + 'static,
) -> HttpResponse {
    let mut response = HttpResponse::build(status);
    for line in headers {
        response.append_header(*line);
    }
    response.body(body)
}
