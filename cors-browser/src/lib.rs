//! A model of the browser: the client half of the CORS protocol, as the standard has it.
//!
//! Servers only answer; browsers enforce. Only a browser can say whether a server's answers mean
//! what their author intended. This one says it in a test, in no time, and with reasons:
//! [`Browser::fetch`] asks a server as a page's `fetch()` would, preflight included, and returns what
//! the page sees, or why it sees nothing.
//!
//! It is written from the [Fetch standard](https://fetch.spec.whatwg.org/), step by step, and this
//! project's own tests compare it with Chromium, Firefox and WebKit. It is pure: no sockets, no
//! threads, no clock except [its own](Browser::wait).
//!
//! # Testing a server of one's own
//!
//! A server is anything that takes a request of the `http` crate and returns a response. Here a
//! proxy in front of the server has broken it: preflights are answered, but the response that follows
//! lacks the header.
//!
//! ```
//! use cors_browser::{Browser, PageRequest};
//!
//! let mut server = |request: http::Request<()>| {
//!     let response = http::Response::builder();
//!     if request.method() == "OPTIONS" {
//!         response
//!             .header("access-control-allow-origin", "https://app.example.com")
//!             .header("access-control-allow-methods", "PUT")
//!     } else {
//!         response
//!     }
//!     .body(())
//!     .unwrap()
//! };
//! let request = PageRequest::new("PUT", "https://api.example.com/things/1");
//! let outcome = Browser::at("https://app.example.com").fetch(&mut server, request);
//! assert_eq!(
//!     outcome.result().unwrap_err().to_string(),
//!     "the response has no Access-Control-Allow-Origin, although its preflight was allowed: \
//!      something else has answered, or has taken the header away"
//! );
//! println!("{outcome}"); // every step on the way there, each with its section of the standard
//! ```
//!
//! Asynchronous servers are driven from outside, one request at a time:
//!
//! ```
//! # use cors_browser::{Browser, Outcome, PageRequest};
//! # async fn call(_: http::Request<()>) -> http::Response<()> { http::Response::new(()) }
//! async fn as_a_page_would(request: PageRequest) -> Outcome {
//!     let mut browser = Browser::at("https://app.example.com");
//!     let mut fetch = browser.start(request);
//!     while let Some(request) = fetch.next_request() {
//!         fetch.receive(&call(request).await);
//!     }
//!     fetch.finish()
//! }
//! ```
//!
//! # Why is it blocked?
//!
//! [`Blocked`] says it in a sentence, with the section of the standard. Its [`reason`](Blocked::reason)
//! is a code that stays the same, and the one that servers with `cors-core` write into their logs; where
//! both speak of the same thing, their sentences begin with the same words. Its
//! [`cures`](Blocked::cures) are settings of a policy, and what these would have to say besides:
//!
//! ```
//! use cors_browser::{Browser, PageRequest, Reason};
//!
//! let mut server = |_: http::Request<()>| {
//!     let response = http::Response::builder().header("access-control-allow-origin", "*");
//!     response.header("access-control-allow-headers", "x-apikey").body(()).unwrap()
//! };
//! let request = PageRequest::get("https://api.example.com/things").header("x-api-key", "42");
//! let outcome = Browser::at("https://app.example.com").fetch(&mut server, request);
//! let blocked = outcome.result().unwrap_err();
//! assert_eq!(blocked.reason(), Some(Reason::HeaderNotAllowed));
//! assert_eq!(
//!     blocked.to_string(),
//!     "the header x-api-key is not allowed: it is not in Access-Control-Allow-Headers, which lists \
//!      x-apikey; the nearest allowed one is x-apikey"
//! );
//! assert_eq!(blocked.cures()[0].setting(), "allow_headers");
//! ```
//!
//! | code | what the browser saw |
//! |---|---|
//! | `origin-not-allowed`, `null-origin` | no `Access-Control-Allow-Origin`, as a policy refuses an origin |
//! | `headers-missing` | the same where the preflight was allowed, or on an error: the response did not come from the policy |
//! | `multiple-allow-origin`, `invalid-allow-origin`, `origin-mismatch` | two headers or a list; what is no origin; another origin |
//! | `wildcard-with-credentials`, `credentials-not-allowed` | `*`, or no `Access-Control-Allow-Credentials: true`, and a request with credentials |
//! | `method-not-allowed`, `header-not-allowed` | a list without the method, or without a header |
//! | `authorization-not-covered`, `wildcard-list-with-credentials` | a list with `*`, which doesn't count here |
//! | `invalid-list` | what is no list of names |
//! | `preflight-redirected`, `preflight-not-ok`, `preflight-failed` | another status than 200 to 299, or [no answer](Fetch::fail) |
//! | `not-exposed` | a response header that the page wants to [read](PageRequest::read) and does not see |
//! | `redirect-blocked`, `no-response`, `scheme-not-supported` | a redirect that is not followed, no answer, a URL that is not `http` or `https` |
//! | `websocket-refused`, `unexpected-host` | a [handshake](PageRequest::handshake) that was answered with another status than 101; with 421 |
//!
//! `several-origins` and `local-network-denied` are left to others: the model sends one `Origin`, and has
//! nobody to ask.
//!
//! Cures are minimal: they allow what was asked for and nothing else, and a policy with them builds.
//! Where that takes a setting that is called dangerous, there are none, and
//! [`needs`](Blocked::needs) names the setting.
//!
//! # What else keeps it from working
//!
//! A request may be allowed and still not do what people expect: its cookie is not sent, or the next
//! preflight comes after 5 seconds. [`Outcome::notes`] says so, with the section of the standard. Notes
//! never change the verdict.
//!
//! | code | what |
//! |---|---|
//! | `cookie-not-sent`, `no-cookie` | a [cookie](Browser::set_cookie) whose `SameSite`, `Secure`, `Partitioned` or prefix keeps it at home; none at all |
//! | `cookie-not-kept`, `cookie-ignored` | a `Set-Cookie` that has no effect, or not in every browser |
//! | `cookie-third-party` | a cookie for other sites, about which browsers don't agree |
//! | `preflight-kept-briefly`, `max-age-capped` | a preflight's answer without `Access-Control-Max-Age`, or with one that is no number; one with more than an [`Engine`] grants |
//! | `authorization-let-through` | `*`, which today's browsers let cover `authorization` against the standard |
//! | `local-network` | a server on the visitor's machine or in the local network: browsers ask first |
//! | `mixed-content` | an `http` URL on an `https` page: blocked before CORS |
//! | `cross-origin-resource-policy` | a response that pages can't use without CORS either |
//!
//! Where browsers do otherwise than the standard, a note names them. What browsers can show of it without
//! TLS is compared with Chromium, Firefox and WebKitGTK; of Safari it tells what is known.
//!
//! What belongs to one site is decided by the Public Suffix List that this crate was built with.
//!
//! # Beyond CORS: forms, links, beacons, WebSockets
//!
//! CORS lets pages read, and keeps no page from sending. Whether a server lets strangers' pages *change*
//! something, or open a WebSocket, is for its guards to say, which go by `Origin` and `Sec-Fetch-Site`. The
//! model sends both as browsers do: of a [form](PageRequest::form), a [link](PageRequest::link), the
//! [address bar](PageRequest::address_bar), a [beacon](PageRequest::beacon) and a
//! [handshake](PageRequest::handshake), along redirects, and by
//! [referrer policy](PageRequest::referrer_policy).
//!
//! ```
//! use cors_browser::{Browser, PageRequest};
//!
//! // It lets its own pages change things, and nobody else's.
//! let mut changes = 0;
//! let mut server = |request: http::Request<()>| {
//!     let is_own = request.headers()["sec-fetch-site"] == "same-origin";
//!     changes += usize::from(is_own);
//!     let status = if is_own { 200 } else { 403 };
//!     http::Response::builder().status(status).body(()).unwrap()
//! };
//! for page in ["https://shop.example.com", "https://evil.test"] {
//!     let form = PageRequest::form("https://shop.example.com/orders");
//!     Browser::at(page).fetch(&mut server, form);
//! }
//! assert_eq!(changes, 1);
//! ```
//!
//! # What is wrong with an answer
//!
//! [`Defect::all`] reads the headers of an answer as browsers do, whoever asked for it, and lists those that
//! say something else than their author meant: two values, `True`, a `;` between names.
//!
//! # What the console said
//!
//! [`console::read`] takes what somebody copied out of a browser's console, and tells in plain words
//! what happened, and what would cure it.
//!
//! # What curl would have to send
//!
//! [`curl::Command`] is a request as a line for a shell: what to paste to see a server's answer.
//!
//! # What is modelled
//!
//! - whether a request is preflighted, and the preflight as it is sent
//! - the CORS check, and what a preflight's answer has to say
//! - which of the response's headers a page sees
//! - the preflight cache, by method and header, with the caps of each [`Engine`]
//! - redirects, and the origin `null` that some of them lead to
//! - cookies that are given with their attributes, as far as these keep them from being sent
//! - requests of the page's own origin, and those of `mode: "no-cors"`, as `<script>` makes them
//! - navigations, and the handshakes of WebSockets
//! - `Origin` and `Sec-Fetch-*`, by which servers tell pages apart
//!
//! The model leaves out what decides neither whether a page may read a response nor whether a server
//! should take a request: bodies, `Referer`, authentication dialogues, service workers and the HTTP cache.
//! What browsers block before CORS has a say, mixed content and the local network, is no more than a note.
//!
//! # Where browsers differ
//!
//! The model is the standard's browser. Real ones were seen to differ in these points. Only the first
//! lets a page read what a server did not mean to share:
//!
//! - All three engines let `*` cover `Authorization`.
//! - Chromium and WebKit keep only the last answer to a preflight for each URL, and Firefox keeps `*`
//!   as if it were a name: they ask more often than they have to.
//! - After a redirect from one cross origin to another, Firefox preflights with the page's origin, and
//!   sends the request itself with `null`. Firefox and WebKit preflight for an `Authorization` that
//!   they then leave out.
//! - What guards go by is sent as each [`Engine`] sends it. Firefox keeps to the standards. Chromium sends no
//!   `Sec-Fetch-*` with handshakes, the page's origin with beacons whatever its referrer policy, and `null`
//!   with forms and beacons after any redirect to another origin; WebKit does so with forms, and sends no
//!   `Sec-Fetch-*` with CORS after such a redirect. In a sandboxed frame, WebKit's beacons have the origin
//!   of the frame's URL instead of `null`, which the model, having no URL of a page, leaves out.
//! - Only Chromium streams bodies, and only over HTTP/2. It preflights no `GET` for an upload
//!   listener.

