//! Why a request is blocked, in sentences that name what was found and what would do.

use core::{error::Error, fmt};

use super::{
    Blocked, CorsCheckFailure, Reason,
    diagnosis::{has_wildcard, is_list},
    names,
    near::{self, STAR},
    page_origin,
};

impl fmt::Display for Blocked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InvalidUrl { url } => write!(f, "{url:?} is not an absolute URL"),
            Self::UrlWithCredentials => f.write_str(
                "a page can't ask for a URL with a user name or password in it",
            ),
            Self::InvalidMethod { method } => write!(f, "{method:?} is not a method"),
            Self::InvalidHeader { name } => {
                write!(f, "the header {name:?} has a name or a value that no header may have")
            }
            Self::ForbiddenMethod { method } => write!(f, "no page may use the method {method}"),
            Self::BodyNotAllowed => f.write_str("a request with GET or HEAD has no body"),
            Self::NotWithoutCors { what } => {
                write!(f, "{what} can't be used with mode \"no-cors\"")
            }
            Self::OtherOrigin => f.write_str(
                "the URL is of another origin, and with mode \"same-origin\" the page asked only for its own",
            ),
            Self::NotHttp { scheme } => write!(f, "{scheme} URLs can't be fetched across origins"),
            Self::CorsCheck { failure, .. } => self.cors_check(f, failure),
            Self::PreflightStatus { status } => write!(
                f,
                "the preflight was answered with status {status}, and only 200 to 299 will do: no redirect, no error"
            ),
            Self::MalformedAnswer { name } => write!(
                f,
                "the preflight's answer has an {} that is not a list of names",
                title_case(name)
            ),
            Self::MethodNotAllowed {
                method,
                allowed,
                wildcard_is_literal,
            } => {
                write!(
                    f,
                    "the method {method} is not allowed: it is not in Access-Control-Allow-Methods, {}",
                    list(allowed)
                )?;
                match near::method(method, allowed).clause {
                    Some(clause) => write!(f, "; {clause}"),
                    None => literal_wildcard(f, allowed, *wildcard_is_literal),
                }
            }
            Self::HeadersNotAllowed { names, allowed, .. }
                if self.reason() == Some(Reason::AuthorizationNotCovered) =>
            {
                write!(
                    f,
                    "{} not allowed: * never covers it, and Access-Control-Allow-Headers, {}, does not name it",
                    Headers(names),
                    list(allowed)
                )
            }
            Self::HeadersNotAllowed {
                names,
                allowed,
                wildcard_is_literal,
            } => {
                let they = Headers(names).pronoun();
                write!(
                    f,
                    "{} not allowed: {they} not in Access-Control-Allow-Headers, {}",
                    Headers(names),
                    list(allowed)
                )?;
                nearest(f, names, allowed, "allowed")?;
                let response_only = names.iter().filter(|name| names::is_response_only(name));
                for name in response_only {
                    match names.len() {
                        1 => f.write_str("; only responses have it")?,
                        _ => write!(f, "; only responses have {name}")?,
                    }
                }
                if names.iter().any(|name| name == "*") {
                    write!(f, "; {STAR}")?;
                }
                literal_wildcard(f, allowed, *wildcard_is_literal)
            }
            Self::NotExposed {
                names,
                exposed,
                wildcard_is_literal,
            } => {
                write!(f, "{} not exposed: ", Headers(names))?;
                if names.iter().any(|name| names::is_forbidden_response_header(name)) {
                    return f.write_str("no page may read cookies that a response sets");
                }
                let they = Headers(names).pronoun();
                write!(f, "{they} not in Access-Control-Expose-Headers, {}", list(exposed))?;
                nearest(f, names, exposed, "exposed")?;
                literal_wildcard(f, exposed, *wildcard_is_literal)
            }
            Self::NoAnswer { preflight: true } => f.write_str("the preflight was not answered"),
            Self::NoAnswer { preflight: false } => f.write_str("there was no response"),
            Self::NotOpened { status, origin, varies } => {
                write!(f, "the WebSocket is refused: its handshake was answered with status {status}, and only 101 opens one")?;
                match *status {
                    403 if *varies => write!(f, "; the answer depends on the origin, which is {origin}"),
                    421 => f.write_str("; the server does not answer for the host of the URL"),
                    _ => Ok(()),
                }
            }
            Self::RedirectNotFollowed => {
                f.write_str("the response is a redirect, and with redirect \"error\" the page asked to follow none")
            }
            Self::InvalidRedirect { location } => {
                write!(f, "the response redirects to {location:?}, where no page's request may go")
            }
            Self::TooManyRedirects => f.write_str("the response is the 21st redirect in a row"),
            Self::StreamRedirected => {
                f.write_str("the response is a redirect, and a streamed body can't be sent again")
            }
        }
    }
}

