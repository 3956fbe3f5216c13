//! Origins that are almost a trusted one: what an attacker's page can have, and careless comparisons let in.

mod cause;
mod names;

use url::{Host, Url};

pub(super) use self::cause::explains;
use super::code::Code;

/// An origin that is allowed only by mistake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Attack {
    pub(super) code: Code,
    pub(super) origin: String,
    /// Of what it takes advantage: the end of a sentence about the origin.
    pub(super) why: String,
}

/// A trusted origin, taken apart.
struct Trusted {
    /// As it is written.
    text: String,
    scheme: String,
    host: String,
    /// With its colon, or empty.
    port: String,
    /// And no address.
    is_name: bool,
    is_loopback: bool,
}

impl Trusted {
    fn parse(text: &str) -> Option<Self> {
        let url = Url::parse(text).ok()?;
        if !matches!(url.scheme(), "http" | "https") {
            return None;
        }
        let (host, is_name, is_loopback) = match url.host()? {
            Host::Domain(name) => {
                let is_loopback = name == "localhost" || name.ends_with(".localhost");
                (name.to_owned(), true, is_loopback)
            }
            Host::Ipv4(address) => (address.to_string(), false, address.is_loopback()),
            Host::Ipv6(address) => (format!("[{address}]"), false, address.is_loopback()),
        };
        let port = url
            .port()
            .map_or_else(String::new, |port| format!(":{port}"));
        Some(Self {
            text: text.to_owned(),
            scheme: url.scheme().to_owned(),
            host,
            port,
            is_name,
            is_loopback,
        })
    }

    fn with_host(&self, host: &str) -> String {
        format!("{}://{host}{}", self.scheme, self.port)
    }
}

/// Everything that is tried of one trusted origin, by code, in the order of asking: what explains others comes first.
pub(super) fn attacks(trusted: &str) -> Vec<Attack> {
    let Some(trusted) = Trusted::parse(trusted) else {
        return Vec::new();
    };
    let mut attacks = names::attacks(&trusted);
    attacks.extend(schemes_and_ports(&trusted));
    attacks.extend(loopback(&trusted));
    attacks.extend(malformed(&trusted));
    attacks
}

/// The origin by which a comparison is known that asks only whether the trusted one stands anywhere in it.
pub(super) fn anywhere(trusted: &str) -> Option<String> {
    names::anywhere(&Trusted::parse(trusted)?)
}

fn schemes_and_ports(trusted: &Trusted) -> Vec<Attack> {
    let (host, port) = (&trusted.host, &trusted.port);
    let mut attacks = Vec::new();
    if trusted.scheme == "https" && !trusted.is_loopback {
        attacks.push(Attack {
            code: Code::AllowsHttp,
            origin: format!("http://{host}{port}"),
            why: format!(
                "it is {} without TLS, and whoever controls the network can pose as it",
                trusted.text
            ),
        });
    }
    let other = if port == ":8443" { ":9443" } else { ":8443" };
    attacks.push(Attack {
        code: Code::IgnoresPort,
        origin: format!("{}://{host}{other}", trusted.scheme),
        why: format!(
            "it is another program on the host of {}, whoever runs it",
            trusted.text
        ),
    });
    attacks
}

fn loopback(trusted: &Trusted) -> Vec<Attack> {
    // Whoever trusts one program of the visitor's machine is told of the other ones as of other ports.
    if trusted.is_loopback {
        return Vec::new();
    }
    let origins = [
        "http://localhost:3000",
        "http://localhost",
        "https://localhost",
        "http://127.0.0.1:8080",
    ];
    let attack = |origin: &str| Attack {
        code: Code::AllowsLocalhost,
        origin: origin.to_owned(),
        why: "it is whatever serves pages on the visitor's own machine, as installed programs do"
            .to_owned(),
    };
    origins.into_iter().map(attack).collect()
}

fn malformed(trusted: &Trusted) -> Vec<Attack> {
    let (scheme, host, port) = (&trusted.scheme, &trusted.host, &trusted.port);
    let mut origins = Vec::new();
    let upper = host.to_ascii_uppercase();
    if upper != *host {
        origins.push((format!("{scheme}://{upper}{port}"), "letters in upper case"));
    }
    origins.push((format!("{scheme}://user@{host}{port}"), "user information"));
    origins.push((format!("{}/path", trusted.text), "a path"));
    let attack = |(origin, what): (String, &str)| Attack {
        code: Code::AcceptsMalformedOrigin,
        origin,
        why: format!(
            "it has {what}, which no browser sends, and the comparison is looser than byte for byte"
        ),
    };
    origins.into_iter().map(attack).collect()
}

#[cfg(test)]
mod tests;
