//! What is sent, by whose pages, and where to.

use core::fmt;

use cors_browser::{Destination, Mode, PageRequest, ReferrerPolicy};
use cors_core::Policy;
use serde_json::{Value, json};
use url::form_urlencoded;

use super::network::{PAGE, SANDBOX, TO};

/// Hosts and a scheme, of the servers and of other pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ground {
    scheme: &'static str,
    host: &'static str,
    listed: &'static str,
    foreign: &'static str,
    /// Whether the names are none of loopback's.
    pub(super) by_name: bool,
}

impl Ground {
    const fn new(
        scheme: &'static str,
        [host, listed, foreign]: [&'static str; 3],
        by_name: bool,
    ) -> Self {
        Self {
            scheme,
            host,
            listed,
            foreign,
            by_name,
        }
    }

    pub(super) fn is_tls(self) -> bool {
        self.scheme == "https"
    }
}

const LOOPBACK: [&str; 3] = ["localhost", "127.0.0.1", "127.0.0.1"];
const NAMES: [&str; 3] = ["site.example.com", "app.example.com", "evil.test"];

pub(super) const GROUNDS: [Ground; 4] = [
    Ground::new("http", LOOPBACK, false),
    Ground::new("http", NAMES, true),
    Ground::new("https", LOOPBACK, false),
    Ground::new("https", NAMES, true),
];

/// Ports of loopback: each server's, one of listed pages, one of others.
pub(super) struct Ports {
    pub(super) servers: Vec<u16>,
    pub(super) listed: u16,
    pub(super) foreign: u16,
}

/// The policies, by name.
pub(super) fn policies(ports: &Ports) -> anyhow::Result<Vec<(&'static str, Policy)>> {
    let listed = GROUNDS.map(|ground| ground.origin(ground.listed, ports.listed));
    let twins = ports.servers.iter().flat_map(|port| {
        ["localhost", "site.example.com"].map(|host| format!("https://{host}:{port}"))
    });
    let twins: Vec<_> = twins.collect();
    let builder = || {
        Policy::builder()
            .allow_origins(&listed)
            .allow_credentials(true)
            .allow_methods(["PUT"])
            .guard_unsafe_methods(true)
            .guard_websockets(true)
            // One of the grounds is without TLS.
            .dangerously_allow_insecure_origins(true)
    };
    Ok(vec![
        ("guarded", builder().build()?),
        ("twin", builder().allow_origins(&twins).build()?),
        ("reads", builder().guard_safe_methods(true).build()?),
        ("hosts", builder().expect_hosts(["localhost"]).build()?),
    ])
}

impl Ground {
    fn origin(self, host: &str, port: u16) -> String {
        format!("{}://{host}:{port}", self.scheme)
    }
}

/// Whose page it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Who {
    Own,
    Listed,
    Foreign,
    /// Of the server's host, at another port.
    Sibling,
    /// The server's own page, in a sandboxed frame of somebody's.
    Sandboxed,
    /// Of the server's host and port, without TLS.
    Twin,
}

/// A page to be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Page {
    pub(super) who: Who,
    /// `null` for an opaque one.
    pub(super) origin: String,
    pub(super) url: String,
    pub(super) policy: ReferrerPolicy,
    /// That of its URL, whatever its own is.
    pub(super) of_url: String,
}

/// What a page does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Act {
    Form,
    Post,
    Put,
    NoCors,
    Beacon,
    Socket,
    Read,
    Image,
    Frame,
}

impl fmt::Display for Act {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Form => "form",
            Self::Post => "post",
            Self::Put => "put",
            Self::NoCors => "no-cors",
            Self::Beacon => "beacon",
            Self::Socket => "socket",
            Self::Read => "read",
            Self::Image => "image",
            Self::Frame => "frame",
        })
    }
}

/// Something that a page sends.
#[derive(Clone, Debug)]
pub(super) struct Case {
    pub(super) number: usize,
    pub(super) act: Act,
    pub(super) url: String,
}

impl Case {
    /// As the page's script takes it.
    pub(super) fn script(&self) -> Value {
        json!({ "act": self.act.to_string(), "url": self.url, "number": self.number })
    }

    /// As the model takes it.
    pub(super) fn request(&self, page: &Page) -> PageRequest {
        use cors_browser::Credentials::Include;

        let url = self.url.clone();
        let request = match self.act {
            Act::Form => PageRequest::form(url)
                .destination(Destination::Iframe)
                .by_script(),
            Act::Post => PageRequest::new("POST", url).credentials(Include).body(),
            Act::Put => PageRequest::new("PUT", url).credentials(Include).body(),
            Act::NoCors => {
                let post = PageRequest::new("POST", url).mode(Mode::NoCors);
                post.credentials(Include).body()
            }
            Act::Beacon => PageRequest::beacon(url),
            Act::Socket => PageRequest::handshake(url),
            Act::Read => PageRequest::get(url).credentials(Include),
            Act::Image => {
                let image = PageRequest::get(url).mode(Mode::NoCors);
                image.credentials(Include).destination(Destination::Image)
            }
            Act::Frame => PageRequest::link(url)
                .destination(Destination::Iframe)
                .by_script(),
        };
        request.referrer_policy(page.policy)
    }
}

