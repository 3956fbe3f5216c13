//! The network's origins: which bytes are one, and what is read from them.

use core::net::{Ipv4Addr, Ipv6Addr};

use cors_core::Origin;
use proptest::prelude::*;

static ORIGIN_VALIDITY: &[(&[u8], bool)] = &[
    // Nothing, and what is no origin by name.
    (b"", false),
    (b" ", false),
    (b"null", false),
    (b"NULL", false),
    (b"*", false),
    (b"undefined", false),
    // Domains.
    (b"https://example.com", true),
    (b"http://example.com", true),
    (b"https://a.b.c.d.e.example.com", true),
    (b"https://localhost", true),
    (b"https://a", true),
    (b"https://a-b.example", true),
    (b"https://a--b.example", true),
    // Browsers serialise hosts that DNS would not have: https://url.spec.whatwg.org/#host-parsing
    (b"https://-a.example", true),
    (b"https://a-.example", true),
    (b"https://under_score.example", true),
    (b"https://_dmarc.example", true),
    (b"https://xn--bcher-kva.example", true),
    (b"https://1.example", true),
    (b"https://1.2.3.4.example", true),
    (b"https://0xg", true),
    (b"https://1e3", true),
    (b"https://.example.com", false),
    (b"https://example..com", false),
    (b"https://..", false),
    (b"https://.", false),
    // A trailing dot is kept: another origin.
    (b"https://example.com.", true),
    (b"https://example.com.:8443", true),
    (b"https://example.com..", false),
    // Every other character of a host is escaped, forbidden or mapped away.
    (b"https://EXAMPLE.com", false),
    (b"https://example.COM", false),
    (b"https://exam%70le.com", false),
    (b"https://exam ple.com", false),
    (b"https://exam\tple.com", false),
    (b"https://exam!ple.com", false),
    (b"https://exam$ple.com", false),
    (b"https://exam*ple.com", false),
    (b"https://*.example.com", false),
    (b"https://exam,ple.com", false),
    (b"https://exam;ple.com", false),
    (b"https://{slug}.example.com", false),
    (b"https://exam\"ple.com", false),
    (b"https://exam\\ple.com", false),
    (b"https://exam|ple.com", false),
    (b"https://<example.com>", false),
    (b"https://(example.com)", false),
    // IPv4, in canonical form only: https://url.spec.whatwg.org/#concept-ipv4-parser
    (b"https://127.0.0.1", true),
    (b"https://0.0.0.0", true),
    (b"https://255.255.255.255", true),
    (b"https://192.0.2.1:8443", true),
    (b"https://127.1", false),
    (b"https://127.0.1", false),
    (b"https://2130706433", false),
    (b"https://0", false),
    (b"https://1", false),
    (b"https://0177.0.0.1", false),
    (b"https://127.0.0.01", false),
    (b"https://00.0.0.0", false),
    (b"https://0x7f.0.0.1", false),
    (b"https://0x7f000001", false),
    (b"https://0x", false),
    (b"https://127.0.0.0x1", false),
    (b"https://127.0.0.1.", false),
    (b"https://256.0.0.1", false),
    (b"https://1.2.3.256", false),
    (b"https://1.2.3.4.5", false),
    (b"https://1.2.3.", false),
    (b"https://1..3.4", false),
    (b"https://+1.2.3.4", false),
    (b"https://-1.2.3.4", false),
    (b"https://1.2.3.4 ", false),
    // What ends in a number is an IPv4 address or nothing:
    // https://url.spec.whatwg.org/#ends-in-a-number-checker
    (b"https://example.1", false),
    (b"https://example.1.", false),
    (b"https://example.09", false),
    (b"https://example.0x", false),
    (b"https://example.0xff", false),
    // IPv6, in canonical form only: https://url.spec.whatwg.org/#concept-ipv6-serializer
    (b"https://[::]", true),
    (b"https://[::1]", true),
    (b"https://[1::]", true),
    (b"https://[2001:db8::1]:8443", true),
    (b"https://[1:2:3:4:5:6:7:8]", true),
    (b"https://[::2:3:4:5:6:7]", true),
    (b"https://[1:2:3:4:5:6::]", true),
    // The first of the longest runs is compressed, and a run of one is not.
    (b"https://[1::2:0:0:3:4]", true),
    (b"https://[1:0:0:2:3::4]", false),
    (b"https://[1:0:0:2::3]", true),
    (b"https://[1::2:0:0:0:3]", false),
    (b"https://[1:0:2:3:4:5:6:7]", true),
    (b"https://[1::2:3:4:5:6:7]", false),
    (b"https://[0:1:2:3:4:5:6:7]", true),
    (b"https://[::1:2:3:4:5:6:7]", false),
    (b"https://[1:2:3:4:5:6:7:0]", true),
    (b"https://[1:2:3:4:5:6:7::]", false),
    // There is no dotted tail.
    (b"https://[::ffff:102:304]", true),
    (b"https://[::ffff:1.2.3.4]", false),
    (b"https://[::102:304]", true),
    (b"https://[::1.2.3.4]", false),
    (b"https://[64:ff9b::c000:221]", true),
    (b"https://[64:ff9b::192.0.2.33]", false),
    (b"https://[::FFFF:102:304]", false),
    (b"https://[2001:DB8::1]", false),
    (b"https://[0:0:0:0:0:0:0:1]", false),
    (b"https://[0:0:0:0:0:0:0:0]", false),
    (b"https://[2001:0db8::1]", false),
    (b"https://[::0]", false),
    (b"https://[::0:1]", false),
    (b"https://[1::2::3]", false),
    (b"https://[:::]", false),
    (b"https://[:1]", false),
    (b"https://[1:2:3:4:5:6:7]", false),
    (b"https://[1:2:3:4:5:6:7:8:9]", false),
    (b"https://[12345::]", false),
    (b"https://[g::]", false),
    // An origin has no zone.
    (b"https://[fe80::1%eth0]", false),
    (b"https://[fe80::1%25eth0]", false),
    (b"https://[]", false),
    (b"https://[", false),
    (b"https://[::1", false),
    (b"https://::1", false),
    (b"https://::1]", false),
    (b"https://[::1]]", false),
    (b"https://[[::1]]", false),
    (b"https://[::1]x", false),
    (b"https://[::1]x:8443", false),
    (b"https://x[::1]", false),
    (b"https://[::1].example.com", false),
    (b"https://[127.0.0.1]", false),
    (b"https://[example.com]", false),
    (b"https://[v1.x]", false),
    // Ports: the default one is left out.
    (b"https://example.com:8443", true),
    (b"https://example.com:80", true),
    (b"http://example.com:443", true),
    (b"https://example.com:1", true),
    (b"https://example.com:65535", true),
    (b"ftp://example.com:22", true),
    (b"https://example.com:443", false),
    (b"http://example.com:80", false),
    (b"ftp://example.com:21", false),
    (b"https://[::1]:443", false),
    (b"https://example.com:65536", false),
    (b"https://example.com:99999", false),
    (b"https://example.com:18446744073709559779", false),
    (b"https://example.com:0", false),
    (b"https://example.com:00", false),
    (b"https://example.com:08443", false),
    (b"https://example.com:", false),
    (b"https://example.com::", false),
    (b"https://example.com:+80", false),
    (b"https://example.com:-1", false),
    (b"https://example.com:8443:8443", false),
    (b"https://example.com: 80", false),
    (b"https://example.com:80 ", false),
    (b"https://example.com:8o80", false),
    (b"https://example.com:0x50", false),
    (b"https://example.com:*", false),
    (b"https://example.com:https", false),
    (b"https://:8443", false),
    // What other schemes call a host keeps its case, and digits are no address there:
    // https://url.spec.whatwg.org/#concept-opaque-host-parser
    (b"tauri://localhost", true),
    (b"capacitor://localhost", true),
    (b"ionic://localhost:8080", true),
    (b"chrome-extension://abcdefghijklmnopabcdefghijklmnop", true),
    (
        b"moz-extension://2c127fa4-62c7-7e4f-90e5-472b45eecfdc",
        true,
    ),
    (
        b"safari-web-extension://2C127FA4-62C7-7E4F-90E5-472B45EECFDC",
        true,
    ),
    (b"app://EXAMPLE.com", true),
    (b"app://1.2.3", true),
    (b"app://127.0.0.01", true),
    (b"app://[::1]", true),
    (b"app://[::FFFF]", false),
    (b"app://example.com:443", true),
    (b"web+app://example", true),
    (b"a1.b-c+d://example", true),
    (b"x://y", true),
    (b"tauri://", false),
    (b"tauri://local host", false),
    (b"tauri://localhost/", false),
    // Schemes.
    (b"HTTPS://example.com", false),
    (b"Tauri://localhost", false),
    (b"://example.com", false),
    (b"1http://example.com", false),
    (b"+x://example.com", false),
    (b"ht tp://example.com", false),
    (b"ht_tp://example.com", false),
    (b"*://example.com", false),
    (b"http*://example.com", false),
    (b"blob:https://example.com", false),
    (b"view-source:https://example.com", false),
    // Origins of these are opaque: https://url.spec.whatwg.org/#origin
    (b"file://", false),
    (b"file:///index.html", false),
    (b"file://localhost", false),
    (b"data://example.com", false),
    (b"blob://example.com", false),
    (b"about://blank", false),
    (b"javascript://example.com", false),
    // Beginnings of origins.
    (b"h", false),
    (b"https", false),
    (b"https:", false),
    (b"https:/", false),
    (b"https://", false),
    (b"https:example.com", false),
    (b"https:/example.com", false),
    (b"https:///example.com", false),
    (b"//example.com", false),
    (b"example.com", false),
    (b"example.com:443", false),
    (b"localhost:3000", false),
    // More than an origin.
    (b"https://example.com/", false),
    (b"https://example.com:8443/", false),
    (b"https://[::1]/", false),
    (b"https://example.com/path", false),
    (b"https://example.com\\", false),
    (b"https://example.com?", false),
    (b"https://example.com?query", false),
    (b"https://example.com#", false),
    (b"https://example.com#fragment", false),
    (b"https://user@example.com", false),
    (b"https://user:password@example.com", false),
    (b"https://@example.com", false),
    (b"https://example.com@", false),
    (b"https://example.com:8443@evil.test", false),
    (b"https://example.com https://evil.test", false),
    (b"https://example.com, https://evil.test", false),
    (b"https://example.com,https://evil.test", false),
    (b"https://example.com://evil.test", false),
    (b"\"https://example.com\"", false),
    // White space and control characters.
    (b" https://example.com", false),
    (b"https://example.com ", false),
    (b"\thttps://example.com", false),
    (b"https://example.com\t", false),
    (b"https://example.com\n", false),
    (b"https://example.com\r\n", false),
    (b"https://example.com\r\nX-Injected: 1", false),
    (b"https://example.com\0", false),
    (b"\0https://example.com", false),
    (b"https://exam\0ple.com", false),
    (b"https://example.com\x7f", false),
    // Beyond ASCII, well-formed or not.
    ("https://bücher.example".as_bytes(), false),
    ("https://例え.example".as_bytes(), false),
    ("https://example。com".as_bytes(), false),
    ("https://ｅxample.com".as_bytes(), false),
    ("https://exam\u{ad}ple.com".as_bytes(), false),
    ("https://example.com\u{200b}".as_bytes(), false),
    ("\u{feff}https://example.com".as_bytes(), false),
    ("https://example.com:８０".as_bytes(), false),
    ("https://１２７.0.0.1".as_bytes(), false),
    // U+212A, whose lower case is "k".
    ("https://\u{212a}.example".as_bytes(), false),
    ("httpſ://example.com".as_bytes(), false),
    (b"https://ex\xe4mple.com", false),
    (b"https://example.com\x80", false),
    (b"https://example.com\xff", false),
    (b"https://\xc0\xae.example.com", false),
    (b"\xff\xfe", false),
];

