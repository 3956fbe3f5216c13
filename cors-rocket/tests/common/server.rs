//! A Rocket that listens on a port of its own.

use core::net::{Ipv4Addr, SocketAddr};
use std::sync::Mutex;

use rocket::{Build, Config, Rocket, Shutdown, config::LogLevel, fairing::AdHoc, tokio};
use tokio::sync::oneshot;

/// Launches it. It stops when it is told to.
pub(crate) async fn serve(rocket: Rocket<Build>) -> (SocketAddr, Shutdown) {
    let (send, address) = oneshot::channel();
    let send = Mutex::new(Some(send));
    let ready = AdHoc::on_liftoff("ready", move |rocket| {
        let Config { address, port, .. } = *rocket.config();
        let send = send.lock().unwrap().take();
        Box::pin(async move { send.unwrap().send(SocketAddr::new(address, port)).unwrap() })
    });
    let config = Config {
        address: Ipv4Addr::LOCALHOST.into(),
        port: 0,
        log_level: LogLevel::Off,
        ..Config::release_default()
    };
    let rocket = rocket.configure(config).attach(ready);
    let rocket = rocket.ignite().await.unwrap();
    let shutdown = rocket.shutdown();
    tokio::spawn(rocket.launch());
    (address.await.unwrap(), shutdown)
}
