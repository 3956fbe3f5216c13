//! The probe's HTTP client: one request after the other, exactly as they are handed in, within limits.

mod connect;
mod connection;
mod failure;
mod meter;
mod resolve;
mod target;
mod tls;

use core::time::Duration;
use std::sync::Arc;

use http::{
    HeaderMap, HeaderName, HeaderValue, Method, Request, Response, Version,
    header::{
        ACCESS_CONTROL_REQUEST_METHOD, AUTHORIZATION, COOKIE, HOST, PROXY_AUTHORIZATION, USER_AGENT,
    },
};
use rustls::ClientConfig;
use tokio::time::Instant;

use self::connection::Connection;
pub(super) use self::{resolve::Resolve, target::Target};
use super::server::{NoAnswer, NoAnswerKind, Server};

/// How many requests there are at most.
pub(super) const MOST_REQUESTS: usize = 60;

/// How many connections are open at most, at the same time: one to each server, and the last two servers. One that the
/// server closes, or whose answer has a body that does not end, is followed by another.
const MOST_CONNECTIONS: usize = 2;

/// How often a server may let a method wait in vain, one time after the other. Each time takes as long as an
/// answer may.
const MOST_IN_VAIN: usize = 2;

/// What requests say of whoever sends them.
pub(super) const AGENT: &str = concat!("cors/", env!("CARGO_PKG_VERSION"));

/// The versions of HTTP to speak.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Http {
    /// HTTP/2 over TLS where the server speaks it, and else HTTP/1.1.
    #[default]
    Either,
    One,
    Two,
}

impl Http {
    /// <https://www.rfc-editor.org/rfc/rfc7301>
    fn protocols(self) -> &'static [&'static [u8]] {
        match self {
            Self::Either => &[b"h2", b"http/1.1"],
            Self::One => &[b"http/1.1"],
            Self::Two => &[b"h2"],
        }
    }
}

/// How to ask.
#[derive(Clone, Debug)]
pub(super) struct Settings {
    /// For one answer, from the connection's beginning to the end of the head.
    pub(super) timeout: Duration,
    pub(super) insecure: bool,
    pub(super) http: Http,
    pub(super) resolve: Vec<Resolve>,
    /// What goes with every request to `own`; credentials among it not with preflights.
    pub(super) headers: Vec<(HeaderName, HeaderValue)>,
    /// The server that was named. Redirects may lead to others.
    pub(super) own: Option<Target>,
    /// What may be sent besides GET, HEAD and OPTIONS.
    pub(super) unsafe_method: Option<Method>,
}

/// Sends requests over the network.
#[derive(Debug)]
pub(super) struct Client {
    settings: Settings,
    tls: Option<Arc<ClientConfig>>,
    /// The one that was used last comes last.
    connections: Vec<Connection>,
    /// Servers whose bodies do not end.
    with_endless_bodies: Vec<Target>,
    /// The method of the last requests that were waited for in vain, and how many these were.
    in_vain: Option<(Target, Method, usize)>,
    sent: usize,
}

impl Client {
    pub(super) fn new(settings: Settings) -> Self {
        Self {
            settings,
            tls: None,
            connections: Vec::new(),
            with_endless_bodies: Vec::new(),
            in_vain: None,
            sent: 0,
        }
    }

    /// How many requests were sent.
    pub(super) fn sent(&self) -> usize {
        self.sent
    }

    /// Sends a request over the connection that there is, or a new one.
    async fn exchange(
        &mut self,
        target: &Target,
        request: &Request<()>,
    ) -> Result<Response<()>, NoAnswer> {
        let limit = self.settings.timeout;
        // More than any clock can count is no limit.
        let deadline = Instant::now().checked_add(limit);
        let deadline = deadline.unwrap_or_else(|| Instant::now() + Duration::from_secs(86_400));
        if let Some(mut connection) = self.open_connection(target).await {
            let answer = self.send(&mut connection, request, limit, deadline).await;
            match answer {
                // The server may have given up an idle connection in this moment. What is safe can be asked
                // again: https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2.
                Err(no)
                    if no.kind == NoAnswerKind::Closed
                        && connection.was_silent()
                        && request.method().is_safe()
                        && self.sent < MOST_REQUESTS => {}
                answer => {
                    self.keep(connection).await;
                    return answer;
                }
            }
        }
        let tls = match target.tls {
            true => Some(self.tls()?),
            false => None,
        };
        // Before it is opened: there are never more.
        self.connections.truncate(MOST_CONNECTIONS - 1);
        let mut connection = connect::connect(target, &self.settings, tls, deadline).await?;
        if self.with_endless_bodies.contains(target) {
            connection.wait_for_no_body();
        }
        let answer = self.send(&mut connection, request, limit, deadline).await;
        self.keep(connection).await;
        answer
    }

    async fn open_connection(&mut self, target: &Target) -> Option<Connection> {
        let index = self
            .connections
            .iter()
            .position(|open| open.target == *target)?;
        let connection = self.connections.remove(index);
        connection.is_usable().await.then_some(connection)
    }

