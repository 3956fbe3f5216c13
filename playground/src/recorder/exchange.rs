//! A request that was recorded, and its response.

use core::fmt;

use http::{HeaderMap, Method, StatusCode};

use crate::server_log;

/// A request as it arrived, and the response as the server sent it.
#[derive(Clone, Debug)]
pub struct Exchange {
    pub(super) method: Method,
    pub(super) target: String,
    pub(super) headers: HeaderMap,
    pub(super) response: Option<(StatusCode, HeaderMap)>,
    /// Where the log stood before the server was asked, and after it had answered.
    pub(super) logged: (u64, u64),
}

impl Exchange {
    /// The method, byte for byte.
    #[must_use]
    pub fn method(&self) -> &str {
        self.method.as_str()
    }

    /// Path and query.
    #[must_use]
    pub fn target(&self) -> &str {
        &self.target
    }

    /// The request's header lines, those of one name in the order in which they came.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The response's status, once there is one; 502 if the server could not be asked.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.response.as_ref().map(|(status, _)| *status)
    }

    /// The response's header lines, once there is one.
    #[must_use]
    pub fn response_headers(&self) -> Option<&HeaderMap> {
        self.response.as_ref().map(|(_, headers)| headers)
    }

    /// What servers [logged](crate::server_log) about CORS meanwhile, as far as it is kept still:
    /// this one's lines, and those of others that were asked at the same time.
    #[must_use]
    pub fn logged(&self) -> Vec<String> {
        let (from, to) = self.logged;
        server_log::between(from, to)
    }
}

/// Both heads, a line for each header.
impl fmt::Display for Exchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} {}", self.method, self.target)?;
        lines(&self.headers, f)?;
        let Some((status, headers)) = &self.response else {
            return writeln!(f, "not answered");
        };
        writeln!(f, "{}", status.as_u16())?;
        lines(headers, f)
    }
}

fn lines(headers: &HeaderMap, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    for (name, value) in headers {
        writeln!(f, "  {name}: {}", value.as_bytes().escape_ascii())?;
    }
    Ok(())
}
