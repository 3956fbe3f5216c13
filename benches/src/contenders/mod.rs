//! The contenders on each framework, as applications in process that answer one request at a time.

mod actix;
mod axum;
mod core_only;
mod decision;
mod floor;
mod floor_guard;
mod floor_map;
mod ours;
mod peer;
mod poem;
mod polled;
mod rocket;
mod tower;
mod warp;

use std::{panic::resume_unwind, thread};

use crate::{Contender, Framework, PolicyKind, contender::absence, request::RequestHead};

/// An application in process.
pub trait Subject {
    /// Makes the request that the next [`call`](Self::call) sends. Not measured.
    fn prepare(&mut self, request: &RequestHead);

    /// Sends it, and drops the response. Returns the status. Measured.
    ///
    /// # Panics
    ///
    /// If no request is prepared.
    fn call(&mut self) -> u16;

    /// Sends it, and shows what comes back.
    ///
    /// # Panics
    ///
    /// If no request is prepared.
    fn answer(&mut self) -> Answer;
}

/// A header's value as a server makes it: part of what was read from the socket, so that cloning
/// it counts a reference. The first clone of any other value allocates what counts.
fn received(text: &str) -> http::HeaderValue {
    let value = http::HeaderValue::from_str(text).expect("a header's value");
    drop(value.clone());
    value
}

/// Makes something in a thread of its own, for which glibc has a heap of its own: what a hundred thousand
/// origins leave behind would make a request's blocks dearer, by chance.
fn elsewhere<T: Send + 'static>(make: impl FnOnce() -> T + Send + 'static) -> T {
    match thread::spawn(make).join() {
        Ok(made) => made,
        Err(panic) => resume_unwind(panic),
    }
}

/// What comes back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The lines that have to do with CORS, `Vary` among them, in alphabetical order.
    pub headers: Vec<(String, String)>,
}

impl Answer {
    fn new<'a>(status: u16, lines: impl Iterator<Item = (&'a str, &'a [u8])>) -> Self {
        let mut headers: Vec<_> = lines
            .map(|(name, value)| {
                let value = String::from_utf8_lossy(value).into_owned();
                (name.to_ascii_lowercase(), value)
            })
            .filter(|(name, _)| name == "vary" || name.starts_with("access-control-"))
            .collect();
        headers.sort();
        Self { status, headers }
    }

    fn of_map(status: http::StatusCode, headers: &http::HeaderMap) -> Self {
        let lines = headers.iter();
        let lines = lines.map(|(name, value)| (name.as_str(), value.as_bytes()));
        Self::new(status.as_u16(), lines)
    }

    /// The value of `Access-Control-Allow-Origin`.
    #[must_use]
    pub fn shared_with(&self) -> Option<&str> {
        let mut lines = self.headers.iter();
        let line = lines.find(|(name, _)| name == "access-control-allow-origin");
        line.map(|(_, value)| value.as_str())
    }
}

/// The application, or nothing where there is an [`absence`].
#[must_use]
pub fn subject(
    framework: Framework,
    contender: Contender,
    policy: PolicyKind,
) -> Option<Box<dyn Subject>> {
    if absence(framework, contender, policy).is_some() {
        return None;
    }
    match framework {
        Framework::Decision => Some(decision::subject(contender, policy)),
        Framework::Core => Some(decision::with_headers(contender, policy)),
        Framework::Axum => axum::subject(contender, policy),
        Framework::Tower => tower::subject(contender, policy),
        Framework::Actix => actix::subject(contender, policy),
        Framework::Poem => poem::subject(contender, policy),
        Framework::Rocket => rocket::subject(contender, policy),
        Framework::Warp => warp::subject(contender, policy),
    }
}
