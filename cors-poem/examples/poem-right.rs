//! A page of `https://app.example.com` may read and save a note: CORS stands around all routes.
//!
//! ```sh
//! cargo run --example poem-right -- 3000
//! curl -i -X OPTIONS -H 'origin: https://app.example.com' \
//!     -H 'access-control-request-method: PUT' http://127.0.0.1:3000/note
//! ```

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
    let app = Route::new().at("/note", get(read).put(save));
    Ok(app.with(Cors::new(policy)))
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let port = env::args().nth(1).unwrap_or_else(|| "3000".to_owned());
    let listener = TcpListener::bind(format!("127.0.0.1:{port}"));
    Server::new(listener).run(app()?).await?;
    Ok(())
}
