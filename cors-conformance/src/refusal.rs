//! What a refusal's body has to be: one short line, which repeats nothing that was sent.

use crate::{case::Request, reply::Reply};

/// The longest body.
const MAX_LEN: usize = 400;

/// Shorter values are words that stand in any sentence.
const MIN_REPEATED: usize = 4;

/// What the body of a refusal is expected to be.
pub(crate) fn expected(request: &Request) -> &'static str {
    if request.method() == "HEAD" {
        "is empty"
    } else {
        "is one line of text/plain, at most 400 bytes, and repeats nothing that was sent"
    }
}

/// What the body is: the same words if it is what it has to be.
pub(crate) fn found(request: &Request, reply: &Reply, body: &[u8]) -> String {
    let expected = expected(request);
    if request.method() == "HEAD" {
        return match body.len() {
            0 => expected.to_owned(),
            len => format!("has {len} bytes"),
        };
    }
    let kinds: Vec<_> = (reply.headers.iter())
        .filter(|(name, _)| name.eq_ignore_ascii_case("content-type"))
        .map(|(_, value)| value.to_ascii_lowercase())
        .collect();
    let line = body.strip_suffix(b"\n").unwrap_or(body);
    let is_text =
        matches!(&kinds[..], [kind] if kind == b"text/plain" || kind.starts_with(b"text/plain;"));
    if body.is_empty() {
        "is empty".to_owned()
    } else if !is_text {
        "is not of the type text/plain".to_owned()
    } else if body.len() > MAX_LEN {
        format!("has {} bytes", body.len())
    } else if !str::from_utf8(line).is_ok_and(|line| !line.contains(char::is_control)) {
        "is not one line of text".to_owned()
    } else if let Some(sent) = repeated(request, line) {
        format!("repeats {}", sent.escape_ascii())
    } else {
        expected.to_owned()
    }
}

/// Something that was sent and stands in the body.
fn repeated<'a>(request: &'a Request, body: &[u8]) -> Option<&'a [u8]> {
    // "WebSocket" is the name of what is refused.
    let is_handshakes = |name: &str| {
        ["connection", "upgrade"].contains(&name) || name.starts_with("sec-websocket-")
    };
    let values = request
        .headers()
        .filter(|(name, _)| !is_handshakes(name))
        .map(|(_, value)| value);
    let target = [
        request.target(),
        request.authority().unwrap_or_default(),
        request.body(),
    ];
    target
        .into_iter()
        .map(str::as_bytes)
        .chain(values)
        .filter(|value| value.len() >= MIN_REPEATED)
        .find(|value| body.windows(value.len()).any(|window| window == *value))
}

#[cfg(test)]
mod tests {
    use crate::{
        case::{Expected, Request},
        compare::compare,
        place::Place,
        reply::Reply,
    };

    fn request(method: &str) -> Request {
        let place = Place::Policy("site".to_owned());
        Request {
            method: method.to_owned(),
            authority: Some("other.example".to_owned()),
            target: place.target("/echo?q=secret"),
            headers: vec![
                ("origin".to_owned(), b"https://evil.example".to_vec()),
                ("upgrade".to_owned(), b"WebSocket".to_vec()),
                ("x-a".to_owned(), b"you".to_vec()),
            ],
            body: "a body".to_owned(),
            is_handshake: false,
            place,
        }
    }

    /// A refusal with this status and body, compared.
    fn refused(method: &str, status: u16, kind: &str, body: &str) -> String {
        let expected = Expected {
            status: vec![421, 400],
            handler: false,
            access_control: Vec::new(),
            vary: vec!["origin".to_owned()],
            refusal: true,
            keeps: Vec::new(),
        };
        let headers = [("content-type", kind), ("vary", "origin")];
        let reply = Reply::new(status, headers, Some(0)).with_body(body);
        compare(&request(method), &expected, &reply).map_or_else(String::new, |d| d.to_string())
    }

    #[test]
    fn a_refusal_says_one_line_that_repeats_nothing() {
        for body in [
            "refused: you open no WebSocket here",
            "refused\n",
            &"a".repeat(400),
        ] {
            assert_eq!(refused("GET", 421, "text/plain", body), "", "{body}");
            assert_eq!(refused("GET", 421, "Text/Plain; charset=utf-8", body), "");
        }
        assert_eq!(refused("HEAD", 421, "text/plain", ""), "");
        let long = "a".repeat(401);
        for (body, fault) in [
            ("", "is empty"),
            (&long[..], "has 401 bytes"),
            ("one\ntwo", "is not one line of text"),
            ("one\n\n", "is not one line of text"),
            ("not https://evil.example", "repeats https://evil.example"),
            ("not for other.example", "repeats other.example"),
            ("no /site/echo?q=secret", "repeats /site/echo?q=secret"),
            ("not a body", "repeats a body"),
        ] {
            let said = refused("GET", 421, "text/plain", body);
            assert!(
                said.contains(&format!("    + the body {fault}\n")),
                "{said}"
            );
            assert!(said.contains("    - the body is one line of text/plain, at most 400 bytes"));
        }
        let said = refused("GET", 421, "text/html", "refused");
        assert!(
            said.contains("+ the body is not of the type text/plain\n"),
            "{said}"
        );
        let said = refused("HEAD", 421, "text/plain", "refused");
        assert!(said.contains("+ the body has 7 bytes\n"), "{said}");
    }

    /// Whatever it says, as long as nothing else is done.
    #[test]
    fn what_a_framework_refuses_by_itself_has_its_own_body() {
        let own = |headers: &[(&str, &str)], runs| {
            let expected = Expected {
                status: vec![421, 400],
                handler: false,
                refusal: true,
                access_control: Vec::new(),
                vary: vec!["origin".to_owned()],
                keeps: Vec::new(),
            };
            let reply = Reply::new(400, headers.iter().copied(), Some(runs)).with_body("<html>");
            compare(&request("GET"), &expected, &reply).map_or_else(String::new, |d| d.to_string())
        };
        assert_eq!(own(&[], 0), "");
        assert_eq!(
            own(&[("vary", "accept"), ("content-type", "text/html")], 0),
            ""
        );
        assert!(
            own(&[("access-control-allow-origin", "*")], 0)
                .contains("+ access-control-allow-origin: *")
        );
        assert!(own(&[], 1).contains("+ the handler runs"));
    }
}
