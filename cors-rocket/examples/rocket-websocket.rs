//! A WebSocket that no stranger's page can open.
//!
//! `cargo run --example rocket-websocket -- 3000`, then open `http://127.0.0.1:3000/` and, in its console,
//! `new WebSocket("ws://127.0.0.1:3000/socket")`. From the console of any other site it fails, and the log
//! of the browser says 403.
//!
//! Browsers let every page open a WebSocket, with the visitor's cookies, whatever CORS says. The guard
//! refuses before the route runs: the server's own pages pass, those of `allow_origins`, and clients that
//! are no browsers.

use cors_rocket::{Cors, Policy, PolicyError};
use rocket::{Build, Config, Rocket, get, routes};
use rocket_ws::{Stream, WebSocket};

#[get("/")]
fn index() -> &'static str {
    "hello"
}

#[get("/socket")]
fn socket(socket: WebSocket) -> Stream!['static] {
    socket.stream(|messages| messages)
}

pub(crate) fn cors() -> Result<Cors, PolicyError> {
    let policy = Policy::builder()
        // The second one is this server, as browsers reach it through its proxy.
        .allow_origins(["https://app.example.com", "https://api.example.com"])
        .guard_websockets(true)
        .build()?;
    Ok(Cors::new(policy))
}

pub(crate) fn app() -> Rocket<Build> {
    rocket::build().mount("/", routes![index, socket])
}

#[rocket::main]
async fn main() -> Result<(), Box<dyn core::error::Error>> {
    let port = std::env::args().nth(1);
    let port = port.map_or(Ok(3000), |port| port.parse())?;
    let config = Config::figment().merge(("port", port));
    app().attach(cors()?).configure(config).launch().await?;
    Ok(())
}
