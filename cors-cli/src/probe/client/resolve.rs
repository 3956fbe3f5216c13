//! From names to addresses: what `--resolve` says, and then the system's resolver.

use core::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    str::FromStr,
};

use url::Host;

use super::{Target, failure};
use crate::probe::server::NoAnswer;

/// Where a host and port are, in the place of what the resolver says: `HOST:PORT:ADDRESS`, as curl has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::probe) struct Resolve {
    host: Host,
    port: u16,
    addresses: Vec<IpAddr>,
    /// As it was given.
    text: String,
}

impl Resolve {
    /// Whether it says where this is.
    pub(in crate::probe) fn is_for(&self, target: &Target) -> bool {
        self.host == target.host && self.port == target.port
    }

    pub(in crate::probe) fn as_str(&self) -> &str {
        &self.text
    }
}

impl FromStr for Resolve {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let form = "write HOST:PORT:ADDRESS, such as api.example.com:443:127.0.0.1 or api.example.com:443:[::1]";
        // The host may be an address in brackets.
        let end_of_host = text.find(']').filter(|_| text.starts_with('['));
        let (before, rest) = text.split_at(end_of_host.unwrap_or_default());
        let (rest_of_host, rest) = rest.split_once(':').ok_or(form)?;
        let (port, addresses) = rest.split_once(':').ok_or(form)?;
        let host = format!("{before}{rest_of_host}");
        let host = Host::parse(&host).map_err(|error| format!("{host:?} is no host: {error}"))?;
        let port = port
            .parse()
            .map_err(|_| format!("{port:?} is no port; {form}"))?;
        let addresses: Result<_, _> = addresses.split(',').map(address).collect();
        Ok(Self {
            host,
            port,
            addresses: addresses?,
            text: text.to_owned(),
        })
    }
}

fn address(text: &str) -> Result<IpAddr, String> {
    let bare = text
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'));
    let address = bare.unwrap_or(text).parse();
    address.map_err(|_| {
        format!("{text:?} is no IP address; a name can't stand there, write what it resolves to")
    })
}

/// The addresses to try, in this order: families take turns, so that a family that leads nowhere costs little.
pub(super) async fn addresses(
    target: &Target,
    given: &[Resolve],
) -> Result<Vec<SocketAddr>, NoAnswer> {
    let port = target.port;
    let given = given.iter().rev().find(|given| given.is_for(target));
    let of_loopback = [Ipv6Addr::LOCALHOST.into(), Ipv4Addr::LOCALHOST.into()];
    let found: Vec<IpAddr> = match (given, &target.host) {
        (Some(given), _) => return Ok(with_port(&given.addresses, port)),
        (None, Host::Ipv4(address)) => vec![(*address).into()],
        (None, Host::Ipv6(address)) => vec![(*address).into()],
        // https://www.w3.org/TR/secure-contexts/#localhost: no resolver is asked.
        (None, Host::Domain(name)) if is_localhost(name) => of_loopback.to_vec(),
        (None, Host::Domain(name)) => {
            let found = tokio::net::lookup_host((name.as_str(), port)).await;
            let found = found.map_err(|error| failure::no_address(target, &error.to_string()))?;
            found.map(|address| address.ip()).collect()
        }
    };
    if found.is_empty() {
        return Err(failure::no_address(target, "the resolver knows none"));
    }
    Ok(with_port(&in_turns(&found), port))
}

fn is_localhost(name: &str) -> bool {
    let name = name.strip_suffix('.').unwrap_or(name);
    name == "localhost" || name.ends_with(".localhost")
}

fn with_port(addresses: &[IpAddr], port: u16) -> Vec<SocketAddr> {
    let addresses = addresses.iter();
    addresses
        .map(|&address| SocketAddr::new(address, port))
        .collect()
}

/// <https://www.rfc-editor.org/rfc/rfc8305#section-4>
fn in_turns(addresses: &[IpAddr]) -> Vec<IpAddr> {
    let first_is_6 = addresses.first().is_some_and(IpAddr::is_ipv6);
    let (first, second): (Vec<_>, Vec<_>) = addresses
        .iter()
        .copied()
        .partition(|address| address.is_ipv6() == first_is_6);
    let longest = first.len().max(second.len());
    (0..longest)
        .flat_map(|index| [first.get(index), second.get(index)])
        .flatten()
        .copied()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_what_curl_takes() {
        for (text, host, port, addresses) in [
            ("a.test:80:127.0.0.1", "a.test", 80, vec!["127.0.0.1"]),
            ("A.test:443:[::1]", "a.test", 443, vec!["::1"]),
            ("a.test:443:::1", "a.test", 443, vec!["::1"]),
            ("[::2]:443:[::1]", "[::2]", 443, vec!["::1"]),
            (
                "bücher.test:1:10.0.0.1",
                "xn--bcher-kva.test",
                1,
                vec!["10.0.0.1"],
            ),
            (
                "a.test:1:10.0.0.1,[::1]",
                "a.test",
                1,
                vec!["10.0.0.1", "::1"],
            ),
        ] {
            let resolve: Resolve = text.parse().unwrap();
            let addresses: Vec<IpAddr> = addresses.iter().map(|a| a.parse().unwrap()).collect();
            assert_eq!(resolve.host.to_string(), host);
            assert_eq!((resolve.port, resolve.addresses), (port, addresses));
        }
    }

    #[test]
    fn says_what_is_wrong() {
        let form = "write HOST:PORT:ADDRESS, such as api.example.com:443:127.0.0.1 or api.example.com:443:[::1]";
        for (text, error) in [
            ("", form.to_owned()),
            ("a.test", form.to_owned()),
            ("a.test:80", form.to_owned()),
            (
                "a.test:http:127.0.0.1",
                format!("\"http\" is no port; {form}"),
            ),
            (
                "a.test:70000:127.0.0.1",
                format!("\"70000\" is no port; {form}"),
            ),
            (
                "a.test:80:b.test",
                "\"b.test\" is no IP address; a name can't stand there, write what it resolves to"
                    .to_owned(),
            ),
            (
                "a b:80:127.0.0.1",
                "\"a b\" is no host: invalid international domain name".to_owned(),
            ),
        ] {
            assert_eq!(text.parse::<Resolve>().unwrap_err(), error, "{text}");
        }
    }

    #[test]
    fn families_take_turns() {
        let parse = |texts: &[&str]| -> Vec<IpAddr> {
            texts.iter().map(|text| text.parse().unwrap()).collect()
        };
        let found = parse(&["::1", "::2", "::3", "10.0.0.1"]);
        assert_eq!(in_turns(&found), parse(&["::1", "10.0.0.1", "::2", "::3"]));
        let found = parse(&["10.0.0.1", "10.0.0.2", "::1"]);
        assert_eq!(in_turns(&found), parse(&["10.0.0.1", "::1", "10.0.0.2"]));
    }
}
