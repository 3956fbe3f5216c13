//! A small program that has it wrong: authentication is outermost, and CORS inside it.
//!
//! That exposes nothing, but every request that needs a preflight fails. Browsers send preflights
//! without credentials, and authentication sees them before CORS does: 401, without the headers.
//! Chromium's console then says
//!
//! ```text
//! Access to fetch at 'http://127.0.0.1:3000/' from origin 'https://app.example.com' has been
//! blocked by CORS policy: Response to preflight request doesn't pass access control check: No
//! 'Access-Control-Allow-Origin' header is present on the requested resource.
//! ```
//!
//! The last `wrap` is the outermost: see the example `actix-right`.

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
        .wrap(cors)
        .wrap(from_fn(authenticate))
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
