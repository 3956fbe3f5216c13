//! Hosts that are the same except for a letter or two, and look-alikes that only seem to be.

use crate::{cards::MOST, edits::edits_within, public_suffix::registrable_domain};

/// How many letters of `host` are not as in `known`: one or two that were replaced, missing, too many
/// or swapped with their neighbour. `None` for more, and for none.
///
/// A slip leaves the number of labels as it is, and digits, since `app-1` and `app-2` are two servers.
pub(super) fn letters_apart(host: &str, known: &str) -> Option<usize> {
    if host.starts_with('[') || known.starts_with('[') {
        return None;
    }
    // From the end, where most hosts are the same.
    let (mut labels, mut known_labels) = (host.rsplit('.'), known.rsplit('.'));
    let mut letters = 0;
    loop {
        match (labels.next(), known_labels.next()) {
            (None, None) => break,
            (Some(label), Some(known)) => {
                letters += letters_of_label(label, known, MOST - letters)?;
            }
            _ => return None,
        }
    }
    (letters > 0).then_some(letters)
}

/// The same of a label, up to `most`.
fn letters_of_label(label: &str, known: &str, most: usize) -> Option<usize> {
    if label == known {
        return Some(0);
    }
    // A letter of punycode is none of the name's.
    let is_encoded = |label: &str| label.starts_with("xn--");
    // In a short word, another letter is another word.
    let of_length = match label.len().max(known.len()) {
        0..=2 => 0,
        3..=5 => 1,
        _ => MOST,
    };
    let most = most.min(of_length);
    let letters = edits_within(label.as_bytes(), known.as_bytes(), most)?;
    let same_digits = digits(label).eq(digits(known));
    (same_digits && !is_encoded(label) && !is_encoded(known)).then_some(letters)
}

fn digits(label: &str) -> impl Iterator<Item = u8> {
    label.bytes().filter(u8::is_ascii_digit)
}

/// Whether the host is the other one with something in front or behind, without a dot between: `evilexample.com`
/// of `example.com`. Likewise for what somebody registered, below which it may be:
/// `app.evilexample.com`.
pub(super) fn is_lookalike(host: &str, known: &str) -> bool {
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
