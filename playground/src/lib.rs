//! A page on which anyone sees CORS happen: it sends requests from the browser it is shown in, to
//! every framework, and tells what the page got, what the server saw, and why.
//!
//! One process serves it all, on the loopback interface: the [application](cors_examples::app) on each
//! framework, a [recorder] before each of them, and the page, which lies in
//! `page/`. The policies can be replaced from the page, in memory.

mod api;
mod console;
mod cure;
mod curl;
mod explanation;
mod introduction;
mod origins;
mod policies;
mod ports;
mod question;
mod reasons;
pub mod recorder;
pub mod server_log;
mod servers;
mod site;

use std::{io, sync::Arc};

pub use self::{introduction::Introduction, policies::Policies, servers::Servers};
use self::{
    origins::Origins,
    site::{Serving, Site},
};

/// Everything that is served, until it is dropped.
#[derive(Debug)]
pub struct Playground {
    /// Stops before the servers do.
    _serving: Serving,
    site: Arc<Site>,
}

impl Playground {
    /// The port of the page, unless it is taken: CORS on a telephone's keys.
    pub const PORT: u16 = 2677;

    /// Serves the page on `port`, as another origin on the one after that, and the frameworks on
    /// the five that follow, each on a free one instead where it is taken. 0 stands for free ones.
    ///
    /// # Errors
    ///
    /// If anything can't be served.
    pub fn start(policies: Policies, port: u16) -> io::Result<Self> {
        let first = ports::bind_both(port)?;
        let second = ports::bind_both(ports::after(port, 1))?;
        let origins = Origins::new(first.0.local_addr()?.port(), second.0.local_addr()?.port());
        let servers = Servers::start(&policies, ports::after(port, 2))?;
        let site = Arc::new(Site {
            origins,
            policies,
            servers,
        });
        let listeners = [first, second]
            .into_iter()
            .flat_map(|(listener, other)| [Some(listener), other])
            .flatten()
            .collect();
        Ok(Self {
            _serving: Serving::start(&site, listeners)?,
            site,
        })
    }

    /// Where to begin.
    #[must_use]
    pub fn page(&self) -> &str {
        self.origins().next().unwrap_or_default()
    }

    /// Every origin that the page is served from.
    pub fn origins(&self) -> impl Iterator<Item = &str> {
        self.site.origins.iter()
    }

    /// The frameworks' servers.
    #[must_use]
    pub fn servers(&self) -> &Servers {
        &self.site.servers
    }

    /// What to print. `example` names the example's policies, if it is those that are served.
    #[must_use]
    pub fn introduction<'a>(&'a self, example: Option<&'a str>) -> Introduction<'a> {
        Introduction {
            playground: self,
            example,
        }
    }
}