impl Error for Blocked {}

impl Blocked {
    fn cors_check(&self, f: &mut fmt::Formatter<'_>, failure: &CorsCheckFailure) -> fmt::Result {
        let Self::CorsCheck {
            origin,
            preflight,
            status,
            after_preflight,
            ..
        } = self
        else {
            return Ok(());
        };
        let answer = if *preflight {
            "the preflight's answer"
        } else {
            "the response"
        };
        match failure {
            CorsCheckFailure::NoAllowOrigin => {
                match self.reason() {
                    Some(Reason::HeadersMissing) => {}
                    Some(Reason::NullOrigin) => f.write_str("the origin null is not allowed: ")?,
                    _ => f.write_str("the origin is not allowed: ")?,
                }
                write!(f, "{answer} has no Access-Control-Allow-Origin")?;
                match self.reason() {
                    Some(Reason::HeadersMissing) if *after_preflight => f.write_str(
                        ", although its preflight was allowed: something else has answered, or has taken the header away",
                    ),
                    Some(Reason::HeadersMissing) => write!(
                        f,
                        ", and its status is {status}: it looks like an error that the policy has not seen"
                    ),
                    _ => f.write_str(", so no page of another origin may read it"),
                }
            }
            CorsCheckFailure::OtherOrigin { allowed } if is_list(allowed) => write!(
                f,
                "{answer} has more than one Access-Control-Allow-Origin, {allowed:?}: two headers, or a list, are as good as none"
            ),
            CorsCheckFailure::OtherOrigin { allowed } => match page_origin::flaw(allowed) {
                Some(flaw) => write!(
                    f,
                    "{answer} has an Access-Control-Allow-Origin of {allowed:?}, which is no origin: {flaw}; it has to be {origin}, byte for byte"
                ),
                None => write!(
                    f,
                    "{answer} is for {allowed}, as its Access-Control-Allow-Origin says, and not for {origin}: they have to be equal byte for byte"
                ),
            },
            CorsCheckFailure::WildcardWithCredentials => write!(
                f,
                "{answer} is for any origin, *, which never covers a request with credentials: it has to name {origin}"
            ),
            CorsCheckFailure::NoAllowCredentials { found: None } => write!(
                f,
                "{answer} has no Access-Control-Allow-Credentials, and the request is with credentials"
            ),
            CorsCheckFailure::NoAllowCredentials { found: Some(found) } => write!(
                f,
                "{answer} has an Access-Control-Allow-Credentials of {found:?}, and only \"true\" counts"
            ),
        }
    }
}

/// `the header x-a is`, `the headers x-a, x-b are`
struct Headers<'a>(&'a [String]);

impl Headers<'_> {
    fn pronoun(&self) -> &'static str {
        match self.0.len() {
            1 => "it is",
            _ => "they are",
        }
    }
}

impl fmt::Display for Headers<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (noun, verb) = match self.0.len() {
            1 => ("header", "is"),
            _ => ("headers", "are"),
        };
        write!(f, "the {noun} {} {verb}", self.0.join(", "))
    }
}

fn list(allowed: &[String]) -> String {
    if allowed.is_empty() {
        "which lists none".to_owned()
    } else {
        format!("which lists {}", allowed.join(", "))
    }
}

/// Listed names that are almost those that are missing.
fn nearest(
    f: &mut fmt::Formatter<'_>,
    missing: &[String],
    listed: &[String],
    what: &str,
) -> fmt::Result {
    for (name, near) in near::headers(missing, listed) {
        match missing {
            [_] => write!(f, "; the nearest {what} one is {near}")?,
            _ => write!(f, "; the nearest {what} one to {name} is {near}")?,
        }
    }
    Ok(())
}

fn literal_wildcard(f: &mut fmt::Formatter<'_>, allowed: &[String], literal: bool) -> fmt::Result {
    if literal && has_wildcard(allowed) {
        return f.write_str("; with credentials, * is a name like any other");
    }
    Ok(())
}

fn title_case(name: &str) -> String {
    let part = |part: &str| {
        let (first, rest) = part.split_at(1.min(part.len()));
        first.to_ascii_uppercase() + rest
    };
    name.split('-').map(part).collect::<Vec<_>>().join("-")
}
