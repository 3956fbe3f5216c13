//! A WebSocket that no stranger's page can open.
//!
//! `cargo run --example actix-websocket -- 3000`, then open `http://127.0.0.1:3000/` and, in its console,
//! `new WebSocket("ws://127.0.0.1:3000/socket")`. From the console of any other site it fails, and the log
//! of the browser says 403.
//!
//! Browsers let every page open a WebSocket, with the visitor's cookies, whatever CORS says. The guard
//! refuses before the handler runs: the server's own pages pass, those of `allow_origins`, and clients that
//! are no browsers.

use core::error::Error;
use std::env;

use actix_web::{App, HttpRequest, HttpResponse, HttpServer, rt, web};
use actix_ws::{Message, MessageStream, Session};
use cors_actix::{Cors, Policy, PolicyError};

pub(crate) fn cors() -> Result<Cors, PolicyError> {
    let policy = Policy::builder()
        // The second one is this server, as browsers reach it through its proxy.
        .allow_origins(["https://app.example.com", "https://api.example.com"])
        .guard_websockets(true)
        .build()?;
    Ok(Cors::new(policy))
}

pub(crate) fn routes(app: &mut web::ServiceConfig) {
    app.route("/", web::get().to(async || "hello"));
    app.route("/socket", web::get().to(socket));
}

async fn socket(request: HttpRequest, body: web::Payload) -> actix_web::Result<HttpResponse> {
    let (response, session, messages) = actix_ws::handle(&request, body)?;
    rt::spawn(echo(session, messages));
    Ok(response)
}

async fn echo(mut session: Session, mut messages: MessageStream) {
    while let Some(Ok(message)) = messages.recv().await {
        let sent = match message {
            Message::Text(text) => session.text(text).await,
            Message::Ping(bytes) => session.pong(&bytes).await,
            _ => break,
        };
        if sent.is_err() {
            return;
        }
    }
    let _ = session.close(None).await;
}

#[actix_web::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let port = env::args().nth(1).map_or(Ok(3000), |port| port.parse())?;
    let cors = cors()?;
    let server = HttpServer::new(move || App::new().configure(routes).wrap(cors.clone()));
    Ok(server.bind(("127.0.0.1", port))?.run().await?)
}
