//! Origins from the environment.
//!
//! Deployments usually have the origins in one text: `ALLOWED_ORIGINS=https://a.example.com,
//! https://b.example.com,`. [`allow_origins_from_env`](crate::PolicyBuilder::allow_origins_from_env) reads
//! the variable, and splits it at commas and white space:
//!
//! ```no_run
//! use cors_core::Policy;
//!
//! let policy = Policy::builder()
//!     .allow_origins_from_env("ALLOWED_ORIGINS")
//!     .allow_methods(["PUT", "DELETE"])
//!     .allow_headers("content-type")
//!     .build()?;
//! # Ok::<(), cors_core::PolicyError>(())
//! ```
//!
//! Blank elements are dropped: two commas, one at the end, a line's end. Everything else is checked like an
//! entry in code, patterns and `*` included, and each problem names its element:
//!
//! ```
//! use cors_core::Policy;
//!
//! // A text from somewhere else.
//! let error = Policy::builder()
//!     .allow_origins_list("https://a.example.com, https://b.example.com/,")
//!     .build()
//!     .unwrap_err();
//! let problem = &error.problems()[0];
//! assert_eq!(problem.entry(), Some(1));
//! assert_eq!(
//!     problem.to_string(),
//!     r#"invalid origin "https://b.example.com/": an origin has no path; write "https://b.example.com""#
//! );
//! ```
//!
//! # A variable that is not set
//!
//! No origin at all is an error, which names the variable and says whether it is empty or not set. A server
//! that starts without its origins would otherwise be found by its users.
//!
//! | the variable | other origins are listed | none is |
//! |---|---|---|
//! | not set, or empty | nothing is added | the error `no-origin`, which names the variable |
//! | not Unicode | the error `unreadable-variable` | the same |
//!
//! A guard or a list of hosts does not change that: they need no origins, but whoever names a variable
//! means to list some. Where a deployment may have no other origin,
//! [`origins_may_be_empty`](crate::PolicyBuilder::origins_may_be_empty) says so. Where a default is meant,
//! list it in code; don't let it be `*`:
//!
//! ```
//! use cors_core::Policy;
//!
//! let nobody_in_production = Policy::builder()
//!     .allow_origins_from_env("ORIGINS_OF_A_DEPLOYMENT_THAT_HAS_NONE")
//!     .origins_may_be_empty(true)
//!     .build()?;
//! assert!(!nobody_in_production.allows_origin("https://a.example.com"));
//!
//! let and_a_developer = Policy::builder()
//!     .allow_origins_from_env("ORIGINS_OF_A_DEPLOYMENT_THAT_HAS_NONE")
//!     .allow_origins("http://localhost:5173")
//!     .build()?;
//! assert!(and_a_developer.allows_origin("http://localhost:5173"));
//! # Ok::<(), cors_core::PolicyError>(())
//! ```
//!
//! # Configuration crates
//!
//! With the `serde` feature, a [`PolicyBuilder`](crate::PolicyBuilder) is a field of a program's own
//! configuration. Where it expects a list, one text is read in the same way, so that a variable of figment
//! or config, or a line of `Rocket.toml`, can override the list of a file:
//!
//! ```
//! # #[cfg(feature = "serde")] {
//! use cors_core::PolicyBuilder;
//!
//! let configured: PolicyBuilder = serde_json::from_str(
//!     r#"{ "allow_origins": "https://a.example.com, https://b.example.com", "allow_methods": "PUT DELETE" }"#,
//! )?;
//! assert_eq!(
//!     configured,
//!     PolicyBuilder::default()
//!         .allow_origins(["https://a.example.com", "https://b.example.com"])
//!         .allow_methods(["PUT", "DELETE"])
//! );
//! # }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