#![warn(clippy::exhaustive_enums, clippy::exhaustive_structs)]

mod blocked;
mod browser;
mod check;
mod compose;
pub mod console;
mod cookie;
mod cure;
pub mod curl;
mod defect;
mod diagnosis;
mod engine;
mod explain;
mod exposed;
mod fetch;
mod field;
mod filter;
mod metadata;
mod names;
mod navigation;
mod near;
mod note;
mod notes;
mod outcome;
mod page_origin;
mod preflight_cache;
mod reason;
mod redirect;
mod referrer;
mod remedy;
mod request;
mod safelist;
mod sentence;
pub mod shared_cache;
mod site;
mod start;

use page_origin::{OPAQUE, serialise};

pub use self::{
    blocked::{Blocked, CorsCheckFailure},
    browser::Browser,
    cure::{Cure, CureValue},
    defect::Defect,
    engine::Engine,
    fetch::Fetch,
    navigation::Destination,
    note::{Note, NoteCode},
    outcome::{Exchange, Outcome, PageResponse, ResponseKind, Step},
    page_origin::NotAnOrigin,
    reason::Reason,
    referrer::ReferrerPolicy,
    request::{Credentials, Mode, PageRequest, Redirect},
};

/// The README's example compiles.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct ReadmeDoctests;
