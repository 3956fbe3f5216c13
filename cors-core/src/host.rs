//! Hosts as browsers serialise them: <https://url.spec.whatwg.org/#host-serializing>.

use core::fmt::{self, Write as _};
use core::net::{Ipv4Addr, Ipv6Addr};

/// The longest domain in its textual form, without a trailing dot (RFC 1035, section 2.3.4).
pub(crate) const MAX_DOMAIN: usize = 253;

/// The longest label of a domain (RFC 1035, section 2.3.4).
pub(crate) const MAX_LABEL: usize = 63;

/// Lower case as far as it has case.
const LOWER: u8 = 1;
const UPPER: u8 = 2;
const DOT: u8 = 4;
/// Bytes that only opaque hosts have: printable ASCII without the forbidden host code points
/// (<https://url.spec.whatwg.org/#forbidden-host-code-point>).
const OPAQUE: u8 = 8;
/// Bytes that hosts cannot have.
const OTHER: u8 = 16;

/// The class of each byte.
const HOST_BYTES: [u8; 256] = {
    let mut classes = [OTHER; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        classes[byte as usize] = match byte {
            b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' => LOWER,
            b'A'..=b'Z' => UPPER,
            b'.' => DOT,
            b'#' | b'/' | b':' | b'<' | b'>' | b'?' | b'@' | b'[' | b'\\' | b']' | b'^' | b'|' => {
                OTHER
            }
            b'!'..=b'~' => OPAQUE,
            _ => OTHER,
        };
        byte += 1;
    }
    classes
};

/// What kind of host a serialised host is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HostKind {
    Domain,
    Ipv4(Ipv4Addr),
    Ipv6(Ipv6Addr),
    /// The host of a scheme that is not special: any text without forbidden characters.
    Opaque,
}

impl HostKind {
    /// The kind of `host` if that is its canonical serialisation, IPv6 in brackets.
    ///
    /// `special` says whether the scheme is one of the URL standard's special schemes, whose
    /// hosts are domains or addresses. Hosts of other schemes are neither split nor changed, except
    /// that what is not printable ASCII is percent-encoded:
    /// <https://url.spec.whatwg.org/#concept-opaque-host-parser>.
    pub(crate) fn of(host: &str, special: bool) -> Option<Self> {
        if let Some(inner) = host.strip_prefix('[').and_then(|h| h.strip_suffix(']')) {
            let address: Ipv6Addr = inner.parse().ok()?;
            return is_canonical_ipv6(address, inner).then_some(Self::Ipv6(address));
        }
        let name = host.strip_suffix('.').unwrap_or(host);
        if name.len() > MAX_DOMAIN {
            return None;
        }
        if !special {
            return is_opaque(host.as_bytes()).then_some(Self::Opaque);
        }
        if name.is_empty() || !is_labels(name.as_bytes(), true) {
            return None;
        }
        if !ends_in_number(name) {
            return Some(Self::Domain);
        }
        // The URL standard serialises an IPv4 address without the trailing dot. `Ipv4Addr` reads
        // nothing but four decimal numbers without leading zeros: the canonical form.
        host.parse().ok().map(Self::Ipv4)
    }

    /// Whether only the visitor's own machine answers for `host`, whose kind this is.
    ///
    /// Such origins are potentially trustworthy without TLS:
    /// <https://w3c.github.io/webappsec-secure-contexts/#is-origin-trustworthy>.
    pub(crate) fn is_loopback(self, host: &str) -> bool {
        match self {
            Self::Domain => {
                let name = host.strip_suffix('.').unwrap_or(host);
                name == "localhost" || name.ends_with(".localhost")
            }
            Self::Ipv4(address) => address.is_loopback(),
            Self::Ipv6(address) => address.is_loopback(),
            Self::Opaque => false,
        }
    }
}

/// <https://url.spec.whatwg.org/#concept-opaque-host-parser>, of which this may be the result.
fn is_opaque(host: &[u8]) -> bool {
    let is_other = |&byte: &u8| HOST_BYTES[usize::from(byte)] == OTHER;
    !host.is_empty() && !host.iter().any(is_other)
}

/// Whether this is one label or several, with single dots between them: of a domain, or of an
/// opaque host where a pattern splits it.
///
/// It is one pass that does not end early, so that a byte costs a look-up and no branch.
pub(crate) fn is_labels(name: &[u8], special: bool) -> bool {
    let allowed = if special {
        LOWER | DOT
    } else {
        LOWER | UPPER | DOT | OPAQUE
    };
    let (mut classes, mut repeated, mut last) = (0, 0, DOT);
    for &byte in name {
        let class = HOST_BYTES[usize::from(byte)];
        classes |= class;
        repeated |= class & last;
        last = class;
    }
    classes & !allowed == 0 && repeated & DOT == 0 && last != DOT
}

