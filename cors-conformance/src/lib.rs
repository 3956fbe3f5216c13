//! The conformance suite for CORS middleware.
//!
//! Cases are data: a request, the one answer that is right, and the step of the
//! [Fetch standard](https://fetch.spec.whatwg.org/) that makes it so. An implementation supplies
//! the [application](#the-application) and one function that sends a request to it. The suite
//! does the rest, and lists all failures of a run at once.
//!
//! It is made for authors of adapters for `cors-core`. It can judge other middleware as well, because
//! it [lists](#rules-beyond-the-standard) what it expects beyond the standard.
//!
//! `cors-browser` has a modelled browser, for tests that ask what a page sees of a server, and why.
//! It also has a modelled shared cache, which shows what happens between the two.
//!
//! - [Usage](#usage)
//! - [The application](#the-application)
//! - [What is compared](#what-is-compared)
//! - [Skips and filters](#skips-and-filters)
//! - [The format of a case](#the-format-of-a-case)
//! - [Handshakes](#handshakes)
//! - [Rules beyond the standard](#rules-beyond-the-standard)
//! - [Rules of guards](#rules-of-guards)
//!
//! # Usage
//!
//! A test that mounts the application once and sends through the framework's in-process client:
//!
//! ```
//! use cors_conformance::{Reply, Request, Skip, Spy, Suite};
//!
//! const SKIPS: &[Skip] = &[/* Skip::new("name-of-a-case", "what the framework makes impossible") */];
//!
//! # fn test() {
//! // #[test]
//! // fn the_framework_conforms() {
//! let suite = Suite::builtin();
//! let spy = Spy::new();
//! let application = framework::application(suite.policies(), spy.clone());
//! let summary = suite
//!     .run("framework", SKIPS, |request: &Request| {
//!         let mut sent = http::Request::builder()
//!             .method(request.method())
//!             .uri(request.uri());
//!         for (name, value) in request.headers() {
//!             sent = sent.header(name, value);
//!         }
//!         let response = application.call(sent.body(()).unwrap());
//!         Reply::new(
//!             response.status().as_u16(),
//!             response.headers(),
//!             Some(spy.take()),
//!         )
//!         .with_body(response.body().as_slice())
//!     })
//!     .unwrap();
//! println!("{summary}");
//! # }
//! #
//! # mod framework {
//! #     use cors_conformance::Spy;
//! #     use cors_core::Policy;
//! #     pub fn application<'a>(_: impl Iterator<Item = (&'a str, &'a Policy)>, _: Spy) -> Application {
//! #         Application
//! #     }
//! #     pub struct Application;
//! #     impl Application {
//! #         pub fn call(&self, _: http::Request<()>) -> http::Response<Vec<u8>> {
//! #             http::Response::new(Vec::new())
//! #         }
//! #     }
//! # }
//! ```
//!
//! A sender that has to be awaited is driven by [`Suite::start`] instead.
//!
//! [`mod@reference`] is a whole application, in 300 lines: the bare core with no framework around it.
//!
//! ```
//! use cors_conformance::{Suite, reference::Application};
//!
//! let suite = Suite::builtin();
//! let application = Application::new(&suite);
//! suite
//!     .run("core", &[], |request| application.send(request))
//!     .unwrap();
//! ```
//!
//! # The application
//!
//! An implementation mounts the routes of [`application`] for every policy of the suite. That module
//! has the table of the routes, and their answers as values.
//!
//! # What is compared
//!
//! - The status, which for some errors is one of several.
//! - The handler: it runs once, or not at all. Even where the sender can't tell
//!   ([`Reply::handler_runs`]), a reply must not carry the handler's `x-request-id` if no handler
//!   is expected to run.
//! - `Access-Control-*`: exactly these lines and no others, byte for byte. Two
//!   `Access-Control-Allow-Origin` lines are a failure, even equal ones.
//! - `Vary`: the elements of all its lines, in any case and any order, each exactly once.
//! - The body only of what a guard [refuses](#the-format-of-a-case): one line of `text/plain`, 400 bytes
//!   at most, in which nothing stands that was sent; nothing at all for HEAD. Where the sender reads no body
//!   ([`Reply::body`]), it is not compared. Where 400 will do as well, which some frameworks answer by themselves to
//!   requests without a clear host, such an answer may have any body and any `Vary`.
//! - Other headers only where the case [keeps](#the-format-of-a-case) them: then exactly the
//!   lines that it gives for their names.
//!
//! # Skips and filters
//!
//! A [`Skip`] names a case and the reason why the implementation can't pass it. Skipped cases run
//! as well: a skip of a case that passes fails the run, and has to be removed. So does a skip of a
//! case that doesn't exist.
//!
//! `CORS_CONFORMANCE=preflight,-hostile cargo test` runs the cases whose `topic/name` contains
//! `preflight` and not `hostile`; see [`Filter`]. The topic is the name of the case's file. A filter
//! that matches nothing fails the run.
//!
//! # The format of a case
//!
//! ```toml
//! [[case]]
//! name = "echo-of-two-lines"              # unique
//! why = "a second line must not be lost"  # optional: what name and citation don't say
//! fetch = "#cors-preflight-fetch"         # an anchor of Fetch, "RFC 9110, 12.5.5", "rule: echo",
//!                                         # "Fetch Metadata, #anchor" or "guard: own"
//! policy = "site"                         # of the policy file; "none"; or "outside", where the
//!                                         # path has no prefix and no policy guards it
//! request = "OPTIONS /echo"               # the policy's prefix is added: /site/echo
//! host = "server.example"                 # the line of Host; a list is so many lines, [] is none; absent:
//!                                         # "server.example"
//! authority = "server.example"            # optional: the target names it, as an absolute target does, and
//!                                         # `:authority` of HTTP/2
//! handshake = true                        # optional: the lines of a WebSocket handshake are added
//! headers = [                             # one element per line
//!   ["origin", "https://app.example.com"],
//!   ["access-control-request-method", "PUT"],
//!   ["access-control-request-headers", { repeat = "x-a,", times = 3 }],
//!   ["access-control-request-headers", { bytes = [120, 45, 255] }],
//!   ["cookie", { concat = ["a=", { repeat = "b", times = 9 }] }],
//! ]
//! body = "a=b"                            # optional
//! status = 204                            # or a list: any of these
//! handler = false                         # whether a handler runs
//! refusal = true                          # optional: a guard refuses it, with its one line of text
//! access-control.allow-origin = "https://app.example.com" # the Access-Control-* lines, all of them:
//! access-control.allow-headers = ["x-a,x-a,x-a,", "x-b"]  # a list is so many lines
//! vary = ["origin", "cookie"]             # the elements of Vary, all of them; absent: no Vary
//! keeps = [["x-request-id", "42"]]        # further lines that have to be there
//! ```
//!
//! Values have no white space around them and no control characters, because HTTP would strip or
//! reject those: a case is the same in process and over a socket. [`Suite::parse`] reads other
//! suites, and rejects what it doesn't understand.
//!
//! # Handshakes
//!
//! The cases of [`Request::is_handshake`] go to `/socket`. Where they pass, the framework switches protocols,
//! for which it needs a connection: send them over a socket, each on a connection of its own, and reply with the
//! status of the answer, 101. A sender in process leaves them out:
//!
//! ```
//! use cors_conformance::{Filter, Suite, reference::Application};
//!
//! let suite = Suite::builtin();
//! let handshakes = suite.cases().iter().filter(|case| case.request().is_handshake());
//! let left_out: String = handshakes.map(|case| format!(",-/{}", case.name())).collect();
//! let application = Application::new(&suite);
//! suite
//!     .run_filtered("core", &[], &Filter::parse(&left_out), |request| application.send(request))
//!     .unwrap();
//! ```
//!
//! That a guard covers handshakes, it shows in process as well: other cases have an `upgrade` line for `/echo`,
//! which the application's handler ignores as servers may.
//!
//! HTTP/2 has no `Upgrade` line. Its handshake is extended CONNECT, where the framework has that: send
//! [`Request::headers`] except for those of `Request::is_handshake`, to the same target, and reply with 101
//! in the place of 200. Other cases with an `upgrade` line are left out. A `Host` line goes into `:authority` if
//! it is the only one and [`Request::authority`] is `None`; else both are sent as they are.
//!
//! # Rules beyond the standard
//!
//! Fetch leaves much of a server's answer to the server. The suite expects this all the same:
//!
//! - `rule: whole-policy`: the answer to an allowed origin's preflight is the whole policy,
//!   whatever was asked for
//! - `rule: echo`: where `*` is a literal because of credentials, the answer echoes what was asked for
//! - `rule: minimal-disclosure`: a policy of minimal disclosure names only what was asked for
//! - `rule: preflight-not-allowed`: a preflight that is not allowed gets 403, `Vary` and nothing else
//! - `rule: handler-runs`: an actual request runs the handler, allowed or not
//! - `rule: every-response`: errors, 404, 405, caught panics and streams are decorated like any
//!   response
//! - `rule: policy-prevails`: no response grants more than the policy, whatever the handler set
//! - `rule: reads-little`: only the method, `Origin` and `Access-Control-Request-*` are read
//! - `rule: canonical-origin`: no policy allows an `Origin` that no browser would serialise
//! - `rule: patterns`: what the forms of origin in a policy match
//! - `rule: bounded`: no request header costs more than a bounded pass
//! - `rule: no-private-network`: the private network access headers are left out
//! - `rule: scope`: a policy guards what is below its path, and nothing else
//!
//! # Rules of guards
//!
//! What a policy refuses besides is `cors-core`'s own: its [chapter](cors_core::manual::guards) has the whole.
//!
//! - `guard: listed`: an `Origin` that the policy allows passes, whatever else is said
//! - `guard: same-origin`: `Sec-Fetch-Site` of `same-origin` or `none` passes, whatever the
//!   `Origin`
//! - `guard: other-site`: `Sec-Fetch-Site` of `same-site` or `cross-site` is refused
//! - `guard: no-origin`: without `Origin` and without `Sec-Fetch-Site` it was no browser, and
//!   passes; a value of `Sec-Fetch-Site` that says nothing does not
//! - `guard: own`: an `Origin` that is the server's own passes
//! - `guard: rest`: what nothing speaks for is refused
//! - `guard: own-origin`: the server's own origin has the scheme `http` or `https`, and the host
//!   and port that the request is for; a port that is left out is the default of the origin's
//!   scheme
//! - `guard: https-twin`: where the policy allows `https://HOST`, `http://HOST` is not the
//!   server's own, unless HOST is loopback
//! - `guard: known-host`: nobody knows the host of a request that names none, several, a malformed
//!   one, or two that differ: no origin is its own
//! - `guard: expected-hosts`: a request for a host that is not expected is refused, before
//!   everything else
//! - `guard: covers`: a guard covers certain methods or handshakes, and no others
//! - `guard: navigations`: where reads are guarded, links from elsewhere still lead here
//! - `guard: preflights`: preflights are answered by CORS, guard or not
//! - `guard: refusal`: a refusal has one line of text, `Vary`, and no `Access-Control-*`; no
//!   handler runs
//! - `guard: passes`: what passes is answered as if there were no guard
//! - `guard: reads-little`: forwarded hosts, `Referer`, cookies, content types and method
//!   overrides are not read
//! - `guard: exempt`: a guard is its policy's alone

#![warn(clippy::exhaustive_enums, clippy::exhaustive_structs)]

pub mod application;
mod case;
mod citation;
mod compare;
mod error;
mod failure;
mod file;
mod filter;
mod parse;
mod place;
pub mod reference;
mod refusal;
mod reply;
mod run;
mod skip;
mod spy;
mod suite;
mod summary;
mod value;

pub use case::{Case, Request};
pub use compare::Difference;
pub use error::SuiteError;
pub use failure::Failure;
pub use file::SuiteFile;
pub use filter::Filter;
pub use place::Place;
pub use reply::Reply;
pub use run::Run;
pub use skip::Skip;
pub use spy::Spy;
pub use suite::Suite;
pub use summary::{Failures, Summary};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