    async fn send(
        &mut self,
        connection: &mut Connection,
        request: &Request<()>,
        limit: Duration,
        deadline: Instant,
    ) -> Result<Response<()>, NoAnswer> {
        self.sent += 1;
        connection.send(request.clone(), limit, deadline).await
    }

    async fn keep(&mut self, connection: Connection) {
        let target = &connection.target;
        if connection.has_endless_bodies() && !self.with_endless_bodies.contains(target) {
            self.with_endless_bodies.push(target.clone());
        }
        if connection.is_usable().await {
            self.connections.insert(0, connection);
        }
    }

    fn tls(&mut self) -> Result<Arc<ClientConfig>, NoAnswer> {
        if let Some(config) = &self.tls {
            return Ok(Arc::clone(config));
        }
        let config = tls::config(self.settings.insecure, self.settings.http)?;
        Ok(Arc::clone(self.tls.insert(Arc::new(config))))
    }

    /// Whether it may be sent.
    fn permit(&self, target: &Target, method: &Method) -> Result<(), NoAnswer> {
        let unsent = |sentence| {
            Err(NoAnswer {
                kind: NoAnswerKind::Budget,
                sentence,
            })
        };
        if self.sent >= MOST_REQUESTS {
            return unsent(format!(
                "{MOST_REQUESTS} requests were sent, and no more are"
            ));
        }
        if !self.settings.may_send(method) {
            return unsent(format!("{method} is not sent without --send"));
        }
        match &self.in_vain {
            Some((slow, of, times)) if slow == target && of == method && *times >= MOST_IN_VAIN => {
                unsent(format!(
                    "{target} was asked with {method} {times} times in vain, and is not asked again"
                ))
            }
            _ => Ok(()),
        }
    }

    fn remember(
        &mut self,
        target: &Target,
        method: &Method,
        answer: &Result<Response<()>, NoAnswer>,
    ) {
        let slow = answer
            .as_ref()
            .is_err_and(|no| no.kind == NoAnswerKind::Timeout);
        let before = self
            .in_vain
            .take_if(|(of, with, _)| of == target && with == method);
        let times = before.map_or(0, |(.., times)| times);
        if slow {
            self.in_vain = Some((target.clone(), method.clone(), times + 1));
        }
    }
}

impl Server for Client {
    async fn ask(&mut self, request: &Request<()>) -> Result<Response<()>, NoAnswer> {
        let Some(target) = Target::of(request.uri()) else {
            return Err(NoAnswer {
                kind: NoAnswerKind::Resolve,
                sentence: format!("{} is no http or https URL", request.uri()),
            });
        };
        self.permit(&target, request.method())?;
        let request = self.settings.complete(&target, request);
        let answer = self.exchange(&target, &request).await;
        self.remember(&target, request.method(), &answer);
        answer
    }
}

impl Settings {
    /// Whether a method changes nothing, or may change something.
    pub(super) fn may_send(&self, method: &Method) -> bool {
        // In the spelling that the browser makes of it.
        let is_meant = |meant: &Method| meant.as_str().eq_ignore_ascii_case(method.as_str());
        [Method::GET, Method::HEAD, Method::OPTIONS].contains(method)
            || self.unsafe_method.as_ref().is_some_and(is_meant)
    }

    /// With what every request has besides.
    pub(super) fn complete(&self, target: &Target, request: &Request<()>) -> Request<()> {
        let mut headers = HeaderMap::new();
        // First, as browsers have it: https://www.rfc-editor.org/rfc/rfc9110#section-7.2.
        if let Some(host) = target.authority() {
            headers.insert(HOST, host);
        }
        headers.insert(USER_AGENT, HeaderValue::from_static(AGENT));
        for (name, value) in request.headers() {
            if name != HOST {
                headers.append(name, value.clone());
            }
        }
        // What was given takes the place of what would be sent.
        let mut given = HeaderMap::new();
        for (name, value) in self.added(target, request) {
            given.append(name, value.clone());
        }
        headers.extend(given);
        let mut complete = Request::new(());
        *complete.method_mut() = request.method().clone();
        *complete.uri_mut() = request.uri().clone();
        *complete.version_mut() = Version::HTTP_11;
        *complete.headers_mut() = headers;
        complete
    }

    /// What was given with `-H`, as far as it goes with this request.
    pub(super) fn added(
        &self,
        target: &Target,
        request: &Request<()>,
    ) -> impl Iterator<Item = &(HeaderName, HeaderValue)> {
        let is_preflight = request.method() == Method::OPTIONS
            && request
                .headers()
                .contains_key(ACCESS_CONTROL_REQUEST_METHOD);
        let is_own = self.own.as_ref() == Some(target);
        self.headers.iter().filter(move |(name, _)| {
            let is_credentials = [COOKIE, AUTHORIZATION, PROXY_AUTHORIZATION].contains(name);
            is_own && !(is_preflight && is_credentials)
        })
    }
}
