//! actix-cors.

use actix_cors::Cors;
use actix_web::{App, HttpServer, rt::System, web};
use anyhow::Result;

use super::{ORIGIN, keep};
use crate::servers::{Started, process::listener};

/// A setting; the value itself does not go to another thread.
type Setting = fn() -> Cors;

pub(in crate::servers) fn start(started: &mut Started) -> Result<()> {
    let settings: [(&str, Setting); 4] = [
        ("actix-cors/listed", listed),
        ("actix-cors/permissive", Cors::permissive),
        ("actix-cors/default", Cors::default),
        ("actix-cors/any-with-credentials", any_with_credentials),
    ];
    for (name, setting) in settings {
        let listener = listener()?;
        started.site(name, listener.local_addr()?);
        keep(name, move || {
            let app = move || {
                let resource = web::resource("/data")
                    .route(web::get().to(ok))
                    .route(web::put().to(ok));
                App::new().wrap(setting()).service(resource)
            };
            let server = HttpServer::new(app).workers(1).disable_signals();
            let server = server.listen(listener)?;
            Ok(System::new().block_on(server.run())?)
        })?;
    }
    Ok(())
}

fn listed() -> Cors {
    Cors::default()
        .allowed_origin(ORIGIN)
        .allowed_methods(["GET", "PUT"])
        .allowed_headers(["content-type"])
        .supports_credentials()
}

fn any_with_credentials() -> Cors {
    Cors::default()
        .allow_any_origin()
        .allow_any_method()
        .allow_any_header()
        .supports_credentials()
}

async fn ok() -> &'static str {
    "ok"
}