#[test]
fn validity() {
    let wrong: Vec<_> = ORIGIN_VALIDITY
        .iter()
        .filter(|(input, valid)| Origin::parse(input).is_ok() != *valid)
        .map(|(input, valid)| format!("{:?} should be {valid}", String::from_utf8_lossy(input)))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn nothing_stands_around_an_origin() {
    let valid = ORIGIN_VALIDITY.iter().filter(|(_, valid)| *valid);
    for (origin, _) in valid {
        // Those that can't belong to a scheme, host or port.
        let special = origin.starts_with(b"http") || origin.starts_with(b"ftp");
        let is_part = |b: &u8| match special {
            true => b.is_ascii_alphanumeric() || b"-_.+:".contains(b),
            // Hosts of other schemes have any other character.
            false => b.is_ascii_graphic() && !b"#/<>?@[\\]^|".contains(b),
        };
        for extra in (0..=255).filter(|b| !is_part(b)) {
            assert_refused(&[origin, &[extra][..]].concat());
            assert_refused(&[&[extra][..], origin].concat());
        }
        assert_refused(&[origin, &b"://a"[..]].concat());
        assert_refused(&[origin, &b" "[..], origin].concat());
    }
}

#[track_caller]
fn assert_refused(input: &[u8]) {
    let parsed = Origin::parse(input).ok();
    assert!(parsed.is_none(), "{:?}", String::from_utf8_lossy(input));
}

#[test]
fn the_longest() {
    let scheme = "s".repeat(64);
    let domain = format!("{}.{}", "a".repeat(63), "b".repeat(189));
    let longest = format!("{scheme}://{domain}.:65535");
    assert_eq!(longest.len(), Origin::MAX_LEN);
    assert!(Origin::parse(longest.as_bytes()).is_ok());
    // The URL standard limits no label.
    let label = format!("https://{}.example", "a".repeat(64));
    assert!(Origin::parse(label.as_bytes()).is_ok());

    assert_refused(format!("s{longest}").as_bytes());
    assert_refused(format!("{longest}0").as_bytes());
    assert_refused(format!("s{scheme}://a").as_bytes());
    assert_refused(format!("https://a{domain}").as_bytes());
    assert_refused(format!("https://a{domain}.").as_bytes());
    assert_refused(format!("https://example.com:{}80", "0".repeat(9)).as_bytes());
    assert_refused(format!("https://{}", "a.".repeat(4096)).as_bytes());
    assert_refused(&vec![b':'; 1 << 20]);
    assert_refused(&vec![0xff; 1 << 20]);
}

#[test]
fn accessors() {
    for (text, scheme, host, port) in [
        ("https://example.com", "https", "example.com", None),
        ("http://localhost:3000", "http", "localhost", Some(3000)),
        (
            "https://example.com.:65535",
            "https",
            "example.com.",
            Some(65535),
        ),
        ("https://127.0.0.1:1", "https", "127.0.0.1", Some(1)),
        ("https://[::1]", "https", "[::1]", None),
        (
            "http://[2001:db8::1]:443",
            "http",
            "[2001:db8::1]",
            Some(443),
        ),
        ("tauri://localhost", "tauri", "localhost", None),
        ("web+app://Host:443", "web+app", "Host", Some(443)),
    ] {
        let origin = Origin::parse(text.as_bytes()).unwrap();
        assert_eq!(origin.as_str(), text);
        assert_eq!(origin.to_string(), text);
        assert_eq!(format!("{origin:?}"), format!("Origin({text:?})"));
        assert_eq!(
            (origin.scheme(), origin.host(), origin.port()),
            (scheme, host, port)
        );
    }
}

#[test]
fn equality_is_that_of_the_bytes() {
    let origin = |text: &'static str| Origin::parse(text.as_bytes()).unwrap();
    assert_eq!(origin("https://a.example"), origin("https://a.example"));
    assert_ne!(origin("https://a.example"), origin("https://a.example."));
    assert_ne!(origin("https://a.example"), origin("http://a.example"));
    assert_ne!(origin("https://a.example"), origin("https://a.example:80"));
}

/// Step by step as <https://url.spec.whatwg.org/#concept-ipv6-serializer> has it, with texts.
fn serialise_ipv6(pieces: [u16; 8]) -> String {
    let runs = (2..=8).rev().flat_map(|n| (0..=8 - n).map(move |i| (i, n)));
    let zero = |&(i, n): &(usize, usize)| pieces[i..i + n].iter().all(|&piece| piece == 0);
    let join = |pieces: &[u16]| {
        let written: Vec<_> = pieces.iter().map(|piece| format!("{piece:x}")).collect();
        written.join(":")
    };
    match { runs }.find(zero) {
        Some((i, n)) => format!("{}::{}", join(&pieces[..i]), join(&pieces[i + n..])),
        None => join(&pieces),
    }
}

fn ipv6_pieces() -> impl Strategy<Value = [u16; 8]> {
    let piece = prop_oneof![3 => Just(0), 1 => Just(1), 1 => Just(0xffff), 1 => any::<u16>()];
    proptest::array::uniform8(piece)
}

proptest! {
    #[test]
    fn ipv6_has_one_serialisation(pieces in ipv6_pieces()) {
        let canonical = serialise_ipv6(pieces);
        let address = Ipv6Addr::from(pieces);
        prop_assert_eq!(canonical.parse(), Ok(address));
        let origin = format!("https://[{canonical}]");
        prop_assert!(Origin::parse(origin.as_bytes()).is_ok());

        let spelt_out = pieces.map(|piece| format!("{piece:x}")).join(":");
        let padded = pieces.map(|piece| format!("{piece:04x}")).join(":");
        let tail = Ipv4Addr::from_bits((u32::from(pieces[6]) << 16) | u32::from(pieces[7]));
        let head = pieces[..6].iter().map(|piece| format!("{piece:x}:")).collect::<String>();
        for other in [
            canonical.to_uppercase(),
            spelt_out,
            padded,
            format!("{head}{tail}"),
            address.to_string(),
            format!("{canonical}%1"),
        ] {
            let origin = format!("https://[{other}]");
            prop_assert_eq!(Origin::parse(origin.as_bytes()).is_ok(), other == canonical);
        }
    }

    #[test]
    fn ipv4_has_one_serialisation(bytes in any::<[u8; 4]>()) {
        let [a, b, c, d] = bytes;
        let address = Ipv4Addr::from(bytes);
        let origin = format!("https://{address}");
        prop_assert!(Origin::parse(origin.as_bytes()).is_ok());
        for other in [
            format!("{}", address.to_bits()),
            format!("{:#x}", address.to_bits()),
            format!("{a}.{b}.{}", u16::from_be_bytes([c, d])),
            format!("{a}.{}", (u32::from(b) << 16) | (u32::from(c) << 8) | u32::from(d)),
            format!("{a}.{b}.{c}.{d:#x}"),
            format!("{a}.{b}.{c}.0{d}"),
            format!("{a}.{b}.{c}.{d}."),
            format!("{a}.{b}.{c}.{d}.0"),
        ] {
            let origin = format!("https://{other}");
            prop_assert!(Origin::parse(origin.as_bytes()).is_err());
        }
    }
}
