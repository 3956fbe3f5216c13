//! rocket_cors.

use core::net::Ipv4Addr;

use anyhow::{Result, anyhow};
use rocket::{
    Config,
    config::{LogLevel, Shutdown},
    get, put, routes,
};
use rocket_cors::{AllowedOrigins, CorsOptions};

use super::{ORIGIN, keep, runtime};
use crate::servers::{
    Started,
    process::{free_address, wait_for},
};

pub(in crate::servers) fn start(started: &mut Started) -> Result<()> {
    let listed = CorsOptions::default()
        .allowed_origins(AllowedOrigins::some_exact(&[ORIGIN]))
        .allow_credentials(true);
    for (name, options) in [
        ("rocket_cors/default", CorsOptions::default()),
        ("rocket_cors/listed", listed),
    ] {
        // It takes no listener.
        let address = free_address()?;
        let config = Config {
            address: Ipv4Addr::LOCALHOST.into(),
            port: address.port(),
            workers: 1,
            log_level: LogLevel::Off,
            shutdown: Shutdown {
                ctrlc: false,
                ..Shutdown::default()
            },
            ..Config::release_default()
        };
        let cors = options.to_cors()?;
        keep(name, move || {
            let app = rocket::custom(config).attach(cors);
            let app = app.mount("/", routes![ok, ok_to_put]);
            let launched = runtime()?.block_on(app.launch());
            launched.map(drop).map_err(|error| anyhow!("{error}"))
        })?;
        wait_for(address)?;
        started.site(name, address);
    }
    Ok(())
}

#[get("/data")]
fn ok() -> &'static str {
    "ok"
}

#[put("/data")]
fn ok_to_put() -> &'static str {
    "ok"
}
