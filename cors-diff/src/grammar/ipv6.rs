//! IPv6 addresses as browsers write them, as a regex: <https://url.spec.whatwg.org/#concept-ipv6-serializer>.

use core::fmt::Write as _;

/// A piece that is not zero.
const PIECE: &str = "[1-9a-f][0-9a-f]{0,3}";

/// All of them, without brackets: one form for each choice of the pieces that are zero.
pub(super) fn addresses() -> String {
    let forms: Vec<_> = (0..=u8::MAX).map(form).collect();
    let mut regex = String::new();
    alternation(
        &forms.iter().map(String::as_str).collect::<Vec<_>>(),
        &mut regex,
    );
    regex
}

/// `N` for a piece that is not zero, `0` for one that is, and the colons between.
fn form(zeros: u8) -> String {
    let is_zero = |piece: usize| zeros >> piece & 1 == 1;
    let compressed = longest_run(is_zero);
    let mut form = String::new();
    let mut piece = 0;
    while piece < 8 {
        if let Some((start, length)) = compressed
            && piece == start
        {
            form.push_str(if piece == 0 { "::" } else { ":" });
            piece += length;
            continue;
        }
        form.push(if is_zero(piece) { '0' } else { 'N' });
        piece += 1;
        if piece < 8 {
            form.push(':');
        }
    }
    form
}

/// The first longest run of two or more.
fn longest_run(is_zero: impl Fn(usize) -> bool) -> Option<(usize, usize)> {
    let run = |start: usize| (start..8).take_while(|&piece| is_zero(piece)).count();
    let mut longest: Option<(usize, usize)> = None;
    for start in 0..8 {
        let length = run(start);
        if length > 1 && longest.is_none_or(|(_, best)| length > best) {
            longest = Some((start, length));
        }
    }
    longest
}

/// Forms that begin alike share their beginning.
fn alternation(forms: &[&str], regex: &mut String) {
    regex.push_str("(?:");
    let mut separator = "";
    for first in ['N', '0', ':'] {
        let rests: Vec<_> = { forms.iter() }
            .filter_map(|form| form.strip_prefix(first))
            .collect();
        if rests.is_empty() {
            continue;
        }
        let text = match first {
            'N' => PIECE.to_owned(),
            other => other.to_string(),
        };
        let _ = write!(regex, "{separator}{text}");
        alternation(&rests, regex);
        separator = "|";
    }
    if forms.iter().any(|form| form.is_empty()) {
        regex.push_str(separator);
    }
    regex.push(')');
}
