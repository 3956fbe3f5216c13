//! Harmless, and useless: CORS stands inside `put`, which no preflight reaches.
//!
//! Reading works. Saving fails, because poem answers its preflight with 405, without the headers. The browser's console says:
//!
//! ```text
//! Access to fetch at 'http://127.0.0.1:3000/note' from origin 'https://app.example.com' has been
//! blocked by CORS policy: Response to preflight request doesn't pass access control check: No
//! 'Access-Control-Allow-Origin' header is present on the requested resource.
//! ```
//!
//! The cure is `get(read).put(save).with(cors)`, or `with` around all routes.

use core::error::Error;
use std::env;

use cors_poem::{Cors, Policy, PolicyError};
use poem::{Endpoint, EndpointExt, Route, Server, get, handler, listener::TcpListener};

#[handler]
fn read() -> &'static str {
    "a note"
}

#[handler]
fn save() {}

pub(crate) fn app() -> Result<impl Endpoint, PolicyError> {
    let policy = Policy::builder()
        .allow_origins(["https://app.example.com"])
        .allow_methods(["PUT"])
        .allow_headers(["content-type"])
        .build()?;
    let cors = Cors::new(policy);
    Ok(Route::new().at("/note", get(read.with(cors.clone())).put(save.with(cors))))
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let port = env::args().nth(1).unwrap_or_else(|| "3000".to_owned());
    let listener = TcpListener::bind(format!("127.0.0.1:{port}"));
    Server::new(listener).run(app()?).await?;
    Ok(())
}
