//! The application that policies guard: the same routes on every framework, below `/NAME/` for
//! every policy NAME, and below `/none/` without one.
//!
//! | route below `/NAME` | methods | answer |
//! |---|---|---|
//! | `/echo` | GET HEAD POST PUT PATCH DELETE OPTIONS | 200, the request as the handler saw it, in JSON |
//! | `/get-only` | GET | 200 |
//! | `/status/{code}` | GET POST | that status |
//! | `/fail` | GET | 500, from the framework's own error type |
//! | `/panic` | GET | 500, from a handler that panics |
//! | `/override` | GET | 200 with `Access-Control-*` headers of the handler's own |
//! | `/stream` | GET | 200, a body in three chunks |
//! | `/cached` | GET | 200, for browsers to cache |
//! | `/redirect?to=URL` | GET PUT POST | 307 |
//! | anything else | any | the framework's own 404 |

pub mod axum;
mod contents;

use core::time::Duration;

/// How long requests may take to end once a server has been told to stop.
pub const GRACE: Duration = Duration::from_secs(5);
