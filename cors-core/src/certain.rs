//! Whether a correction can be put in place without asking anybody.

use core::net::Ipv4Addr;

use crate::{
    Problem, ProblemKind as Kind, Severity,
    origin::split_port,
    pattern::{is_invisible, is_lookalike},
};

impl Problem {
    /// Whether the [suggestion](Self::suggestion) can be put in place by a program that asks nobody: it
    /// is what the text says whoever reads it, and allows nothing that nobody wrote.
    ///
    /// Others are for a person to choose: a secure origin in the place of an insecure one, a whole host in
    /// the place of a path on it, the method that may have been meant, Latin letters for others that look
    /// like them.
    ///
    /// ```
    /// use cors_core::Policy;
    ///
    /// let of = |origin| {
    ///     let error = Policy::builder().allow_origins([origin]).build().unwrap_err();
    ///     let problem = &error.problems()[0];
    ///     (problem.suggestion().map(str::to_owned), problem.is_certain())
    /// };
    /// assert_eq!(of("https://App.example.com/"), (Some("https://app.example.com".to_owned()), true));
    /// // It may as well be a variable that was not set.
    /// assert_eq!(of("https://.example.com"), (Some("https://*.example.com".to_owned()), false));
    /// ```
    #[must_use]
    pub fn is_certain(&self) -> bool {
        let Some(corrected) = self.suggestion() else {
            return false;
        };
        match self.kind() {
            Kind::InvalidOrigin { invalid } => {
                is_same(invalid.input(), corrected) && is_whole_host(invalid.input())
            }
            Kind::InvalidHost { invalid } => is_same(invalid.input(), corrected),
            // "content-type: application/json" says less than "content-type".
            Kind::InvalidHeaderName { name } => name
                .split_once(':')
                .is_none_or(|(_, value)| value.trim().is_empty()),
            Kind::InvalidMethod { .. }
            | Kind::PunctuatedName { .. }
            | Kind::MaxAgeTooLong { .. } => true,
            // Browsers write these in upper case whatever the page does.
            Kind::MethodCase { .. } => self.severity() == Severity::Error,
            _ => false,
        }
    }
}

/// Whether a corrected origin or host is what the text says to a browser and to a person alike.
fn is_same(text: &str, corrected: &str) -> bool {
    let authority = authority(text);
    // "https://app.example.com@evil.example" names the one to people and the other to browsers.
    let is_plain = !text.contains('@') && is_visible(text);
    // How addresses of attackers are written that nobody shall follow.
    let is_disarmed = text.to_ascii_lowercase().contains("hxxp");
    is_plain
        && !is_disarmed
        && is_as_secure(text, corrected)
        && has_same_letters(text, corrected)
        && has_same_address(text, corrected)
        && has_same_wildcards(authority, corrected)
}

/// Whether plain http was written, or is as good as TLS: on this machine. Where a scheme is missing or mistyped,
/// https gives nothing away.
fn is_as_secure(text: &str, corrected: &str) -> bool {
    let Some(rest) = corrected.strip_prefix("http://") else {
        return true;
    };
    let (host, _) = split_port(rest);
    let is_here = host == "localhost" || host.ends_with(".localhost") || host == "[::1]";
    let is_here = is_here
        || host
            .parse::<Ipv4Addr>()
            .is_ok_and(|address| address.is_loopback());
    let text = text.to_ascii_lowercase();
    is_here || (text.contains("http") && !text.contains("https")) || text.contains("ws:")
}

/// Whether nothing in it changes the order in which it is shown, or is a sign for another one. What is
/// invisible and of no consequence is what browsers drop:
/// <https://www.unicode.org/reports/tr46/#IDNA_Mapping_Table>.
fn is_visible(text: &str) -> bool {
    let is_dropped = |c| {
        matches!(
            c,
            '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{2064}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        )
    };
    text.chars().all(|c| {
        let is_hidden = is_invisible(c) && !is_dropped(c);
        let is_sign = is_lookalike(c) && !c.is_alphanumeric();
        !is_hidden && !is_sign
    })
}

/// Whether each label with letters beyond ASCII is its own form in ASCII, and not one that looks like it.
fn has_same_letters(text: &str, corrected: &str) -> bool {
    let is_beyond = |label: &&str| label.contains(|c: char| !c.is_ascii() && c.is_alphanumeric());
    let beyond = text.split(['.', '/', ':']).filter(is_beyond).count();
    let encoded = |text: &str| text.to_ascii_lowercase().matches("xn--").count();
    encoded(corrected) == encoded(text) + beyond
}

/// Whether an address is the one that is written: `010.0.0.1` is another one to browsers than to people.
fn has_same_address(text: &str, corrected: &str) -> bool {
    let (host, _) = split_port(authority(corrected));
    host.parse::<Ipv4Addr>().is_err() || text.contains(host)
}

/// Whether each wildcard stands for what was written in its place, or for less.
fn has_same_wildcards(authority: &str, corrected: &str) -> bool {
    let written: Vec<_> = wildcards(authority).collect();
    let now: Vec<_> = wildcards(self::authority(corrected)).collect();
    let is_less = |(written, now): (&&str, &&str)| {
        written == now || matches!((*written, *now), ("*", "{slug}") | ("{digits}", "*"))
    };
    written.len() == now.len()
        && written.iter().zip(&now).all(is_less)
        && !is_open(self::authority(corrected))
}

/// Whether a hole is in the name that is registered, under an ending that no list knows: `{slug}a.example`.
fn is_open(authority: &str) -> bool {
    let (host, _) = split_port(authority);
    let behind = host.rsplit_once('}').map(|(_, behind)| behind);
    behind.is_some_and(|behind| !behind.is_empty() && behind.matches('.').count() < 2)
}

/// Whether nothing of the host is left out: `https://pages.example/team` is one of those who share it, and its
/// origin is that of all of them.
fn is_whole_host(text: &str) -> bool {
    let (_, path) = split_path(text);
    // Nothing, everything, or what lists and quotes leave behind.
    path.chars().all(|c| !c.is_alphanumeric())
}

/// Every `*` and `{…}`.
fn wildcards(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    core::iter::from_fn(move || {
        let start = rest.find(['*', '{'])?;
        let found = &rest[start..];
        let end = match found.strip_prefix('{') {
            Some(inner) => inner.find('}').map_or(found.len(), |end| end + 2),
            None => 1,
        };
        let (wildcard, after) = found.split_at(end);
        rest = after;
        Some(wildcard)
    })
}

/// What stands between the scheme, if there is one, and the path.
fn authority(text: &str) -> &str {
    split_path(text).0
}

/// The authority, and all that stands behind it.
fn split_path(text: &str) -> (&str, &str) {
    let rest = text.rsplit_once("://").map_or(text, |(_, rest)| rest);
    rest.split_at(rest.find(['/', '\\', '?', '#']).unwrap_or(rest.len()))
}

#[cfg(test)]
mod tests {
    use std::vec::Vec;

    use super::wildcards;

    #[test]
    fn wildcards_are_found() {
        let of = |text| wildcards(text).collect::<Vec<_>>();
        assert_eq!(
            of("*.a-{slug}.example:{digits}"),
            ["*", "{slug}", "{digits}"]
        );
        assert_eq!(of("a.**.{b"), ["*", "*", "{b"]);
        assert!(of("example.com:443").is_empty());
    }
}
