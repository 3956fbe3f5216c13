//! What a page is to do, whoever it is that says so.

use cors_browser::{Credentials, Mode, Redirect};

/// A page, and what it does one after the other.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    /// `topic/name`, unique.
    pub(crate) name: String,
    pub(crate) page: Page,
    pub(crate) steps: Vec<Step>,
    /// Whether it is part of the slice.
    pub(crate) in_slice: bool,
    /// Where the case comes from, and why it is there if that is not enough.
    pub(crate) reason: String,
    /// The preflight that the case is about: method, and names of headers.
    pub(crate) preflight: Option<(String, Option<String>)>,
}

/// The page that a case runs in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Page {
    /// A page of this origin of loopback.
    At(String),
    /// A sandboxed frame, whose origin is opaque.
    Sandboxed,
    /// A page of the server's own origin.
    Own,
}

#[derive(Clone, Debug)]
pub(crate) enum Step {
    /// `fetch()`, or `XMLHttpRequest` where that is what it takes.
    Ask(Ask),
    /// `<script src>`.
    Script(Vec<Hop>),
    /// So many seconds.
    Wait(u64),
}

/// A request of the page's.
#[derive(Clone, Debug)]
pub(crate) struct Ask {
    pub(crate) method: String,
    /// Where it goes; all but the last redirect to the next.
    pub(crate) hops: Vec<Hop>,
    /// Names, and values of Latin-1.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) credentials: Credentials,
    pub(crate) mode: Mode,
    pub(crate) redirect: Redirect,
    pub(crate) body: Body,
    pub(crate) upload_listener: bool,
    /// Whether the response may come out of the browser's HTTP cache, which the model has not.
    pub(crate) may_be_stored: bool,
    /// What the page is to get, any of these; nothing is said where there is none.
    pub(crate) gets: Vec<String>,
}

impl Ask {
    pub(crate) fn new(method: &str, hops: Vec<Hop>) -> Self {
        Self {
            method: method.to_owned(),
            hops,
            headers: Vec::new(),
            credentials: Credentials::default(),
            mode: Mode::default(),
            redirect: Redirect::default(),
            body: Body::None,
            upload_listener: false,
            may_be_stored: false,
            gets: Vec::new(),
        }
    }
}

/// A place on the server: its name there, and path and query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Hop {
    /// The page's own host where there is none.
    pub(crate) host: Option<String>,
    pub(crate) target: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Body {
    None,
    Bytes,
    Stream,
}
