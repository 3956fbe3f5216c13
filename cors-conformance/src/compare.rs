//! The expected reply against the one that came.

use core::fmt;

use crate::{
    application,
    case::{Expected, Request},
    refusal,
    reply::Reply,
};

/// Expected and received, line by line.
///
/// Its `Display` marks with `-` what was expected and did not come, and with `+` what came and
/// was not expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    lines: Vec<(Mark, Line)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Mark {
    Same,
    Missing,
    Unexpected,
}

/// Something that is compared: a header line byte for byte, the status, the handler.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Line {
    subject: String,
    value: Vec<u8>,
}

impl Difference {
    /// What was expected and did not come: `status`, `the handler`, `the body` or the name of a header, and the
    /// value.
    pub fn missing(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.marked(Mark::Missing)
    }

    /// What came and was not expected, in the same form.
    pub fn unexpected(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.marked(Mark::Unexpected)
    }

    fn marked(&self, wanted: Mark) -> impl Iterator<Item = (&str, &[u8])> {
        let lines = self.lines.iter().filter(move |(mark, _)| *mark == wanted);
        lines.map(|(_, line)| (line.subject.as_str(), line.value.as_slice()))
    }
}

/// `None` if the reply is the expected one.
pub(crate) fn compare(request: &Request, expected: &Expected, reply: &Reply) -> Option<Difference> {
    let mut got = got_lines(request, expected, reply);
    let mut lines: Vec<_> = expected_lines(request, expected, reply)
        .into_iter()
        .map(|line| match got.iter().position(|other| *other == line) {
            Some(index) => (Mark::Same, got.remove(index)),
            None => (Mark::Missing, line),
        })
        .collect();
    lines.extend(got.into_iter().map(|line| (Mark::Unexpected, line)));
    lines.sort_by(|(a, x), (b, y)| (rank(x), &x.subject, a).cmp(&(rank(y), &y.subject, b)));
    lines
        .iter()
        .any(|(mark, _)| *mark != Mark::Same)
        .then_some(Difference { lines })
}

/// Whether a framework has refused the request before any guard could, where that will do: then nothing of
/// a guard's is in its answer.
fn is_the_frameworks(expected: &Expected, reply: &Reply) -> bool {
    expected.refusal && reply.status == 400 && expected.status.contains(&400)
}

fn expected_lines(request: &Request, expected: &Expected, reply: &Reply) -> Vec<Line> {
    // All admitted statuses are equally good: take the one that came, if it is one of them.
    let status = if expected.status.contains(&reply.status) {
        reply.status.to_string()
    } else {
        let list: Vec<_> = expected.status.iter().map(u16::to_string).collect();
        list.join(" or ")
    };
    let mut lines = vec![Line::new(STATUS, status)];
    if reply.handler_runs.is_some() {
        lines.push(Line::new(HANDLER, runs(u32::from(expected.handler))));
    }
    if is_the_frameworks(expected, reply) {
        return lines;
    }
    if expected.refusal && reply.body.is_some() {
        lines.push(Line::new(BODY, refusal::expected(request)));
    }
    for (name, value) in expected.access_control.iter().chain(&expected.keeps) {
        lines.push(Line::new(name, value.clone()));
    }
    if !expected.vary.is_empty() {
        lines.push(Line::new("vary", expected.vary.join(", ")));
    }
    lines
}

fn got_lines(request: &Request, expected: &Expected, reply: &Reply) -> Vec<Line> {
    let mut lines = vec![Line::new(STATUS, reply.status.to_string())];
    if let Some(count) = reply.handler_runs {
        lines.push(Line::new(HANDLER, runs(count)));
    }
    let is_the_frameworks = is_the_frameworks(expected, reply);
    if let (true, false, Some(body)) = (expected.refusal, is_the_frameworks, &reply.body) {
        lines.push(Line::new(BODY, refusal::found(request, reply, body)));
    }
    let mut vary = Vec::new();
    for (name, value) in &reply.headers {
        let name = name.to_ascii_lowercase();
        if name == "vary" {
            if !is_the_frameworks {
                vary.extend(tokens(value));
            }
        } else if name.starts_with("access-control-")
            || expected.keeps.iter().any(|(kept, _)| *kept == name)
            || (name == application::REQUEST_ID.0 && !expected.handler)
        {
            lines.push(Line::new(&name, value.clone()));
        }
    }
    if !vary.is_empty() {
        vary.sort_unstable();
        lines.push(Line::new("vary", vary.join(", ")));
    }
    lines
}

/// The elements of a list, lower case; empty ones don't count (RFC 9110, 5.6.1).
fn tokens(value: &[u8]) -> impl Iterator<Item = String> {
    value
        .split(|b| *b == b',')
        .map(<[u8]>::trim_ascii)
        .filter(|token| !token.is_empty())
        .map(|token| token.to_ascii_lowercase().escape_ascii().to_string())
}

fn runs(count: u32) -> String {
    match count {
        0 => "does not run".to_owned(),
        1 => "runs".to_owned(),
        _ => format!("runs {count} times"),
    }
}

/// Status, handler and body before the headers.
fn rank(line: &Line) -> u8 {
    match line.subject.as_str() {
        STATUS => 0,
        HANDLER => 1,
        BODY => 2,
        _ => 3,
    }
}

