//! Why there is no answer, in sentences.

use core::{error::Error, time::Duration};
use std::io;

use super::{Target, meter::Meter};
use crate::probe::server::{NoAnswer, NoAnswerKind};

fn no(kind: NoAnswerKind, sentence: String) -> NoAnswer {
    NoAnswer { kind, sentence }
}

pub(super) fn no_address(target: &Target, reason: &str) -> NoAnswer {
    let host = &target.host;
    // Says twice that it is about names.
    let reason = reason.trim_start_matches("failed to lookup address information: ");
    no(
        NoAnswerKind::Resolve,
        format!(
            "{host} has no address: {reason}; check the name, or name an address with --resolve {target}:ADDRESS"
        ),
    )
}

pub(super) fn no_connection(target: &Target, error: &io::Error) -> NoAnswer {
    let sentence = match error.kind() {
        io::ErrorKind::ConnectionRefused => {
            format!("nobody listens at {target}: the connection was refused")
        }
        _ => format!("no connection to {target}: {error}"),
    };
    no(NoAnswerKind::Connect, sentence)
}

/// What takes too long.
#[derive(Clone, Copy, Debug)]
pub(super) enum Phase {
    Connect,
    Tls,
    Answer,
}

pub(super) fn too_slow(target: &Target, phase: Phase, limit: Duration) -> NoAnswer {
    let limit = match limit.as_secs_f64() {
        1.0 => "1 second".to_owned(),
        seconds => format!("{seconds} seconds"),
    };
    let what = match phase {
        Phase::Connect => format!("no connection to {target} within {limit}"),
        Phase::Tls => format!("the TLS handshake with {target} was not finished within {limit}"),
        Phase::Answer => format!("{target} sent no complete head of an answer within {limit}"),
    };
    no(
        NoAnswerKind::Timeout,
        format!("{what}; --timeout grants more"),
    )
}

/// More than one answer may take.
pub(super) fn no_end(target: &Target) -> NoAnswer {
    no(
        NoAnswerKind::Malformed,
        format!("{target} sent 1 MiB without an end of the answer's head"),
    )
}

/// The server did not agree to HTTP/2, which was asked for.
pub(super) fn no_http2(target: &Target) -> NoAnswer {
    no(NoAnswerKind::Tls, no_http2_sentence(target))
}

fn no_http2_sentence(target: &Target) -> String {
    format!("{target} does not speak HTTP/2; leave --http2 out")
}

/// What hyper has to say, and what was seen on the wire.
pub(super) fn no_answer(
    target: &Target,
    meter: &Meter,
    http2: bool,
    error: &hyper::Error,
) -> NoAnswer {
    let malformed = |sentence| no(NoAnswerKind::Malformed, sentence);
    let closed = |sentence| no(NoAnswerKind::Closed, sentence);
    if meter.is_exceeded() {
        return no_end(target);
    }
    if let Some(error) = cause::<io::Error>(error) {
        return closed(match error.kind() {
            io::ErrorKind::ConnectionReset => {
                format!("{target} reset the connection instead of an answer")
            }
            _ => format!("the connection to {target} broke: {error}"),
        });
    }
    if error.is_parse() && error.to_string().contains("too large") {
        return malformed(format!(
            "{target} sent more headers than browsers take: over 256 KiB, or over {} lines",
            super::connection::MOST_HEADERS
        ));
    }
    if http2 && meter.first().starts_with(b"HTTP/1.") {
        return malformed(no_http2_sentence(target));
    }
    if error.is_parse() {
        return malformed(what_it_speaks(target, &meter.first()));
    }
    if error.is_incomplete_message() || error.is_closed() || error.is_canceled() {
        return closed(match meter.is_silent() {
            true => format!("{target} closed the connection without an answer"),
            false => format!("{target} closed the connection before the end of the answer's head"),
        });
    }
    let last = last_cause(error).to_string();
    let advice = match last.contains("HTTP/1.1") {
        true => "; --http1.1 speaks that",
        false => "",
    };
    // In h2's words: the peer has sent an error, or made one.
    let kind = match last.contains("error received") {
        true => NoAnswerKind::Closed,
        false => NoAnswerKind::Malformed,
    };
    no(kind, format!("HTTP/2 with {target} failed: {last}{advice}"))
}

/// Why what begins like this is no answer.
fn what_it_speaks(target: &Target, first: &[u8]) -> String {
    match first {
        // A record of TLS: an alert or a handshake.
        [0x15 | 0x16, 3, ..] if !target.tls => {
            format!("{target} speaks TLS; does https://{target} answer?")
        }
        // A frame SETTINGS of stream 0.
        [_, _, _, 4, 0 | 1, 0, 0, 0, 0, ..] if !target.tls => {
            format!("{target} speaks only HTTP/2; --http2 speaks that")
        }
        first if first.starts_with(b"HTTP/") => {
            format!("{target} sent a malformed head of an answer")
        }
        // Of what is encrypted, nobody can say what it begins with.
        _ if target.tls => format!("{target} sent no HTTP"),
        first => format!(
            "{target} sent no HTTP: its answer begins with \"{}\"",
            first.escape_ascii()
        ),
    }
}

fn cause<'a, T: Error + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a T> {
    let mut next = error.source();
    while let Some(error) = next {
        if let Some(found) = error.downcast_ref() {
            return Some(found);
        }
        next = error.source();
    }
    None
}

fn last_cause<'a>(error: &'a (dyn Error + 'static)) -> &'a (dyn Error + 'static) {
    let mut last = error;
    while let Some(next) = last.source() {
        last = next;
    }
    last
}
