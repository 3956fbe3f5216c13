//! Today's middleware of the five frameworks, set up as its users usually do: each site is one setting, on an
//! application with one resource, that answers on a thread of its own as long as this process runs.

pub(super) mod actix_cors;
pub(super) mod poem;
pub(super) mod rocket_cors;
pub(super) mod tower_http;
pub(super) mod warp;

use std::thread;

use anyhow::Result;
use tokio::runtime::{Builder, Runtime};

/// The one origin that settings list.
const ORIGIN: &str = "https://app.example.com";

/// Runs a server on a thread of its own, and says why it ends.
fn keep(name: &str, serve: impl FnOnce() -> Result<()> + Send + 'static) -> Result<()> {
    let its_name = name.to_owned();
    thread::Builder::new()
        .name(name.to_owned())
        .spawn(move || {
            if let Err(error) = serve() {
                eprintln!("{its_name} has ended: {error:#}");
            }
        })?;
    Ok(())
}

fn runtime() -> Result<Runtime> {
    Ok(Builder::new_current_thread().enable_all().build()?)
}
