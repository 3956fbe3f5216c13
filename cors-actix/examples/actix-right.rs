//! A small program that has it right: CORS is outermost, which the last `wrap` is.
//!
//! `cargo run --example actix-right -- 3000`, then ask it as a browser would before a request with
//! credentials:
//!
//! ```text
//! curl -i -X OPTIONS http://127.0.0.1:3000/ -H 'origin: https://app.example.com' \
//!   -H 'access-control-request-method: GET' -H 'access-control-request-headers: authorization'
//! ```
//!
//! It answers 204 with the whole policy. Without the `authorization` that it asks for, a request is
//! answered by 401, which the page may read too.

use core::error::Error;
use std::env;

use actix_web::{
    App, HttpServer,
    body::MessageBody,
    dev::{ServiceFactory, ServiceRequest, ServiceResponse},
    error::ErrorUnauthorized,
    http::header::AUTHORIZATION,
    middleware::{Next, from_fn},
    web,
};
use cors_actix::{Cors, Policy, PolicyError};

pub(crate) fn cors() -> Result<Cors, PolicyError> {
    let policy = Policy::builder()
        .allow_origins(["https://app.example.com", "http://localhost:*"])
        .allow_headers(["authorization"])
        .build()?;
    Ok(Cors::new(policy))
}

pub(crate) fn app(
    cors: Cors,
) -> App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<impl MessageBody>,
        Error = actix_web::Error,
        InitError = (),
    >,
> {
    App::new()
        .service(web::resource("/").get(async || "hello"))
        .wrap(from_fn(authenticate))
        .wrap(cors)
}

async fn authenticate(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> actix_web::Result<ServiceResponse<impl MessageBody>> {
    if request.headers().contains_key(AUTHORIZATION) {
        next.call(request).await
    } else {
        Err(ErrorUnauthorized("who are you?"))
    }
}

#[actix_web::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let port = env::args().nth(1).map_or(Ok(3000), |port| port.parse())?;
    let cors = cors()?;
    let server = HttpServer::new(move || app(cors.clone())).bind(("127.0.0.1", port))?;
    Ok(server.run().await?)
}
