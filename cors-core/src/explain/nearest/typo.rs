//! Hosts that are the same except for a letter or two, and look-alikes that only seem to be.

use super::shape::MOST;
use crate::{edits::edits_within, public_suffix::registrable_domain};

/// How many letters of `host` are not as in `known`: one or two that were replaced, missing, too many
/// or swapped with their neighbour. `None` for more, for none, and for what an attacker would register.
///
/// A slip leaves the number of labels as it is, and digits, since `app-1` and `app-2` are two servers.
pub(super) fn letters_apart(host: &str, known: &str) -> Option<usize> {
    let is_address = |host: &str| host.starts_with('[');
    if is_lookalike(host, known) || is_address(host) || is_address(known) {
        return None;
    }
    let (mut labels, mut known_labels) = (host.split('.'), known.split('.'));
    let mut letters = 0;
    loop {
        match (labels.next(), known_labels.next()) {
            (None, None) => break,
            (Some(label), Some(known)) => letters += letters_of_label(label, known)?,
            _ => return None,
        }
    }
    (1..=MOST).contains(&letters).then_some(letters)
}

fn letters_of_label(label: &str, known: &str) -> Option<usize> {
    if label == known {
        return Some(0);
    }
    // A letter of punycode is none of the name's.
    let is_encoded = |label: &str| label.starts_with("xn--");
    let digits = |label| -> Vec<u8> { str::bytes(label).filter(u8::is_ascii_digit).collect() };
    if is_encoded(label) || is_encoded(known) || digits(label) != digits(known) {
        return None;
    }
    // In a short word, another letter is another word.
    let most = match label.len().max(known.len()) {
        0..=2 => 0,
        3..=5 => 1,
        _ => MOST,
    };
    edits_within(label.as_bytes(), known.as_bytes(), most)
}

/// Whether one is the other with something in front or behind, without a dot between: `evilexample.com`
/// of `example.com`. Likewise for what somebody registered, below which it may be:
/// `app.evilexample.com`.
fn is_lookalike(host: &str, known: &str) -> bool {
    if host.len() > known.len() && (host.starts_with(known) || host.ends_with(known)) {
        return true;
    }
    let registered = registrable_domain(known).unwrap_or(known);
    let behind = registered.split('.').count();
    // A network of one's own is registered as a whole, and so is its first label.
    let depth = if behind == 1 { 2 } else { behind };
    let label = |host| str::rsplit(host, '.').nth(depth - 1);
    match (label(host), label(known)) {
        (Some(label), Some(known)) => label.len() > known.len() && label.ends_with(known),
        _ => false,
    }
}
