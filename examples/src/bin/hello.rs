//! Says hello on any framework in one of three ways, which `cargo xtask load` compares: without CORS,
//! with the lines that a policy adds written by the handler, and with a policy.
//!
//! `serve` won't do: warp tries its routes without a policy before all others, and Rocket runs the
//! policies' fairings for them, too.

use core::net::SocketAddr;
use std::{
    io::{self, Read, Write},
    net::TcpListener,
    process, thread,
};

use clap::{Parser, ValueEnum};
use cors_core::{Policy, PolicyError};
use cors_examples::app::Framework;
use http::{
    HeaderName, HeaderValue,
    header::{
        ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_ORIGIN,
        ACCESS_CONTROL_EXPOSE_HEADERS, VARY,
    },
};

/// Says hello on a free port of this machine, until its standard input ends.
#[derive(Parser)]
struct Arguments {
    /// The framework to say it with.
    #[arg(long, value_enum)]
    framework: Framework,
    /// What its response says of CORS, and how that gets there.
    #[arg(long, value_enum)]
    way: Way,
}

#[derive(Clone, Copy, ValueEnum)]
enum Way {
    None,
    ByHand,
    Policy,
}

const ORIGIN: &str = "https://app.example.com";

const EXPOSED: &str = "x-request-id";

fn policy() -> Result<Policy, PolicyError> {
    Policy::builder()
        .allow_origins([ORIGIN, "https://*.preview.example.com"])
        .allow_credentials(true)
        .allow_methods(["PUT", "DELETE"])
        .allow_headers(["content-type", "x-api-key"])
        .expose_headers([EXPOSED])
        .build()
}

/// What the policy adds for its origin.
fn lines() -> [(HeaderName, HeaderValue); 4] {
    [
        (
            ACCESS_CONTROL_ALLOW_ORIGIN,
            HeaderValue::from_static(ORIGIN),
        ),
        (
            ACCESS_CONTROL_ALLOW_CREDENTIALS,
            HeaderValue::from_static("true"),
        ),
        (
            ACCESS_CONTROL_EXPOSE_HEADERS,
            HeaderValue::from_static(EXPOSED),
        ),
        (VARY, HeaderValue::from_static("Origin")),
    ]
}

fn main() -> io::Result<()> {
    let Arguments { framework, way } = Arguments::parse();
    thread::spawn(|| {
        // Whoever has started it is gone, or wants it to go.
        let _ = io::stdin().read_to_end(&mut Vec::new());
        process::exit(0);
    });
    let policy = policy().map_err(io::Error::other)?;
    let serve = match framework {
        Framework::Actix => actix::serve,
        Framework::Axum => axum::serve,
        Framework::Poem => poem::serve,
        // It takes no listener.
        Framework::Rocket => return rocket::serve(way, policy),
        Framework::Warp => warp::serve,
        other => return Err(io::Error::other(format!("nothing is said with {other}"))),
    };
    let listener = TcpListener::bind("127.0.0.1:0")?;
    listener.set_nonblocking(true)?;
    announce(listener.local_addr()?);
    serve(listener, way, policy)
}

fn announce(address: SocketAddr) {
    let mut stdout = io::stdout();
    // Whoever has closed it does not wait for the line.
    let _ = writeln!(stdout, "listening on http://{address}").and_then(|()| stdout.flush());
}

mod actix {
    use std::{io, net::TcpListener};

    use actix_web::{
        App, HttpResponse, HttpServer,
        http::header::{
            ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_ORIGIN,
            ACCESS_CONTROL_EXPOSE_HEADERS, CONTENT_TYPE, HeaderValue, VARY,
        },
        rt::System,
        web::get,
    };
    use cors_actix::Cors;
    use cors_core::Policy;

    use super::{EXPOSED, ORIGIN, Way};

    /// Threads that serve.
    const WORKERS: usize = 2;

    pub(super) fn serve(listener: TcpListener, way: Way, policy: Policy) -> io::Result<()> {
        System::new().block_on(async {
            let server = match way {
                Way::None => HttpServer::new(|| App::new().route("/", get().to(hello)))
                    .workers(WORKERS)
                    .listen(listener)?
                    .run(),
                Way::ByHand => HttpServer::new(|| App::new().route("/", get().to(by_hand)))
                    .workers(WORKERS)
                    .listen(listener)?
                    .run(),
                Way::Policy => {
                    let cors = Cors::new(policy);
                    let app = move || App::new().route("/", get().to(hello)).wrap(cors.clone());
                    HttpServer::new(app)
                        .workers(WORKERS)
                        .listen(listener)?
                        .run()
                }
            };
            server.await
        })
    }

    async fn hello() -> &'static str {
        "hello"
    }

    async fn by_hand() -> HttpResponse {
        let value = HeaderValue::from_static;
        // As for what is said without CORS.
        HttpResponse::Ok()
            .insert_header((CONTENT_TYPE, value("text/plain; charset=utf-8")))
            .insert_header((ACCESS_CONTROL_ALLOW_ORIGIN, value(ORIGIN)))
            .insert_header((ACCESS_CONTROL_ALLOW_CREDENTIALS, value("true")))
            .insert_header((ACCESS_CONTROL_EXPOSE_HEADERS, value(EXPOSED)))
            .insert_header((VARY, value("Origin")))
            .body("hello")
    }
}