/// <https://url.spec.whatwg.org/#ends-in-a-number-checker>
pub(crate) fn ends_in_number(name: &str) -> bool {
    // What most names end with ends no number.
    let digit = |last: &u8| last.is_ascii_hexdigit() || matches!(last, b'x' | b'X');
    if !name.as_bytes().last().is_some_and(digit) {
        return false;
    }
    let dot = name.bytes().rposition(|byte| byte == b'.');
    let last = &name[dot.map_or(0, |dot| dot + 1)..];
    if last.is_empty() {
        return false;
    }
    let hex = last.strip_prefix("0x").or_else(|| last.strip_prefix("0X"));
    last.bytes().all(|b| b.is_ascii_digit())
        || hex.is_some_and(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// An IPv6 address as the URL standard writes it, which differs from `Ipv6Addr`'s own form for
/// addresses with an IPv4 address in them: <https://url.spec.whatwg.org/#concept-ipv6-serializer>.
pub(crate) struct SerialisedIpv6(pub(crate) Ipv6Addr);

impl fmt::Display for SerialisedIpv6 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pieces = self.0.segments();
        let compress = longest_zero_run(&pieces);
        let mut index = 0;
        while index < pieces.len() {
            if Some(index) == compress.map(|(start, _)| start) {
                f.write_str(if index == 0 { "::" } else { ":" })?;
                index += compress.map_or(0, |(_, length)| length);
                continue;
            }
            write!(f, "{:x}", pieces[index])?;
            index += 1;
            if index < pieces.len() {
                f.write_char(':')?;
            }
        }
        Ok(())
    }
}

/// The first longest run of two or more zero pieces.
fn longest_zero_run(pieces: &[u16; 8]) -> Option<(usize, usize)> {
    let mut longest: Option<(usize, usize)> = None;
    let mut start = 0;
    while start < pieces.len() {
        let length = pieces[start..].iter().take_while(|&&p| p == 0).count();
        if length > 1 && longest.is_none_or(|(_, best)| length > best) {
            longest = Some((start, length));
        }
        start += length.max(1);
    }
    longest
}

/// Compares without building the serialisation: this runs on network input.
fn is_canonical_ipv6(address: Ipv6Addr, text: &str) -> bool {
    struct Expect<'a>(&'a str);
    impl fmt::Write for Expect<'_> {
        fn write_str(&mut self, written: &str) -> fmt::Result {
            self.0 = self.0.strip_prefix(written).ok_or(fmt::Error)?;
            Ok(())
        }
    }
    let mut rest = Expect(text);
    write!(rest, "{}", SerialisedIpv6(address)).is_ok() && rest.0.is_empty()
}

/// Any of the forms in which the URL standard accepts an IPv4 address (`127.1`, `0x7f.0.0.1`):
/// <https://url.spec.whatwg.org/#concept-ipv4-parser>. For suggestions only.
pub(crate) fn lenient_ipv4(host: &str) -> Option<Ipv4Addr> {
    let name = host.strip_suffix('.').unwrap_or(host);
    let mut numbers = Vec::new();
    for part in name.split('.') {
        if numbers.len() == 4 {
            return None;
        }
        let lower = part.to_ascii_lowercase();
        let (digits, radix) = match lower.strip_prefix("0x") {
            Some("") => ("0", 16),
            Some(hex) => (hex, 16),
            None if lower.len() > 1 && lower.starts_with('0') => (&lower[1..], 8),
            None => (lower.as_str(), 10),
        };
        numbers.push(u32::from_str_radix(digits, radix).ok()?);
    }
    let last = numbers.pop()?;
    let mut address = 0_u32;
    for (index, &number) in numbers.iter().enumerate() {
        address |= u32::from(u8::try_from(number).ok()?) << (24 - 8 * index);
    }
    // The last number fills all bytes that the others leave.
    let room = 8 * (4 - numbers.len());
    (room == 32 || last >> room == 0).then(|| Ipv4Addr::from(address | last))
}

/// The name above a host. Of an address it is no host's.
pub(crate) fn above(host: &str) -> Option<&str> {
    let (_, above) = host.split_once('.')?;
    (!above.is_empty()).then_some(above)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ipv6_is_written_as_the_url_standard_does() {
        for (address, written) in [
            ("::", "::"),
            ("::1", "::1"),
            ("1::", "1::"),
            ("1:0:0:2:0:0:0:3", "1:0:0:2::3"),
            ("1:0:0:2:0:0:3:4", "1::2:0:0:3:4"),
            ("1:0:2:3:4:5:6:7", "1:0:2:3:4:5:6:7"),
            ("::ffff:1.2.3.4", "::ffff:102:304"),
            ("2001:DB8:0:0:0:0:0:1", "2001:db8::1"),
        ] {
            let parsed: Ipv6Addr = address.parse().unwrap();
            assert_eq!(SerialisedIpv6(parsed).to_string(), written, "{address}");
            assert!(is_canonical_ipv6(parsed, written));
            assert_eq!(is_canonical_ipv6(parsed, address), address == written);
        }
    }

    #[test]
    fn ipv4_in_every_accepted_form() {
        for (host, address) in [
            ("127.1", Some([127, 0, 0, 1])),
            ("0x7f.0.0.1", Some([127, 0, 0, 1])),
            ("0177.0.0.01", Some([127, 0, 0, 1])),
            ("2130706433", Some([127, 0, 0, 1])),
            ("1.2.3.4.", Some([1, 2, 3, 4])),
            ("1.2.3.256", None),
            ("1.2.3.4.5", None),
            ("256.1", None),
            ("1.2.3.09", None),
        ] {
            assert_eq!(lenient_ipv4(host), address.map(Ipv4Addr::from), "{host}");
        }
    }
}