const STATUS: &str = "status";
const HANDLER: &str = "the handler";
const BODY: &str = "the body";

impl Line {
    fn new(subject: &str, value: impl Into<Vec<u8>>) -> Self {
        Self {
            subject: subject.to_owned(),
            value: value.into(),
        }
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (mark, line) in &self.lines {
            let sign = match mark {
                Mark::Same => ' ',
                Mark::Missing => '-',
                Mark::Unexpected => '+',
            };
            let colon = if rank(line) < 3 { "" } else { ":" };
            writeln!(
                f,
                "    {sign} {}{colon} {}",
                line.subject,
                Excerpt(&line.value)
            )?;
        }
        Ok(())
    }
}

/// A header value fit for a terminal: escaped, and cut where it is longer than anyone reads.
pub(crate) struct Excerpt<'a>(pub(crate) &'a [u8]);

impl fmt::Display for Excerpt<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const LONGEST: usize = 200;
        const BEGINNING: usize = 60;
        if self.0.len() <= LONGEST {
            return write!(f, "{}", self.0.escape_ascii());
        }
        write!(
            f,
            "{}… ({} bytes)",
            self.0[..BEGINNING].escape_ascii(),
            self.0.len()
        )
    }
}

#[cfg(test)]
mod tests {
    use super::{Excerpt, compare};
    use crate::{
        case::{Expected, Request},
        place::Place,
        reply::Reply,
    };

    fn expected() -> Expected {
        Expected {
            status: vec![200],
            handler: true,
            access_control: vec![("access-control-allow-origin".to_owned(), b"*".to_vec())],
            vary: vec!["cookie".to_owned(), "origin".to_owned()],
            refusal: false,
            keeps: vec![("x-request-id".to_owned(), b"42".to_vec())],
        }
    }

    fn request() -> Request {
        let place = Place::None;
        Request {
            method: "GET".to_owned(),
            authority: None,
            target: place.target("/echo"),
            headers: Vec::new(),
            body: String::new(),
            is_handshake: false,
            place,
        }
    }

    fn reply(headers: &[(&str, &str)]) -> Reply {
        Reply::new(200, headers.iter().copied(), Some(1))
    }

    fn difference(expected: &Expected, reply: &Reply) -> String {
        compare(&request(), expected, reply).map_or_else(String::new, |d| d.to_string())
    }

    #[test]
    fn tokens_of_vary_in_any_order_case_and_number_of_lines() {
        for vary in [
            &["Origin, Cookie"][..],
            &["cookie", "origin"],
            &["ORIGIN,,Cookie,"],
            &["", "Origin ,\tCookie"],
        ] {
            let mut headers = vec![
                ("Access-Control-Allow-Origin", "*"),
                ("X-Request-Id", "42"),
                ("date", "today"),
            ];
            headers.extend(vary.iter().map(|line| ("Vary", *line)));
            assert_eq!(difference(&expected(), &reply(&headers)), "", "{vary:?}");
        }
    }

    #[test]
    fn everything_else_is_a_difference() {
        let got = Reply {
            status: 500,
            handler_runs: Some(2),
            ..reply(&[
                ("access-control-allow-origin", "*"),
                ("access-control-allow-origin", "*"),
                ("access-control-max-age", "600"),
                ("x-request-id", "43"),
                ("vary", "origin, cookie, Origin"),
            ])
        };
        let expected = Expected {
            status: vec![404, 405],
            ..expected()
        };
        assert_eq!(
            difference(&expected, &got),
            "    - status 404 or 405\n    \
                 + status 500\n    \
                 - the handler runs\n    \
                 + the handler runs 2 times\n      \
                   access-control-allow-origin: *\n    \
                 + access-control-allow-origin: *\n    \
                 + access-control-max-age: 600\n    \
                 - vary: cookie, origin\n    \
                 + vary: cookie, origin, origin\n    \
                 - x-request-id: 42\n    \
                 + x-request-id: 43\n"
        );
    }

    #[test]
    fn what_differs_can_be_read() {
        let got = Reply {
            status: 500,
            ..reply(&[("access-control-allow-origin", "*"), ("x-request-id", "42")])
        };
        let difference = compare(&request(), &expected(), &got).unwrap();
        let missing: Vec<_> = difference.missing().collect();
        assert_eq!(
            missing,
            [("status", &b"200"[..]), ("vary", b"cookie, origin")]
        );
        let unexpected: Vec<_> = difference.unexpected().collect();
        assert_eq!(unexpected, [("status", &b"500"[..])]);
    }

    #[test]
    fn a_handler_is_known_by_what_it_sets() {
        let expected = Expected {
            handler: false,
            access_control: Vec::new(),
            vary: Vec::new(),
            keeps: Vec::new(),
            ..expected()
        };
        let got = Reply {
            handler_runs: None,
            ..reply(&[("x-request-id", "42")])
        };
        assert_eq!(
            difference(&expected, &got),
            "      status 200\n    + x-request-id: 42\n"
        );
    }

    #[test]
    fn long_and_binary_values_are_shown_harmlessly() {
        assert_eq!(Excerpt(b"a\xff\x1b[2J").to_string(), r"a\xff\x1b[2J");
        let shown = Excerpt(&[b'a'; 70_000]).to_string();
        assert_eq!(shown, format!("{}… (70000 bytes)", "a".repeat(60)));
    }
}