mod axum {
    use std::io;

    use ::axum::{Router, response::IntoResponse, routing::get};
    use cors_axum::CorsLayer;
    use cors_core::Policy;
    use tokio::{net::TcpListener, runtime::Runtime};

    use super::{Way, lines};

    pub(super) fn serve(
        listener: std::net::TcpListener,
        way: Way,
        policy: Policy,
    ) -> io::Result<()> {
        let app = match way {
            Way::None => Router::new().route("/", get(hello)),
            Way::ByHand => Router::new().route("/", get(by_hand)),
            Way::Policy => Router::new()
                .route("/", get(hello))
                .layer(CorsLayer::new(policy)),
        };
        Runtime::new()?.block_on(async {
            let listener = TcpListener::from_std(listener)?;
            ::axum::serve(listener, app).await
        })
    }

    async fn hello() -> &'static str {
        "hello"
    }

    async fn by_hand() -> impl IntoResponse {
        (lines(), "hello")
    }
}

mod poem {
    use std::io;

    use ::poem::{
        EndpointExt, IntoResponse, Response, Route, Server, get, handler, listener::TcpAcceptor,
    };
    use cors_core::Policy;
    use cors_poem::Cors;
    use tokio::runtime::Runtime;

    use super::{Way, lines};

    pub(super) fn serve(
        listener: std::net::TcpListener,
        way: Way,
        policy: Policy,
    ) -> io::Result<()> {
        Runtime::new()?.block_on(async {
            let server = Server::new_with_acceptor(TcpAcceptor::from_std(listener)?);
            let app = Route::new();
            match way {
                Way::None => server.run(app.at("/", get(hello))).await,
                Way::ByHand => server.run(app.at("/", get(by_hand))).await,
                Way::Policy => {
                    let app = app.at("/", get(hello)).with(Cors::new(policy));
                    server.run(app).await
                }
            }
        })
    }

    #[handler]
    fn hello() -> &'static str {
        "hello"
    }

    #[handler]
    fn by_hand() -> Response {
        let mut response = "hello".into_response();
        response.headers_mut().extend(lines());
        response
    }
}

mod rocket {
    use core::net::SocketAddr;
    use std::io;

    use ::rocket::{Config, Request, config::LogLevel, fairing::AdHoc, get, response, routes};
    use cors_core::Policy;
    use cors_rocket::Cors;
    use tokio::runtime::Runtime;

    use super::{EXPOSED, ORIGIN, Way, announce};

    pub(super) fn serve(way: Way, policy: Policy) -> io::Result<()> {
        let config = Config {
            port: 0,
            log_level: LogLevel::Off,
            ..Config::release_default()
        };
        let ready = AdHoc::on_liftoff("announce", |rocket| {
            let Config { address, port, .. } = *rocket.config();
            announce(SocketAddr::new(address, port));
            Box::pin(async {})
        });
        let app = ::rocket::custom(config).attach(ready);
        let app = match way {
            Way::None => app.mount("/", routes![hello]),
            Way::ByHand => app.mount("/", routes![by_hand]),
            Way::Policy => app.mount("/", routes![hello]).attach(Cors::new(policy)),
        };
        let launched = Runtime::new()?.block_on(app.launch());
        launched.map(drop).map_err(io::Error::other)
    }

    #[get("/")]
    fn hello() -> &'static str {
        "hello"
    }

    #[get("/")]
    fn by_hand() -> ByHand {
        ByHand
    }

    struct ByHand;

    impl<'r> response::Responder<'r, 'static> for ByHand {
        fn respond_to(self, request: &'r Request<'_>) -> response::Result<'static> {
            let mut response = "hello".respond_to(request)?;
            response.set_raw_header("access-control-allow-origin", ORIGIN);
            response.set_raw_header("access-control-allow-credentials", "true");
            response.set_raw_header("access-control-expose-headers", EXPOSED);
            response.set_raw_header("vary", "Origin");
            Ok(response)
        }
    }
}

mod warp {
    use std::io;

    use ::warp::{Filter, Reply, path::end};
    use cors_core::Policy;
    use cors_warp::Cors;
    use tokio::{net::TcpListener, runtime::Runtime};

    use super::{Way, lines};

    pub(super) fn serve(
        listener: std::net::TcpListener,
        way: Way,
        policy: Policy,
    ) -> io::Result<()> {
        let hello = end().and(::warp::get()).map(|| "hello");
        let by_hand = hello.map(|hello: &'static str| {
            let mut reply = hello.into_response();
            reply.headers_mut().extend(lines());
            reply
        });
        Runtime::new()?.block_on(async {
            let listener = TcpListener::from_std(listener)?;
            match way {
                Way::None => ::warp::serve(hello).incoming(listener).run().await,
                Way::ByHand => ::warp::serve(by_hand).incoming(listener).run().await,
                Way::Policy => {
                    let app = Cors::new(policy).wrap(hello);
                    ::warp::serve(app).incoming(listener).run().await;
                }
            }
            Ok(())
        })
    }
}