/// The pages and what each of them sends.
pub(super) struct Plan<'a> {
    ports: &'a Ports,
    ground: Ground,
    next: &'a mut usize,
    pub(super) pages: Vec<(Page, Vec<Case>)>,
}

impl<'a> Plan<'a> {
    /// A short one is of pages as they usually are, and of those without a referrer.
    pub(super) fn new(ground: Ground, ports: &'a Ports, next: &'a mut usize, short: bool) -> Self {
        use ReferrerPolicy::{NoReferrer, SameOrigin, StrictOriginWhenCrossOrigin};

        let mut plan = Self {
            ports,
            ground,
            next,
            pages: Vec::new(),
        };
        plan.add(StrictOriginWhenCrossOrigin, ports.servers.len());
        // What a browser hides is all the same to frameworks, and TLS takes its time.
        let servers = if ground.is_tls() || short {
            1
        } else {
            ports.servers.len()
        };
        plan.add(NoReferrer, servers);
        if !short {
            plan.add(SameOrigin, servers);
        }
        plan
    }

    fn add(&mut self, policy: ReferrerPolicy, servers: usize) {
        let all = [
            Who::Own,
            Who::Listed,
            Who::Foreign,
            Who::Sibling,
            Who::Sandboxed,
            Who::Twin,
        ];
        for who in all {
            if who == Who::Twin && !self.ground.is_tls() {
                continue;
            }
            for server in 0..servers {
                let page = self.page(who, server, policy);
                let cases = self.cases(&page, server);
                match self.pages.iter_mut().find(|(it, _)| *it == page) {
                    Some((_, all)) => all.extend(cases),
                    None => self.pages.push((page, cases)),
                }
            }
        }
    }

    fn server(&self, server: usize) -> String {
        self.ground
            .origin(self.ground.host, self.ports.servers[server])
    }

    fn listed(&self) -> String {
        self.ground.origin(self.ground.listed, self.ports.listed)
    }

    fn foreign(&self) -> String {
        self.ground.origin(self.ground.foreign, self.ports.foreign)
    }

    fn page(&self, who: Who, server: usize, policy: ReferrerPolicy) -> Page {
        let own = self.server(server);
        let origin = match who {
            Who::Own | Who::Sandboxed => own,
            Who::Listed => self.listed(),
            Who::Foreign => self.foreign(),
            Who::Sibling => self.ground.origin(self.ground.host, self.ports.foreign),
            Who::Twin => own.replacen("https", "http", 1),
        };
        let of_url = origin.clone();
        let url = format!("{origin}{PAGE}?policy={}", policy.as_str());
        let (origin, url) = match who {
            Who::Sandboxed => {
                let frame = encoded("frame", &url);
                (
                    "null".to_owned(),
                    format!("{}{SANDBOX}?{frame}", self.foreign()),
                )
            }
            _ => (origin, url),
        };
        Page {
            who,
            origin,
            url,
            policy,
            of_url,
        }
    }

    fn cases(&mut self, page: &Page, server: usize) -> Vec<Case> {
        use Act::{Beacon, Form, Frame, Image, NoCors, Post, Put, Read, Socket};

        let mut cases = Vec::new();
        let mut add = |next: &mut usize, act: Act, name: &str, hops: &[&dyn Fn(&str) -> String]| {
            let number = *next;
            *next += 1;
            let path = if act == Socket { "socket" } else { "counter" };
            let last = format!("{}/{name}/{path}?case={number}", self.server(server));
            let url = hops.iter().rev().fold(last, |url, hop| {
                format!("{}case={number}&{}", hop(""), encoded("to", &url))
            });
            cases.push(Case { number, act, url });
        };
        let own = |_: &str| format!("{}/guarded/redirect?", self.server(server));
        let listed = |_: &str| format!("{}{TO}?", self.listed());
        let foreign = |_: &str| format!("{}{TO}?", self.foreign());
        let mut next = *self.next;
        for act in [Form, Post, NoCors, Beacon, Socket] {
            add(&mut next, act, "guarded", &[]);
        }
        if page.policy == ReferrerPolicy::default() {
            add(&mut next, Put, "guarded", &[]);
            for act in [Read, Image, Frame, Socket, Form] {
                add(&mut next, act, "reads", &[]);
            }
            if matches!(page.who, Who::Own | Who::Twin) {
                for act in [Form, Socket] {
                    add(&mut next, act, "twin", &[]);
                }
            }
            for act in [Form, Post, NoCors] {
                match page.who {
                    Who::Own => {
                        add(&mut next, act, "guarded", &[&own]);
                        add(&mut next, act, "guarded", &[&foreign]);
                        add(&mut next, act, "guarded", &[&own, &foreign]);
                    }
                    Who::Listed => {
                        add(&mut next, act, "guarded", &[&listed]);
                        add(&mut next, act, "guarded", &[&foreign]);
                    }
                    Who::Foreign => add(&mut next, act, "guarded", &[&listed]),
                    _ => {}
                }
            }
            if page.who == Who::Own {
                for act in [Form, Post, Socket, Read] {
                    add(&mut next, act, "hosts", &[]);
                }
            }
        }
        *self.next = next;
        cases
    }
}

fn encoded(name: &str, value: &str) -> String {
    let mut pairs = form_urlencoded::Serializer::new(String::new());
    pairs.append_pair(name, value).finish()
}
