//! Why a request is blocked, in sentences that name what was found and what would do.

use core::{error::Error, fmt};

use super::{Blocked, CorsCheckFailure};

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
            Self::CorsCheck {
                failure,
                origin,
                preflight,
                ..
            } => {
                let answer = if *preflight {
                    "the preflight's answer"
                } else {
                    "the response"
                };
                cors_check_sentence(f, answer, failure, origin)
            }
            Self::PreflightStatus { status } => write!(
                f,
                "the preflight was answered with status {status}, and only 200 to 299 will do: no redirect, no error"
            ),
            Self::MalformedAnswer { name } => write!(
                f,
                "the preflight's answer has a {} that is not a list of names",
                title_case(name)
            ),
            Self::MethodNotAllowed {
                method,
                allowed,
                wildcard_is_literal,
            } => {
                write!(
                    f,
                    "the method {method} is not in Access-Control-Allow-Methods, {}",
                    list(allowed)
                )?;
                let other_case = allowed.iter().find(|listed| listed.eq_ignore_ascii_case(method));
                match other_case {
                    Some(listed) => write!(f, ": methods are case-sensitive, and {listed} is another one"),
                    None => literal_wildcard(f, allowed, *wildcard_is_literal),
                }
            }
            Self::HeadersNotAllowed {
                names,
                allowed,
                wildcard_is_literal,
            } => {
                let (noun, verb) = match names.len() {
                    1 => ("header", "is"),
                    _ => ("headers", "are"),
                };
                write!(
                    f,
                    "the {noun} {} {verb} not in Access-Control-Allow-Headers, {}",
                    names.join(", "),
                    list(allowed)
                )?;
                if !wildcard_is_literal
                    && names == &["authorization"]
                    && allowed.iter().any(|name| name == "*")
                {
                    return f.write_str(": * never covers authorization, which has to be named");
                }
                literal_wildcard(f, allowed, *wildcard_is_literal)
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

fn cors_check_sentence(
    f: &mut fmt::Formatter<'_>,
    answer: &str,
    failure: &CorsCheckFailure,
    origin: &str,
) -> fmt::Result {
    match failure {
        CorsCheckFailure::NoAllowOrigin => write!(
            f,
            "{answer} has no Access-Control-Allow-Origin, so no page of another origin may read it"
        ),
        CorsCheckFailure::OtherOrigin { allowed } if allowed.contains(',') => write!(
            f,
            "{answer} has more than one Access-Control-Allow-Origin, {allowed:?}: two headers, or a list, are as good as none"
        ),
        CorsCheckFailure::OtherOrigin { allowed } => write!(
            f,
            "{answer} is for {allowed}, as its Access-Control-Allow-Origin says, and not for {origin}: they have to be equal byte for byte"
        ),
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

fn list(allowed: &[String]) -> String {
    if allowed.is_empty() {
        "which lists none".to_owned()
    } else {
        format!("which lists {}", allowed.join(", "))
    }
}

fn literal_wildcard(f: &mut fmt::Formatter<'_>, allowed: &[String], literal: bool) -> fmt::Result {
    if literal && allowed.iter().any(|entry| entry == "*") {
        return f.write_str(": with credentials, * is a name like any other");
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
