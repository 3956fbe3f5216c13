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
//! - [Rules beyond the standard](#rules-beyond-the-standard)
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
//!             .uri(request.target());
//!         for (name, value) in request.headers() {
//!             sent = sent.header(name, value);
//!         }
//!         let response = application.call(sent.body(()).unwrap());
//!         Reply::new(
//!             response.status().as_u16(),
//!             response.headers(),
//!             Some(spy.take()),
//!         )
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
//! #         pub fn call(&self, _: http::Request<()>) -> http::Response<()> {
//! #             http::Response::new(())
//! #         }
//! #     }
//! # }
//! ```
//!
//! A sender that has to be awaited is driven by [`Suite::start`] instead.
//!
//! [`mod@reference`] is a whole application, in 200 lines: the bare core with no framework around it.
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
//! fetch = "#cors-preflight-fetch"         # an anchor of Fetch, "RFC 9110, 12.5.5" or "rule: echo"
//! policy = "site"                         # of the policy file; "none"; or "outside", where the
//!                                         # path has no prefix and no policy guards it
//! request = "OPTIONS /echo"               # the policy's prefix is added: /site/echo
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
