//! What a decision reads of Rocket's requests, and reads and writes of its responses.

use core::{
    cell::OnceCell,
    fmt::{self, Write},
    iter,
};
use std::borrow::Cow;

use cors_core::adapter::{Field, RequestHead, ResponseHead};
use rocket::{
    Request, Response,
    http::{Header, uri::Host},
};

/// A header's value, to be borrowed from the program, the request, or nobody.
#[derive(Clone, Debug)]
pub(crate) enum Value {
    Text(Cow<'static, str>),
    /// The line of this number, of a request's header.
    Line(Field, usize),
}

impl Value {
    pub(crate) fn constant(text: &'static str) -> Self {
        Self::Text(text.into())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}

/// A line of a header: its text, and the value that stands for it.
struct Line<'a>(&'a str, Value);

impl AsRef<[u8]> for Line<'_> {
    fn as_ref(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl From<Line<'_>> for Value {
    fn from(Line(_, value): Line<'_>) -> Self {
        value
    }
}

/// The lines of a header among all, and how many of them there have been.
///
/// Rocket hashes a name byte by byte to look it up. That is as many instructions as looking at 17
/// lines takes, of the longest name at 50: requests have some dozen lines, responses a few.
struct Lines<I>(I, Field, usize);

impl<'a, I: Iterator<Item = Header<'a>>> Iterator for Lines<I> {
    type Item = Line<'a>;

    /// Always inlined, and a loop. Otherwise a preflight costs 1,000 instructions more, and with
    /// `filter_map`, which Rocket's iterator is slow for, 2,000.
    #[inline(always)]
    fn next(&mut self) -> Option<Line<'a>> {
        let Self(all, field, number) = self;
        loop {
            let Header { name, value } = all.next()?;
            if let Cow::Borrowed(text) = value
                && name == field.as_str()
            {
                *number += 1;
                return Some(Line(text, Value::Line(*field, *number - 1)));
            }
        }
    }
}

/// A request, for the decision about it.
pub(crate) struct RequestParts<'a, 'r> {
    request: &'a Request<'r>,
    /// Written when it is asked for, which only guards and the log do.
    authority: OnceCell<Authority>,
}

impl<'a, 'r> RequestParts<'a, 'r> {
    #[inline]
    pub(crate) fn of(request: &'a Request<'r>) -> Self {
        Self {
            request,
            authority: OnceCell::new(),
        }
    }
}

impl RequestHead<Value> for RequestParts<'_, '_> {
    fn method(&self) -> &str {
        self.request.method().as_str()
    }

    /// `:authority` in HTTP/2. In HTTP/1 it is the first `Host`, if Rocket can read it: it agrees with that
    /// line, and changes nothing. The authority of an absolute target is not shown.
    fn authority(&self) -> Option<&str> {
        let host = self.request.host()?;
        let authority = self.authority.get_or_init(|| Authority::of(host));
        Some(authority.as_str())
    }

    fn path(&self) -> Option<&str> {
        Some(self.request.uri().path().as_str())
    }

    fn lines(&self, field: Field) -> impl Iterator<Item: AsRef<[u8]> + Into<Value>> {
        Lines(self.request.headers().iter(), field, 0)
    }
}

/// Host and port, which Rocket shows one by one.
struct Authority {
    text: [u8; Self::MAX_LEN],
    len: usize,
}

impl Authority {
    /// A domain of 253 characters with a dot at its end, and a port. What is longer is nobody's.
    const MAX_LEN: usize = 254 + ":65535".len();

    fn of(host: &Host<'_>) -> Self {
        let mut written = Self {
            text: [0; Self::MAX_LEN],
            len: 0,
        };
        let domain = host.domain().as_str();
        let result = match host.port() {
            Some(port) => write!(written, "{domain}:{port}"),
            None => written.write_str(domain),
        };
        // No host has an empty name.
        if result.is_err() {
            written.len = 0;
        }
        written
    }

    fn as_str(&self) -> &str {
        let text = self.text.get(..self.len).unwrap_or_default();
        str::from_utf8(text).unwrap_or_default()
    }
}

impl Write for Authority {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let end = self.len + text.len();
        let space = self.text.get_mut(self.len..end).ok_or(fmt::Error)?;
        space.copy_from_slice(text.as_bytes());
        self.len = end;
        Ok(())
    }
}

/// A response borrows from its request.
impl<'r> ResponseHead<Value> for (&'r Request<'_>, &mut Response<'r>) {
    fn any_name(&self, mut test: impl FnMut(&str) -> bool) -> bool {
        let mut lines = self.1.headers().iter();
        // As Rocket's iterator has it, `any` costs 400 instructions more.
        iter::from_fn(|| lines.next()).any(|line| test(line.name.as_str()))
    }

    fn lines(&self, field: Field) -> impl Iterator<Item: AsRef<[u8]>> {
        Lines(self.1.headers().iter(), field, 0)
    }

    fn append(&mut self, field: Field, value: Value) {
        let text = match value {
            Value::Text(text) => text,
            Value::Line(field, number) => {
                let line = Lines(self.0.headers().iter(), field, 0).nth(number);
                line.map_or("", |Line(text, _)| text).into()
            }
        };
        self.1.adjoin_raw_header(field.as_str(), text);
    }

    fn remove(&mut self, field: Field) {
        self.1.remove_header(field.as_str());
    }
}

/// The response to a request that is refused. Everything may stand in it already: a page of somebody's own
/// keeps its type.
pub(crate) struct Refused<'a, 'r>(pub(crate) &'a mut Response<'r>);

impl ResponseHead<Value> for Refused<'_, '_> {
    fn any_name(&self, mut test: impl FnMut(&str) -> bool) -> bool {
        self.0.headers().iter().any(|line| test(line.name.as_str()))
    }

    fn lines(&self, field: Field) -> impl Iterator<Item: AsRef<[u8]>> {
        Lines(self.0.headers().iter(), field, 0)
    }

    /// Refusals have nothing of the request's.
    fn append(&mut self, field: Field, value: Value) {
        let Value::Text(text) = value else {
            return;
        };
        let is_there = {
            let mut lines = Lines(self.0.headers().iter(), field, 0);
            lines.any(|Line(line, _)| field == Field::ContentType || text == line)
        };
        if !is_there {
            self.0.adjoin_raw_header(field.as_str(), text);
        }
    }

    fn remove(&mut self, field: Field) {
        if field != Field::ContentType {
            self.0.remove_header(field.as_str());
        }
    }
}
