//! What a decision reads of Rocket's requests, and reads and writes of its responses.

use core::iter;
use std::borrow::Cow;

use cors_core::adapter::{Field, RequestHead, ResponseHead};
use rocket::{Request, Response, http::Header};

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

impl RequestHead<Value> for Request<'_> {
    fn method(&self) -> &str {
        self.method().as_str()
    }

    /// `:authority` is shown together with `Host`, and the authority of an absolute target is not.
    fn authority(&self) -> Option<&str> {
        None
    }

    fn path(&self) -> Option<&str> {
        Some(self.uri().path().as_str())
    }

    fn lines(&self, field: Field) -> impl Iterator<Item: AsRef<[u8]> + Into<Value>> {
        Lines(self.headers().iter(), field, 0)
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
