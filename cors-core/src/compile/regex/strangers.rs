//! Origins of strangers, made up to try a regex with.

use core::iter;

use super::owners::owner_of;
use crate::{Origin, host::HostKind, origin::is_special};

/// An origin that the regex matches, made of a string that it does: what stands for the scheme,
/// an IPv6 address or the port in it may be any character.
pub(super) fn as_origin(sample: &str, is_match: impl Fn(&str) -> bool) -> Option<String> {
    let mut candidates = vec![sample.to_owned()];
    let port = sample
        .rfind(':')
        .filter(|&colon| !sample[colon..].starts_with("://"));
    candidates.extend(port.map(|colon| format!("{}:8443", &sample[..colon])));
    if let (Some(start), Some(end)) = (sample.find('['), sample.rfind(']')) {
        candidates.push(format!(
            "{}[2001:db8::1{}",
            &sample[..start],
            &sample[end..]
        ));
    }
    let mut schemed = candidates.iter().flat_map(|candidate| {
        ["", "https://", "http://"].map(|scheme| format!("{scheme}{candidate}"))
    });
    schemed.find(|origin| Origin::of(origin.as_bytes()).is_some() && is_match(origin))
}

/// The origin, and the same without TLS.
pub(super) fn without_tls(origin: &str) -> impl Iterator<Item = String> {
    let host = origin.split_once("://").map_or("", |(_, host)| host);
    [origin.to_owned(), format!("http://{host}")].into_iter()
}

/// What an attacker would register to be taken for one of the origins.
pub(super) fn made_up(origins: &[String]) -> impl Iterator<Item = String> {
    let nobody = ["https", "http"]
        .into_iter()
        .flat_map(|scheme| ["", ":8443"].map(|port| format!("{scheme}://evil.test{port}")));
    let parsed = origins
        .iter()
        .filter_map(|text| Origin::of(text.as_bytes()));
    nobody.chain(parsed.flat_map(variations)).chain(ipv6(&[]))
}

fn variations(origin: Origin<'_>) -> Vec<String> {
    let host = origin.host();
    if !is_special(origin.scheme()) {
        return Vec::new();
    }
    let hosts = match HostKind::of(host, true) {
        Some(HostKind::Domain) => look_alikes(host, owner_of(origin).unwrap_or(host)),
        Some(HostKind::Ipv6(_)) => neighbours(host),
        _ => Vec::new(),
    };
    // The scheme may be what varies.
    let schemes = [origin.scheme(), "https", "http"];
    let with = |scheme: &str, host: &String| match origin.port() {
        Some(port) => format!("{scheme}://{host}:{port}"),
        None => format!("{scheme}://{host}"),
    };
    { schemes.iter() }
        .flat_map(|scheme| hosts.iter().map(move |host| with(scheme, host)))
        .collect()
}

fn look_alikes(host: &str, domain: &str) -> Vec<String> {
    let mut hosts: Vec<_> = host
        .match_indices('.')
        .map(|(dot, _)| format!("{}x{}", &host[..dot], &host[dot + 1..]))
        .collect();
    hosts.push(format!("evil-{domain}"));
    hosts.push(format!("evil{domain}"));
    hosts.push(format!("{host}.evil.test"));
    hosts
}

/// Addresses that differ in their last part.
fn neighbours(host: &str) -> Vec<String> {
    let Some((network, _)) = host.trim_end_matches(']').rsplit_once(':') else {
        return Vec::new();
    };
    ["1", "2", "b", "ff", "1234"]
        .map(|part| format!("{network}:{part}]"))
        .into()
}

/// Origins with IPv6 addresses of others, on the web's schemes and on these.
pub(super) fn ipv6<'a>(schemes: &'a [&str]) -> impl Iterator<Item = String> + use<'a> {
    const ADDRESSES: [&str; 6] = [
        "[2001:db8::1]",
        "[2001:db8::2]",
        "[2001:db8:1:2:3:4:5:6]",
        "[2a00:1:2:3::4]",
        "[64:ff9b::102:304]",
        "[::ffff:102:304]",
    ];
    let schemes = ["https", "http"].into_iter().chain(schemes.iter().copied());
    schemes.flat_map(|scheme| {
        ADDRESSES.into_iter().flat_map(move |address| {
            ["", ":8443", ":3000"].map(|port| format!("{scheme}://{address}{port}"))
        })
    })
}

/// Origins of apps or extensions that have a scheme, which nobody has.
pub(super) fn native<'a>(scheme: &'a str) -> impl Iterator<Item = String> + use<'a> {
    const HOSTS: [&str; 7] = [
        "attacker",
        "attacker.test",
        "fedcba9876543210fedcba9876543210",
        "9876543210",
        // As Chromium and Firefox name extensions.
        "ponmlkjihgfedcbaponmlkjihgfedcba",
        "76543210-ba98-4edc-9f01-ba9876543210",
        "a",
    ];
    iter::repeat(scheme)
        .zip(HOSTS)
        .map(|(scheme, host)| format!("{scheme}://{host}"))
}
