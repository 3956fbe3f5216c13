//! The application that policies guard, on every framework: the
//! [routes of the conformance suite](cors_conformance::application), below `/NAME/` for every policy
//! NAME, and below `/none/` without one.

pub mod actix;
pub mod axum;
pub mod poem;
pub mod rocket;
mod server;
mod stop;
pub mod warp;

use core::{fmt, net::SocketAddr, time::Duration};
use std::{
    io,
    net::{TcpListener, ToSocketAddrs},
};

use clap::ValueEnum;
use cors_conformance::Spy;
use cors_core::PolicySource;

pub use self::{
    server::Server,
    stop::{Stop, Stopper},
};

/// How long requests may take to end once a server has been told to stop.
pub const GRACE: Duration = Duration::from_secs(5);

/// A policy with the name below which it guards everything, one that a policy file may hold.
pub type Named = (String, PolicySource);

/// A framework that the application runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
#[expect(missing_docs, reason = "each is its own name")]
#[non_exhaustive]
pub enum Framework {
    Actix,
    Axum,
    Poem,
    Rocket,
    Warp,
}

impl Framework {
    /// Every framework.
    pub const ALL: [Self; 5] = [
        Self::Actix,
        Self::Axum,
        Self::Poem,
        Self::Rocket,
        Self::Warp,
    ];

    /// Serves the application on this thread, until told to stop and on for what has begun by
    /// then, within [`GRACE`]. Calls `ready` with the address once it accepts connections.
    ///
    /// # Errors
    ///
    /// If it can't listen on the address, and as of the framework.
    pub fn serve(
        self,
        listen: &str,
        policies: &[Named],
        spy: &Spy,
        stop: Stop,
        ready: impl FnOnce(SocketAddr) + Send + 'static,
    ) -> io::Result<()> {
        let cannot_listen = |error: io::Error| {
            let message = format!("can't listen on {listen}: {error}");
            io::Error::new(error.kind(), message)
        };
        let listener = TcpListener::bind(listen).map_err(cannot_listen)?;
        let address = listener.local_addr()?;
        let serve = match self {
            Self::Actix => actix::serve,
            Self::Axum => axum::serve,
            Self::Poem => poem::serve,
            // It takes no listener, and binds by itself what can be bound; port 0 once more.
            Self::Rocket => {
                drop(listener);
                let same = |requested: &SocketAddr| requested.ip() == address.ip();
                let requested = listen.to_socket_addrs()?.find(same);
                let requested = requested.unwrap_or(address);
                return rocket::serve(requested, policies, spy, stop, ready);
            }
            Self::Warp => warp::serve,
        };
        ready(address);
        serve(listener, policies, spy, stop)
    }
}

impl fmt::Display for Framework {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Actix => "actix",
            Self::Axum => "axum",
            Self::Poem => "poem",
            Self::Rocket => "rocket",
            Self::Warp => "warp",
        })
    }
}
