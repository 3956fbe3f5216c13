//! Messages in plain words: what happened, and which header of which response is to blame.

use core::fmt;

use super::{Message, row::Cause};
use crate::Reason;

impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(not_cors) = self.not_cors() {
            return f.write_str(not_cors.sentence());
        }
        let answer = if self.preflight {
            "the preflight's answer"
        } else {
            "the response"
        };
        let origin = self.origin().unwrap_or("the page's origin");
        let value = self.holes.value.as_deref();
        let name = self.name();
        let Some(reason) = self.reason else {
            return match self.cause {
                Cause::OpenOrigin => write!(
                    f,
                    "the response's Access-Control-Allow-Origin is missing, not an origin, or another one than {origin}: WebKit does not say which"
                ),
                _ => f.write_str(
                    "the browser kept the response from the page, and the text does not say why: the reason stands in the rest of the message, or in the line before it",
                ),
            };
        };
        match reason {
            Reason::OriginNotAllowed => write!(
                f,
                "the origin is not allowed: {answer} has no Access-Control-Allow-Origin, so no page of another origin may read it"
            ),
            Reason::NullOrigin => write!(
                f,
                "the origin null is not allowed: {answer} is not for it; browsers send it for sandboxed frames, local files and data: URLs, and after a redirect across origins"
            ),
            Reason::HeadersMissing => {
                write!(f, "{answer} is an error")?;
                if let Some(status) = self.holes.status {
                    write!(f, ", status {status},")?;
                }
                f.write_str(" without CORS headers: look for the error first")
            }
            Reason::OriginMismatch => {
                write!(f, "{answer} is for ")?;
                match value {
                    Some(value) => write!(f, "{value:?}")?,
                    None => f.write_str("another origin")?,
                }
                write!(f, ", as its Access-Control-Allow-Origin says, and not for {origin}")
            }
            Reason::MultipleAllowOrigin => {
                write!(f, "{answer} has more than one Access-Control-Allow-Origin")?;
                if let Some(value) = value {
                    write!(f, ", {value:?}")?;
                }
                f.write_str(": two headers, or a list, are as good as none; only one server or proxy may set it")
            }
            Reason::InvalidAllowOrigin => {
                write!(f, "{answer} has an Access-Control-Allow-Origin that is not an origin")?;
                match value {
                    Some(value) => write!(f, ": {value:?}"),
                    None => Ok(()),
                }
            }
            Reason::WildcardWithCredentials => write!(
                f,
                "{answer} is for any origin, *, which never covers a request with credentials: it has to name {origin}"
            ),
            Reason::CredentialsNotAllowed => match value {
                Some(value) if !value.is_empty() => write!(
                    f,
                    "{answer} has an Access-Control-Allow-Credentials of {value:?}, and only \"true\" counts for a request with credentials"
                ),
                _ => write!(
                    f,
                    "{answer} has no Access-Control-Allow-Credentials of \"true\", and the request is with credentials"
                ),
            },
            Reason::MethodNotAllowed => match name {
                Some(name) => write!(
                    f,
                    "the method {name} is not allowed: it is not in the Access-Control-Allow-Methods of the preflight's answer"
                ),
                None => f.write_str(
                    "the request's method is not allowed: it is not in the Access-Control-Allow-Methods of the preflight's answer",
                ),
            },
            Reason::HeaderNotAllowed => match name {
                Some(name) => write!(
                    f,
                    "the header {} is not allowed: it is not in the Access-Control-Allow-Headers of the preflight's answer",
                    name.to_ascii_lowercase()
                ),
                None => f.write_str(
                    "a header of the request is not allowed: it is not in the Access-Control-Allow-Headers of the preflight's answer",
                ),
            },
            Reason::AuthorizationNotCovered => f.write_str(
                "the header authorization is not allowed: * never covers it by the standard, and the preflight's answer does not name it",
            ),
            Reason::NotExposed => match name {
                Some(name) => write!(
                    f,
                    "the header {} is not exposed: it is not in the response's Access-Control-Expose-Headers",
                    name.to_ascii_lowercase()
                ),
                None => f.write_str(
                    "a header of the response is not exposed: it is not in its Access-Control-Expose-Headers",
                ),
            },
            Reason::PreflightRedirected => {
                f.write_str("the preflight was answered with a redirect, and browsers follow none")
            }
            Reason::PreflightNotOk => match self.holes.status {
                Some(status) => write!(
                    f,
                    "the preflight was answered with status {status}, and only 200 to 299 will do"
                ),
                None => f.write_str(
                    "the preflight was answered with an error, and only status 200 to 299 will do",
                ),
            },
            Reason::PreflightFailed => f.write_str("the preflight was not answered"),
            Reason::RedirectBlocked => f.write_str(
                "the response redirects to where no page's request may go: a URL with a user name or password, or one that is not http or https",
            ),
            Reason::NoResponse => f.write_str("there was no response that the browser could read: the server is down, its name unknown, its certificate not trusted, or something blocked the request"),
            Reason::InvalidList => match name {
                Some(name) => write!(f, "the preflight's answer has a {name} that is not a list of names"),
                None => f.write_str("the preflight's answer has a list of methods or headers that is not a list of names"),
            },
            Reason::SchemeNotSupported => f.write_str(
                "the URL is not one of http or https: a page can't fetch files and the like; serve them, and the page too",
            ),
            Reason::LocalNetworkDenied => f.write_str(
                "the browser did not let the page reach an address of the local network: it asks the visitor, and only for pages over https; no header of the server changes that",
            ),
            _ => f.write_str(reason.as_str()),
        }
    }
}
